import random
from collections import Counter
from datetime import timedelta

from odoo import api, fields, models

from odoo.addons.hva_feedback.tools import codes, codes_tables
from odoo.addons.hva_feedback.tools.entry import Entry

SMALLEST_BATCH = 20  # links born together; fewer are padded with links that nobody receives
SHARED_BY = 10  # language and age band are kept only when so many invited of the batch have all coarse facts in common
OPEN_DAYS = 21


def age_band(years):
    """Return the code of the age band of an age in whole years, None when the age is unknown."""
    if years is None or years < 0:
        return None
    lower_bounds = {code: int(code.split("_")[0]) for code, _label in codes_tables.AGE_BANDS if code[0].isdigit()}
    return max((code for code, low in lower_bounds.items() if low <= years), key=lower_bounds.get, default="u18")


class HvaFeedbackLink(models.Model):
    """A personal link that has not been used: the hash of its code and facts coarse enough to tell nothing.

    Nothing leads from here to an invitation, a visit or a phone number, and answering deletes the row
    (docs/decisions/0013). So: no creation times, no key, a shuffled birth order, at least 20 rows per transaction.
    """

    _name = "hva.feedback.link"
    _inherit = "hva.one.time"
    _description = "Unused personal link"
    _log_access = False

    survey_id = fields.Many2one("survey.survey", required=True, index=True, ondelete="cascade")
    unit_id = fields.Many2one("hva.unit", required=True, index=True, ondelete="cascade")
    service_id = fields.Many2one("hva.service", ondelete="set null")
    contact_mode = fields.Selection(list(codes_tables.CONTACT_MODES))
    lang_code = fields.Char()
    age_band = fields.Selection(list(codes_tables.AGE_BANDS))
    month = fields.Char(required=True, help="YYYY-MM of the visit.")
    expires_on = fields.Date("Last day", required=True, index=True)

    _code_hash_uniq = models.UniqueIndex("(code_hash)", "This code is already in use.")

    @api.model
    def _bear(self, facts_list) -> list:
        """Make one link for each of `facts_list` and return their codes in the same order.

        The rows are born shuffled, and padded to `SMALLEST_BATCH` with look-alikes nobody receives, in one transaction
        that the caller must not split.

        :param facts_list: dicts of survey_id, unit_id, service_id, contact_mode, lang_code, age_band, month
        """
        if not facts_list:
            return []
        expires_on = self._last_day()
        coarse = self._coarsen(facts_list)
        new_codes = [codes.new_code() for _ in coarse]
        rows = list(zip(new_codes, coarse, strict=True))
        dice = random.SystemRandom()
        rows += [(codes.new_code(), dice.choice(coarse)) for _ in range(SMALLEST_BATCH - len(rows))]
        dice.shuffle(rows)
        self.sudo().create(  # sudo: nobody has rights on links
            [{**facts, "code_hash": codes.hash_code(code), "expires_on": expires_on} for code, facts in rows]
        )
        self.env.flush_all()
        return new_codes

    @api.model
    def _coarsen(self, facts_list):
        """Blank language, and age band, unless `SHARED_BY` of the batch share it together with all other facts."""

        def count(names):
            return Counter(tuple(facts[name] for name in names) for facts in facts_list)

        place = ("survey_id", "unit_id", "service_id", "contact_mode", "month")
        with_lang, with_both = (*place, "lang_code"), (*place, "lang_code", "age_band")
        by_lang, by_both = count(with_lang), count(with_both)
        coarse = []
        for facts in facts_list:
            keep_lang = by_lang[tuple(facts[name] for name in with_lang)] >= SHARED_BY
            keep_age = by_both[tuple(facts[name] for name in with_both)] >= SHARED_BY
            coarse.append(
                {
                    **{name: facts[name] for name in place},
                    "lang_code": keep_lang and facts["lang_code"],
                    "age_band": keep_age and facts["age_band"],
                }
            )
        return coarse

    @api.model
    def _last_day(self):
        """Return the last day of links born today: the Sunday three weeks on, the same for a whole week's links."""
        today = self.env["hva.clock"]._today()
        return today + timedelta(days=OPEN_DAYS + 6 - today.weekday())

    @api.model
    def _resolve(self, code):
        """Return the `Entry` that a personal link opens, None for an unknown or used code. Writes nothing."""
        if not codes.is_code(code):
            return None
        # sudo: the code is the permission
        link = self.sudo().search([("code_hash", "=", codes.hash_code(code))], limit=1)
        if not link:
            return None
        is_open = link.expires_on >= self.env["hva.clock"]._today()
        return Entry(
            survey_id=link.survey_id.id,
            unit_id=link.unit_id.id,
            channel="sms",
            source="link",
            source_id=link.id,
            service_id=link.service_id.id or None,
            contact_mode=link.contact_mode or None,
            lang_code=link.lang_code or "",
            age_band=link.age_band or None,
            respondent_group="customer",
            is_open=is_open,
            closed_reason=None if is_open else "expired",
        )

    @api.model
    def _delete_for_codes(self, old_codes):
        """Delete the links of invitations that are taken back before they were sent."""
        self.sudo().search([("code_hash", "in", [codes.hash_code(code) for code in old_codes])]).unlink()  # sudo: job

    @api.model
    def _erase(self):
        """Delete expired links. A week later than their last day, so that the page can still say why it is closed."""
        last_kept = self.env["hva.clock"]._today() - timedelta(days=7)
        self.env.flush_all()
        self.env.cr.execute("DELETE FROM hva_feedback_link WHERE expires_on < %s", [last_kept])
        self.invalidate_model()
