from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

from odoo.addons.hva_feedback.models.by_hand import refuse_by_hand

from ..tools import campaign as rules
from ..tools import sms_text
from ..tools.pool_wish import LANGUAGES

KEPT = (
    *("state", "started_on", "reminded_on", "matched_count", "resting_count", "opted_out_count", "sample_count"),
    "rule_id",
)
FROZEN = (  # what a survey that has been started no longer changes
    *("unit_id", "set_id", "survey_id", "opens_on", "has_open_link", "has_mail", "has_sms", "topic_ids", "lang_code"),
    *("municipality_ids", "sample_size", "counts_in_results"),
)


class HvaCampaign(models.Model):
    """A targeted survey: one version of a question set, asked for a time of chosen residents or through an open link.

    | state   | answers | messages | who was drawn     | next            |
    |---------|---------|----------|-------------------|-----------------|
    | draft   | no      | no       | nobody yet        | running         |
    | running | yes     | yes      | kept              | stopped, closed |
    | stopped | no      | no       | kept              | running, closed |
    | closed  | no      | no       | forgotten         |                 |

    Links are born shuffled and nothing leads from a person to an answer, so a reminder goes to the whole sample, and
    rates compare counts (docs/decisions/0069). Answers have a channel of their own and stay out of the results of the
    unit's visits unless that is wanted (docs/decisions/0070).
    """

    _name = "hva.campaign"
    _description = "Targeted survey"
    _order = "opens_on desc, id desc"

    name = fields.Char(required=True, help="For yourselves. Residents do not see it.")
    state = fields.Selection(list(rules.STATES), required=True, readonly=True, default="draft", index=True, copy=False)
    unit_id = fields.Many2one(
        "hva.unit",
        required=True,
        index=True,
        ondelete="restrict",
        help="Whose survey it is: its people see the answers.",
    )
    company_id = fields.Many2one(related="unit_id.company_id", store=True, index=True)
    owner_id = fields.Many2one("res.users", default=lambda self: self.env.user, ondelete="set null", index=True)
    set_id = fields.Many2one("hva.question.set", string="Question set", required=True, ondelete="restrict", index=True)
    survey_id = fields.Many2one(
        "survey.survey",
        string="Page",
        compute="_compute_survey_id",
        store=True,
        readonly=False,
        index=True,
        ondelete="restrict",
        domain="[('hva_set_id', '=', set_id), ('hva_state', '=', 'published')]",
        help="A published version. It stays the same to the end, whatever is published later.",
    )
    version_number = fields.Integer("Version", related="survey_id.hva_version")
    opens_on = fields.Date("First day", required=True, copy=False)
    closes_on = fields.Date("Last day", required=True, copy=False)
    has_open_link = fields.Boolean("Open link and QR code", help="Anybody who has the address can answer.")
    has_mail = fields.Boolean("E-mail to residents of the pool")
    has_sms = fields.Boolean("Text message to residents of the pool")
    topic_ids = fields.Many2many("hva.pool.topic", string="Who care about", help="Empty: whatever they care about.")
    lang_code = fields.Selection(list(LANGUAGES), string="Whose language is", help="Empty: all languages.")
    municipality_ids = fields.Many2many("hva.municipality", string="Who live in", help="Empty: everywhere.")
    sample_size = fields.Integer("Size of the sample", help="Drawn at random. 0: everybody who fits.", aggregator=None)
    counts_in_results = fields.Boolean(
        "Counts in the unit's results",
        help="Only when the survey asks customers about a visit in the same way as always. Else its answers would make "
        "the unit's figures incomparable: residents who joined a pool are other people than those who visited.",
    )
    rule_id = fields.Many2one(
        "hva.contact.rule",
        string="Hours and rest time by",
        readonly=True,
        copy=False,
        ondelete="set null",
        index="btree_not_null",
        groups="hva_feedback.hva_feedback_group_admin",
    )
    text_ids = fields.One2many("hva.campaign.text", "campaign_id", string="Messages", copy=True)
    collector_ids = fields.One2many(
        "hva.collector", "campaign_id", string="Ways in", context={"active_test": False}, readonly=True
    )
    started_on = fields.Date("Started", readonly=True, copy=False)
    reminded_on = fields.Date("Reminded", readonly=True, copy=False)
    matched_count = fields.Integer("Fitted", readonly=True, copy=False, aggregator=None)
    resting_count = fields.Integer("At rest", readonly=True, copy=False, aggregator=None)
    opted_out_count = fields.Integer("Have opted out", readonly=True, copy=False, aggregator=None)
    sample_count = fields.Integer("Sample", readonly=True, copy=False)

    _days_in_order = models.Constraint(
        "CHECK (opens_on <= closes_on)", "The last day of a targeted survey cannot be before the first day."
    )
    _sample_positive = models.Constraint("CHECK (sample_size >= 0)", "A sample has no negative size.")

    @api.depends("set_id")
    def _compute_survey_id(self):
        for campaign in self:
            if campaign.survey_id.hva_set_id != campaign.set_id:
                campaign.survey_id = campaign.set_id.sudo().current_survey_id  # sudo: which version is in use

    @api.constrains("set_id", "survey_id")
    def _check_survey(self):
        for campaign in self:
            survey = campaign.survey_id.sudo()  # sudo: as above
            if survey and (survey.hva_set_id != campaign.set_id or survey.hva_state == "draft"):
                raise ValidationError(self.env._("Choose a published version of the question set."))

    @api.model_create_multi
    def create(self, vals_list):
        refuse_by_hand(self, [{k: v for k, v in vals.items() if k != "state"} for vals in vals_list], KEPT)
        campaigns = super().create([{**vals, "state": "draft"} for vals in vals_list])
        campaigns._fill_texts()
        campaigns._write_register()
        return campaigns

    def write(self, vals):
        refuse_by_hand(self, [vals], KEPT)
        if not self.env.su and FROZEN_SET & vals.keys() and any(campaign.state != "draft" for campaign in self):
            raise UserError(self.env._("A survey that has been started changes no more. Only its last day can move."))
        if "closes_on" in vals and any(campaign.state == "closed" for campaign in self):
            raise UserError(self.env._("This survey is closed."))
        result = super().write(vals)
        if "unit_id" in vals:
            self.check_access("write")  # the unit it was moved to counts too
        if {"has_mail", "has_sms"} & vals.keys():
            self._fill_texts()
        if "closes_on" in vals:
            self._move_last_day()
        self._write_register()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_started(self):
        if any(campaign.state != "draft" for campaign in self):
            raise UserError(self.env._("A survey that has been started stays on the register."))

    def _move_last_day(self):
        """Bring ways in and unused links in step with a last day that was moved."""
        for campaign in self:
            collectors = campaign.sudo().collector_ids  # sudo: ways in of surveys are kept by the survey alone
            collectors.closes_on = campaign.closes_on
            links = self.env["hva.feedback.link"].sudo()  # sudo: nobody has rights on links
            links.search([("collector_id", "in", collectors.ids)]).expires_on = campaign.closes_on

    def _move(self, target):
        """Move to `target`, on the audit trail. The only place that writes `state`."""
        for campaign in self:
            if not rules.can_move(campaign.state, target):
                raise UserError(self.env._("This cannot be done with the survey as it stands now."))
            self.env["hva.audit"]._record("campaign_move", campaign, details={"from": campaign.state, "to": target})
        self.sudo().write({"state": target})  # sudo: nobody writes it by hand

    def _check_mine(self):
        """Raise unless the user may keep these surveys: by role and unit, as the record rules say."""
        self.check_access("write")
        if not self.env.user.has_groups(
            "hva_feedback.hva_feedback_group_manager,hva_feedback.hva_feedback_group_quality"
        ):
            raise AccessError(self.env._("Only a manager, quality or an administrator keeps targeted surveys."))

    def _fill_texts(self):
        """Give a survey the usual words of its ways, in three languages, where it has none yet."""
        for campaign in self:
            ways = [way for way in ("mail", "sms") if campaign[f"has_{way}"]]
            have = {(text.way, text.wave, text.lang_code) for text in campaign.text_ids}
            self.env["hva.campaign.text"].create(
                [
                    {
                        "campaign_id": campaign.id,
                        "way": way,
                        "wave": wave,
                        "lang_code": lang,
                        "subject": rules.SUBJECTS[wave, lang] if way == "mail" else False,
                        "body": rules.BODIES[way, wave, lang],
                    }
                    for way in ways
                    for wave, _label in rules.WAVES
                    for lang, _name in LANGUAGES
                    if (way, wave, lang) not in have
                ]
            )

    def _write_register(self):
        """Hook: keep the row of the survey register in step."""


