from datetime import datetime, time

from odoo import api, fields, models
from odoo.tools import format_date
from odoo.tools.sql import column_exists, create_column

from ..tools import codes_tables
from ..tools.scoring import nps_group


def day_only(day, *field_names):
    """Return log dates that give away no time: midnight of `day`, or nothing where the time may be known."""
    return dict.fromkeys(field_names, datetime.combine(day, time.min)) if day else {}


class SurveyUserInput(models.Model):
    """A feedback is a survey answer of a question set (`survey_type` 'hva'); other surveys' answers pass untouched.

    It says where, when, how and in which words, and never who: contact details live in `hva.contact`.

    An answer given through a personal link keeps its day and no time, so that it cannot be joined by time with a
    message that was sent: `hva_given_at` is empty, and start, end, create and write dates are midnight of
    `hva_given_on`, whoever writes later. What is left is the order of ids among answers of that day.
    """

    _inherit = "survey.user_input"

    hva_is_feedback = fields.Boolean(
        string="Is feedback", compute="_compute_hva_is_feedback", store=True, precompute=True, readonly=False
    )
    hva_unit_id = fields.Many2one("hva.unit", string="Unit visited", readonly=True, index=True, ondelete="restrict")
    hva_channel = fields.Selection(list(codes_tables.CHANNELS), string="Channel", readonly=True)
    hva_contact_mode = fields.Selection(list(codes_tables.CONTACT_MODES), string="Mode of contact", readonly=True)
    hva_collector_id = fields.Many2one(
        "hva.collector", string="Way in", readonly=True, index="btree_not_null", ondelete="restrict"
    )
    hva_service_id = fields.Many2one("hva.service", string="Service", readonly=True, ondelete="restrict")
    hva_lang_code = fields.Char(string="Language code", readonly=True)
    hva_lang_variant = fields.Selection(
        list(codes_tables.LANGUAGE_VARIANTS), string="Variant of the language", readonly=True
    )
    hva_age_band = fields.Selection(list(codes_tables.AGE_BANDS), string="Age", readonly=True)
    hva_respondent_group = fields.Selection(list(codes_tables.RESPONDENT_GROUPS), string="Who answered", readonly=True)
    hva_assisted_by = fields.Selection(list(codes_tables.ASSISTED_BY), string="Assisted by", readonly=True)
    hva_kind = fields.Selection(list(codes_tables.KINDS), string="Kind", readonly=True)
    hva_topic_ids = fields.Many2many("hva.topic", string="Topics", context={"active_test": False})
    hva_nps = fields.Integer(string="Recommendation 0-10", readonly=True, aggregator=None)
    hva_has_nps = fields.Boolean(string="Has recommendation", readonly=True)
    hva_nps_group = fields.Selection(
        [("promoter", "Promoter"), ("passive", "Passive"), ("detractor", "Detractor")],
        string="Group",
        compute="_compute_hva_nps_group",
    )
    hva_wants_contact = fields.Boolean(string="Asks for contact", readonly=True)
    hva_has_text = fields.Boolean(string="Has open text", readonly=True)
    hva_given_on = fields.Date(string="Day", readonly=True, index="btree_not_null")
    hva_given_at = fields.Datetime(string="Time", readonly=True)
    hva_nonce = fields.Char(string="Form number", readonly=True, copy=False)
    hva_not_asked = fields.Json(
        string="Questions not shown",
        readonly=True,
        prefetch=False,
        help="Ids of the statements left out for this giver.",
    )
    hva_mark = fields.Selection(list(codes_tables.MARKS), string="Look with care", readonly=True)
    hva_remark = fields.Char(
        string="Remark of the recorder", readonly=True, help="What the member of staff who recorded it added."
    )
    hva_routing = fields.Selection(list(codes_tables.ROUTING_STATES), string="Routing", readonly=True)
    hva_routing_reason = fields.Char(string="Routing reason", readonly=True)
    hva_contact_ids = fields.One2many("hva.contact", "answer_id", string="Contact details rows")
    hva_contact_id = fields.Many2one(
        "hva.contact", string="Contact details", compute="_compute_hva_contact_id", compute_sudo=True
    )

    _hva_nonce_uniq = models.UniqueIndex("(hva_nonce) WHERE hva_nonce IS NOT NULL")
    _hva_pending_ix = models.Index("(id) WHERE hva_routing = 'pending'")
    _hva_unit_set = models.Constraint(
        "CHECK (hva_is_feedback IS NOT TRUE OR test_entry IS TRUE OR hva_unit_id IS NOT NULL)",
        "A feedback always has a unit.",
    )

    def _auto_init(self):
        # Empty on the answers that are there: else Odoo would compute it for each and stamp them with today's date.
        if not column_exists(self.env.cr, self._table, "hva_is_feedback"):
            create_column(self.env.cr, self._table, "hva_is_feedback", "bool")
        return super()._auto_init()

    # ------------------------------------------------------------------ computes

    @api.depends("survey_id.survey_type")
    def _compute_hva_is_feedback(self):
        for answer in self:
            answer.hva_is_feedback = answer.survey_id.survey_type == "hva"

    @api.depends("hva_is_feedback", "hva_unit_id", "hva_given_on")
    @api.depends_context("uid")
    def _compute_display_name(self):
        """Name ours by place and day: their survey's title is the same for all of them.

        To those who may read them. Odoo shows the name of what a record points to without asking whether one may, and
        anybody can point at any number: one by one, they would tell which units were given feedback, and when.
        """
        mine = self.filtered("hva_is_feedback")
        strange = mine.filtered("id") - mine.filtered("id").sudo(False)._filtered_access("read")
        for answer in strange:
            answer.display_name = str(answer.id)
        for answer in mine - strange:
            # sudo: who may read the feedback may know where it was given
            unit = answer.sudo().hva_unit_id.name
            answer.display_name = f"{unit} {format_date(self.env, answer.hva_given_on)}"
        return super(SurveyUserInput, self - mine)._compute_display_name()

    @api.depends("hva_has_nps", "hva_nps")
    def _compute_hva_nps_group(self):
        for answer in self:
            answer.hva_nps_group = nps_group(answer.hva_nps) if answer.hva_has_nps else False

    @api.depends("hva_contact_ids")
    def _compute_hva_contact_id(self):
        for answer in self:
            answer.hva_contact_id = answer.hva_contact_ids[:1]

    def _compute_scoring_values(self):
        """Feedback is not an exam: ours score 0 without reading their options."""
        mine = self.filtered("hva_is_feedback")
        for answer in mine:
            answer.scoring_percentage = answer.scoring_total = 0
        return super(SurveyUserInput, self - mine)._compute_scoring_values()

    def _compute_scoring_success(self):
        mine = self.filtered("hva_is_feedback")
        mine.scoring_success = False
        return super(SurveyUserInput, self - mine)._compute_scoring_success()

    # ------------------------------------------------------------------ time of day

    def _hva_hidden_day(self):
        """Return the day of an answer whose time is not kept, or None for every other answer."""
        self.ensure_one()
        answer = self.sudo()  # sudo: the question is asked while Odoo writes, under whatever rights
        return answer.hva_given_on if answer.hva_is_feedback and not answer.hva_given_at else None

    def _hva_log_dates(self):
        """Return create and write dates for a row that belongs to this answer; empty where the real ones may stand."""
        return day_only(self._hva_hidden_day(), "create_date", "write_date")

    @api.model
    def _prepare_create_values(self, vals_list):
        prepared = super()._prepare_create_values(vals_list)
        for vals in prepared:
            if vals.get("hva_is_feedback") and not vals.get("hva_given_at"):
                day = fields.Date.to_date(vals.get("hva_given_on"))
                vals.update(day_only(day, "create_date", "write_date"))
        return prepared

    def _write_multi(self, vals_list):
        return super()._write_multi(
            [
                vals | day_only(answer._hva_hidden_day(), "write_date")
                for answer, vals in zip(self, vals_list, strict=True)
            ]
        )

    # ------------------------------------------------------------------ done

    def _mark_done(self):
        """Call the hook for our answers that Odoo's own flow finishes; `_hva_store` calls it for its own."""
        fresh = self.filtered(lambda answer: answer.hva_is_feedback and answer.state != "done")
        result = super()._mark_done()
        if fresh:
            self._hva_after_done(fresh)
        return result

    @api.model
    def _hva_after_done(self, answers):
        """Hook: `answers` (ours, state done, lines in place) have just been finished, in the same transaction.

        Called once per answer. Extend it to keep what follows from an answer (facts, audit); be cheap, because the
        giver waits, and leave slow work to a job. Here: the answers wait for routing, and where somebody asked to be
        contacted the job is woken at once instead of at its next minute.
        """
        unrouted = answers.filtered(lambda answer: not answer.hva_routing)
        unrouted.sudo().write({"hva_routing": "pending"})  # sudo: the giver is nobody
        if any(answer.hva_wants_contact for answer in answers):
            job = self.env.ref("hva_feedback.ir_cron_hva_route_answers", raise_if_not_found=False)
            if job:
                job.sudo()._trigger()  # sudo: same
