"""Order in the house: small files, no placeholders, nothing unlisted, nothing unpinned, links that lead somewhere."""

import ast
import re

import pytest
from house import ADDONS, ROOT, STOREYS, python_files, short, tree

LONGEST_FILE = 400
LONGEST_FUNCTION = 60


def _all_python():
    around = [*sorted((ROOT / "tools").rglob("*.py")), *sorted((ROOT / "tests").rglob("*.py"))]
    return [*python_files(tests=True), *around]


@pytest.mark.parametrize("path", _all_python(), ids=short)
def test_files_stay_small(path):
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LONGEST_FILE


@pytest.mark.parametrize("path", _all_python(), ids=short)
def test_functions_stay_small(path):
    long = [
        f"{node.name} ({node.end_lineno - node.lineno + 1} lines)"
        for node in ast.walk(tree(path))
        if isinstance(node, ast.FunctionDef) and node.end_lineno - node.lineno + 1 > LONGEST_FUNCTION
    ]
    assert not long


def test_no_file_is_an_empty_placeholder():
    empty = [short(p) for p in python_files(tests=True) if p.name != "__init__.py" and not p.read_text().strip()]
    hollow = [short(p) for p in ADDONS.rglob("*.xml") if re.search(r"<odoo\s*/>|<odoo>\s*</odoo>", p.read_text())]
    assert not empty + hollow


@pytest.mark.parametrize("addon", STOREYS)
def test_the_manifest_lists_each_data_file_once(addon):
    manifest = ast.literal_eval((ADDONS / addon / "__manifest__.py").read_text())
    listed = manifest.get("data", []) + manifest.get("demo", [])
    assert len(listed) == len(set(listed))
    there = {
        str(path.relative_to(ADDONS / addon))
        for folder in ("data", "security", "views", "wizard", "report", "demo")
        for path in (ADDONS / addon / folder).rglob("*")
        if path.suffix in {".xml", ".csv"}
    }
    assert there == set(listed)


@pytest.mark.parametrize("addon", STOREYS)
def test_each_test_file_is_imported(addon):
    """Odoo's own runner sees only what tests/__init__.py imports; a file left out would pass by never running."""
    tests = ADDONS / addon / "tests"
    imported = {
        alias.name
        for node in ast.walk(tree(tests / "__init__.py"))
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }
    assert {path.stem for path in tests.glob("test_*.py")} <= imported


@pytest.mark.parametrize("addon", STOREYS)
def test_no_state_is_written_outside_its_one_door(addon):
    """DESIGN rule: one writer per state. Writes of a `*state` key stand only in a `_move`, a create or its helpers."""
    doors = re.compile(r"^(_hva_move|_move\w*|create|_prepare_\w+|action_publish|_publish\w*|_set_state)$")
    strays = []
    for path in sorted((ADDONS / addon / "models").glob("*.py")):
        for function in (n for n in ast.walk(tree(path)) if isinstance(n, ast.FunctionDef)):
            if doors.match(function.name):
                continue
            strays += [f"{short(path)}:{call.lineno}" for call in ast.walk(function) if _writes_a_state(call)]
    assert not strays


def _writes_a_state(node):
    if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "write"):
        return False
    keys = [k for arg in node.args if isinstance(arg, ast.Dict) for k in arg.keys if isinstance(k, ast.Constant)]
    return any(k.value in {"state", "hva_state"} for k in keys)


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-lake.txt", "requirements-test.txt"])
def test_every_requirement_is_pinned(name):
    lines = [line.split("#")[0].strip() for line in (ROOT / name).read_text().splitlines()]
    loose = [line for line in lines if line and not line.startswith("-") and "==" not in line and " @ " not in line]
    assert not loose


def test_links_in_the_documents_lead_somewhere():
    pages = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
    broken = [
        f"{short(page)} -> {target}"
        for page in pages
        for target in re.findall(r"\]\(([^)#\s]+)[^)]*\)", page.read_text(encoding="utf-8"))
        if "://" not in target and not target.startswith("mailto:") and not (page.parent / target).exists()
    ]
    assert not broken
