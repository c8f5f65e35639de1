"""Where Odoo 19 comes from: $ODOO_HOME, an installed one, Debian's package unpacked, else the official source."""

import os
import re
import shutil
import subprocess
from pathlib import Path

from . import apt, paths, stamps
from .console import Stop, run_logged, say

SERIES = "19.0"
SOURCE = "https://github.com/odoo/odoo"
PACKAGES = {
    # the machine's own release of two fonts: newer ones lack files that Odoo links to
    "fonts-font-awesome": "",
    "fonts-inconsolata": "",
    "odoo-19": "sid",
    "fonts-montserrat": "sid",
    "fonts-roboto-unhinted": "sid",
    "fonts-ocr-b": "sid",
    "libjs-jquery": "sid",
    "libjs-jquery-form": "sid",
    "libjs-underscore": "sid",
}
INSTALLED = Path("/usr/lib/python3/dist-packages")
NOTE = paths.HVA_HOME / "odoo-parent"
VERSION = paths.HVA_HOME / "odoo-version"


def ensure() -> None:
    """Find or fetch Odoo; write down the folder that holds the `odoo` package, and which Odoo it is."""
    chosen = os.environ.get("ODOO_HOME")
    if stamps.is_done("odoo", _key()) and series_of(paths.odoo_parent()) == SERIES:
        if not chosen or paths.odoo_parent() == Path(chosen).resolve():
            return
    parent, origin = _given() or _unpacked() or _cloned()
    if series_of(parent) != SERIES:
        raise Stop(f"{parent} holds Odoo {series_of(parent)}; {SERIES} is needed.")
    NOTE.write_text(f"{parent}\n")
    VERSION.write_text(f"{origin}\n")
    stamps.mark_done("odoo", _key())
    say(f"      Odoo {SERIES}: {origin.splitlines()[0]}")


def series_of(parent: Path) -> str:
    """Return the version that the source itself states, or "" where there is no Odoo."""
    release = parent / "odoo" / "release.py"
    text = release.read_text() if release.is_file() else ""
    found = re.search(r"^version_info = \((\d+), (\d+)", text, re.MULTILINE)
    return ".".join(found.groups()) if found else ""


def _key() -> str:
    return stamps.fingerprint(*PACKAGES, *PACKAGES.values())


def _given() -> tuple[Path, str] | None:
    """Return the Odoo that somebody chose or the machine has; only the unpacked package is tested by us."""
    chosen = os.environ.get("ODOO_HOME")
    if chosen:
        return Path(chosen).resolve(), f"ODOO_HOME={chosen} (untested)"
    if series_of(INSTALLED) == SERIES:
        return INSTALLED, f"installed in {INSTALLED}"
    return None


def _unpacked() -> tuple[Path, str] | None:
    """Unpack Debian's package under HVA_HOME; None where apt has none."""
    making = paths.HVA_HOME / "odoo.new"
    shutil.rmtree(making, ignore_errors=True)
    making.mkdir(parents=True)
    try:
        apt.unpack(PACKAGES, making)
    except Stop as error:
        say(f"      Debian's odoo-19 cannot be had: {error}\n      Trying the official source instead (untested).")
        return None
    _mend(making)
    shutil.rmtree(paths.ODOO_UNPACKED, ignore_errors=True)
    making.rename(paths.ODOO_UNPACKED)
    origin = _origin()
    shutil.rmtree(apt.OWN_APT / "archives")
    return paths.ODOO_UNPACKED / "usr/lib/python3/dist-packages", origin


def _mend(root: Path) -> None:
    """Make the unpacked tree whole: no link may dangle, and one file that Debian must leave out gets a stand-in."""
    for link in (path for path in root.rglob("*") if path.is_symlink()):
        target = Path(os.readlink(link))
        if target.is_absolute() and (root / target.relative_to("/")).exists():
            link.unlink()
            link.symlink_to(root / target.relative_to("/"))
    if dangling := [str(path) for path in root.rglob("*") if path.is_symlink() and not path.exists()]:
        raise Stop(f"Odoo's package links to files that no unpacked package holds: {', '.join(dangling[:5])}")
    for static in root.glob("usr/lib/python3/dist-packages/**/addons/mail/static/lib"):
        stand_in = static / "selfie_segmentation" / "selfie_segmentation.js"
        stand_in.parent.mkdir(exist_ok=True)
        stand_in.write_text("/* Left out of the Debian package; it blurs the background of video calls. */\n")


def _origin() -> str:
    """Return version and sha256 of each package that was unpacked, Odoo first."""
    debs = sorted((apt.OWN_APT / "archives").glob("*.deb"), key=lambda deb: not deb.name.startswith("odoo"))
    return "\n".join(f"{deb.name} sha256={stamps.fingerprint_of_file(deb)}" for deb in debs)


def _cloned() -> tuple[Path, str]:
    """Fetch the official source: large, and none of our checks run on it."""
    target = paths.HVA_HOME / "odoo-source"
    if not (target / ".git").is_dir():
        clone = ["git", "clone", "--depth", "1", "--branch", SERIES, SOURCE, target]
        run_logged(clone, paths.LOG / "odoo-source.log", "Fetch Odoo 19.0 by hand and set ODOO_HOME to its folder.")
    head = subprocess.run(["git", "-C", target, "rev-parse", "HEAD"], capture_output=True, text=True).stdout.strip()
    return target, f"official source {head} (untested)"
