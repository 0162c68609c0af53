"""Characters that stand in the text of a paragraph for what is no text; ``typography`` and its neighbours use them."""

EDGE = "\ufdd0"  # between the text nodes of a paragraph: not a character, so that no text holds it
OBJECT = "\ufdd1"  # in the place of code, a picture or an address
MEANT = {'"': "\ufdd2", "'": "\ufdd3", "-": "\ufdd4", ".": "\ufdd5"}  # signs meant as they are, while a text is set


def next_to(text: str, at: int, step: int) -> str:
    """The character beside the one *at*, before it (*step* -1) or behind (1), across edges; "" where *text* ends."""
    at += step
    while 0 <= at < len(text) and text[at] == EDGE:
        at += step
    return text[at] if 0 <= at < len(text) else ""