FROZEN_SET = frozenset(FROZEN)


class HvaCampaignText(models.Model):
    """The words of one message: by way, first or reminder, and language. {link} is where the personal link stands."""

    _name = "hva.campaign.text"
    _description = "Message of a targeted survey"
    _order = "campaign_id, way, wave, lang_code, id"

    campaign_id = fields.Many2one("hva.campaign", required=True, index=True, ondelete="cascade")
    way = fields.Selection(list(rules.WAYS), required=True)
    wave = fields.Selection(list(rules.WAVES), string="Message", required=True, default="invite")
    lang_code = fields.Selection(list(LANGUAGES), string="Language", required=True, default="fi")
    subject = fields.Char()
    body = fields.Text(
        "Words", required=True, help="{link} becomes the personal link; in mails {leave} the way out of the pool."
    )

    _place_uniq = models.Constraint(
        "UNIQUE(campaign_id, way, wave, lang_code)", "This message exists already in this language."
    )

    @api.constrains("way", "subject", "body")
    def _check_words(self):
        labels = {
            "no_subject": self.env._("the subject is missing"),
            "no_link": self.env._("{link} must stand in it once"),
            "no_leave": self.env._("{leave} must stand in it once"),
        }
        for text in self:
            found = [labels[code] for code in rules.problems(text.way, text.subject or "", text.body or "")]
            if text.way == "sms":
                found = [
                    f"{sms_text.PROBLEMS[each.code]} {each.detail}".strip()
                    for each in sms_text.problems(text.body)
                    if each.is_blocking
                ]
            if found:
                raise ValidationError(
                    self.env._("The message cannot be sent as it is: %(problems)s", problems=", ".join(found))
                )
