"""`./hva demo`: makes sure of the environment, then tells the story in tools/dev/demo with the environment's Python."""

import subprocess

from . import install, paths

STORY = "tools.dev.demo.telling"


def main(argv: list[str]) -> int:
    install.ensure_for_use()
    call = f"import sys; from {STORY} import main; sys.exit(main(sys.argv[1:]))"
    return subprocess.run([paths.VENV_PYTHON, "-c", call, *argv], cwd=paths.ROOT).returncode
