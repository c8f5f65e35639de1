from markupsafe import Markup

from odoo import api, fields, models
from odoo.tools.translate import LazyTranslate

from ..tools.comparability import effects
from ..tools.languages import BY_CODE
from ..tools.set_diff import compare

_lt = LazyTranslate(__name__)

CHANGES = {
    "added": _lt("Added: %(title)s"),
    "removed": _lt("Removed: %(title)s"),
    "moved": _lt("The order of the questions changes."),
    "shape": _lt("Answers or settings change: %(title)s"),
    "text": _lt("Wording changes, %(detail)s: %(title)s"),
}

EFFECTS = {
    "scale": _lt("%(title)s: its scale or answers change. Figures before and after cannot be compared."),
    "wording": _lt("%(title)s: its words change (%(languages)s). Figures before and after cannot be compared."),
    "order": _lt("Questions change places. Figures stay comparable, but the order may affect answers."),
}


class HvaSetPublish(models.TransientModel):
    """Publish dialog: shows which languages are complete, what changed and what keeps the draft from publishing."""

    _name = "hva.set.publish"
    _description = "Publish a question set"

    set_id = fields.Many2one("hva.question.set", string="Question set", required=True, ondelete="cascade")
    version = fields.Integer(string="New version", compute="_compute_preview")
    languages = fields.Html(compute="_compute_preview")
    changes = fields.Html(compute="_compute_preview")
    comparability = fields.Html(compute="_compute_preview")
    problems = fields.Html(compute="_compute_preview")
    has_version = fields.Boolean(compute="_compute_preview")
    is_pilot = fields.Boolean(string="Only in chosen units", help="A pilot: the others keep asking the version in use.")
    unit_ids = fields.Many2many("hva.unit", string="Units", help="With all units under them.")
    until = fields.Date(string="Last day")

    @api.depends("set_id")
    def _compute_preview(self):
        for wizard in self:
            draft = wizard.set_id.draft_survey_id
            wizard.has_version = bool(wizard.set_id.current_survey_id)
            wizard.version = wizard.set_id._get_next_version()
            wizard.languages = as_list(wizard._get_language_lines(draft))
            wizard.changes = as_list(wizard._get_change_lines(draft))
            wizard.comparability = as_list(wizard._get_effect_lines(draft))
            wizard.problems = as_list(draft._hva_problem_text(*problem) for problem in draft._hva_problems())

    def _get_language_lines(self, draft):
        """One line for each language that has any text: complete, or how many texts it lacks."""
        complete = draft._hva_languages()
        names = self.env["hva.question.text"]._fields["lang_code"]._description_selection(self.env)
        lines = []
        for code, name in names:
            missing = draft._hva_missing_texts(code)
            if code in complete:
                lines.append(self.env._("%(language)s: complete, will be offered", language=name))
                if own := draft._hva_project_texts(code):
                    lines.append(
                        self.env._(
                            "%(language)s: %(count)s wordings are this project's own and not official",
                            language=name,
                            count=len(own),
                        )
                    )
            elif missing and any(code in by_lang for by_lang in draft._hva_draft_texts().values()):
                lines.append(
                    self.env._("%(language)s: %(count)s texts missing, not offered", language=name, count=len(missing))
                )
                lines += self._get_variant_lines(draft, code, name, missing)
        return lines

    def _get_variant_lines(self, draft, code, name, missing):
        """Say which questions keep a variant of a language away: what is typed into the set has no place for it."""
        if not BY_CODE[code].base:
            return []
        typed = draft.question_and_page_ids.filtered(lambda question: not question.hva_item_id)
        titles = [one.title for one in typed if any(key.startswith(f"q{one.id}.") for key in missing)]
        return [
            self.env._(
                "%(language)s: “%(title)s” was written straight into the set, where there is one wording for each "
                "language. Add it as a statement or as an item of the bank to give it plain words.",
                language=name,
                title=title,
            )
            for title in titles
        ]

    def _get_change_lines(self, draft):
        current = self.set_id.current_survey_id
        if not current:
            return [self.env._("This is the first version.")]
        changes = compare(current._hva_facts(), draft._hva_facts())
        texts = [(self.env._(CHANGES[change.code]), change) for change in changes]  # a lazy text takes no arguments
        lines = [text % {"title": change.title, "detail": change.detail} for text, change in texts]
        return lines or [self.env._("Nothing changed since the version in use.")]

    def _get_effect_lines(self, draft):
        """What the new version does to the figures, compared with the version in use."""
        current = self.set_id.current_survey_id
        if not current:
            return []
        found = effects(current._hva_facts(), draft._hva_facts())
        texts = [(self.env._(EFFECTS[effect.code]), effect) for effect in found]  # a lazy text takes no arguments
        lines = [text % {"title": effect.title, "languages": ", ".join(effect.lang_codes)} for text, effect in texts]
        return lines or [self.env._("Figures stay comparable.")]

    def action_publish(self):
        self.ensure_one()
        if self.is_pilot:
            self.set_id._publish_pilot(self.unit_ids, self.until)
        else:
            self.set_id._publish()
        return {"type": "ir.actions.act_window_close"}


def as_list(lines):
    items = [Markup("<li>%s</li>") % line for line in lines]
    return Markup("<ul>%s</ul>") % Markup("").join(items) if items else False
