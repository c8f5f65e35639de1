"""QR codes as drawings: black on white with a quiet border, whatever colours stand around them."""

from typing import Final

import qrcode
from PIL import Image
from qrcode.constants import ERROR_CORRECT_Q

BORDER: Final = 4  # modules of white around the code: less, and cameras miss it

Matrix = list[list[bool]]


def matrix(text: str) -> Matrix:
    """Return the modules row by row, True for black, border included.

    Error correction Q: a quarter of the picture may be dirty or folded and the code still opens.
    """
    code = qrcode.QRCode(error_correction=ERROR_CORRECT_Q, border=BORDER)
    code.add_data(text)
    code.make(fit=True)
    return [[bool(cell) for cell in row] for row in code.get_matrix()]


def svg(text: str) -> str:
    """Return an SVG one unit a module, each row's runs of black as one stroke of the path."""
    rows = matrix(text)
    size = len(rows)
    path = "".join(f"M{x},{y}h{length}v1h-{length}z" for y, row in enumerate(rows) for x, length in _runs(row))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}" shape-rendering="crispEdges">'
        f'<path d="M0,0h{size}v{size}h-{size}z" fill="#fff"/><path d="{path}" fill="#000"/></svg>'
    )


def picture(rows: Matrix, pixels: int = 20) -> Image.Image:
    """Return a matrix as a black and white picture, `pixels` a module: large enough for print."""
    image = Image.new("1", (len(rows), len(rows)), 1)
    image.putdata([0 if cell else 1 for row in rows for cell in row])
    return image.resize((len(rows) * pixels, len(rows) * pixels), Image.Resampling.NEAREST)


def _runs(row: list[bool]) -> list[tuple[int, int]]:
    runs: list[tuple[int, int]] = []
    for x, is_black in enumerate(row):
        if not is_black:
            continue
        if runs and sum(runs[-1]) == x:
            runs[-1] = (runs[-1][0], runs[-1][1] + 1)
        else:
            runs.append((x, 1))
    return runs
