"""Values inside JSON by a path with dots: `results.0.status.groupName`."""

from collections.abc import Iterator, Mapping

DEEPEST = 8


def flat(value: object, most: int = 200) -> dict[str, str]:
    """Return every single value of `value` as text by its path; what is deeper than 8 or beyond `most` is left out."""
    found: dict[str, str] = {}
    for path, each in _leaves(value, (), 0):
        if len(found) == most:
            break
        found[".".join(path)] = each
    return found


def pick(values: Mapping[str, str], path: str) -> str:
    """Return the value at `path`, "" when it is not there."""
    return values.get(path, "") if path else ""


def _leaves(value: object, path: tuple[str, ...], depth: int) -> Iterator[tuple[tuple[str, ...], str]]:
    if isinstance(value, (dict, list)):
        if depth < DEEPEST:
            pairs = value.items() if isinstance(value, dict) else enumerate(value)
            for name, each in pairs:
                yield from _leaves(each, (*path, str(name)), depth + 1)
    elif value is not None and path:
        yield path, str(value).lower() if isinstance(value, bool) else str(value)
