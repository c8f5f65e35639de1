from odoo import api, fields, models

from odoo.addons.hva_feedback.tools.redaction import redact

from ..tools.periods import containing, previous
from ..tools.report_matrix import Comment
from .hva_fact import ITEM_COLUMNS

COMMENT_FIELDS = ["hva_given_on", "hva_unit_id", "hva_channel", "hva_nps", "hva_has_nps", "hva_text"]


class HvaReportDefinition(models.Model):
    """What a report is about. Its numbers are answers of `hva.query`; mail and workbook only lay them out."""

    _name = "hva.report.definition"
    _description = "Report"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    unit_ids = fields.Many2many(
        "hva.unit",
        string="Units",
        help="With all units under them. Empty: the reader's own units, which is what a report to managers wants.",
    )
    comment_limit = fields.Integer("Comments in the workbook", default=500, help="The latest ones. The mail shows six.")

    _comment_limit_check = models.Constraint(
        "CHECK(comment_limit BETWEEN 0 AND 10000)", "A report holds 0 to 10 000 comments."
    )

    @api.private
    def query(self, span=None):
        """Return the `Report` (tools/report_matrix.py) of `span` as the current user may see it.

        `span` is a `periods.Span` of local days, by default the last whole month. Own units, those the user reaches
        today, are shown as they are. If the definition names other units too, the report also has their scores and the
        county's total, with small numbers hidden, and only for months that are over. Raises AccessError without the
        right to read the definition. The number of statements does not depend on the number of units.
        """
        self.ensure_one()
        self.check_access("read")
        return self._make_report(span or previous(containing("month", self.env["hva.clock"]._today())))

    def _get_comments(self, own, span, labels):
        """Return the latest comments of own units and how many there are in all. The user's own rights apply."""
        answers = self.env["survey.user_input"]
        domain = [
            ("hva_unit_id", "in", list(own)),
            ("hva_given_on", ">=", span.start),
            ("hva_given_on", "<", span.end),
            ("hva_has_text", "=", True),
            ("hva_is_counted", "=", True),
        ]
        latest = answers.search_fetch(
            domain, COMMENT_FIELDS, order="hva_given_on desc, id desc", limit=self.comment_limit
        )
        count = len(latest) if len(latest) < self.comment_limit else answers.search_count(domain)
        comments = tuple(
            Comment(
                day=answer.hva_given_on,
                unit=labels.get(answer.hva_unit_id.id) or answer.hva_unit_id.display_name,
                channel=answer.hva_channel or None,
                score=answer.hva_nps if answer.hva_has_nps else None,
                text=redact(answer.hva_text or "").text,  # masked when stored; again, for answers imported before that
            )
            for answer in latest
        )
        return comments, count

    def _get_item_labels(self):
        """Return {column of the fact: text of the item} in the reader's language, else in Finnish or Swedish."""
        lang = (self.env.lang or "fi").split("_")[0]
        # sudo: the national texts are public
        items = (
            self.env["hva.question.item"]
            .sudo()
            .with_context(active_test=False)
            .search([("code", "in", [*ITEM_COLUMNS, "PEI-H"])])
        )
        texts = {item.code: {row.lang_code: row.text for row in item.text_ids if row.part == "title"} for item in items}
        texts["PEI"] = texts.pop("PEI-H", {})
        return {
            column: texts.get(code, {}).get(lang)
            or texts.get(code, {}).get("fi")
            or texts.get(code, {}).get("sv")
            or code
            for code, column in ITEM_COLUMNS.items()
        }
