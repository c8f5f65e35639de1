import os
import shutil
import tempfile
from collections import defaultdict
from datetime import UTC, datetime, timedelta
from pathlib import Path
from unittest.mock import patch

from freezegun import freeze_time

from odoo.tests import TransactionCase

from odoo.addons.hva_sms.gateways.base import Gateway, Report, SendResult

KEY = "a key for tests that is long enough to be accepted"
OID = "1.2.246.10.1234567.10"
PHONE = "+358401234567"
EMPTY = (  # what a database may hold already, of a demo or of somebody at work; given back at the end
    "hva.delivery.report",
    "hva.feedback.link",
    "hva.invitation",
    "hva.visit",
    "hva.quarantine",
    "hva.opt.out",
)
MONDAY = "2026-11-02"  # an ordinary Monday; 12:00 UTC is 14:00 in Helsinki


class FakeGateway(Gateway):
    """Answers what the test says and remembers what it was asked to send. A report is `state` and `code`."""

    name = "fake"

    def __init__(self):
        self.sent = []
        self.replies = []  # SendResult or exception, one for each message; then accepted
        self.before_reply = None

    def send(self, msg):
        self.sent.append(msg)
        if self.before_reply:
            self.before_reply(msg)
        reply = self.replies.pop(0) if self.replies else SendResult("accepted")
        if isinstance(reply, BaseException):
            raise reply
        return reply

    def parse_report(self, params):
        return Report(params["state"], params.get("code", "")) if "state" in params else None

    @property
    def numbers(self):
        return [msg.to for msg in self.sent]


