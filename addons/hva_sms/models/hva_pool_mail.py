import logging
import smtplib
from datetime import timedelta

import psycopg2.errors

from odoo import api, fields, models
from odoo.orm.models import NO_ACCESS
from odoo.tools import formataddr
from odoo.tools.mail import email_normalize

from odoo.addons.base.models.ir_mail_server import MailDeliveryException

_logger = logging.getLogger(__name__)

CLAIM = 20
CLAIM_MINUTES = 10  # a claim this old belongs to a process that died
LONGEST_WAIT_HOURS = 72
BACKOFF_MINUTES = 15
STATES = [
    ("due", "Waiting"),
    ("claimed", "Being sent"),
    ("sent", "Sent"),
    ("failed", "Failed"),
    ("unknown", "Not known"),
]
STEPS = {"due": {"claimed", "failed"}, "claimed": {"due", "sent", "failed", "unknown"}}
FINAL = frozenset({"sent", "failed", "unknown"})
PERSONAL = {"email": False, "subject": False, "body": False, "leave_url": False}


class HvaPoolMail(models.Model):
    """A mail to a resident, and what became of it: an outbox like that of text messages (docs/decisions/0069).

    Odoo's mail queue would keep address and personal link together for as long as a mail cannot go. Here both are gone
    with the final state, 72 hours at most, and what is left says day and outcome.

    due -> claimed (committed) -> the mail server -> sent | failed | due again; a claim nobody finished is unknown and
    is never sent again.
    """

    _name = "hva.pool.mail"
    _description = "Mail to a resident"
    _log_access = False
    _order = "due_on desc, id desc"

    kind = fields.Selection([("confirm", "Confirmation of joining")], required=True)
    company_id = fields.Many2one("res.company", required=True, index=True)
    state = fields.Selection(STATES, required=True, default="due", index=True)
    failure_code = fields.Selection(
        [
            ("refused", "The mail server refused the address"),
            ("too_late", "It could not be sent in 72 hours"),
            ("crashed", "Our server stopped while it was handed over"),
            ("opted_out", "The person has left the pool"),
        ],
        string="Reason",
    )
    due_on = fields.Date("Planned day", required=True, index=True)
    due_at = fields.Datetime(groups="base.group_system")
    state_at = fields.Datetime(groups="base.group_system")
    give_up_at = fields.Datetime(groups="base.group_system")
    email = fields.Char(groups=NO_ACCESS)
    email_hmac = fields.Char(groups=NO_ACCESS)
    subject = fields.Char(groups=NO_ACCESS)
    body = fields.Text(groups=NO_ACCESS)
    leave_url = fields.Char(groups=NO_ACCESS)
    lang_code = fields.Char("Language")

    _due_idx = models.Index("(due_at) WHERE state = 'due'")

    @api.model
    def _queue(self, vals_list):
        """Put mails into the outbox and wake the job. Return them.

        :param vals_list: kind, company_id, lang_code, email, email_hmac, subject, body (plain text), leave_url, due_on
            (the first day on which it may go; today where it is missing)
        """
        now, today = self.env["hva.clock"]._now(), self.env["hva.clock"]._today()
        common = {"due_at": now, "due_on": today, "state_at": now}
        mails = self.sudo().create(  # sudo: nobody writes here by hand
            [
                {
                    **common,
                    "give_up_at": now + (vals.get("due_on", today) - today) + timedelta(hours=LONGEST_WAIT_HOURS),
                    **vals,
                }
                for vals in vals_list
            ]
        )
        self.env["hva.sms.job"]._wake("pool_mail")
        return mails

    def _move(self, target, code=False, **values):
        """Move to `target` where the order of states allows it. The only place that writes `state`."""
        movable = self.filtered(lambda mail: target in STEPS.get(mail.state, ()))
        values |= {"state": target, "failure_code": code, "state_at": self.env["hva.clock"]._now()}
        if target in FINAL:
            values |= {**PERSONAL, "email_hmac": False, "due_at": False, "state_at": False, "give_up_at": False}
        movable.write(values)
        return movable

    @api.model
    def _public_base(self):
        """Return the beginning of the county's own addresses, as in text messages."""
        # sudo: the setting is no secret
        own_base = self.env["ir.config_parameter"].sudo().get_param("web.base.url")
        return self.env["hva.sms.job"]._param("public_base_url", own_base).rstrip("/")

    # ------------------------------------------------------------------ the job

    @api.model
    def _cron_send(self):
        """Send what is due, a few at a time, each claimed and committed before the mail server hears of it."""
        job = self.env["hva.sms.job"]
        self._settle_old()
        job._commit()
        while not job._is_stopped():
            claimed = self._claim()
            if not claimed:
                return
            for number, mail in enumerate(claimed, start=1):
                is_clear = mail._send()
                has_time = job._commit(1, len(claimed) - number)
                if not (is_clear and has_time):
                    claimed[number:]._move("due")
                    job._commit()
                    return

    @api.model
    def _settle_old(self):
        now = self.env["hva.clock"]._now()
        self.search([("state", "=", "due"), ("give_up_at", "<=", now)])._move("failed", "too_late")
        oldest = now - timedelta(minutes=CLAIM_MINUTES)
        self.search([("state", "=", "claimed"), ("state_at", "<", oldest)])._move("unknown", "crashed")

    @api.model
    def _due_domain(self):
        """Return the domain of what may go now. Extend it."""
        return [
            ("state", "=", "due"),
            ("due_at", "<=", self.env["hva.clock"]._now()),
            ("due_on", "<=", self.env["hva.clock"]._today()),
        ]

    @api.model
    def _claim(self):
        """Claim and commit what is due and still wanted; return it."""
        job = self.env["hva.sms.job"]
        try:
            mails = self.search(self._due_domain(), order="due_at, id", limit=CLAIM).try_lock_for_update()
            unwanted = mails._get_unwanted()
            unwanted._move("failed", "opted_out")
            (mails - unwanted)._move("claimed")
            self.env.flush_all()
        except psycopg2.errors.SerializationFailure:
            job._rollback()
            return self.browse()
        job._commit()
        return mails - unwanted

    def _get_unwanted(self):
        """Return those whose receiver has said no since they were made. Extend it."""
        opted_out = self.env["hva.opt.out"]._known(self.mapped("email_hmac"))
        return self.filtered(lambda mail: mail.email_hmac in opted_out)

    def _send(self) -> bool:
        """Hand one mail to the mail server and note what it said; return whether it was a clear answer."""
        self.ensure_one()
        server = self.env["ir.mail_server"].sudo()  # sudo: the servers are the system administrator's
        try:
            server.send_email(self._build(server))
        except smtplib.SMTPRecipientsRefused:
            self._move("failed", "refused")
        except (MailDeliveryException, OSError, smtplib.SMTPException) as error:
            refused = isinstance(error.__cause__ or error.__context__, smtplib.SMTPRecipientsRefused)
            if refused:
                self._move("failed", "refused")
                return True
            _logger.warning("mail hva-%s could not be sent now: %s", self.id, type(error).__name__)
            self._move("due", due_at=self.env["hva.clock"]._now() + timedelta(minutes=BACKOFF_MINUTES))
            return False
        except (AssertionError, ValueError):  # Odoo's own checks of the address
            self._move("failed", "refused")
        else:
            self._move("sent")
        return True

    def _build(self, server):
        company = self.company_id
        sender = email_normalize(company.email or "") or email_normalize(self.env.ref("base.partner_root").email)
        headers = {"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All"}
        if self.leave_url:
            headers |= {
                "List-Unsubscribe": f"<{self.leave_url}>",
                "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
            }
        return server._build_email__(
            email_from=formataddr((company.name, sender)) if sender else False,
            email_to=[self.email],
            subject=self.subject,
            body=self._render(self.body, self.lang_code, company),
            body_alternative=self.body,
            subtype="html",
            headers=headers,
        )

    @api.model
    def _render(self, body, lang_code, company):
        """Return a mail's words as HTML below the county's head; addresses in them become links."""
        paragraphs = [part.split("\n") for part in (body or "").replace("\r\n", "\n").strip().split("\n\n")]
        look = self.env["hva.look"]._get_mail_look(company.id)
        if look["logo"]:  # from where residents can fetch it: staff may have an address of their own
            look["logo"] = f"{self._public_base()}/p/logo/{look['logo'].rpartition('/')[2]}"
        values = {
            "mail_lang": lang_code or "fi",  # `lang` is what qweb itself speaks
            "mail_look": look,
            "paragraphs": paragraphs,
        }
        return self.env["ir.qweb"]._render("hva_sms.pool_mail", values)

    @api.model
    def _erase(self):
        """Forget mails that nobody counts, of joining and trials, a month after their day."""
        self._settle_old()
        last = self.env["hva.clock"]._today() - timedelta(days=30)
        self.search(
            [("kind", "in", ("confirm", "trial")), ("due_on", "<", last), ("state", "in", list(FINAL))]
        ).unlink()
