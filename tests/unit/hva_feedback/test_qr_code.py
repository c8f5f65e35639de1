"""The drawn code is the computed one, module by module."""

import re

import qrcode

from hva_feedback.tools import qr_code

URL = "https://palaute.example.fi/p/0123456789abcdefghijkl?form=12-v3-45"


def expected():
    code = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_Q, border=4)
    code.add_data(URL)
    return code.get_matrix()


def test_the_matrix_is_that_of_the_library_with_a_white_border():
    rows = qr_code.matrix(URL)
    assert rows == expected()
    assert not any(any(row) for row in rows[:4]) and not any(row[-1] for row in rows)


def test_the_drawing_has_exactly_the_black_modules():
    drawn = qr_code.svg(URL)
    black = {
        (int(x) + step, int(y))
        for x, y, length in re.findall(r"M(\d+),(\d+)h(\d+)v1h", drawn)
        for step in range(int(length))
    }
    assert black == {(x, y) for y, row in enumerate(expected()) for x, cell in enumerate(row) if cell}


def test_the_picture_has_whole_modules():
    rows = qr_code.matrix(URL)
    picture = qr_code.picture(rows, pixels=7)
    assert picture.size == (7 * len(rows),) * 2
    read = [[picture.getpixel((7 * x + 3, 7 * y + 3)) == 0 for x in range(len(rows))] for y in range(len(rows))]
    assert read == rows