class SmsCase(TransactionCase):
    """A county with two units, a drop folder, a person key and a gateway that sends nothing."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        environ = patch.dict(os.environ, {"HVA_PERSON_KEY": KEY, "HVA_PERSON_KEY_FILE": ""})
        cls.startClassPatcher(environ)
        for model in EMPTY:
            cls.env[model].search([]).unlink()
        level = cls.env["hva.unit.level"].create({"name": "Level", "sequence": 99})
        make = cls.env["hva.unit"].create
        cls.county = make({"name": "County", "level_id": level.id, "oid": f"{OID}.1"})
        cls.clinic, cls.ward = make(
            [
                {"name": "Clinic", "level_id": level.id, "oid": f"{OID}.11", "parent_id": cls.county.id},
                {"name": "Ward", "level_id": level.id, "oid": f"{OID}.12", "parent_id": cls.county.id},
            ]
        )
        cls.service = cls.env["hva.service"].create({"name": "Dental care", "code": "dental-test", "domain": "health"})
        texts = cls.env.ref("hva_sms.hva_contact_rule_county").text_ids
        cls.env["hva.contact.rule"].search([]).action_archive()
        cls.rule = cls.env["hva.contact.rule"].create({"name": "The county"})
        texts.copy({"rule_id": cls.rule.id})
        cls.env["hva.sms.gateway"].search([]).action_archive()
        cls.gateway = cls.env["hva.sms.gateway"].create({"name": "Fake", "kind": "dry_run", "sender_id": "County"})
        cls.fake = FakeGateway()
        cls.startClassPatcher(patch.object(type(cls.gateway), "_get_adapter", lambda self: cls.fake))
        cls.folder = Path(tempfile.mkdtemp(prefix="hva-drop-"))
        cls.addClassCleanup(shutil.rmtree, cls.folder, ignore_errors=True)
        cls.outside = cls.folder.with_suffix(".mark.json")
        cls.addClassCleanup(cls.outside.unlink, missing_ok=True)
        cls.startClassPatcher(patch.object(type(cls.env["hva.sending"]), "_get_outside_path", lambda self: cls.outside))
        cls.params = cls.env["ir.config_parameter"]
        cls.params.set_param("hva_sms.drop_dir", str(cls.folder))
        cls.params.set_param("hva_sms.public_base_url", "https://palaute.example.fi")

    def setUp(self):
        super().setUp()
        self.fake.__init__()
        for path in self.folder.rglob("*.csv"):
            path.unlink()
        self.now = datetime.fromisoformat(f"{MONDAY}T12:00:00").replace(tzinfo=UTC)
        self.frozen = freeze_time(self.now.replace(tzinfo=None))
        self.frozen.start()
        self.addCleanup(lambda: self.frozen.stop())

    # -- time ---------------------------------------------------------------------------------------------------------

    def travel(self, moment=None, **delta):
        """Move the clock to a UTC moment written "2026-11-03 08:00", or on by minutes, hours or days."""
        self.frozen.stop()
        self.now = datetime.fromisoformat(moment).replace(tzinfo=UTC) if moment else self.now + timedelta(**delta)
        self.frozen = freeze_time(self.now.replace(tzinfo=None))
        self.frozen.start()

    # -- the door of patient systems ----------------------------------------------------------------------------------

    def row(self, event_id, **changes):
        """Return one visit, eligible unless changed; None leaves a cell empty."""
        return {
            "event_id": event_id,
            "revision": 1,
            "status": "finished",
            "visit_end": "2026-11-02T13:00:00+02:00",
            "unit_oid": self.clinic.oid,
            "contact_type": "visit",
            "age_years": 45,
            "language": "fi",
            "phone": PHONE,
            "sms_consent": "true",
            "non_disclosure": "false",
            **changes,
        }

    def drop(self, name, rows):
        """Put a file of visits into the folder and run the job that reads it."""
        header = list(dict.fromkeys(key for row in rows for key in row))
        lines = [header, *([str("" if row.get(key) is None else row[key]) for key in header] for row in rows)]
        self.drop_bytes(name, "\n".join(";".join(line) for line in lines).encode())

    def drop_bytes(self, name, data):
        path = self.folder / f"{name}.csv"
        path.write_bytes(data)
        self.settle(path)
        self.env["hva.drop.folder"]._cron_read_drop()

    def settle(self, path):
        """Make a file look as if it was written a minute ago on the frozen clock."""
        written = self.now.timestamp() - 60
        os.utime(path, (written, written))

    def results(self, name, folder="done"):
        """Return {event id: (result, code)} of a result file."""
        text = (self.folder / folder / f"{name}.result.csv").read_text()
        lines = [line.split(";") for line in text.splitlines()[1:]]
        return {line[1]: (line[2], line[3]) for line in lines}

    def take_in(self, rows, name="batch"):
        """Let visits come and be decided; return {event id: hva.visit}, without those that are not kept."""
        self.drop(name, rows)
        self.env["hva.visit"]._cron_evaluate()
        return self.visits(*(row["event_id"] for row in rows))

    def visits(self, *event_ids):
        hmac = self.env["hva.person.key"]._hmac
        keys = {hmac("event", f"csv\0{event_id}"): event_id for event_id in event_ids}
        found = self.env["hva.visit"].search([("event_hmac", "in", list(keys))])
        return {keys[visit.event_hmac]: visit for visit in found}

    def reasons(self, rows, name="batch"):
        return {event_id: visit.reason for event_id, visit in self.take_in(rows, name).items()}

    def phones(self, count, first=0):
        return [f"+35840555{number:04}" for number in range(first, first + count)]

    # -- sending ------------------------------------------------------------------------------------------------------

    def invite(self, count=1, **changes):
        """Take in `count` visits of different people on Monday and travel to Tuesday 10:05, when they may be sent."""
        rows = [self.row(f"inv-{n}", phone=number, **changes) for n, number in enumerate(self.phones(count))]
        visits = self.take_in(rows, name=f"invite-{count}")
        self.travel("2026-11-03 08:05")
        return self.env["hva.invitation"].browse([visit.invitation_id.id for visit in visits.values()])

    def dispatch(self):
        self.env["hva.invitation"]._cron_dispatch()

    def report(self, msg, state, code=""):
        """Let a delivery report of a sent message come in at the door."""
        token = msg.callback_url.rpartition("/")[2]
        self.env["hva.delivery.report"]._receive(token, {"state": state, "code": code})

    def apply_reports(self):
        self.env["hva.delivery.report"]._cron_apply_reports()

    def code_of(self, msg):
        """Return the code of the personal link in a sent message."""
        return msg.text.rpartition("/p/")[2][:22]

    def count_by(self, records, name):
        counts = defaultdict(int)
        for record in records:
            counts[record[name]] += 1
        return dict(counts)
