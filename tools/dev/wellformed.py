"""Every XML file parses, every translation file parses and says nothing twice. Run by `./hva lint`."""

import sys
from collections.abc import Iterator
from pathlib import Path

import polib
from lxml import etree

from . import paths


def complaints(root: Path) -> Iterator[str]:
    """Yield what is wrong with the XML and translation files below `root`."""
    for path in sorted(root.rglob("*.xml")):
        try:
            etree.parse(path)
        except etree.XMLSyntaxError as error:
            yield f"{path}: {error}"
    for path in sorted([*root.rglob("*.po"), *root.rglob("*.pot")]):
        try:
            catalogue = polib.pofile(str(path), check_for_duplicates=True)
        except (OSError, ValueError) as error:
            yield f"{path}: {error}"
        else:
            yield from (f"{path}: fuzzy: {entry.msgid[:60]}" for entry in catalogue if entry.fuzzy)


def main() -> int:
    found = list(complaints(paths.ADDONS))
    print("\n".join(found), end="\n" if found else "")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
