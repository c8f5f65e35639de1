"""`hva_base`: a database with everything our addons stand on, and none of them. Clones of it take a second.

Attachments are stored in the database and the browser bundles are built beforehand, so a clone needs no files.
"""

from . import cluster, odoo_command, odoo_source, paths, stamps
from .console import Stop
from .stamps import fingerprint

NAME = "hva_base"
BASE = ("survey", "mail", "phone_validation", "resource", "sms", "helpdesk_mgmt")
LANGUAGES = ("fi_FI", "sv_SE")  # the first is the default; English, the language of the sources, is added below

PREPARE = """
env["ir.config_parameter"].set_param("ir_attachment.location", "db")
env["ir.attachment"].force_storage()
env["res.lang"]._activate_lang("en_US")
env.cr.commit()
env["ir.qweb"]._pregenerate_assets_bundles()
env.cr.commit()
"""


def key() -> str:
    """Return what the template depends on; a change means building it anew."""
    return fingerprint(odoo_source.VERSION, *BASE, *LANGUAGES, PREPARE)


def ensure() -> None:
    if not stamps.is_done(NAME, key()) or not cluster.exists(NAME):
        build()
        stamps.mark_done(NAME, key())


def build() -> None:
    """Make the template anew, under another name first so that nobody ever clones a half-made one."""
    making = f"{NAME}_new"
    cluster.start()
    cluster.dropdb(making)
    cluster.createdb(making)
    odoo_command.write_conf()
    log = paths.LOG / "template.log"
    log.unlink(missing_ok=True)
    odoo_command.install(making, list(BASE), log, f"--load-language={','.join(LANGUAGES)}")
    odoo_command.shell(making, PREPARE)
    cluster.dropdb(NAME)
    cluster.psql("postgres", f'ALTER DATABASE "{making}" RENAME TO "{NAME}"')


def clone(name: str) -> None:
    cluster.start()
    if not cluster.exists(NAME):
        raise Stop("There is no template database yet: run ./hva setup")
    cluster.createdb(name, NAME)
