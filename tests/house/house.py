"""What the house tests share: where the rooms are and how to read a Python file without running it."""

import ast
import functools
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ADDONS = ROOT / "addons"
STOREYS = ("hva_feedback", "hva_sms", "hva_reports")  # lower first: an addon may name only those before it


def python_files(*rooms: str, tests: bool = False) -> list[Path]:
    """Return the Python files of all addons, or only those in `rooms` (folder names inside an addon)."""
    return [
        path
        for addon in STOREYS
        for path in sorted((ADDONS / addon).rglob("*.py"))
        if _is_in(path.relative_to(ADDONS / addon).parts[0], rooms, tests)
    ]


def _is_in(room: str, rooms: tuple[str, ...], tests: bool) -> bool:
    return (tests or room != "tests") and (not rooms or room in rooms)


@functools.cache
def tree(path: Path) -> ast.Module:
    """Return the syntax tree of `path`."""
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def imported_names(path: Path) -> set[str]:
    """Return the dotted names that `path` imports; relative imports are left out."""
    names: set[str] = set()
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names.add(node.module)
            names.update(f"{node.module}.{alias.name}" for alias in node.names)
    return names


def called_names(path: Path) -> Iterator[tuple[str, int]]:
    """Yield each called dotted name in `path` with its line, e.g. ('fields.Datetime.now', 12)."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Call):
            yield ast.unparse(node.func), node.lineno


def short(path: Path) -> str:
    """Return `path` as seen from the root of the repository."""
    return str(path.relative_to(ROOT))
