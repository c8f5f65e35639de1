import hashlib
import hmac
import secrets
from datetime import timedelta

from odoo import api, fields, models
from odoo.orm.models import NO_ACCESS
from odoo.tools import SQL

from odoo.addons.hva_feedback.tools.codes import hash_code, is_code, new_code

from ..controllers.pool_texts import PATH, pool_texts
from ..tools.pool_wish import Wish

MAIL_HOURS = 24
SMS_MINUTES = 30
MOST_TRIES = 5


class HvaPoolRequest(models.Model):
    """Somebody has filled in the form of the pool and has not yet shown that the contact is theirs.

    By mail the link shows it, by text message six digits, five tries at most. Until then nobody is asked anything, and
    a day later the row is gone.
    """

    _name = "hva.pool.request"
    _inherit = "hva.one.time"
    _description = "Joining that waits for its confirmation"
    _log_access = False

    company_id = fields.Many2one("res.company", required=True, ondelete="cascade")
    consent_id = fields.Many2one("hva.pool.consent", required=True, ondelete="cascade")
    wish = fields.Json(groups=NO_ACCESS)
    is_by_digits = fields.Boolean()
    digits_hash = fields.Char(groups=NO_ACCESS)
    tries = fields.Integer()
    expires_at = fields.Datetime(required=True, index=True)

    _code_hash_uniq = models.UniqueIndex("(code_hash)", "This code is already in use.")

    @api.model
    def _ask(self, wish, lang):
        """Keep a wish and send what proves the contact. Return the ticket of the page that takes the digits, or "".

        Whether the person is in the pool already makes no difference that anybody could see.

        :param lang: the language of the page, for the words that are sent
        """
        ticket, digits = new_code(), f"{secrets.randbelow(10**6):06d}"
        is_by_digits = wish.channel == "sms"
        now = self.env["hva.clock"]._now()
        company = self.env["hva.pool.member"]._get_county()
        self.sudo().create(  # sudo: nobody has rights on these
            {
                "code_hash": hash_code(ticket),
                "company_id": company.id,
                "consent_id": self.env["hva.pool.consent"]._current().id,
                "wish": _as_json(wish),
                "is_by_digits": is_by_digits,
                "digits_hash": is_by_digits and _hash_digits(ticket, digits),
                "expires_at": now + (timedelta(minutes=SMS_MINUTES) if is_by_digits else timedelta(hours=MAIL_HOURS)),
            }
        )
        texts = pool_texts(lang)
        if is_by_digits:
            text = texts["pool_sms"] % {"digits": digits, "county": company.name[:40]}
            self.env["hva.invitation"]._send_digits(company, wish.contact, text, lang)
            return ticket
        base = self.env["hva.pool.mail"]._public_base()
        body = texts["pool_mail_body"] % {"county": company.name, "link": f"{base}{PATH}/vahvista/{ticket}?lang={lang}"}
        self.env["hva.pool.mail"]._queue(
            [
                {
                    "kind": "confirm",
                    "company_id": company.id,
                    "lang_code": lang.partition("-")[0],
                    "email": wish.contact,
                    "subject": texts["pool_mail_subject"],
                    "body": body,
                }
            ]
        )
        return ""

    @api.model
    def _find(self, ticket):
        """Return the open request of a ticket, as superuser; empty where there is none."""
        if not is_code(ticket or ""):
            return self.sudo().browse()  # sudo: as below
        now = self.env["hva.clock"]._now()
        # sudo: the ticket is the permission
        return self.sudo().search([("code_hash", "=", hash_code(ticket)), ("expires_at", ">", now)], limit=1)

    def _try_digits(self, ticket, typed) -> bool:
        """Tell whether the digits are right; count the try before looking, and end the request after the last one."""
        # SQL: two tries at once must count as two
        rows = self.env.execute_query(
            SQL("UPDATE hva_pool_request SET tries = COALESCE(tries, 0) + 1 WHERE id = %s RETURNING tries", self.id)
        )
        self.invalidate_recordset(["tries"])
        if not rows or rows[0][0] > MOST_TRIES:
            return False
        digits = "".join(char for char in typed if char.isdigit())[:6]
        return hmac.compare_digest(self.digits_hash or "", _hash_digits(ticket, digits))

    def _confirm(self) -> bool:
        """Take the person into the pool; False when somebody did so a moment before."""
        values, company, consent = dict(self.wish), self.company_id, self.consent_id
        if not self._use(self.id):
            return False
        wish = Wish(**{**values, "topic_ids": tuple(values["topic_ids"])})
        self.env["hva.pool.member"]._join(wish, "page", company, consent)
        return True

    @api.model
    def _erase(self):
        """Delete what was not confirmed in time."""
        self.env.flush_all()
        self.env.cr.execute("DELETE FROM hva_pool_request WHERE expires_at < %s", [self.env["hva.clock"]._now()])
        self.invalidate_model()


def _as_json(wish):
    return {
        "channel": wish.channel,
        "contact": wish.contact,
        "lang_code": wish.lang_code,
        "municipality_id": wish.municipality_id,
        "topic_ids": list(wish.topic_ids),
    }


def _hash_digits(ticket, digits):
    """Bound to the ticket, which is a secret of 128 bits: the table alone does not tell the digits."""
    return hmac.new(ticket.encode(), digits.encode(), hashlib.sha256).hexdigest()
