import json
import sys
from importlib import import_module
from pathlib import Path

from .house import House


def main(database: str, function: str, result: str) -> None:
    module, _, name = function.partition(":")
    arguments = json.loads(sys.stdin.read() or "{}")
    with House(database) as house:
        answer = getattr(import_module(f"inside.{module}"), name)(house, **arguments)
    Path(result).write_text(json.dumps(answer, default=str))


if __name__ == "__main__":
    main(*sys.argv[1:])
