"""The commands behind `./hva`."""

import importlib
import signal
import sys

from .console import Stop, fail, say

COMMANDS = {  # name: (module, what it does)
    "setup": ("install", "install everything that is missing"),
    "demo": ("demo_command", "a day in a wellbeing county, on a running system"),
    "serve": ("serve", "start PostgreSQL and Odoo in the background: serve [DATABASE] [--port N]"),
    "stop": ("serve", "stop all that serve and demo started"),
    "test": ("testing", "all tests, or the paths given"),
    "dbtest": ("dbtest", "the edit-test loop of one addon: dbtest ADDON[,ADDON] [pytest arguments]"),
    "recorder": ("recorder", "what the running demo sent: text messages and mails [--follow]"),
    "lint": ("lint", "style, types, well-formed files"),
    "i18n": ("i18n", "bring the translation files in step with the sources: i18n [--check]"),
    "fmt": ("lint", "let the machine fix the style"),
    "bench": ("bench", "how fast it is beside plain Odoo, in one run: bench answers [--quick]"),
    "psql": ("psql", "SQL prompt: psql [DATABASE]"),
    "odoo": ("odoo_cli", "Odoo's own command line on our cluster: odoo shell -d DATABASE"),
}


def main(argv: list[str]) -> int:
    name, rest = (argv[0], argv[1:]) if argv else ("help", [])
    if name not in COMMANDS:
        _help()
        return 0 if name in ("help", "--help", "-h") else 2
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that databases and child processes are cleared away
    module = importlib.import_module(f"tools.dev.{COMMANDS[name][0]}")
    run = getattr(module, f"main_{name}", None) or module.main
    try:
        return int(run(rest))
    except Stop as error:
        return fail(error)
    except KeyboardInterrupt:
        return 130


def _help() -> None:
    say("usage: ./hva COMMAND [ARGUMENTS]\n")
    for name, (_module, what) in COMMANDS.items():
        say(f"  {name:8} {what}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
