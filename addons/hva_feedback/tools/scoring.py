"""The three groups of the recommendation question. The score itself, with its interval, is a matter of reports."""

from typing import Literal

NpsGroup = Literal["promoter", "passive", "detractor"]


def nps_group(score: int) -> NpsGroup:
    """Return the group of a 0-10 score: 9-10 promoter, 7-8 passive, 0-6 detractor. Raises ValueError otherwise."""
    if not 0 <= score <= 10:
        raise ValueError(f"NPS score out of range: {score}")
    if score >= 9:
        return "promoter"
    return "passive" if score >= 7 else "detractor"
