from odoo import api, fields, models
from odoo.tools import SQL

KINDS = [("phone", "Phone number"), ("client", "Client key")]


class HvaQuarantine(models.Model):
    """Rest time after an invitation: nobody is asked again before it is over.

    A person is known only by a keyed hash whose key is outside the database, and by nothing that leads to a visit,
    an invitation or an answer.
    """

    _name = "hva.quarantine"
    _description = "Rest time of an invited person"
    _log_access = False
    _order = "until_on desc, id"

    kind = fields.Selection(KINDS, required=True)
    hmac = fields.Char(required=True, groups="base.group_system")
    until_on = fields.Date("Last day", required=True, index=True)

    _person_uniq = models.UniqueIndex("(kind, hmac)", "This person is already resting.")

    @api.model
    def _start(self, until_by_person):
        """Begin or prolong rest times; never shorten one.

        :param until_by_person: {(kind, hmac): last day as a date}
        """
        # in the order of the hash, so that the order of the rows tells nothing of the order of the invitations
        rows = [SQL("(%s, %s, %s)", kind, key, until) for (kind, key), until in sorted(until_by_person.items())]
        if rows:
            self.env.cr.execute(
                SQL(
                    """INSERT INTO hva_quarantine (kind, hmac, until_on) VALUES %s
                       ON CONFLICT (kind, hmac) DO UPDATE
                          SET until_on = GREATEST(hva_quarantine.until_on, EXCLUDED.until_on)""",
                    SQL(", ").join(rows),
                )
            )
            self.invalidate_model()

    @api.model
    def _last_days(self, persons) -> dict:
        """Return {(kind, hmac): last day of rest} for those of `persons` (pairs of kind and hash) who rest."""
        hashes = list({key for _kind, key in persons})
        if not hashes:
            return {}
        rows = self.sudo().search_fetch([("hmac", "in", hashes)], ["kind", "hmac", "until_on"])  # sudo: job
        return {(row.kind, row.hmac): row.until_on for row in rows}

    @api.model
    def _lift(self, persons):
        """End the rest of people whose invitation is taken back before it was sent."""
        hashes = list({key for _kind, key in persons})
        if hashes:
            self.sudo().search([("hmac", "in", hashes)]).unlink()  # sudo: job

    @api.model
    def _erase(self):
        """Forget those whose rest is over."""
        self.env.flush_all()
        self.env.cr.execute("DELETE FROM hva_quarantine WHERE until_on < %s", [self.env["hva.clock"]._today()])
        self.invalidate_model()
