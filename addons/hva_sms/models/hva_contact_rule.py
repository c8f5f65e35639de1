from datetime import time

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from odoo.addons.hva_feedback.tools.working_time import public_holidays

from ..tools import eligibility
from ..tools.send_window import END_OF_DAY, Window

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


class HvaContactRule(models.Model):
    """Whom a unit asks, when and with which words.

    A rule holds for its unit and for everything below that has no rule of its own; one without a unit is the county's.
    """

    _name = "hva.contact.rule"
    _description = "Contact rule"
    _order = "unit_id, sequence, id"

    name = fields.Char(required=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    unit_id = fields.Many2one(
        "hva.unit", index=True, ondelete="cascade", help="Empty: every unit without a rule of its own."
    )
    asks_about = fields.Selection(
        [("visit", "Visits"), ("call", "Phone calls")],
        default="visit",
        required=True,
        help="A rule holds for one of the two. A call brings no age, so the youngest age does not matter there.",
    )
    valid_from = fields.Date()
    valid_to = fields.Date("Last day")
    is_paused = fields.Boolean("Paused", help="Nobody is asked while this is set. Visits are counted all the same.")
    set_id = fields.Many2one(
        "hva.question.set",
        string="Question set",
        ondelete="restrict",
        help="Empty: the set that is meant for the service and for text messages.",
    )
    gateway_id = fields.Many2one("hva.sms.gateway", help="Empty: the first active gateway.")
    min_age = fields.Integer("Youngest age", default=18, required=True)
    sample_percent = fields.Float("Sample (%)", default=100.0, required=True, digits=(5, 2))
    quarantine_days = fields.Integer(
        "Rest time in days", default=30, required=True, help="Days after an invitation before the same person is asked."
    )
    max_visit_age_days = fields.Integer("Oldest visit in days", default=7, required=True)
    excluded_service_ids = fields.Many2many("hva.service", string="Services left out")
    region_policy = fields.Selection(
        [("FI", "Finland"), ("NORDIC", "Nordic countries and Estonia"), ("ALL", "Every country")],
        string="Numbers of",
        default="FI",
        required=True,
    )
    window_start = fields.Float("From", default=10.0, required=True)
    window_end = fields.Float("Until", default=18.0, required=True)
    is_sent_monday = fields.Boolean("Monday", default=True)
    is_sent_tuesday = fields.Boolean("Tuesday", default=True)
    is_sent_wednesday = fields.Boolean("Wednesday", default=True)
    is_sent_thursday = fields.Boolean("Thursday", default=True)
    is_sent_friday = fields.Boolean("Friday", default=True)
    is_sent_saturday = fields.Boolean("Saturday")
    is_sent_sunday = fields.Boolean("Sunday")
    is_sent_on_holidays = fields.Boolean(
        "Also on holidays", help="Public holidays and the unit's closing days count as other days of the week."
    )
    is_next_working_day = fields.Boolean("Not on the day of the visit", default=True)
    fallback_lang_code = fields.Selection(
        [("fi", "Finnish"), ("sv", "Swedish"), ("en", "English")],
        string="Other languages get",
        default="en",
        required=True,
    )
    text_ids = fields.One2many("hva.sms.text", "rule_id", string="Texts", copy=True)

    _min_age_range = models.Constraint("CHECK (min_age BETWEEN 0 AND 130)", "The youngest age is from 0 to 130 years.")
    _sample_range = models.Constraint("CHECK (sample_percent BETWEEN 0 AND 100)", "A sample is from 0 to 100 per cent.")
    _days_range = models.Constraint(
        "CHECK (quarantine_days BETWEEN 0 AND 3650 AND max_visit_age_days BETWEEN 0 AND 30)",
        "Rest time is from 0 to 3650 days, the oldest visit from 0 to 30 days.",
    )

    @api.constrains("window_start", "window_end", *(f"is_sent_{name}" for name in WEEKDAYS))
    def _check_window(self):
        for rule in self:
            try:
                window = rule._get_window(frozenset())
            except ValueError as error:
                raise ValidationError(
                    self.env._("Messages cannot be sent at these hours: %(reason)s.", reason=str(error))
                ) from None
            if not window.weekdays:
                raise ValidationError(self.env._("Choose at least one day of the week."))

    @api.model
    def _get_by_unit_and_day(self, pairs, asks_about="visit") -> dict:
        """Return {(unit, day): rule} for pairs of a unit and a date; an empty rule where none holds.

        The nearest rule up the tree wins, in the end the county's. Three queries for any number of pairs.

        :param asks_about: visit or call: rules for the other are not looked at
        """
        rules_by_unit = self.search([("asks_about", "=", asks_about)]).grouped("unit_id")
        found = {}
        for unit, day in pairs:
            path = [int(part) for part in (unit.parent_path or "").split("/") if part]
            chain = [*self.env["hva.unit"].browse(reversed(path)), self.env["hva.unit"]]
            found[unit, day] = next(
                (rule for place in chain for rule in rules_by_unit.get(place, self.browse()) if rule._is_valid_on(day)),
                self.browse(),
            )
        return found

    def _is_valid_on(self, day) -> bool:
        self.ensure_one()
        return (not self.valid_from or self.valid_from <= day) and (not self.valid_to or day <= self.valid_to)

    def _get_policy(self):
        """Return what `tools.eligibility` needs to know of the rule, None for an empty one."""
        if not self:
            return None
        return eligibility.ContactRule(
            min_age=self.min_age,
            needs_age=self.asks_about != "call",
            max_visit_age_days=self.max_visit_age_days,
            is_paused=self.is_paused,
            excluded_services=frozenset(self.excluded_service_ids.mapped("code")),
        )

    def _get_window(self, closed_days) -> Window:
        """Return the rule's hours of sending.

        :param closed_days: frozenset of local days on which nothing is sent, see `_get_closed_days`
        :raises ValueError: when the hours cannot work
        """
        self.ensure_one()
        return Window(
            start=_clock(self.window_start),
            end=_clock(self.window_end),
            weekdays=frozenset(number for number, name in enumerate(WEEKDAYS) if self[f"is_sent_{name}"]),
            holidays=closed_days,
            next_working_day=self.is_next_working_day,
        )

    def _get_closed_days(self, unit) -> frozenset:
        """Return public holidays and the unit's own closing days, from last year's to those of the year after next.

        A rule that sends on holidays too has none.
        """
        if self.is_sent_on_holidays:
            return frozenset()
        year = self.env["hva.clock"]._today().year
        days = set().union(*(public_holidays(each) for each in range(year - 1, year + 3)))
        return frozenset(days | unit._get_calendar()._hva_working_calendar().closed_days)

    def _get_text(self, lang_code):
        """Return the `hva.sms.text` in a language, else in the rule's fallback, else the first one; may be empty."""
        self.ensure_one()
        by_lang = {text.lang_code: text for text in self.text_ids}
        return by_lang.get(lang_code) or by_lang.get(self.fallback_lang_code) or self.text_ids[:1]

    def _get_survey(self, visit, facts):
        """Return the published version that is asked about `visit`; may be empty.

        `facts` are those of `hva.question.set._set_facts`.
        """
        self.ensure_one()
        return self.env["hva.question.set"]._asked_survey(
            visit.unit_id,
            channel="sms",
            service=visit.service_id,
            respondent_group="customer",
            chosen=self.set_id,
            facts=facts,
        )


def _clock(hours):
    """Turn 10.5 into 10:30, and 24 into the end of the day."""
    minutes = round(hours * 60)
    if minutes < 0:
        raise ValueError("hours are counted from 0 to 24")
    return time(minutes // 60, minutes % 60) if minutes < 24 * 60 else END_OF_DAY
