"""A cell has a value or a reason, never both and never neither."""

import pytest

from hva_reports.tools.report_matrix import NO_ANSWERS, REASONS, Cell, Matrix, Row, cell


def test_a_hidden_cell_is_a_value_with_a_reason():
    assert cell(None, "too_few") == Cell(reason="too_few")
    assert cell(0) == Cell(0)
    assert cell(None) == NO_ANSWERS


@pytest.mark.parametrize("parts", [{}, {"value": 1, "reason": "too_few"}])
def test_neither_and_both_are_refused(parts):
    with pytest.raises(ValueError):
        Cell(**parts)


def test_rows_are_found_by_key_and_have_the_columns_of_the_table():
    row = Row("7", "Eura", {"n": Cell(3)})
    assert Matrix(("n",), (row,))["7"]["n"].value == 3
    with pytest.raises(ValueError):
        Matrix(("n", "nps"), (row,))


def test_each_reason_has_one_text():
    assert len(dict(REASONS)) == len(REASONS)
