from odoo import api, fields, models
from odoo.exceptions import ValidationError

from odoo.addons.hva_feedback.tools.question_shape import LANGUAGES
from odoo.addons.hva_feedback.tools.word_match import found

from ..tools import sms_text, sms_wording
from ..tools.own_address import host_of

DEFAULT_LANG = "fi"  # the language of the page when the address names none
SAMPLE_CODE = "Ab3dEf7hIj1kLm5nOp9qRs"
PATHS = {"{stop}": "/p/ei", "{check}": "/p/viesti"}


class HvaSmsText(models.Model):
    """The wording of an invitation in one language: a row each, for a translated field would fall back silently.

    It is sent exactly as it stands: what a word processor put into it is made plain only when somebody accepts that in
    the editor, who sees what changes and what it saves.
    """

    _name = "hva.sms.text"
    _description = "Text of an invitation"
    _order = "rule_id, lang_code"

    rule_id = fields.Many2one("hva.contact.rule", string="Contact rule", required=True, index=True, ondelete="cascade")
    lang_code = fields.Selection(list(LANGUAGES), string="Language", required=True)
    body = fields.Text(
        "Text",
        required=True,
        help="{link} is replaced with the personal link. {check} is the page on which people see whether a message is "
        "ours, {stop} the page on which they say no to more. The name of a unit or a service does not belong here.",
    )

    _lang_uniq = models.Constraint("UNIQUE(rule_id, lang_code)", "This rule already has a text in this language.")

    @api.depends("rule_id.name", "lang_code")
    @api.depends_context("lang")
    def _compute_display_name(self):
        names = dict(self._fields["lang_code"]._description_selection(self.env))
        for text in self:
            text.display_name = f"{text.rule_id.name or ''}: {names.get(text.lang_code, '')}"

    @api.constrains("body", "lang_code")
    def _check_body(self):
        patterns = self._get_name_patterns()
        for text in self:
            if problems := text._get_problems(patterns):
                raise ValidationError(self.env._("The text cannot be sent as it is:") + "\n" + "\n".join(problems))

    def _get_problems(self, patterns) -> list:
        """Return sentences, in the user's language, about what forbids sending the text; empty for nothing.

        :param patterns: {pattern: name} of `_get_name_patterns`
        """
        self.ensure_one()
        body = self.body or ""
        problems = sms_text.problems(body, self._get_link(SAMPLE_CODE), self._get_max_parts(), self._get_places())
        short, foreign = sms_wording.foreign_addresses(body, host_of(self._get_link_base()))
        names = sorted(patterns[pattern] for pattern in found(body, tuple(patterns)))
        more = {"name": names, "short": short, "foreign": foreign}
        return [
            *(self._get_problem_words(each.code, each.detail) for each in problems if each.is_blocking),
            *(self._get_problem_words(code, ", ".join(what)) for code, what in more.items() if what),
        ]

    @api.model
    def _get_problem_words(self, code, what):
        words = {
            "empty": self.env._("The text is empty."),
            "no_link": self.env._("{link} is missing: nobody could answer."),
            "many_links": self.env._("{link} stands in the text more than once."),
            "unknown_placeholder": self.env._(
                "Only {link}, {check} and {stop} may stand in braces, not: %(what)s", what=what
            ),
            "broken_character": self.env._("A character cannot be sent: %(what)s", what=what),
            "too_long": self.env._("It takes more messages than allowed (%(what)s). Shorten it.", what=what),
            "name": self.env._("It tells where somebody has been. Leave out the name: %(what)s", what=what),
            "short": self.env._("A link shortener hides where it leads. Leave it out: %(what)s", what=what),
            "foreign": self.env._("Only links to the county's own pages may be in a message, not: %(what)s", what=what),
        }
        return words[code]

    @api.model
    def _get_name_patterns(self) -> dict:
        """Return {pattern: name} of all units and services, which no message may name, in every installed language.

        The county itself, a unit with none above it, may be named: people should know who asks.
        """
        patterns = {}
        # sudo: whoever writes a text may not see every unit, and none of them belongs into it
        env = self.env(su=True)
        for lang, _name in env["res.lang"].get_installed():
            units = env["hva.unit"].with_context(lang=lang, active_test=False).search([("parent_id", "!=", False)])
            services = env["hva.service"].with_context(lang=lang, active_test=False).search([])
            for name in (*units.mapped("name"), *services.mapped("name")):
                patterns[sms_wording.name_pattern(name)] = name
        patterns.pop("", None)
        return patterns

    @api.model
    def _get_max_parts(self) -> int:
        """Return how many messages one text may take: setting `hva_sms.max_segments`."""
        setting = self.env["hva.sms.job"]._param("max_segments")
        return int(setting) if setting.isdigit() and int(setting) else sms_text.MAX_PARTS

    # -- rendering ----------------------------------------------------------------------------------------------------

    def _render(self, code):
        """Return the message with the personal link that opens `code`.

        The language is in the address, since the link itself seldom keeps it (`hva.feedback.link._coarsen`).
        """
        self.ensure_one()
        return sms_text.render(self.body or "", self._get_link(code), self._get_places())

    def _get_link(self, code):
        return f"{self._get_link_base()}/p/{code}{self._get_query()}"

    def _get_places(self):
        """Return {placeholder: address} of the pages that a message may lead to beside its own link."""
        return {name: f"{self._get_link_base()}{path}{self._get_query()}" for name, path in PATHS.items()}

    def _get_query(self):
        return "" if self.lang_code in (DEFAULT_LANG, False) else f"?lang={self.lang_code}"

    @api.model
    def _get_link_base(self):
        """Return the address that links in messages begin with, without a slash at its end."""
        # sudo: the setting is no secret
        own_base = self.env["ir.config_parameter"].sudo().get_param("web.base.url") or ""
        return self.env["hva.sms.job"]._param("public_base_url", own_base).rstrip("/")
