"""`./hva demo`: makes sure of the environment, then tells the story in tools/dev/demo with the environment's Python."""

import subprocess

from . import install, paths
from .console import Stop

STORY = "tools.dev.demo.story"


def main(argv: list[str]) -> int:
    if not (paths.ROOT / "tools/dev/demo/story.py").exists():
        raise Stop("There is no demo in this checkout yet (tools/dev/demo/story.py).")
    install.ensure_for_use()
    call = f"import sys; from {STORY} import main; sys.exit(main(sys.argv[1:]))"
    return subprocess.run([paths.VENV_PYTHON, "-c", call, *argv], cwd=paths.ROOT).returncode
