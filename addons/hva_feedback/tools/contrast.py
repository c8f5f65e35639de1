"""Contrast of two colours as WCAG 2.2 measures it, and the nearest colour that has enough of it.

A colour is `#rrggbb`, in either case. Ratios go from 1 (the same colour) to 21 (black on white).
"""

import colorsys
import re
from collections.abc import Iterable
from typing import Final

TEXT: Final = 4.5  # success criterion 1.4.3, text of any size
NON_TEXT: Final = 3.0  # 1.4.11: edges of controls, focus, what marks a choice

_COLOUR: Final = re.compile(r"#[0-9a-f]{6}", re.ASCII | re.IGNORECASE)
_STEPS: Final = 1000

Need = tuple[str, float]  # (the colour beside it, the ratio it must have)


def is_colour(text: str) -> bool:
    """Tell whether `text` is a colour as written here: nothing else may come into a style sheet."""
    return _COLOUR.fullmatch(text) is not None


def luminance(colour: str) -> float:
    """Return the relative luminance, 0 for black to 1 for white."""
    red, green, blue = (_linear(channel) for channel in _channels(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def ratio(one: str, other: str) -> float:
    """Return the contrast ratio of two colours; their order does not matter."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def passes(colour: str, needs: Iterable[Need]) -> bool:
    """Tell whether a colour has the ratio it must have beside each of its neighbours."""
    return all(ratio(colour, beside) >= needed for beside, needed in needs)


def nearest_passing(colour: str, needs: Iterable[Need]) -> str | None:
    """Return the colour of the same hue that passes with the least change of lightness; None where none passes."""
    wanted = tuple(needs)
    if passes(colour, wanted):
        return colour.lower()
    hue, lightness, saturation = colorsys.rgb_to_hls(*(channel / 255 for channel in _channels(colour)))
    for step in range(1, _STEPS + 1):
        for moved in (lightness - step / _STEPS, lightness + step / _STEPS):
            if 0 <= moved <= 1:
                candidate = _written(colorsys.hls_to_rgb(hue, moved, saturation))
                if passes(candidate, wanted):
                    return candidate
    return None


def best_on(colour: str, wished: Iterable[str]) -> str:
    """Return the first wished colour that can be read on `colour`; black or white where none can."""
    for candidate in (*wished, "#ffffff", "#000000"):
        if ratio(candidate, colour) >= TEXT:
            return candidate.lower()
    raise AssertionError("black or white reaches 4.5 on every colour")


def _channels(colour: str) -> tuple[int, int, int]:
    if not is_colour(colour):
        raise ValueError(f"not a colour: {colour!r}")
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _linear(channel: int) -> float:
    value = channel / 255
    # WCAG writes 0.03928; with eight bits a channel 0.04045 of the sRGB standard decides the same.
    return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4


def _written(rgb: tuple[float, float, float]) -> str:
    red, green, blue = (round(channel * 255) for channel in rgb)
    return f"#{red:02x}{green:02x}{blue:02x}"
