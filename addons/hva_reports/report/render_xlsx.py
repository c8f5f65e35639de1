"""The workbook of a report. Text is written as text and never as a formula or a link, whoever wrote it."""

import io

import xlsxwriter

from . import wording

_SHARE_COLUMNS = {"share"}
_DECIMAL_COLUMNS = {"mean"}
_PATTERNS = ("0 %", "0.0", "#,##0", "General")
_CHART_SIZE = {"width": 720, "height": 300}


def render_workbook(env, report, title):
    """Return the bytes of an XLSX of `report` (a `report_matrix.Report`) in the language of `env`.

    `title` is the report's name. Sheets: summary with two charts, units, channels, statements, open feedback, and what
    the numbers mean. A cell without a number says why in words.
    """
    output = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(output, options) as workbook:
        workbook.set_properties({"title": f"{title} {wording.period(env, report.span)}"})
        book = _Book(env, workbook)
        _summary(book, report, title)
        book.matrix(env._("Units"), "unit", report.units)
        book.matrix(env._("Channels"), "channel", report.channels)
        book.titles["n"] = env._("Answers (n)")  # of the statement, from here on
        book.matrix(env._("Statements"), "statement", report.statements)
        _open_text(book, report)
        _about(book, report)
    return output.getvalue()


class _Book:
    """A workbook with the formats and words of one language."""

    def __init__(self, env, workbook):
        self.env = env
        self.workbook = workbook
        self.titles = wording.column_titles(env)
        self.heading = workbook.add_format({"bold": True, "font_size": 16})
        self.bold = workbook.add_format({"bold": True})
        self.header = workbook.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
        self.wrap = workbook.add_format({"text_wrap": True, "valign": "top"})
        self.muted = workbook.add_format({"italic": True, "font_color": "#595959"})
        self.day = workbook.add_format({"num_format": 14, "valign": "top"})
        self.numbers = {
            (pattern, bold): workbook.add_format({"num_format": pattern, "bold": bold, "valign": "top"})
            for pattern in _PATTERNS
            for bold in (False, True)
        }

    def sheet(self, name, widths):
        sheet = self.workbook.add_worksheet(name[:31])
        for column, width in enumerate(widths):
            sheet.set_column(column, column, width)
        sheet.set_landscape()
        sheet.set_paper(9)  # A4
        sheet.fit_to_pages(1, 0)
        return sheet

    def matrix(self, name, first, matrix):
        """Write one table on a sheet of its own: the line of totals, if any, comes last and in bold."""
        sheet = self.sheet(name, [48, *[14] * len(matrix.columns)])
        self.header_row(sheet, 0, [first, *matrix.columns])
        sheet.freeze_panes(1, 1)
        lines = list(matrix.lines())
        for number, line in enumerate(lines, start=1):
            self.line(sheet, number, line, matrix.columns, bold=matrix.total is not None and number == len(lines))
        if not lines:
            sheet.write_string(1, 0, wording.reason(self.env, "no_answers"))

    def header_row(self, sheet, number, columns):
        for column, key in enumerate(columns):
            sheet.write_string(number, column, self.titles[key], self.header)

    def line(self, sheet, number, line, columns, bold=False):
        sheet.write_string(number, 0, line.label, self.bold if bold else self.wrap)
        for column, key in enumerate(columns, start=1):
            cell = line[key]
            if cell.value is None:
                sheet.write_string(number, column, wording.reason(self.env, cell.reason), self.muted)
            else:
                self.number(sheet, number, column, key, cell.value, bold)

    def number(self, sheet, number, column, key, value, bold=False):
        is_decimal = key in _DECIMAL_COLUMNS or (key == "nps" and bold)  # the one number, and totals
        pattern = "0 %" if key in _SHARE_COLUMNS else "0.0" if is_decimal else "#,##0"
        pattern = "General" if key == "target" else pattern  # 50, or 52.5
        sheet.write_number(number, column, round(value, 6), self.numbers[pattern, bold])


def _summary(book, report, title):
    env = book.env
    sheet = book.sheet(env._("Summary"), [44, 16, 16, 16, 16, 16])
    sheet.write_string(0, 0, title, book.heading)
    sheet.write_string(1, 0, wording.period(env, report.span), book.bold)
    score = report.headline
    facts = [
        ("nps", score and score.value),
        ("n", score and score.n),
        ("low", score and score.low),
        ("high", score and score.high),
        ("answers", report.answers),
        ("promoters", report.counts.promoters),
        ("passives", report.counts.passives),
        ("detractors", report.counts.detractors),
    ]
    for number, (key, value) in enumerate(facts, start=3):
        sheet.write_string(number, 0, book.titles[key], book.bold)
        if value is None:
            sheet.write_string(number, 1, wording.reason(env, "no_answers"), book.muted)
        else:
            book.number(sheet, number, 1, key, value, bold=key == "nps")
    row = 3 + len(facts) + 1
    for figure, sentence in wording.targets(report):
        sheet.write_string(row, 0, figure, book.bold)
        sheet.write_string(row, 1, sentence)
        row += 1
    sentences = [
        *((f"{arrow} {sentence}".strip(), None) for arrow, sentence in wording.comparisons(env, report)),
        *((sentence, book.bold) for sentence in wording.wording_changes(env, report)),
        *((sentence, book.muted) for sentence in [wording.hidden(env, report)] if sentence),
    ]
    for sentence, form in sentences:
        sheet.write_string(row, 0, sentence, form)
        row += 1
    row += 1
    sheet.write_url(row, 0, wording.address(env, report), string=env._("Open these results"))
    row += 2
    _trend(book, sheet, row, report)


