"""A foreign house before our addons come, while they are there, and after they have gone. Played once, looked at often.

foreign template -> before (looked at)
                 -> install, life of ours -> during (looked at, tried for leaks)
                                          -> uninstall -> after (looked at) -> install again, uninstall one by one
"""

import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(Path(__file__).parent)]

import foreign  # noqa: E402  found by the lines above
import traces  # noqa: E402

from tools.dev import paths  # noqa: E402

AT_ONCE = 2  # Odoo processes side by side


@dataclass(frozen=True)
class Story:
    before: dict
    during: dict
    after: dict
    isolation: dict
    of_ours: dict  # how much there was of ours
    traces_before: traces.Traces
    traces_after: traces.Traces
    left: dict  # what is wrong after the uninstallation
    left_log: list
    install_log: list
    again_log: list
    again_left: dict
    traces_again: traces.Traces


@pytest.fixture(scope="session")
def story() -> Iterator[Story]:
    foreign.ensure()
    try:
        yield _play()
    finally:
        foreign.drop_all()


def _play() -> Story:
    with ThreadPoolExecutor(AT_ONCE) as desk:
        before = desk.submit(_look, "before", foreign.NAME)
        house = foreign.clone("house", foreign.NAME)
        install_log = foreign.install(house)
        of_ours = foreign.run(house, "county:move_in")
        during = desk.submit(_look, "during", foreign.clone("during", house))
        isolation = desk.submit(foreign.run, foreign.clone("isolation", house), "isolation:look")
        left, left_log = _leave(house, "hva_feedback")
        traces_after = traces.of(house)
        after = desk.submit(_look, "after", foreign.clone("after", house))
        again_log = foreign.install(house)
        again_left, log = _leave(house, "hva_reports", "hva_sms", "hva_feedback")
        return Story(
            before=before.result(),
            during=during.result(),
            after=after.result(),
            isolation=isolation.result(),
            of_ours=of_ours,
            traces_before=traces.of(foreign.NAME),
            traces_after=traces_after,
            left=left,
            left_log=left_log,
            install_log=install_log,
            again_log=[*again_log, *log],
            again_left=again_left,
            traces_again=traces.of(house),
        )


def _look(name: str, template: str) -> dict:
    """Look at a clone: what is looked at is also changed."""
    return foreign.run(foreign.clone(f"look_{name}", template), "seen:look")


def _leave(house: str, *addons: str) -> tuple[dict, list]:
    log = paths.LOG / "guest" / f"{house}-uninstall.log"
    log.unlink(missing_ok=True)
    left = foreign.run(house, "leave:uninstall", log=log, addons=addons)
    return left, foreign.complaints(log)
