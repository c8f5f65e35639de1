"""The rooms of the house keep to their kind: pure tools, a door out, lower storeys that never name upper ones."""

import re

import pytest
from house import ADDONS, STOREYS, called_names, imported_names, python_files, short

CLOCKS = re.compile(r"(^|\.)(now|utcnow|today|time|monotonic|localtime|gmtime)$")
DOORS_OUT = {"requests", "socket", "http", "urllib", "subprocess", "smtplib", "psycopg2", "shutil", "tempfile"}


@pytest.mark.parametrize("path", python_files("tools", "gateways"), ids=short)
def test_tools_and_gateways_do_not_import_odoo(path):
    assert not {name for name in imported_names(path) if name.split(".")[0] == "odoo"}


@pytest.mark.parametrize("path", python_files("tools"), ids=short)
def test_tools_read_no_clock(path):
    """A tool takes `now` as an argument, so that a test can choose it and a repeat gives the same answer."""
    clock_calls = [(name, line) for name, line in called_names(path) if CLOCKS.search(name) and "." in name]
    assert not clock_calls


@pytest.mark.parametrize("path", python_files("tools"), ids=short)
def test_tools_do_no_input_or_output(path):
    opened = {name for name in imported_names(path) if name.split(".")[0] in DOORS_OUT - {"urllib"}}
    opened |= {name for name in imported_names(path) if name.startswith("urllib.request")}
    printed = [(name, line) for name, line in called_names(path) if name == "print"]
    assert not opened and not printed


@pytest.mark.parametrize("addon", STOREYS)
def test_a_lower_addon_never_names_an_upper_one(addon):
    upper = STOREYS[STOREYS.index(addon) + 1 :]
    named = [
        f"{short(path)} names {other}"
        for path in sorted((ADDONS / addon).rglob("*"))
        if path.suffix in {".py", ".xml", ".csv", ".js"}
        for other in upper
        if re.search(rf"\b{other}\b", path.read_text(encoding="utf-8"))
    ]
    assert not named


@pytest.mark.parametrize("path", python_files("models", "wizard", "report", "controllers"), ids=short)
def test_only_the_house_clock_tells_the_time(path):
    """Frozen time moves the house clock, but neither create_date, nor cr.now(), nor now() in SQL."""
    if path.name == "hva_clock.py":
        return
    own = [(name, line) for name, line in called_names(path) if CLOCKS.search(name) and not name.endswith("._now")]
    own = [(name, line) for name, line in own if name.startswith(("datetime", "date.", "fields.", "time.", "Datetime"))]
    sql_now = re.findall(r"\b(?:now\(\)|CURRENT_(?:DATE|TIMESTAMP))", _strings_and_code(path))
    assert not own and not [hit for hit in sql_now if hit != "now()"] and "cr.now()" not in _strings_and_code(path)


def _strings_and_code(path):
    return re.sub(r"#.*", "", path.read_text(encoding="utf-8"))
