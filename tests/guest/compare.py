"""Say where two things seen differ, down to the value, in lines that fit a test's message."""

SHOWN = 300  # characters of a value


def differences(before: object, after: object, path: str = "") -> list[str]:
    """Return one line per difference: where, what it was, what it is."""
    if before == after:
        return []
    if isinstance(before, dict) and isinstance(after, dict):
        return [
            line
            for key in sorted({*before, *after})
            for line in differences(before.get(key), after.get(key), f"{path} / {key}" if path else key)
        ]
    if isinstance(before, list) and isinstance(after, list) and len(before) == len(after):
        pairs = enumerate(zip(before, after, strict=True))
        return [line for number, pair in pairs for line in differences(*pair, f"{path}[{number}]")]
    if isinstance(before, str) and isinstance(after, str):
        before, after = _around(before, after), _around(after, before)
    return [f"{path}\n    was {_short(before)}\n    is  {_short(after)}"]


def _around(text: str, other: str) -> str:
    """Cut a long text down to where it begins to differ."""
    same = next((i for i, (a, b) in enumerate(zip(text, other, strict=False)) if a != b), min(len(text), len(other)))
    return text if len(text) <= SHOWN else f"...{text[max(0, same - 60) :]}"


def _short(value: object) -> str:
    shown = repr(value)
    return shown if len(shown) <= SHOWN else f"{shown[:SHOWN]}..."
