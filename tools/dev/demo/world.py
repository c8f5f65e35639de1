"""The running system around one database: operator simulator, Kannel, mail catcher, Odoo. Used by the demo and by tests/e2e.

    world = World("demo", directory)
    world.build()            # a fresh database with the addons and their demo data
    world.start()            # everything up, each on 127.0.0.1
    world.messages()         # what the operator's simulator was handed: the truth about what was sent
    world.mails()            # what the mail catcher got
    world.stop()
"""

import email
import email.policy
import json
import secrets
import time
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from email.message import EmailMessage
from pathlib import Path

from .. import cluster, free_port, odoo_command, paths, process, template_db
from ..console import Stop
from ..kannel import Kannel

PATIENCE = 90  # seconds until a server must answer


@dataclass
class World:
    """All that runs beside the database. `name` prefixes pid files and the database; ports are free ones, kept in a file."""

    name: str
    directory: Path
    odoo_port: int | None = None
    ports: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.directory.mkdir(parents=True, exist_ok=True)
        self.ports = self._ports()

    @property
    def database(self) -> str:
        return f"hva_{self.name}"

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.ports['odoo']}"

    @property
    def drop_dir(self) -> Path:
        return self.directory / "visits"

    @property
    def mail_dir(self) -> Path:
        return self.directory / "mail"

    @property
    def sms_log(self) -> Path:
        return self.directory / "sms.jsonl"

    @property
    def odoo_log(self) -> Path:
        return self.directory / "log" / "odoo.log"

    @property
    def kannel(self) -> Kannel:
        return Kannel(
            self.directory / "kannel",
            smsc_port=self.ports["smsc"],
            admin_port=self.ports["kannel_admin"],
            box_port=self.ports["smsbox"],
            sendsms_port=self.ports["sendsms"],
            name=f"{self.name}-kannel",
        )

    def build(self, log: Path | None = None) -> None:
        """Make the database anew: the addons with their demo data, on top of the template."""
        cluster.start()
        cluster.dropdb(self.database)
        template_db.clone(self.database)
        log = log or self.directory / "log" / "install.log"
        odoo_command.install(self.database, list(paths.OUR_ADDONS), log, "--with-demo")

    def start(self) -> None:
        """Start what does not run yet, in the order the parts need each other, and wait until each answers."""
        cluster.start()
        for folder in (self.drop_dir, self.mail_dir, self.odoo_log.parent):
            folder.mkdir(parents=True, exist_ok=True)
        self._start_python("smsc", "tools.dev.smsc", "--port", str(self.ports["smsc"]), "--log", str(self.sms_log))
        self._start_python(
            "mail", "tools.dev.mail_catcher", "--port", str(self.ports["smtp"]), "--dir", str(self.mail_dir)
        )
        self.kannel.start()
        self._start_odoo()
        self.wait_for_odoo()

    def stop(self) -> None:
        process.stop(f"{self.name}-odoo")
        self.kannel.stop()
        for part in ("mail", "smsc"):
            process.stop(f"{self.name}-{part}")

    def is_running(self) -> bool:
        return all(process.pid_of(f"{self.name}-{part}") for part in ("smsc", "mail", "odoo"))

    def shell(self, script: str) -> str:
        """Run Python in `odoo shell`; it commits by itself."""
        return odoo_command.shell(self.database, script)

    def messages(self) -> list[dict[str, object]]:
        """Return the messages the operator's simulator accepted, oldest first."""
        if not self.sms_log.exists():
            return []
        return [json.loads(line) for line in self.sms_log.read_text(encoding="utf-8").splitlines()]

    def mails(self) -> list[EmailMessage]:
        """Return the mails that reached the catcher, oldest first."""
        files = sorted(self.mail_dir.glob("*.eml"))
        return [email.message_from_bytes(f.read_bytes(), policy=email.policy.default) for f in files]  # type: ignore[misc]

    def person_key_file(self) -> Path:
        """Return the file of the secret under which people are remembered; it lives outside the database."""
        path = self.directory / "person.key"
        if not path.exists():
            path.touch(mode=0o600)
            path.write_bytes(secrets.token_bytes(48))
        return path

    def wait_for_odoo(self) -> None:
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            try:
                with urllib.request.urlopen(f"{self.url}/web/login", timeout=PATIENCE):
                    return
            except (urllib.error.URLError, ConnectionError, TimeoutError):
                time.sleep(0.2)
            if not process.pid_of(f"{self.name}-odoo"):
                break
        raise Stop(f"Odoo did not start. Read {self.odoo_log}")

    def _start_odoo(self) -> None:
        conf = odoo_command.write_conf(
            self.directory / "odoo.conf",
            db_name=self.database,
            http_port=self.ports["odoo"],
            gevent_port=self.ports["gevent"],
            smtp_server="127.0.0.1",
            smtp_port=self.ports["smtp"],
            email_from="palaute@satakunta.example",
        )
        env = {"HVA_PERSON_KEY_FILE": str(self.person_key_file()), "HVA_KANNEL_PASSWORD": self.kannel.password}
        process.start(f"{self.name}-odoo", odoo_command.command(conf=conf), self.odoo_log, env)

    def _start_python(self, part: str, module: str, *args: str) -> None:
        log = self.directory / "log" / f"{part}.log"
        process.start(f"{self.name}-{part}", [paths.VENV_PYTHON, "-m", module, *args], log)

    def _ports(self) -> dict[str, int]:
        """Return the ports of this world; the same ones at each start, so that links in texts go on working."""
        kept = self.directory / "ports.json"
        if kept.exists():
            return dict(json.loads(kept.read_text()))
        names = ("odoo", "gevent", "smtp", "smsc", "kannel_admin", "smsbox", "sendsms", "desk")
        ports = {name: free_port.free_port() for name in names}
        if self.odoo_port:
            ports["odoo"] = self.odoo_port
        kept.write_text(json.dumps(ports))
        return ports
