"""Debian packages: those installed on the machine, and those only unpacked beside the project."""

import os
import shutil
import subprocess
from pathlib import Path

from . import paths
from .console import Stop, run_logged, say

PACKAGES = (
    "python3-venv",
    "python3-dev",  # with gcc and libpq-dev: psycopg2 is built here, Odoo's metadata asks for the real one
    "gcc",
    "libc6-dev",
    "libpq-dev",
    "postgresql",
    "chromium",
    "chromium-driver",
    "fonts-dejavu-core",
    "kannel",
    "libpango-1.0-0",  # the three that weasyprint draws with
    "libpangoft2-1.0-0",
    "libharfbuzz-subset0",
    "git",
)

OWN_APT = paths.HVA_HOME / "apt"
KEYRINGS = Path("/usr/share/keyrings")


def missing_packages() -> list[str]:
    query = ["dpkg-query", "-W", "-f", "${binary:Package} ${db:Status-Status}\n", *PACKAGES]
    done = subprocess.run(query, capture_output=True, text=True)
    installed = {line.split()[0].split(":")[0] for line in done.stdout.splitlines() if line.endswith(" installed")}
    return [package for package in PACKAGES if package not in installed]


def install_packages() -> None:
    """Install what is missing, as root or through sudo; without either, say what an administrator should run."""
    missing = missing_packages()
    if not missing:
        return
    say(f"      installing: {' '.join(missing)}")
    by_hand = f"apt-get update && apt-get install --no-install-recommends {' '.join(missing)}"
    if os.geteuid() != 0 and not shutil.which("sudo"):
        raise Stop(f"Packages are missing and there is no sudo. As root, run:\n  {by_hand}")
    log = paths.LOG / "apt.log"
    apt = [*([] if os.geteuid() == 0 else ["sudo"]), "env", "DEBIAN_FRONTEND=noninteractive", "apt-get"]
    advice = f"Is there a network? By hand it would be:\n  {by_hand}"
    wait = ("-o", "DPkg::Lock::Timeout=300")
    run_logged([*apt, *wait, "update", "-q"], log, advice)
    run_logged([*apt, *wait, "install", "-y", "-q", "--no-install-recommends", *missing], log, advice)


def unpack(wanted: dict[str, str], target: Path) -> None:
    """Download packages without installing them and unpack them into `target`. `wanted`: package -> release.

    The release "" means the machine's own. The machine's apt set-up is read, never changed.
    """
    site, own_release = _mirror()
    releases = {package: release or own_release for package, release in wanted.items()}
    options = _own_lists(site, sorted(set(releases.values())))
    log = paths.LOG / "apt.log"
    archives = OWN_APT / "archives"
    shutil.rmtree(archives, ignore_errors=True)
    archives.mkdir(parents=True)
    advice = "Is there a network? Or set ODOO_HOME to a folder that holds Odoo 19's `odoo` package."
    run_logged(["apt-get", *options, "update", "-q"], log, advice)
    names = [f"{package}/{release}" for package, release in releases.items()]
    run_logged(["apt-get", *options, "download", "-q", *names], log, advice, cwd=archives)
    for deb in sorted(archives.glob("*.deb")):
        run_logged(["dpkg-deb", "-x", deb, target], log, "Is the disk full?")


def _mirror() -> tuple[str, str]:
    """Return the archive the machine itself uses and its release, e.g. ('<archive>/debian', 'bookworm')."""
    command = ["apt-get", "indextargets", "--format", "$(SITE) $(RELEASE) $(COMPONENT)", "Identifier: Packages"]
    done = subprocess.run(command, capture_output=True, text=True)
    for line in done.stdout.splitlines():
        site, release, component = line.split()
        if component == "main" and "-" not in release and "debian" in site:
            return site, release
    raise Stop("apt knows no Debian archive here. Set ODOO_HOME to a folder that holds Odoo 19's `odoo` package.")


def _own_lists(site: str, releases: list[str]) -> list[str]:
    """Write a source list of our own; return the options that make apt use it alone. The machine's stays as it is."""
    for folder in (OWN_APT / "lists" / "partial", OWN_APT / "archives"):
        folder.mkdir(parents=True, exist_ok=True)
    keyring = next(iter(sorted(KEYRINGS.glob("debian-archive-keyring.*"))), None)
    signed = f"[signed-by={keyring}] " if keyring else ""
    sources = OWN_APT / "sources.list"
    sources.write_text("".join(f"deb {signed}{site} {release} main\n" for release in releases))
    settings = {
        "Dir::Etc::sourcelist": sources,
        "Dir::Etc::sourceparts": "/dev/null",
        "Dir::State::lists": OWN_APT / "lists",
        "Dir::Cache::archives": OWN_APT / "archives",
        "Dir::Cache::pkgcache": "",
        "Dir::Cache::srcpkgcache": "",
        "Acquire::Check-Valid-Until": "false",  # a mirror may lag; the signature is verified all the same
        "Acquire::Languages": "none",
        "APT::Sandbox::User": "root",  # apt's own user may not be able to walk down to this folder
    }
    return [part for name, value in settings.items() for part in ("-o", f"{name}={value}")]
