"""What `./hva bench reports` asks: the questions of the dashboard, and who asks them."""

from typing import Any

from . import reports_world as world

SCORES = ["answers", "n", "nps"]
OCTOBER = {"kind": "month", "day": "2026-10-15"}
YEAR = {"kind": "own", "start": "2025-11-01", "end": "2026-10-31"}
EVER = {"kind": "own", "start": "2016-11-01", "end": "2026-10-31"}
OTHERS = (
    "county month, all units", "county year, divisions", "county year, all units", "area year, months", "unit month",
)  # fmt: skip


def questions(made: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Return name -> definition: what the dashboard asks, from the whole county's year to one unit's week."""
    october, year = OCTOBER, YEAR
    odd = {"kind": "own", "start": "2026-03-10", "end": "2026-10-20"}
    county = {"unit": made["county"], "metrics": SCORES}
    return {
        "county month": {**county, "period": october, "compare": "previous"},
        "county month, divisions": {**county, "period": october, "compare": "year_ago", "group": "unit"},
        "county month, all units": {**county, "period": october, "compare": "previous", "group": "leaf"},
        "county month, statements": {
            **county, "period": october, "group": "statement", "metrics": ["stand", "agree", "mean", "v5"],
        },
        "county quarter, channels": {**county, "period": {"kind": "quarter", "day": "2026-09-01"}, "group": "channel"},
        "county year, divisions": {**county, "period": year, "group": "unit"},
        "county year, months": {**county, "period": year, "group": "step", "step": "month"},
        "county year, languages": {**county, "period": year, "group": "language"},
        "county year, classes": {**county, "period": year, "group": "nps_class", "metrics": ["answers", "share"]},
        "county month, services": {**county, "period": october, "group": "service"},
        "county week, days": {
            **county, "period": {"kind": "week", "day": "2026-10-21"}, "group": "step", "step": "day",
        },
        "county odd days": {**county, "period": odd, "compare": "previous"},
        "county month, adjusted": {
            **county, "period": october, "compare": "previous", "group": "unit", "metrics": ["nps", "nps_adjusted"],
        },
        "county year, statements": {**county, "period": year, "group": "statement", "metrics": ["stand", "mean"]},
        "county year, adjusted": {**county, "period": year, "compare": "year_ago", "metrics": ["nps", "nps_adjusted"]},
        "county six years": {
            **county, "period": {"kind": "own", "start": "2020-11-01", "end": "2026-10-31"}, "group": "step",
            "step": "year",
        },
        "county year, one service": {**county, "period": year, "filters": {"services": [made["services"][0]]}},
        "county year, modes": {**county, "period": year, "group": "contact_mode"},
        "division year, units": {**county, "unit": made["division"], "period": year, "group": "leaf"},
        "division month, by call": {
            **county, "unit": made["division"], "period": october, "filters": {"contact_modes": ["call"]},
        },
        "area year, months": {**county, "unit": made["area"], "period": year, "group": "step", "step": "month"},
        "area quarter, groups": {
            **county, "unit": made["area"], "period": {"kind": "quarter", "day": "2026-09-01"},
            "group": "respondent_group",
        },
        "unit year, weeks": {**county, "unit": made["unit"], "period": year, "group": "step", "step": "week"},
        "unit month": {**county, "unit": made["unit"], "period": october, "compare": "previous"},
        "unit month, statements": {
            **county, "unit": made["unit"], "period": october, "group": "statement", "metrics": ["stand", "mean"],
        },
    }  # fmt: skip


def of_years(made: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Return name -> definition of the questions that read most: years by one thing and by two, and all ten of them."""
    county = {"unit": made["county"], "metrics": SCORES}
    year, ever = {**county, "period": YEAR}, {**county, "period": EVER}
    return {
        "county year, groups": {**year, "group": "respondent_group"},
        "county year, ages": {**year, "group": "age_band"},
        "county year, calls by channel": {**year, "filters": {"contact_modes": ["call"]}, "group": "channel"},
        "county year, all units": {**year, "group": "leaf"},
        "county ten years": ever,
        "county ten years, channels": {**ever, "group": "channel"},
        "county ten years, modes": {**ever, "group": "contact_mode"},
    }


def asked_of(made: dict[str, Any]) -> list[tuple[str, str, dict[str, Any]]]:
    """Return (name, login, definition) of every question: of the board, and some of a manager who sees few units."""
    every = {**questions(made), **of_years(made)}
    asked = [(name, world.LOGIN, definition) for name, definition in every.items()]
    return [*asked, *((f"{name} (others)", world.NEAR_LOGIN, every[name]) for name in OTHERS)]
