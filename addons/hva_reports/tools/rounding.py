"""How shown numbers are rounded: as a spreadsheet does it, so that page, mail, workbook and wall say the same. Pure."""

from decimal import ROUND_HALF_UP, Decimal


def rounded(number: float, digits: int = 0) -> Decimal:
    """Return a number to so many decimals, halves away from zero. Never -0."""
    return Decimal(repr(number)).quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP) + 0
