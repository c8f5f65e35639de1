"""Merge Odoo's exports into the translation files, and compare the two. Run with the environment's Python.

python -m tools.dev.catalogues merge FOLDER     write <addon>.pot, fi.po and sv.po after FOLDER/<addon>.pot
python -m tools.dev.catalogues check FOLDER     only say what would change or is missing
"""

import sys
from collections.abc import Iterator
from pathlib import Path

import polib

from . import paths

LANGUAGES = ("fi", "sv")
WIDTH = 120
KEPT_IN_HEADER = ("Project-Id-Version", "MIME-Version", "Content-Type", "Content-Transfer-Encoding")


def main(argv: list[str]) -> int:
    action, folder = argv[0], Path(argv[1])
    found: list[str] = []
    for addon in paths.OUR_ADDONS:
        exported = read_export(folder / f"{addon}.pot", addon)
        if action == "merge":
            merge(addon, exported)
        else:
            found += differences(addon, exported)
        found += untranslated(addon)
    print("\n".join(found) if found else "every term is translated")
    return 1 if found else 0


def read_export(path: Path, addon: str) -> polib.POFile:
    """Return what Odoo exported, without the dates that would differ each time."""
    exported = polib.pofile(str(path), wrapwidth=WIDTH)
    exported.metadata = {name: exported.metadata.get(name, "") for name in KEPT_IN_HEADER}
    exported.metadata |= {"Project-Id-Version": f"{addon} 19.0", "Content-Transfer-Encoding": "8bit"}
    exported.header = f"Terms of {addon}, written by ./hva i18n."
    for entry in exported:
        entry.occurrences = sorted(entry.occurrences)
    return exported


def merge(addon: str, exported: polib.POFile) -> None:
    """Write the template, and both languages after it: known translations stay, terms that are gone go."""
    exported.save(str(pot_path(addon)), newline="\n")
    for language in LANGUAGES:
        path = po_path(addon, language)
        known = {entry.msgid: entry.msgstr for entry in polib.pofile(str(path)) if not entry.obsolete}
        merged = polib.POFile(wrapwidth=WIDTH)
        merged.header = f"Translation of {addon}. The words are those of docs/words.md."
        merged.metadata = {**exported.metadata, "Language": language, "Plural-Forms": "nplurals=2; plural=(n != 1);"}
        for entry in exported:
            merged.append(
                polib.POEntry(
                    msgid=entry.msgid,
                    msgstr=known.get(entry.msgid, ""),
                    comment=entry.comment,
                    flags=[flag for flag in entry.flags if flag != "fuzzy"],
                    occurrences=entry.occurrences,
                )
            )
        merged.save(str(path), newline="\n")


def differences(addon: str, exported: polib.POFile) -> Iterator[str]:
    """Yield the terms by which the committed template differs from the sources."""
    wanted, committed = _terms(exported), set()
    if pot_path(addon).exists():
        committed = _terms(polib.pofile(str(pot_path(addon))))
    yield from (f"{addon}: new in the sources: {_short(term)}" for term, _in_code in sorted(wanted - committed))
    yield from (f"{addon}: gone from the sources: {_short(term)}" for term, _in_code in sorted(committed - wanted))


def _terms(catalogue: polib.POFile) -> set[tuple[str, bool]]:
    """Return (term, whether Python says it); Odoo looks words of code up only where the file marks them as such."""
    return {(entry.msgid, "odoo-python" in entry.comment) for entry in catalogue}


def untranslated(addon: str) -> Iterator[str]:
    for language in LANGUAGES:
        for entry in polib.pofile(str(po_path(addon, language))):
            if not entry.translated():
                yield f"{addon} {language}: {_short(entry.msgid)}"


def pot_path(addon: str) -> Path:
    return paths.ADDONS / addon / "i18n" / f"{addon}.pot"


def po_path(addon: str, language: str) -> Path:
    return paths.ADDONS / addon / "i18n" / f"{language}.po"


def _short(term: str) -> str:
    line = " ".join(term.split())
    return line if len(line) <= 100 else f"{line[:97]}..."


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
