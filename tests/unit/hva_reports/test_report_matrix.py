"""A cell has a value or a reason, never both and never neither."""

import pytest

from hva_reports.tools.report_matrix import Cell, Matrix, Row


@pytest.mark.parametrize("parts", [{}, {"value": 1, "reason": "too_few"}])
def test_neither_and_both_are_refused(parts):
    with pytest.raises(ValueError):
        Cell(**parts)


def test_rows_are_found_by_key_and_have_the_columns_of_the_table():
    row = Row("7", "Eura", {"n": Cell(3)})
    assert Matrix(("n",), (row,))["7"]["n"].value == 3
    with pytest.raises(ValueError):
        Matrix(("n", "nps"), (row,))
