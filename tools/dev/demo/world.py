"""The running system around one database: operator simulator, Kannel, mail catcher, Odoo. For the demo and tests/e2e.

world = World("demo", directory)
world.build()            # a fresh database with the addons and their demo data
world.start()            # everything up, each on 127.0.0.1
world.messages()         # what the operator's simulator was handed: the truth about what was sent
world.mails()            # what the mail catcher got
world.stop()

With `has_front` there is nginx before Odoo, and everybody comes through it.
"""

import email
import email.policy
import json
import secrets
import shutil
import string
from email.message import EmailMessage
from pathlib import Path

from .. import cluster, free_port, front, kannel, mail_catcher, odoo_command, paths, process, template_db
from ..odoo_server import OdooServer
from ..smsc import phones

PORTS = ("odoo", "smtp", "smsc", "kannel_admin", "smsbox", "sendsms", "desk")
SENDER = "palaute@satakunta.example"


class World:
    """All that runs beside one database. `name` prefixes the pid files and names the database."""

    def __init__(self, name: str, directory: Path, odoo_port: int = 0, has_front: bool = False) -> None:
        self.name = name
        self.directory = directory
        directory.mkdir(parents=True, exist_ok=True)
        self.ports = self._ports(odoo_port)
        self.database = f"hva_{name}"
        self.drop_dir = directory / "visits"
        self.mail_dir = directory / "mail"
        self.sms_log = directory / "sms.jsonl"
        self.phones = directory / "phones.jsonl"
        self.odoo = OdooServer(name, self.database, self.ports["odoo"], directory / "log" / "odoo.log")
        self.front = front.Front(name, directory / "nginx", self.ports["odoo"]) if has_front else None
        self.kannel = kannel.Kannel(
            kannel.folder() / name,
            smsc_port=self.ports["smsc"],
            admin_port=self.ports["kannel_admin"],
            box_port=self.ports["smsbox"],
            sendsms_port=self.ports["sendsms"],
            name=f"{name}-kannel",
            inbound_url=f"{self.public_url}/hva_sms/inbound/{self.inbound_code}",
        )

    @property
    def url(self) -> str:
        """Where staff sign in."""
        return self.front.staff_url if self.front else self.odoo.url

    @property
    def public_url(self) -> str:
        """Where links in messages lead, and where machines deliver."""
        return self.front.public_url if self.front else self.odoo.url

    @property
    def inbound_code(self) -> str:
        """The secret in the address to which Kannel posts what phones write; a gateway that has it hears them."""
        kept = self.directory / "inbound.code"
        if not kept.exists():
            kept.touch(mode=0o600)
            kept.write_text("".join(secrets.choice(string.ascii_letters + string.digits) for _ in range(22)))
        return kept.read_text()

    def build(self) -> None:
        """Make the database anew: the addons with their demo data, on top of the template."""
        cluster.start()
        cluster.dropdb(self.database)
        template_db.clone(self.database)
        log = self.directory / "log" / "install.log"
        odoo_command.install(self.database, list(paths.OUR_ADDONS), log, demo=True)

    def start_pages(self) -> None:
        """Start Odoo alone: for those who need its pages and send nothing."""
        self.odoo.log.parent.mkdir(parents=True, exist_ok=True)
        self.odoo.start(extra_env={"HVA_PERSON_KEY_FILE": str(self._person_key_file())})

    def start(self) -> None:
        """Start what does not run yet, in the order the parts need each other, and wait until each answers."""
        for folder in (self.drop_dir, self.mail_dir, self.odoo.log.parent):
            folder.mkdir(parents=True, exist_ok=True)
        self._start_operator()
        mail_catcher.start(self.name, self.ports["smtp"], self.mail_dir)
        if not self.kannel.is_ready():
            self.kannel.start()
        if self.front:
            self.front.start()
        self.odoo.start(
            extra_conf={"smtp_server": "127.0.0.1", "smtp_port": self.ports["smtp"], "email_from": SENDER}
            | ({"proxy_mode": True} if self.front else {}),
            extra_env={
                "HVA_PERSON_KEY_FILE": str(self._person_key_file()),
                "HVA_KANNEL_PASSWORD": self.kannel.password,
            },
        )

    def stop(self) -> None:
        self.odoo.stop()
        if self.front:
            self.front.stop()
        self.kannel.stop()
        mail_catcher.stop(self.name)
        process.stop(f"{self.name}-smsc")

    def remove(self) -> None:
        """Stop everything and forget it: database, files, ports."""
        self.stop()
        cluster.start()
        cluster.dropdb(self.database)
        for folder in (self.directory, self.kannel.directory):
            shutil.rmtree(folder, ignore_errors=True)

    def messages(self) -> list[dict[str, str]]:
        """Return the messages the operator's simulator took, oldest first."""
        if not self.sms_log.exists():
            return []
        return [json.loads(line) for line in self.sms_log.read_text(encoding="utf-8").splitlines()]

    def write_back(self, phone: str, text: str, receiver: str) -> None:
        """Let a phone write a text to a number of ours."""
        phones.write(self.phones, phone, receiver, text)

    def mails(self) -> list[EmailMessage]:
        """Return the mails that reached the catcher, oldest first."""
        return [
            email.message_from_bytes(path.read_bytes(), policy=email.policy.default)  # type: ignore[misc]
            for path in sorted(self.mail_dir.glob("*.eml"))
        ]

    def reports(self) -> list[EmailMessage]:
        """Return the mails that carry a workbook: the monthly reports."""
        return [mail for mail in self.mails() if any(mail.iter_attachments())]

    def _start_operator(self) -> None:
        log = self.directory / "log" / "smsc.log"
        command = [paths.VENV_PYTHON, "-m", "tools.dev.smsc", "--port", str(self.ports["smsc"]), "--log", self.sms_log]
        command += ["--phones", self.phones]
        process.start(f"{self.name}-smsc", command, log)

    def _person_key_file(self) -> Path:
        """Return the file of the secret under which people are remembered; it lies outside the database."""
        path = self.directory / "person.key"
        if not path.exists():
            path.touch(mode=0o600)
            path.write_bytes(secrets.token_bytes(48))
        return path

    def _ports(self, odoo_port: int) -> dict[str, int]:
        """Return the ports of this world, the same at each start, so that links in messages go on working."""
        kept = self.directory / "ports.json"
        if kept.exists():
            return dict(json.loads(kept.read_text()))
        ports = {name: free_port.free_port() for name in PORTS}
        ports["odoo"] = odoo_port or ports["odoo"]
        kept.write_text(json.dumps(ports))
        return ports
