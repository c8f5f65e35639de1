from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

STATES = [("draft", "Draft"), ("pilot", "Pilot"), ("published", "Published"), ("retired", "Retired")]
STEPS = {
    ("draft", "published"),
    ("draft", "pilot"),
    ("pilot", "published"),
    ("pilot", "retired"),
    ("published", "retired"),
}
LOCKED = ("pilot", "published", "retired")

# What the respondent meets, and what says which version it was. `active` too: a way in is closed at its collector.
CONTENT_FIELDS = {
    "title",
    "description",
    "description_done",
    "background_image",
    "question_and_page_ids",
    "page_ids",
    "question_ids",
    "questions_selection",
    "survey_type",
    "active",
    "access_mode",
    "session_state",
    "hva_item_id",
    "hva_rotate_count",
    "hva_texts",
    "hva_set_id",
    "hva_version",
    "hva_pilot_unit_ids",
    "hva_pilot_until",
    "hva_published_on",
    "hva_wordings",
}


class SurveySurvey(models.Model):
    """One version of a question set (`survey_type` 'hva'); every other survey passes through untouched.

    state      written by                          content
    draft      creation                            edited with Survey's own editor
    pilot      `_hva_move`, from the publish dialog  locked; asked by some units until a day
    published  `_hva_move`, from the publish dialog  locked
    retired    `_hva_move`, by the next publish    locked; pages that were opened before still post to it
    """

    _inherit = "survey.survey"

    survey_type = fields.Selection(
        selection_add=[("hva", "Customer feedback")], ondelete={"hva": lambda surveys: surveys._hva_leave()}
    )
    hva_set_id = fields.Many2one(
        "hva.question.set", string="Question set", copy=False, index="btree_not_null", ondelete="set null"
    )
    hva_item_id = fields.Many2one(
        "hva.question.item", string="Heading from the bank", index="btree_not_null", ondelete="restrict"
    )
    hva_version = fields.Integer(string="Version", copy=False, readonly=True)
    hva_state = fields.Selection(STATES, string="State", copy=False, readonly=True)
    hva_texts = fields.Json(string="Published texts", copy=False, readonly=True, prefetch=False)
    hva_wordings = fields.Json(string="Wordings since", copy=False, readonly=True, prefetch=False)
    hva_published_on = fields.Date(string="Published on", copy=False, readonly=True)
    hva_pilot_unit_ids = fields.Many2many(
        "hva.unit", "hva_pilot_unit_rel", "survey_id", "unit_id", string="Units of the pilot", copy=False, readonly=True
    )
    hva_pilot_until = fields.Date(string="Last day of the pilot", copy=False, readonly=True)
    hva_is_locked = fields.Boolean(string="Locked", compute="_compute_hva_is_locked", compute_sudo=True)

    _hva_version_uniq = models.UniqueIndex("(hva_set_id, hva_version) WHERE hva_version > 0")
    _hva_published_uniq = models.UniqueIndex("(hva_set_id) WHERE hva_state = 'published'")
    _hva_pilot_uniq = models.UniqueIndex("(hva_set_id) WHERE hva_state = 'pilot'")

    @api.depends("hva_state", "survey_type")
    def _compute_hva_is_locked(self):
        for survey in self:
            survey.hva_is_locked = survey.survey_type == "hva" and survey.hva_state in LOCKED

    @api.depends("survey_type")
    @api.depends_context("uid")
    def _compute_allowed_survey_types(self):
        """Hide the choice of type for ours: no such set can become another kind of survey, nor the other way round."""
        super()._compute_allowed_survey_types()
        self._hva_ours().allowed_survey_types = False

    # ------------------------------------------------------------------ whose is it

    def _hva_ours(self):
        """The surveys of this recordset that are question sets."""
        # sudo: the question "is this ours?" comes before any right
        return self.filtered(lambda survey: survey.sudo().survey_type == "hva")

    def _hva_check_unlocked(self):
        """Raise UserError when one of these surveys is a published version. Foreign surveys never are."""
        locked = self.sudo().filtered("hva_is_locked")  # sudo: see _hva_ours
        if locked:
            raise UserError(
                self.env._(
                    "%(title)s, version %(version)s, is published and cannot be changed: answers refer to it. "
                    "Edit the draft of the question set and publish a new version.",
                    title=locked[0].title,
                    version=locked[0].hva_version,
                )
            )

    # ------------------------------------------------------------------ CRUD

    @api.model_create_multi
    def create(self, vals_list):
        surveys = super().create(vals_list)
        ours = surveys._hva_ours()
        if any(survey.hva_state not in (False, "draft") for survey in ours):
            raise UserError(self.env._("A version of a question set is published from its set."))
        ours._hva_core_write({"hva_state": "draft"})
        return surveys

    def write(self, vals):
        ours = self._hva_ours()
        if "hva_state" in vals and ours:
            raise UserError(self.env._("A version of a question set is published from its set."))
        if "survey_type" in vals and (self - ours if vals["survey_type"] == "hva" else ours):
            raise UserError(
                self.env._("A question set cannot become another kind of survey, nor another survey a set.")
            )
        if CONTENT_FIELDS.intersection(vals):
            ours._hva_check_unlocked()
            ours._hva_check_bank_title(vals)
        res = super().write(vals)
        if vals.get("hva_item_id"):
            ours._hva_show_bank_title()
        return res

    def copy(self, default=None):
        if not self._hva_ours():
            return super().copy(default)
        # The copied questions bring their bank texts along: they must not be filled from the bank once more.
        copies = super(SurveySurvey, self.with_context(hva_from_bank=True)).copy(default)
        return copies.with_env(self.env)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_hva_locked(self):
        self._hva_check_unlocked()

    def _update_field_translations(self, field_name, translations, digest=None, source_lang=""):
        # Writes SQL before it calls write(), so the lock has to be looked at here as well.
        if field_name in CONTENT_FIELDS:
            self._hva_check_unlocked()
            self._hva_ours()._hva_check_bank_title({field_name: None})
        return super()._update_field_translations(field_name, translations, digest=digest, source_lang=source_lang)

    # ------------------------------------------------------------------ bank

    def _hva_check_bank_title(self, vals):
        """Refuse to edit a heading that comes from the bank: the page would go on showing the bank's text."""
        if self.env.context.get("hva_from_bank") or "title" not in vals or "hva_item_id" in vals:
            return
        for survey in self.filtered("hva_item_id"):
            if vals["title"] != survey.title:
                raise UserError(
                    self.env._(
                        "The heading comes from the item bank (%(code)s). Change it there, or take the bank item off.",
                        code=survey.hva_item_id.code,
                    )
                )

    def _hva_show_bank_title(self):
        """Write the heading's bank text into the editor's title field; the page reads the bank rows and never this."""
        for survey in self.with_context(hva_from_bank=True).filtered("hva_item_id"):
            item = survey.hva_item_id
            source = item._get_source_text("title") or item.code
            survey.update_field_translations("title", {"en_US": source, **item._get_locale_texts("title")})

    # ------------------------------------------------------------------ business

    def _hva_move(self, target, more=None):
        """Take one version to `target` ('pilot', 'published' or 'retired'), the only way its state changes.

        Publishing freezes the texts of every complete language in `hva_texts`. `more` are values that the step brings
        along. Raises UserError for a step that the order of states does not have.
        """
        self.ensure_one()
        if not self._hva_ours() or (self.hva_state, target) not in STEPS:
            raise UserError(self.env._("%(title)s cannot become %(state)s.", title=self.title, state=target))
        vals = {"hva_state": target, **(more or {})}
        if not self.hva_is_locked:
            vals["hva_texts"] = self._hva_collect_texts()
            vals["hva_published_on"] = self.env["hva.clock"]._today()
            vals["hva_wordings"] = self._hva_date_wordings(vals["hva_published_on"])
        self._hva_core_write(vals)
        self.env.registry.clear_cache()

    def _hva_accepts_answers(self):
        """True while an answer may be stored for this version: retiring does not close pages that are already open."""
        self.ensure_one()
        return self.hva_is_locked

    def _hva_core_write(self, vals):
        """Write past our own lock: for the state door, creation and uninstallation only."""
        return super().write(vals)  # pylint: disable=super-method-mismatch

    def _hva_leave(self):
        """Uninstallation: keep the surveys and their answers, as archived surveys of the default type.

        What patients wrote is then no longer guarded by our rules, so the surveys are closed to all of Survey's people
        but its administrators, who may see every survey.
        """
        nobody = Command.set([SUPERUSER_ID])
        self._hva_core_write({"survey_type": "custom", "active": False, "restrict_user_ids": [nobody]})
