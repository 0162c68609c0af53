"""One line of source, as the containers of a document take it apart from the left.  ``blocks`` makes one of each.

White space is counted in columns, with a tab stop every four, as the CommonMark spec does (section 2.2); a tab that
a container takes only part of leaves the other columns as spaces, and tabs inside code stay tabs.
"""

TAB = 4


class Line:
    """A line, and how far into it we are: *at* counts characters, *column* columns."""

    __slots__ = ("_indent", "_next", "at", "column", "number", "split", "text")

    def __init__(self, text: str, number: int) -> None:
        self.text = text
        self.number = number
        self.at = 0
        self.column = 0
        self.split = False  # whether the tab at *at* is partly taken
        self._next = -1
        self._indent = 0

    def _look(self) -> None:
        text, at, column = self.text, self.at, self.column
        length = len(text)
        while at < length:
            if text[at] == " ":
                column += 1
            elif text[at] == "\t":
                column += TAB - column % TAB
            else:
                break
            at += 1
        self._next = at
        self._indent = column - self.column

    @property
    def indent(self) -> int:
        """How many columns of white space come next."""
        if self._next < 0:
            self._look()
        return self._indent

    @property
    def blank(self) -> bool:
        """Whether nothing but white space is left."""
        if self._next < 0:
            self._look()
        return self._next >= len(self.text)

    @property
    def first(self) -> str:
        """The next character that is no white space; empty at the line's end."""
        if self._next < 0:
            self._look()
        return self.text[self._next : self._next + 1]

    @property
    def words(self) -> str:
        """What is left, without the white space before it."""
        if self._next < 0:
            self._look()
        return self.text[self._next :]

    @property
    def rest(self) -> str:
        """What is left, the columns of a partly taken tab as spaces."""
        if self.split:
            return " " * (TAB - self.column % TAB) + self.text[self.at + 1 :]
        return self.text[self.at :]

    def take_indent(self) -> None:
        """Go on to the next character that is no white space."""
        if self._next < 0:
            self._look()
        self.column += self._indent
        self.at, self.split, self._indent = self._next, False, 0

    def take_characters(self, count: int) -> None:
        """Go on by *count* characters, none of them a tab."""
        self.at += count
        self.column += count
        self.split, self._next = False, -1

    def take_columns(self, count: int) -> None:
        """Go on by *count* columns of white space, or as many as there are."""
        while count > 0 and self.at < len(self.text) and self.text[self.at] in " \t":
            if self.text[self.at] == " ":
                self.at += 1
                self.column += 1
                count -= 1
                continue
            width = TAB - self.column % TAB
            self.split = width > count
            self.column += min(width, count)
            self.at += 0 if self.split else 1
            count -= min(width, count)
        self._next = -1

    def take_all(self) -> None:
        """Leave nothing."""
        self.at, self.split, self._next = len(self.text), False, -1
