"""`./hva test`: everything, or the files, folders and `file::Class::test` ids given; options are handed to pytest.

./hva test
./hva test tests/unit addons/hva_sms/tests/test_quarantine.py
./hva test -k deadline -x
"""

import time
from collections.abc import Iterator

from . import checklog, cluster, dbtest, doors, install, paths
from .console import Stop, say
from .tally import Tally


def main(argv: list[str]) -> int:
    chosen, options = split(argv)
    work = list(plan(chosen))
    if not work:
        raise Stop("There are no tests at " + (" ".join(chosen) or "tests/ and addons/*/tests"))
    install.ensure_for_use()
    started = time.monotonic()
    tally = _run_all(work, options)
    say(f"\nin {time.monotonic() - started:.0f} s")
    if not tally.total:
        say("no test was selected")
    say(str(tally))
    return 0 if tally.passed and not tally.failed else 1


def split(argv: list[str]) -> tuple[list[str], list[str]]:
    """Divide the arguments into paths that exist in the repository and everything else, which is pytest's."""
    chosen = [arg for arg in argv if not arg.startswith("-") and (paths.ROOT / arg.split("::")[0]).exists()]
    return [arg.rstrip("/") for arg in chosen], [arg for arg in argv if arg not in chosen]


def plan(chosen: list[str]) -> Iterator[tuple[doors.Door, list[str]]]:
    """Yield each door with what goes through it; a folder above a door (`addons/hva_sms`) means all of that door's."""
    for door in doors.DOORS:
        if not chosen:
            targets = [] if door.by_name else door.targets()
        else:
            targets = [arg for arg in chosen if door.opens(arg)]
            targets += [folder for folder in door.targets() if any(folder.startswith(f"{arg}/") for arg in chosen)]
        if targets:
            yield door, targets


def _run_all(work: list[tuple[doors.Door, list[str]]], options: list[str]) -> Tally:
    tally, installed_db = Tally(), ""
    try:
        for door, targets in work:
            say(f"\n=== {door.name}: {' '.join(targets)}")
            if door.needs_database and not installed_db:
                installed_db = dbtest.new_name()
                tally += _install(installed_db)
            tally += doors.run(door, [*targets, *options], installed_db)
    finally:
        if installed_db:
            cluster.dropdb(installed_db)
    return tally


def _install(db: str) -> Tally:
    """Install the addons into `db` and read the log; each complaint in it is a failure."""
    log = dbtest.prepare(db, [addon for addon in paths.OUR_ADDONS if (paths.ADDONS / addon).is_dir()])
    complaints = checklog.complaints(log.read_text(errors="replace"))
    for complaint in complaints:
        say(f"FAILED while installing the addons: {complaint}")
    return Tally(failed=len(complaints)) if complaints else Tally(passed=1)
