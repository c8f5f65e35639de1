from odoo import api, models

from ..tools.languages import base_of
from .hva_improvement_text import PUBLIC_LANGUAGES

LOCALES = {"fi": "fi_FI", "sv": "sv_SE", "en": "en_US"}


class HvaImprovement(models.Model):
    """What everybody may read: the approved texts of a unit or branch."""

    _inherit = "hva.improvement"

    @api.model
    def _hva_public(self, units, lang_code, limit=50):
        """Return what was approved for `units` and all below them, latest first: a list of dicts.

        Keys: id, unit (name), done_on, published_on, lang_code, heard, did, effect. `lang_code` may differ from what is
        asked for: then there is no text in that language, and a page must say which language it is in. Anybody may be
        shown it.
        """
        # sudo: it was approved for everybody
        found = self.sudo().search(
            [("state", "=", "published"), ("unit_id", "child_of", units.ids)],
            order="done_on desc, id desc",
            limit=limit,
        )
        return [improvement._hva_public_text(lang_code) for improvement in found if improvement.text_ids]

    def _hva_public_text(self, lang_code):
        self.ensure_one()
        wished = [lang_code, base_of(lang_code), *(code for code, _name in PUBLIC_LANGUAGES)]
        text = min(self.text_ids, key=lambda text: wished.index(text.lang_code))
        spoken = self.with_context(lang=LOCALES[text.lang_code])
        return {
            "id": self.id,
            "unit": spoken.unit_id.name,
            "done_on": self.done_on,
            "published_on": self.published_on,
            "lang_code": text.lang_code,
            "heard": text.heard,
            "did": text.did,
            "effect": text.effect or spoken._get_effect_sentence(),
        }

    def _get_effect_sentence(self):
        sentences = {
            "seen": "",
            "none": self.env._("We have not seen an effect yet."),
            "not_measured": self.env._("We have not measured the effect."),
        }
        return sentences.get(self.effect, "")
