"""`./hva odoo ...`: Odoo's own command line with our configuration, cluster and addons."""

import os

from . import cluster, odoo_command, paths


def main(argv: list[str]) -> int:
    cluster.start()
    odoo_command.write_conf()
    os.environ.update(cluster.env())
    os.execv(paths.VENV_PYTHON, odoo_command.command(*argv))
