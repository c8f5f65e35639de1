from datetime import timedelta

from markupsafe import Markup

from odoo import api, fields, models

from ..tools import sms_text, sms_wording
from .hva_sms_text import SAMPLE_CODE

MOST_PLACES = 5  # of a costly character, told by row and column
BUBBLE = Markup(
    '<div class="border border-2 rounded-4 p-3 bg-100" style="max-width: 20rem">'
    '<div class="text-center small text-muted mb-2">%(sender)s</div>'
    '<div class="rounded-4 p-3 bg-white text-break" style="white-space: pre-wrap">%(text)s</div></div>'
)
LINK = Markup('<span class="text-decoration-underline text-primary">%s</span>')
MARK = Markup('<mark class="px-1 border border-warning" title="%(title)s">%(char)s</mark>')
DEL = Markup('<del class="px-1 text-bg-danger">%s</del>')
INS = Markup('<ins class="px-1 text-bg-success text-decoration-none">%s</ins>')
TEXT = Markup('<div style="white-space: pre-wrap" class="text-break">%s</div>')


class HvaSmsText(models.Model):
    """What the editor shows while a text is written: how it travels, what costs, what it costs, how it looks."""

    _inherit = "hva.sms.text"

    estimate_count = fields.Integer(
        "Messages in a month (estimate)", help="Counted with where last month has no messages with this text."
    )
    encoding = fields.Selection(
        [("gsm7", "Ordinary letters (GSM-7)"), ("ucs2", "All letters (Unicode)")], compute="_compute_size"
    )
    unit_count = fields.Integer("Characters", compute="_compute_size", help="With the longest link in its place.")
    left_count = fields.Integer("Characters left", compute="_compute_size", help="Before it takes one message more.")
    part_count = fields.Integer("Messages it takes", compute="_compute_size", help="Each of them is paid for.")
    worst_case = fields.Text("As it leaves, at its longest", compute="_compute_size")
    problems = fields.Text("What forbids sending it", compute="_compute_problems")
    costly = fields.Html("Characters that cost", compute="_compute_costly", sanitize=False)
    has_plain = fields.Boolean(compute="_compute_costly")
    plain_difference = fields.Html("What would change", compute="_compute_costly", sanitize=False)
    plain_part_count = fields.Integer("Messages it takes when plain", compute="_compute_costly")
    use_plain = fields.Boolean("Make these characters plain", store=False)
    month_count = fields.Integer("Messages in a month", compute="_compute_price")
    is_estimate = fields.Boolean("By estimate", compute="_compute_price")
    segment_price = fields.Float("Price of a segment (€)", compute="_compute_price", digits=(12, 4))
    month_price = fields.Float("Price of a month (€)", compute="_compute_price", digits=(12, 2))
    preview = fields.Html("On a phone", compute="_compute_preview", sanitize=False)

    _estimate_range = models.Constraint("CHECK (estimate_count >= 0)", "An estimate is not below zero.")

    @api.onchange("use_plain")
    def _onchange_use_plain(self):
        if self.use_plain:
            self.body = sms_text.plain_text(self.body or "")
            self.use_plain = False

    @api.depends("body", "lang_code")
    def _compute_size(self):
        for text in self:
            text.worst_case = text._render(SAMPLE_CODE)
            count = sms_text.segments(text.worst_case)
            text.encoding, text.unit_count, text.part_count = count.encoding, count.units, count.parts
            text.left_count = sms_wording.bounds(count.parts, count.encoding) - count.units

    @api.depends("body", "lang_code")
    def _compute_problems(self):
        patterns = self._get_name_patterns() if self else {}
        for text in self:
            text.problems = "\n".join(text._get_problems(patterns)) if text.body else False

    @api.depends("body", "lang_code")
    def _compute_costly(self):
        for text in self:
            body = text.body or ""
            plain = sms_text.plain_text(body)
            text.has_plain = plain != body
            text.costly = text._draw_costly(body)
            text.plain_difference = text._draw_difference(body) if text.has_plain else False
            rendered = sms_text.render(plain, text._get_link(SAMPLE_CODE), text._get_places())
            text.plain_part_count = sms_text.segments(rendered).parts

    @api.depends("estimate_count", "lang_code", "rule_id.gateway_id", "body")
    def _compute_price(self):
        counts = self._count_last_month()
        # sudo: what a message costs is no secret of the technical people
        default = self.env["hva.sms.gateway"].sudo().search([], limit=1)
        for text in self:
            count = counts.get((text.rule_id._origin.id, text.lang_code), 0)
            text.is_estimate = not count
            text.month_count = count or text.estimate_count
            text.segment_price = (text.rule_id.gateway_id.sudo() or default).segment_price
            text.month_price = sms_wording.price(text.part_count, text.month_count, text.segment_price)

    def _count_last_month(self):
        """Return {(rule id, language): number of messages that left in the last whole month}."""
        first = self.env["hva.clock"]._today().replace(day=1)
        last_month = [("sent_on", ">=", (first - timedelta(days=1)).replace(day=1)), ("sent_on", "<", first)]
        rows = self.env["hva.invitation"]._read_group(
            [("kind", "=", "survey"), ("rule_id", "in", self.rule_id._origin.ids), *last_month],
            ["rule_id", "lang_code"],
            ["__count"],
        )
        return {(rule.id, lang): count for rule, lang, count in rows}

    @api.depends("body", "lang_code", "rule_id.gateway_id")
    def _compute_preview(self):
        # sudo: as in _compute_price
        default = self.env["hva.sms.gateway"].sudo().search([], limit=1)
        for text in self:
            shown = Markup("").join(
                LINK % word if "://" in word else word for word in _words(text.worst_case or text._render(SAMPLE_CODE))
            )
            sender = (text.rule_id.gateway_id.sudo() or default).sender_id or self.env._("No gateway yet")
            text.preview = BUBBLE % {"sender": sender, "text": shown}

    # -- drawing ------------------------------------------------------------------------------------------------------

    @api.model
    def _draw_costly(self, body):
        """Return the text with each costly character marked where it stands, and a line about each kind; or False."""
        costly = sms_wording.costly_characters(body)
        if not costly:
            return False
        why = {
            "unicode": self.env._("makes every message shorter: 70 characters instead of 160"),
            "double": self.env._("counts as two characters"),
        }
        names = {place: each.name for each in costly for place in each.places}
        marked = Markup("\n").join(
            Markup("").join(
                MARK % {"title": names[row, column], "char": sms_wording.show_char(char)}
                if (row, column) in names
                else char
                for column, char in enumerate(line, start=1)
            )
            for row, line in enumerate(body.split("\n"), start=1)
        )
        lines = Markup("").join(
            Markup("<li><strong>%s</strong> (%s), %s: %s</li>")
            % (sms_wording.show_char(each.char), each.name, self._get_places_words(each.places), why[each.why])
            for each in costly
        )
        return TEXT % marked + Markup("<ul class='mt-2'>%s</ul>") % lines

    @api.model
    def _get_places_words(self, places):
        said = [
            self.env._("row %(row)s, character %(column)s", row=str(row), column=str(column))
            for row, column in places[:MOST_PLACES]
        ]
        return "; ".join(said) + ("; …" if len(places) > MOST_PLACES else "")

    @api.model
    def _draw_difference(self, body):
        """Return the text as it is with what would go, and after it what would come."""
        return TEXT % Markup("").join(
            (DEL % "".join(map(sms_wording.show_char, piece.before))) + (INS % piece.after if piece.after else "")
            if piece.is_changed
            else piece.before
            for piece in sms_wording.difference(body)
        )


def _words(text):
    """Return a text in words and what stands between them."""
    words, word = [], ""
    for char in text:
        if char.isspace() != word[-1:].isspace() and word:
            words.append(word)
            word = ""
        word += char
    return [*words, word]


class HvaContactRule(models.Model):
    _inherit = "hva.contact.rule"

    missing_languages = fields.Char("Languages without a text", compute="_compute_missing_languages")

    @api.depends("text_ids.lang_code")
    @api.depends_context("lang")
    def _compute_missing_languages(self):
        names = dict(self.env["hva.sms.text"]._fields["lang_code"]._description_selection(self.env))
        wanted = ("fi", "sv", "en", *self.env["hva.page.language"]._get_spoken())
        for rule in self:
            have = set(rule.text_ids.mapped("lang_code"))
            # a variant, such as plain Finnish, is a way of reading and no language in which a visit comes
            rule.missing_languages = ", ".join(
                names[code] for code in wanted if code in names and code not in have and "-" not in code
            )
