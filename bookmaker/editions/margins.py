"""The margins of the printed page: a theme's own, as another trim or a single column wants them.

``pdf`` calls :func:`fitted` before anything is measured.
"""

from dataclasses import replace

from bookmaker import notation
from bookmaker.editions.theme import Theme

_SIDES = ("--margin-inner", "--margin-outer")
_HEAD_AND_FOOT = ("--margin-top", "--margin-bottom")
_LONGER = 1.1  # what a line may be on a broader page; more than eighty characters nobody likes to read
_BROADER = 1.25  # what columns may be, whose lines are short


def fitted(theme: Theme, trim: str, in_columns: bool) -> Theme:
    """*theme* on pages of the size *trim*, its own where that is empty: a larger page has larger margins."""
    if not in_columns and (margin := theme.tokens.get("--margin-in-one-column")):
        theme = replace(theme, tokens=theme.tokens | dict.fromkeys(_SIDES, margin))
    return replace(theme, tokens=theme.tokens | _on(trim, theme.tokens, in_columns)) if trim else theme


def _on(trim: str, tokens: dict[str, str], in_columns: bool) -> dict[str, str]:
    """The tokens of a page of the size *trim*; margins that are no plain lengths stay."""
    page = {"--page-size": trim}
    own, asked = notation.trim(tokens["--page-size"]), notation.trim(trim)
    margins = {token: notation.millimetres(tokens[token]) for token in (*_SIDES, *_HEAD_AND_FOOT)}
    if own is None or asked is None or not all(margins.values()):
        return page
    beside = sum(margins[token] or 0 for token in _SIDES)
    longest = (own[0] - beside) * (_BROADER if in_columns else _LONGER)
    factors = dict.fromkeys(_SIDES, (asked[0] - longest) / beside) | dict.fromkeys(_HEAD_AND_FOOT, asked[1] / own[1])
    larger = {token: (length or 0) * factors[token] for token, length in margins.items() if factors[token] > 1}
    return page | {token: f"{length:.2f}mm" for token, length in larger.items()}
