from odoo import fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import SQL

from ..gateways import lake_files
from ..tools import lake_manifest, lake_plan, lake_schema
from ..tools.lake_plan import Plan, Use
from ..tools.periods import add_months
from ..tools.wording_parts import column_keys

REFUSALS = [
    ("mixed", "Answers to different words cannot go into one national delivery"),
    ("no_mapping", "The national delivery has no mapping file"),
    ("bad_mapping", "The mapping file cannot be used"),
]
PLANNED_BY = {"mapping_file", "has_answers", "has_national", "from_month", "to_month", "company_id"}


class HvaExport(models.Model):
    """What the months of a delivery are, looked at once for all of them."""

    _inherit = "hva.export"

    refused_since = fields.Datetime("Left out since", readonly=True, copy=False)
    has_old_files = fields.Boolean("Has files of older schema versions", compute="_compute_has_old_files")
    last_refusal = fields.Char("What was left out", compute="_compute_last_state")

    def _compute_last_state(self):
        super()._compute_last_state()
        for definition in self:
            definition.last_refusal = definition.run_ids[:1]._get_refusal_words()

    def write(self, vals):
        result = super().write(vals)
        if PLANNED_BY & vals.keys():
            # sudo: runs are changed by the program
            for run in self.sudo().run_ids.filtered(lambda run: run.state == "running"):
                run._make_plan()
        return result

    def _compute_has_old_files(self):
        for definition in self:
            definition.has_old_files = bool(definition._get_older_files("left"))

    def action_delete_old(self):
        """Delete from the server's disk what older schema versions left there."""
        self.ensure_one()
        self.check_access("write")
        files = self._get_older_files("left")
        for version in sorted(set(files.mapped("schema_version"))):
            place = self._get_folder(version)
            try:
                lake_files.tidy(place, ())
                (place / lake_manifest.NAME).unlink(missing_ok=True)
            except OSError as error:
                raise UserError(self.env._("The files could not be deleted: %(why)s.", why=error.strerror)) from None
            self._note({"deleted": lake_schema.version_folder(version) or "v1"})
        files.sudo()._retire()  # sudo: files are kept by the runs, nobody writes them by hand
        return {"type": "ir.actions.client", "tag": "soft_reload"}

    def _make_plan(self):
        """Return (`Plan` of a delivery begun now, reason of REFUSALS or None, in which words).

        The parts of an export do not wait for each other: what is wrong with the national one is told beside the rest.
        """
        months = tuple(self._get_months())
        plan = Plan(months)
        if not self.has_national:
            return plan, None, ""
        if not self.mapping_file:
            return plan, "no_mapping", ""
        try:
            self._get_codes()
        except ValidationError as error:  # of a version that this system no longer reads
            return plan, "bad_mapping", str(error)
        closed = [month for month in months if month < self._get_last_closed()]
        before = {one.month for one in self._get_files("current") if one.table_name == "national"}
        plan, told = lake_plan.national(self._get_uses(closed), months, before)
        return plan, "mixed" if told else None, told

    def _get_uses(self, months):
        """Return the `Use`s of `months`: one look for all of them, at the sums and at what these do not hold yet."""
        if not months:
            return []
        # SQL: from the monthly sums, and from facts where a unit's month waits to be summed
        rows = self.env.execute_query(
            SQL(
                """WITH mine AS (SELECT id FROM hva_unit WHERE company_id = %(company)s)
                   SELECT m.month, m.survey_id, m.lang_code FROM hva_fact_month m JOIN mine ON mine.id = m.unit_id
                    WHERE m.month >= %(start)s AND m.month < %(end)s AND NOT EXISTS (
                          SELECT FROM hva_fact_dirty d WHERE d.unit_id = m.unit_id AND d.month = m.month)
                    GROUP BY 1, 2, 3
                   UNION
                   SELECT d.month, f.survey_id, f.lang_code
                     FROM (SELECT DISTINCT unit_id, month FROM hva_fact_dirty) d
                     JOIN mine ON mine.id = d.unit_id
                     JOIN hva_fact f ON f.unit_id = d.unit_id AND f.day >= d.month
                                    AND f.day < (d.month + INTERVAL '1 month')::date
                    WHERE d.month >= %(start)s AND d.month < %(end)s""",
                company=self.company_id.id,
                start=months[0],
                end=add_months(months[-1], 1),
            )
        )
        words, wanted = self._get_words({survey for _month, survey, _lang in rows}), set(months)
        return [
            Use(month, words[survey][0], lang, words[survey][1].get(lang, {}))
            for month, survey, lang in rows
            if month in wanted and survey
        ]

    def _get_words(self, surveys):
        """Return {survey: (name with version, {language: {question: key of its wording}})}."""
        versions = self.env["survey.survey"].browse(surveys)
        return {
            one.id: (f"{one.hva_set_id.name or one.title} {one.hva_version}", column_keys(one.hva_wordings or {}))
            for one in versions
        }


class HvaExportRun(models.Model):
    """The plan of a run: made when it begins, and again when a month turns out otherwise or settings change."""

    _inherit = "hva.export.run"

    plan = fields.Json("Months of the delivery", readonly=True)
    refusal = fields.Selection(REFUSALS, "Left out", readonly=True)
    refusal_detail = fields.Char("What was mixed", readonly=True)
    from_version = fields.Integer("Schema version before", readonly=True, aggregator=None)
    schema_version = fields.Integer("Schema version", readonly=True, aggregator=None)

    def _begin(self):
        super()._begin()
        older = self.definition_id._get_older_files("current").mapped("schema_version")
        self.write({"schema_version": lake_schema.SCHEMA_VERSION, "from_version": max(older, default=0)})
        self._make_plan()

    def _make_plan(self):
        plan, refusal, detail = self.definition_id._make_plan()
        self.write({"plan": plan.to_json(), "refusal": refusal, "refusal_detail": detail or False})
        return plan

    def _get_plan(self):
        return Plan.from_json(self.plan)

    def _fit_plan(self, month, circumstances):
        """Return the plan by which `month` is made: made again when answers to other words have come since.

        :param circumstances: those of `hva.export.source._get_plan`, of which survey and language say what was asked
        """
        plan = self._get_plan()
        if month not in plan.national:
            return plan
        asked = {(survey, lang) for _unit, survey, _channel, _service, _mode, lang, *_rest in circumstances or ()}
        words = self.definition_id._get_words({survey for survey, _lang in asked})
        fits = all(plan.allows(lang, words[survey][1].get(lang, {})) for survey, lang in asked)
        return plan if fits else self._make_plan()

    def _note_refusal(self):
        """Remember since when something is left out; tell people once until it goes again."""
        definition = self.definition_id
        if not self.refusal:
            definition.refused_since = False
        elif not definition.refused_since:
            definition.refused_since = self.env["hva.clock"]._now()
            self._tell(lambda mine: mine.env._("The data lake was delivered without the national delivery"))

    def _get_refused(self):
        """Return {table: why} of what the manifest says is not there: codes and figures, in no language."""
        return {"national": f"{self.refusal} {self.refusal_detail or ''}".strip()} if self.refusal else {}