def _trend(book, sheet, row, report):
    """Write NPS by month, and two charts of what stands in the workbook as tables."""
    env = book.env
    columns = report.trend.columns
    book.header_row(sheet, row, ["month", *columns])
    for number, line in enumerate(report.trend.rows, start=row + 1):
        sheet.write_string(number, 0, line.label)
        for column, key in enumerate(columns, start=1):
            if line[key].value is not None:  # a month without feedback is a gap in the line, not a zero
                book.number(sheet, number, column, key, line[key].value)
    last = row + len(report.trend.rows)
    chart = book.workbook.add_chart({"type": "line"})
    for place in _trend_places(book, sheet, row, report):
        chart.add_series(
            {
                "name": "NPS",
                "categories": [sheet.get_name(), row + 1, 0, last, 0],
                "values": [sheet.get_name(), row + 1, place, last, place],
                "marker": {"type": "circle", "size": 6},
                "line": {"color": "#003580", "width": 2.25},
                "data_labels": {"value": True, "num_format": "0"},
            }
        )
    _insert(chart, sheet, last + 2, env._("NPS by month"), env._("NPS by month; the table above has the same numbers."))
    if report.channels.rows:
        _channel_chart(book, sheet, last + 18, report)


def _trend_places(book, sheet, row, report):
    """Return the columns that the line is drawn from: one, or one for each stretch in which the words were the same.

    The line breaks where the words changed, and a note beside the month says so.
    """
    env, columns, months = book.env, report.trend.columns, report.trend.rows
    place = columns.index("nps") + 1
    if "wording" not in columns:
        return [place]
    note = len(columns) + 1
    wordings = sorted({month["wording"].value for month in months if month["wording"].value})
    for number in wordings:
        sheet.write_string(row, note + number, env._("NPS, wording %(number)s", number=number), book.header)
    met = 1
    for line, month in enumerate(months, start=row + 1):
        number = month["wording"].value or met
        if number > met:
            sheet.write_string(line, note, env._("Words changed"), book.bold)
        met = max(met, number)
        if month["nps"].value is not None:
            book.number(sheet, line, note + number, "nps", month["nps"].value)
    return [note + number for number in wordings]


def _channel_chart(book, sheet, row, report):
    env = book.env
    place = report.channels.columns.index("nps") + 1
    name, lines = env._("Channels")[:31], len(report.channels.rows)
    chart = book.workbook.add_chart({"type": "bar"})
    chart.add_series(
        {
            "name": "NPS",
            "categories": [name, 1, 0, lines, 0],
            "values": [name, 1, place, lines, place],
            "fill": {"color": "#003580"},
            "data_labels": {"value": True, "num_format": "0"},
        }
    )
    chart.set_y_axis({"reverse": True})
    _insert(
        chart, sheet, row, env._("NPS by channel"), env._("NPS by channel; the sheet Channels has the same numbers.")
    )


def _insert(chart, sheet, row, title, description):
    chart.set_title({"name": title, "overlay": False})
    chart.set_legend({"none": True})
    chart.show_blanks_as("gap")
    chart.set_size(_CHART_SIZE)
    sheet.insert_chart(row, 0, chart, {"description": description})


def _open_text(book, report):
    env = book.env
    sheet = book.sheet(env._("Open feedback"), [12, 36, 20, 14, 90])
    book.header_row(sheet, 0, ["day", "unit", "channel", "score", "text"])
    sheet.freeze_panes(1, 0)
    channels = wording.channel_names(env)
    for number, comment in enumerate(report.comments, start=1):
        sheet.write_datetime(number, 0, comment.day, book.day)
        sheet.write_string(number, 1, comment.unit, book.wrap)
        sheet.write_string(number, 2, channels.get(comment.channel, ""), book.wrap)
        if comment.score is not None:
            sheet.write_number(number, 3, comment.score, book.wrap)
        sheet.write_string(number, 4, comment.text[:32767], book.wrap)
    number = len(report.comments) + 1
    if not report.comments:
        sheet.write_string(number, 0, wording.reason(env, "no_answers"))
    elif report.comment_count > len(report.comments):
        text = env._(
            "The latest %(shown)s of %(count)s are here.", shown=len(report.comments), count=report.comment_count
        )
        sheet.write_string(number, 0, text, book.muted)


def _about(book, report):
    sheet = book.sheet(book.env._("About the numbers"), [28, 110])
    for number, (heading, text) in enumerate(wording.about(book.env, report)):
        sheet.write_string(number, 0, heading, book.bold)
        sheet.write_string(number, 1, text, book.wrap)
