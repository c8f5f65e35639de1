"""Counting test results from the files that pytest leaves, without trusting a process that died to count itself."""

from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree


@dataclass(frozen=True)
class Tally:
    passed: int = 0
    failed: int = 0
    skipped: int = 0

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(self.passed + other.passed, self.failed + other.failed, self.skipped + other.skipped)

    def strict(self) -> "Tally":
        """Count skips as failures: where a browser or a gateway is part of the test, its absence is not a pass."""
        return Tally(self.passed, self.failed + self.skipped, 0)

    @property
    def total(self) -> int:
        return self.passed + self.failed + self.skipped

    def __str__(self) -> str:
        return f"{self.passed} passed, {self.failed} failed, {self.skipped} skipped"


def of_report(report: Path, exit_code: int) -> Tally:
    """Count a JUnit report. A failing run that left none, or a report without failures, counts as one failure."""
    tally = Tally()
    if report.is_file() and report.stat().st_size:
        for case in ElementTree.parse(report).iter("testcase"):
            tally += _of_case({child.tag for child in case})
    finished = exit_code in (0, 5)  # 5: no test was selected
    return tally if finished or tally.failed else tally + Tally(failed=1)


def skipped_names(report: Path) -> list[str]:
    """Return the skipped tests with their reasons."""
    if not report.is_file() or not report.stat().st_size:
        return []
    cases = ElementTree.parse(report).iter("testcase")
    skips = [(case, case.find("skipped")) for case in cases]
    return [
        f"{case.get('classname')}.{case.get('name')}: {skip.get('message')}" for case, skip in skips if skip is not None
    ]


def _of_case(tags: set[str]) -> Tally:
    if tags & {"failure", "error"}:
        return Tally(failed=1)
    return Tally(skipped=1) if "skipped" in tags else Tally(passed=1)
