import hashlib
import json
from datetime import UTC, datetime, time, timedelta

from odoo import api, fields, models

from ..tools.device_proof import Ticket, issue_ticket
from ..tools.device_view import as_values, device_form, unasked

HOURS_AHEAD = 15  # days for which a terminal knows the opening hours without a network


def _ms(moment):
    return int(moment.timestamp() * 1000)


class HvaDevice(models.Model):
    """What a device shows: plain values that its browser keeps, so that it goes on without a network."""

    _inherit = "hva.device"

    unasked_text = fields.Text(
        "Not asked on the screen",
        compute="_compute_unasked_text",
        help="Questions of the set that need a keyboard or ask who one is. They are asked where the way in is opened "
        "with a phone.",
    )

    @api.depends("collector_id", "has_text", "lang_code")
    def _compute_unasked_text(self):
        for device in self:
            entry = device.collector_id and self.env["hva.collector"]._hva_resolve_code(device.collector_id.code)
            device.unasked_text = entry and "\n".join(device._get_unasked(entry.survey_id))

    def _get_unasked(self, survey_id):
        _languages, form = self.env["hva.collector"]._hva_page_form(survey_id, self.lang_code)
        return unasked(form, self.has_text)

    def _get_config(self, languages):
        """Return (mark, config) for the browser. `languages`: codes that the page itself has words in.

        The mark changes with what is shown; the ticket in the config may then stay an older one. `closed` is set when
        the way in takes no feedback today; `hours` say when the house is open, see `_get_hours`.
        """
        self.ensure_one()
        entry = self.env["hva.collector"]._hva_resolve_code(self.collector_id.code)
        if entry is None:
            return "", {"closed": "archived", "forms": {}}
        offered, _form = self.env["hva.collector"]._hva_page_form(entry.survey_id, self.lang_code)
        offered = [code for code in offered if code in languages]
        first = self.lang_code if self.lang_code in offered else next(iter(offered), self.lang_code)
        shown = offered if self.has_languages else [first]
        config = {
            "closed": entry.closed_reason,
            "kind": self.kind,
            "idle_seconds": self.idle_seconds,
            "hours": self._get_hours(),
            "first": first,
            "forms": {code: self._get_form(entry.survey_id, code) for code in shown},
        }
        said = json.dumps([config, entry.survey_id, entry.unit_id, self.has_text, self.collector_id.id], sort_keys=True)
        mark = hashlib.sha256(said.encode()).hexdigest()[:16]
        return mark, config | {"ticket": self._issue_ticket(entry)}

    def _get_hours(self):
        """Return when the house is open during the next days, in milliseconds since 1970: {"spans", "until"}.

        None where it always is. A browser that heard nothing newer after `until` does not know, and asks.
        """
        hours = self.calendar_id._hva_opening_hours()
        if not hours.rows:
            return None
        today = self.env["hva.clock"]._today()
        until = datetime.combine(today + timedelta(days=HOURS_AHEAD), time.min, hours.zone)
        spans = [[_ms(begin), _ms(end)] for begin, end in hours.spans(today, HOURS_AHEAD)]
        return {"spans": spans, "until": _ms(until)}

    def _get_form(self, survey_id, lang_code):
        _languages, form = self.env["hva.collector"]._hva_page_form(survey_id, lang_code)
        return as_values(device_form(form, self.has_text))

    def _issue_ticket(self, entry):
        # sudo: the database's secret is for the server's own use
        secret = self.env["ir.config_parameter"].sudo().get_param("database.secret").encode()
        now = int(self.env["hva.clock"]._now().replace(tzinfo=UTC).timestamp())
        ticket = Ticket(self.collector_id.id, entry.unit_id, entry.survey_id, self.has_text, now)
        return issue_ticket(secret, self.code, ticket)
