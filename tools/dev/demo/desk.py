"""The page that a demo ends with: where to look, who to sign in as, what was sent.

It is served from a folder of its own, with links to what may be seen: beside it lie the gateway's password and a key.
"""

import html
import re
import sys
from collections.abc import Iterable, Mapping
from email.message import EmailMessage
from pathlib import Path

from .. import process
from .world import World

PEOPLE = (
    ("kasittelija.pori", "handler of health stations in the Pori area", "hva_feedback.hva_ticket_action"),
    ("kasittelija.terveys", "handler of health services", "hva_feedback.hva_ticket_action"),
    ("esihenkilo.terveys", "manager of health services", "hva_reports.hva_feedback_analysis_action"),
    ("laatu", "quality, the whole county", "hva_reports.hva_feedback_analysis_action"),
    ("paakayttaja", "administrator", "hva_feedback.hva_question_set_action"),
    ("tekninen", "IT: text messages and gateways", "hva_sms.hva_invitation_action"),
)
STYLE = """body{font:1rem/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}
table{border-collapse:collapse}td,th{text-align:left;padding:.3rem .8rem .3rem 0;vertical-align:top}
img{max-width:15rem;border:1px solid #888;vertical-align:top}figure{display:inline-block;margin:0 1rem 1rem 0}"""


def write(world: World, facts: Mapping[str, object], told: Iterable[str]) -> Path:
    """Write the page and the mails beside it; return the page."""
    folder = _folder(world)
    mails = _save_mails(world, folder)
    sections = [
        ("What happened", _list(html.escape(line) for line in told)),
        ("Give feedback", _list(_collector(world, each) for each in facts["collectors"])),  # type: ignore[attr-defined]
        ("Sign in (the password is the login)", _people(world)),
        ("Mails that were caught", _list(mails)),
        ("Text messages that were sent", '<p><a href="sms.jsonl">the simulated operator\'s log</a></p>'),
        ("Visits", '<p><a href="visits/">the drop folder</a> with a result file for each file of visits</p>'),
        ("Pictures", "".join(_figure(path) for path in sorted((world.directory / "pictures").glob("*.png")))),
    ]
    body = "".join(f"<h2>{html.escape(title)}</h2>{content}" for title, content in sections)
    page = folder / "index.html"
    head = f'<meta charset="utf-8"><title>hva_feedback demo</title><style>{STYLE}</style>'
    page.write_text(
        f'<!DOCTYPE html><html lang="en"><head>{head}</head><body><h1>The demo county</h1>{body}</body></html>'
    )
    return page


def serve(world: World) -> str:
    """Serve the folder on this machine only; return its address."""
    port = str(world.ports["desk"])
    command = [sys.executable, "-m", "http.server", port, "--bind", "127.0.0.1", "--directory", str(_folder(world))]
    process.start(f"{world.name}-desk", command, world.directory / "log" / "desk.log")
    return f"http://127.0.0.1:{port}/"


def stop(world: World) -> None:
    process.stop(f"{world.name}-desk")


def save_report(mail: EmailMessage, folder: Path) -> tuple[Path, Path]:
    """Save the HTML and the workbook of a report mail; return both files."""
    folder.mkdir(parents=True, exist_ok=True)
    page = folder / f"{_safe(str(mail['To']))}.html"
    body = mail.get_body(("html",))
    page.write_text(body.get_content() if body else "")
    attachment = next(mail.iter_attachments())
    workbook = folder / f"{_safe(str(mail['To']))}.xlsx"
    workbook.write_bytes(attachment.get_payload(decode=True))  # type: ignore[arg-type]
    return page, workbook


def _folder(world: World) -> Path:
    folder = world.directory / "desk"
    folder.mkdir(exist_ok=True)
    for shown in (world.sms_log, world.drop_dir, world.directory / "pictures"):
        link = folder / shown.name
        if not link.is_symlink():
            link.symlink_to(shown.resolve())
    return folder


def _save_mails(world: World, folder: Path) -> list[str]:
    lines = []
    for mail in world.mails():
        about = f"{html.escape(str(mail['Subject']))} – to {html.escape(str(mail['To']))}"
        if any(mail.iter_attachments()):
            page, workbook = save_report(mail, folder / "reports")
            about = f'<a href="reports/{page.name}">{about}</a> (<a href="reports/{workbook.name}">workbook</a>)'
        lines.append(about)
    return lines


def _collector(world: World, collector: Mapping[str, str]) -> str:
    return f'<a href="{world.public_url}/p/{collector["code"]}">{html.escape(collector["unit"])}</a>'


def _people(world: World) -> str:
    rows = "".join(
        f"<tr><td><code>{login}</code></td><td>{who}</td>"
        f'<td><a href="{world.url}/odoo/action-{action}">starts here</a></td></tr>'
        for login, who, action in PEOPLE
    )
    return f"<table>{rows}</table><p>Odoo's own administrator is <code>admin</code>.</p>"


def _figure(path: Path) -> str:
    name = f"pictures/{path.name}"
    image = f'<a href="{name}"><img src="{name}" alt="{path.stem}"></a>'
    return f"<figure>{image}<figcaption>{path.stem}</figcaption></figure>"


def _list(lines: Iterable[str]) -> str:
    return "<ul>" + "".join(f"<li>{line}</li>" for line in lines) + "</ul>"


def _safe(text: str) -> str:
    return re.sub(r"[^a-z.]", "", text.split("<")[-1].split("@")[0].lower()) or "mail"
