from datetime import time

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from odoo.addons.hva_feedback.tools.working_time import public_holidays

from ..tools import eligibility, rule_choice
from ..tools.send_window import END_OF_DAY, Window

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MODES = {  # mode of contact, "" for none of ours -> field; a call has rules of its own
    "visit": "is_asked_visit",
    "remote": "is_asked_remote",
    "home": "is_asked_home",
    "mobile": "is_asked_mobile",
    "ward": "is_asked_ward",
    "": "is_asked_other",
}


class HvaContactPolicy(models.AbstractModel):
    """What a contact rule says: where it holds, who is asked and when. The rule has it, and its draft in a rehearsal.

    Who inherits has `text_ids` with `lang_code` and `body` too.
    """

    _name = "hva.contact.policy"
    _description = "Content of a contact rule"

    asks_about = fields.Selection(
        [("visit", "Visits"), ("call", "Phone calls")],
        string="Asks about",
        default="visit",
        required=True,
        help="A rule holds for one of the two. A call brings no age, so the youngest age does not matter there.",
    )
    unit_id = fields.Many2one(
        "hva.unit",
        index=True,
        ondelete="cascade",
        help="With all units under it that have no rule of their own. Empty: the county.",
    )
    valid_from = fields.Date("First day")
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
    sample_percent = fields.Float(
        "Sample (%)",
        default=100.0,
        required=True,
        digits=(5, 2),
        help="Drawn from the number of the visit, so a visit that is sent to us again is decided alike.",
    )
    quarantine_days = fields.Integer(
        "Rest time in days",
        default=30,
        required=True,
        help="Days from the message before the same person is asked again, by any survey of ours.",
    )
    max_visit_age_days = fields.Integer("Oldest visit in days", default=7, required=True)
    unit_daily_cap = fields.Integer("Most in a day, one unit", help="Invitations of one unit. 0: as many as there are.")
    rule_daily_cap = fields.Integer(
        "Most in a day, all units", help="Invitations by this rule. 0: as many as there are."
    )
    excluded_service_ids = fields.Many2many(
        "hva.service",
        string="Services left out",
        help="Nobody is asked about these, in the units below neither, also where a unit has a rule of its own.",
    )
    is_asked_visit = fields.Boolean("Visits at a unit", default=True)
    is_asked_remote = fields.Boolean("Remote visits", default=True)
    is_asked_home = fields.Boolean("Home visits", default=True)
    is_asked_mobile = fields.Boolean("Mobile services", default=True)
    is_asked_ward = fields.Boolean("Ward stays", default=True)
    is_asked_other = fields.Boolean("Other modes of contact", default=True)
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

    _min_age_range = models.Constraint("CHECK (min_age BETWEEN 0 AND 130)", "The youngest age is from 0 to 130 years.")
    _sample_range = models.Constraint("CHECK (sample_percent BETWEEN 0 AND 100)", "A sample is from 0 to 100 per cent.")
    _days_range = models.Constraint(
        "CHECK (quarantine_days BETWEEN 0 AND 3650 AND max_visit_age_days BETWEEN 0 AND 30)",
        "Rest time is from 0 to 3650 days, the oldest visit from 0 to 30 days.",
    )
    _cap_range = models.Constraint(
        "CHECK (COALESCE(unit_daily_cap, 0) >= 0 AND COALESCE(rule_daily_cap, 0) >= 0)",
        "The most in a day is 0 or more; 0 means as many as there are.",
    )
    _valid_range = models.Constraint("CHECK (valid_from <= valid_to)", "The last day is before the first day.")

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

    # -- where it holds -----------------------------------------------------------------------------------------------

    def _get_scope(self, rule_id):
        """Return where and when this holds, as `tools.rule_choice.RuleScope` under the number `rule_id`."""
        self.ensure_one()
        return rule_choice.RuleScope(
            rule_id=rule_id,
            unit_id=self.unit_id.id or None,
            services=frozenset(self.service_ids.ids),
            asks_about=self.asks_about,
            valid_from=self.valid_from or None,
            valid_to=self.valid_to or None,
            sequence=self.sequence,
            excluded_services=frozenset(self.excluded_service_ids.mapped("code")),
        )

    # -- who ----------------------------------------------------------------------------------------------------------

    def _get_policy(self, excluded_services=None):
        """Return what `tools.eligibility` needs to know of the rule, None for an empty one.

        :param excluded_services: codes of services left out here and further up; None: those left out here
        """
        if not self:
            return None
        if excluded_services is None:
            excluded_services = frozenset(self.excluded_service_ids.mapped("code"))
        is_call = self.asks_about == "call"
        return eligibility.ContactRule(
            min_age=self.min_age,
            needs_age=not is_call,
            max_visit_age_days=self.max_visit_age_days,
            is_paused=self.is_paused,
            excluded_services=excluded_services,
            excluded_modes=frozenset()
            if is_call
            else frozenset(mode for mode, name in MODES.items() if not self[name]),
        )

    # -- when ---------------------------------------------------------------------------------------------------------

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

    # -- with which words ---------------------------------------------------------------------------------------------

    def _get_text(self, lang_code):
        """Return the row of `text_ids` in a language, else in the rule's fallback, else the first; may be empty."""
        self.ensure_one()
        by_lang = {text.lang_code: text for text in self.text_ids}
        return by_lang.get(lang_code) or by_lang.get(self.fallback_lang_code) or self.text_ids[:1]

    def _get_survey(self, unit, service, facts):
        """Return the published version that is asked about a visit to `unit` for `service`; may be empty.

        `facts` are those of `hva.question.set._set_facts`.
        """
        self.ensure_one()
        return self.env["hva.question.set"]._asked_survey(
            unit, channel="sms", service=service, respondent_group="customer", chosen=self.set_id, facts=facts
        )


def _clock(hours):
    """Turn 10.5 into 10:30, and 24 into the end of the day."""
    minutes = round(hours * 60)
    if minutes < 0:
        raise ValueError("hours are counted from 0 to 24")
    return time(minutes // 60, minutes % 60) if minutes < 24 * 60 else END_OF_DAY
