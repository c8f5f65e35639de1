"""The colours of a county: what they become in the light and in the dark scheme, and whether they can be seen there.

The county chooses its main colour and the colour of text on it. Everything else follows unless it chooses that too:
links and marks take the main colour, and the dark scheme takes a tint of it that can be seen on a dark page.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

from .contrast import NON_TEXT, TEXT, Need, best_on, nearest_passing, ratio

Scheme = Literal["light", "dark"]

# The grounds of feedback_page.css. A test compares.
GROUND: Final[dict[Scheme, str]] = {"light": "#ffffff", "dark": "#14181c"}
PANEL: Final[dict[Scheme, str]] = {"light": "#f3f5f7", "dark": "#20262c"}
DARK_INK: Final = "#0b1a2a"
TINT_RATIO: Final = 6.0  # what we choose ourselves stands well above the least that is allowed

HOUSE_MAIN: Final = "#003f7f"
HOUSE_ON_MAIN: Final = "#ffffff"
HOUSE_DARK_MAIN: Final = "#9ccbff"


@dataclass(frozen=True, slots=True)
class Palette:
    """What a county chose. None: follows from the main colour."""

    main: str = HOUSE_MAIN
    on_main: str = HOUSE_ON_MAIN
    accent: str | None = None
    dark_main: str | None = None


@dataclass(frozen=True, slots=True)
class Colours:
    """What one scheme uses. `main`: header line and button; `accent`: links, focus, what is chosen."""

    main: str
    on_main: str
    accent: str
    on_accent: str


@dataclass(frozen=True, slots=True)
class Check:
    """One pair of colours. `field` is the choice to change where it fails; `suggestion` a value that would pass."""

    code: str
    scheme: Scheme
    field: str
    colour: str
    beside: str
    measured: float
    needed: float
    suggestion: str | None

    @property
    def is_passed(self) -> bool:
        return self.measured >= self.needed


def colours(palette: Palette, scheme: Scheme) -> Colours:
    """Return the colours of a scheme."""
    if scheme == "light":
        accent = palette.accent or palette.main
        return Colours(palette.main, palette.on_main, accent, best_on(accent, (palette.on_main,)))
    needs = [(GROUND["dark"], TINT_RATIO), (PANEL["dark"], TINT_RATIO)]
    main = palette.dark_main or _tint(palette.main, needs)
    # A dark main colour of the county's own is also its accent there, if it can be read; else its nearest tint.
    accent = _tint(palette.accent or main, needs)
    return Colours(main, best_on(main, (palette.on_main, DARK_INK)), accent, best_on(accent, (DARK_INK,)))


def _tint(colour: str, needs: list[Need]) -> str:
    return nearest_passing(colour, needs) or "#ffffff"


def checks(palette: Palette) -> tuple[Check, ...]:
    """Return every pair that is used, in the order a screen shows them: light scheme first."""
    return (*_checks(palette, "light"), *_checks(palette, "dark"))


def _checks(palette: Palette, scheme: Scheme) -> Iterator[Check]:
    shown = colours(palette, scheme)
    main, accent = _fields(palette, scheme)
    ground, panel = GROUND[scheme], PANEL[scheme]
    is_light = scheme == "light"
    rows = (
        ("text_on_main", "on_main" if is_light else main, shown.on_main, shown.main, TEXT),
        ("main_on_page", main, shown.main, ground, NON_TEXT),
        ("link_on_page", accent, shown.accent, ground, TEXT),
        ("link_on_panel", accent, shown.accent, panel, TEXT),
        ("mark_on_page", accent, shown.accent, ground, NON_TEXT),
    )
    for code, field, colour, beside, needed in rows:
        needs = [(other, least) for _code, owner, own, other, least in rows if owner == field and own == colour]
        measured = ratio(colour, beside)
        suggestion = None if measured >= needed else nearest_passing(colour, needs)
        yield Check(code, scheme, field, colour, beside, measured, needed, suggestion)


def _fields(palette: Palette, scheme: Scheme) -> tuple[str, str]:
    """Return which of the county's choices stands behind the main colour and the accent of a scheme."""
    main = "dark_main" if scheme == "dark" and palette.dark_main else "main"
    return main, "accent" if palette.accent else main


def css(palette: Palette) -> str:
    """Return the rules that follow the house's style sheet."""
    return f"{_rule(palette, 'light')}@media (prefers-color-scheme: dark){{{_rule(palette, 'dark')}}}"


def _rule(palette: Palette, scheme: Scheme) -> str:
    shown = colours(palette, scheme)
    return (
        f":root{{--main:{shown.main};--on-main:{shown.on_main};--accent:{shown.accent};--on-accent:{shown.on_accent}}}"
    )
