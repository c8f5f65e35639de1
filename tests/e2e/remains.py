"""Everything that is kept of a running system, as bytes, for a search of what should not be there."""

import contextlib
import importlib.util

from tools.dev import cluster, paths

ASSETS = b"/web/assets/"  # Odoo's own scripts and styles: most of the bytes, and made of files of the addons


def of_world(world):
    """Yield (name, bytes): the database as dumped, Odoo's files and sessions, Kannel's spools and logs, mails, logs.

    With nginx before Odoo its log and what it buffered are there too.

    Not there: the operator's own log, which is outside the house, and the patient system's files in the drop folder.
    """
    rows = cluster.dump(world.database).split(b"\n")
    yield "database", b"\n".join(row for row in rows if ASSETS not in row)
    for folder in (
        paths.DATA / "filestore" / world.database,
        paths.DATA / "sessions",
        paths.DATA / "hva_sms",
        world.kannel.directory,
        world.mail_dir,
        world.odoo.log.parent,
        *([world.front.directory] if world.front else []),
    ):
        for path in folder.rglob("*"):
            with contextlib.suppress(FileNotFoundError, IsADirectoryError):  # what runs tidies up
                yield str(path), path.read_bytes()


def canary_forms():
    """Return the forms as the addon's own tests know them; its other tests need Odoo."""
    spec = importlib.util.spec_from_file_location("canary_forms", paths.ADDONS / "hva_sms/tests/canary_forms.py")
    forms = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(forms)
    return forms
