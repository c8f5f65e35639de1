import hashlib
import logging
from contextlib import contextmanager
from dataclasses import dataclass

from markupsafe import Markup

from odoo import api, fields, models
from odoo.tools import SQL, get_lang

from ..report.render_html import render_mail
from ..report.render_xlsx import render_workbook
from ..tools.query_asking import MOST_UNITS, Asking, Shelf
from ..tools.rhythm import file_period

_logger = logging.getLogger(__name__)

BATCH = 100  # reports of one transaction: whoever is killed has made none of them or all
MOST_ATTEMPTS = 3
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PLACE = "hva-report-body-stands-here"  # in the template of the mail, which is drawn once for all
# what a mail takes from the template, so that a county may change its words, sender and server
TEMPLATE_FIELDS = (
    *("auto_delete", "body_html", "email_cc", "email_from", "email_to", "mail_server_id", "model", "partner_to"),
    *("reply_to", "res_id", "subject", "attachment_ids"),
)


@dataclass(frozen=True)
class Made:
    """A report of one run as it leaves: the mail's body (Markup), and the workbook's bytes under their name."""

    run: models.Model
    lang: str
    body: Markup
    workbook: bytes
    file_name: str
    answers: int


class HvaReportRun(models.Model):
    """Making reports, many at once: questions are asked together, and mails and files stored in few statements."""

    _inherit = "hva.report.run"

    @api.model
    def _build_due(self, limit=BATCH):
        """Make up to `limit` due reports; return how many were tried. One that fails does not stop the others."""
        due = self.search([("state", "=", "due")], order="attempts, id", limit=limit).try_lock_for_update()
        asking = Asking(Shelf(self._get_units_of(due.user_id)))
        wanted = {schedule: schedule._get_recipients() for schedule in due.schedule_id}
        made = []
        for run in due:
            with _failing(run), self.env.cr.savepoint():
                if reason := run._why_not(wanted[run.schedule_id]):
                    run._move("failed", reason)
                    continue
                made.append(run.with_context(hva_asking=asking)._make())
        self._queue_made(made)
        if due:  # Odoo's mail queue would otherwise wait for its hour
            self.env.ref("mail.ir_cron_mail_scheduler_action").sudo()._trigger()  # sudo: waking a job is no secret
        return len(due)

    def _why_not(self, recipients):
        """Return why the report is not made, as a code of REASONS: days may lie between queueing and making it."""
        self.ensure_one()
        if not self.is_test and self.user_id not in recipients:
            return "not_for"
        return None if self.user_id.email else "no_address"

    @api.model
    def _cron_build(self):
        tried = self._build_due()
        remaining = self.search_count([("state", "=", "due")]) if tried else 0
        self.env["ir.cron"]._commit_progress(tried, remaining=remaining)

    def _get_units_of(self, users):
        """Return the units that any of `users` reaches, but those of users who reach very many."""
        rows = self.env.execute_query(
            SQL(
                """SELECT array_agg(DISTINCT unit_id) FROM hva_unit_reach WHERE user_id = ANY(%s)
                    GROUP BY user_id HAVING COUNT(DISTINCT unit_id) <= %s""",
                users.ids,
                MOST_UNITS,
            )
        )
        return {unit for (units,) in rows for unit in units}

    def _make(self):
        """Return the report as its reader would see it. Nothing is stored."""
        self.ensure_one()
        reader = self.user_id
        # The report is made with the rights and in the language of its reader, whoever runs the job.
        lang = get_lang(self.env, reader.lang).code
        mine = self.with_user(reader).with_context(lang=lang, tz=reader.tz, allowed_company_ids=reader.company_ids.ids)
        definition = mine.env["hva.report.definition"].browse(self.schedule_id.definition_id.id)
        report = definition.query(self._get_span())
        return Made(
            run=self.with_context(hva_asking=None),
            lang=lang,
            body=render_mail(mine.env, report, definition.name),
            workbook=render_workbook(mine.env, report, definition.name),
            file_name=mine.env._("Customer feedback %(period)s.xlsx", period=file_period(self.kind, self.start_on)),
            answers=report.answers,
        )

    @api.model
    def _queue_made(self, made):
        """Store the workbooks and queue the mails. Where all together fail, each is tried alone."""
        if len(made) == 1:
            with _failing(made[0].run), self.env.cr.savepoint():
                self._store(made)
            return
        try:
            with self.env.cr.savepoint():
                self._store(made)
        except Exception:
            self.env.invalidate_all()
            _logger.exception("reports could not be stored together")
            for each in made:
                self._queue_made([each])

    def _store(self, made):
        attachments = self.env["ir.attachment"].create(
            [
                {
                    "name": each.file_name,
                    "raw": each.workbook,
                    "mimetype": XLSX,
                    "res_model": self._name,
                    "res_id": each.run.id,
                }
                for each in made
            ]
        )
        drawn = self._draw_templates(made)
        vals_list = [
            self._prepare_mail_values(drawn[each.run.id], each.body, attachment)
            for each, attachment in zip(made, attachments, strict=True)
        ]
        # sudo: mails are for system administrators; gone from the queue when they have been sent
        mails = self.env["mail.mail"].sudo().create(vals_list)
        for each, attachment, mail in zip(made, attachments, mails, strict=True):
            each.run._move(
                "queued",
                attachment_id=attachment.id,
                sha256=hashlib.sha256(each.workbook).hexdigest(),
                mail_id=mail.id,
                answer_count=each.answers,
            )

    def _draw_templates(self, made):
        """Return {run id: values of its mail}, without the reports themselves: those of one language at once."""
        template = self.env.ref("hva_reports.hva_report_mail_template")
        drawn = {}
        for lang in {each.lang for each in made}:
            ids = [each.run.id for each in made if each.lang == lang]
            spoken = template.with_context(hva_report_lang=lang, hva_report_body=PLACE)
            drawn.update(spoken._generate_template(ids, TEMPLATE_FIELDS))
        return drawn

    def _prepare_mail_values(self, values, body, attachment):
        """Return the values of a mail. It has no message body: that would be another copy, cleaned at great length."""
        attachments = [*(values.get("attachment_ids") or ()), attachment.id]
        kept = {name: value for name, value in values.items() if name not in ("partner_ids", "attachments")}
        if not kept.get("email_from"):
            kept.pop("email_from", None)
        return {
            **kept,
            "body_html": str(values["body_html"]).replace(PLACE, body),
            "recipient_ids": [fields.Command.link(partner) for partner in values.get("partner_ids") or ()],
            "attachment_ids": [fields.Command.link(each) for each in attachments],
        }


@contextmanager
def _failing(run):
    """Keep what goes wrong with one run to that run: it is tried again, three times in all."""
    try:
        yield
    except Exception:
        run.env.invalidate_all()
        _logger.exception("report run %s could not be made", run.id)
        run.attempts += 1
        if run.attempts >= MOST_ATTEMPTS:
            run._move("failed", "not_made")
