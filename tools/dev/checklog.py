"""Odoo only warns about many real faults (a wrong view, an unknown key in a manifest): here a warning is a failure."""

import re

LINE = re.compile(r"^\d{4}-\d\d-\d\d [\d:,]+ \d+ (WARNING|ERROR|CRITICAL) \S+ (\S+?): (.*)")
OURS = re.compile(r"\bhva[_.]")


def complaints(log: str) -> list[str]:
    """Return the warnings and errors in an Odoo log; deprecations inside other people's packages are left out."""
    found = []
    for match in filter(None, map(LINE.match, log.splitlines())):
        level, logger, text = match.groups()
        if logger == "py.warnings" and not OURS.search(text):
            continue
        found.append(f"{level} {logger}: {text}")
    return found
