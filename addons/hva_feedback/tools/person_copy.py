"""A person's own data as a file to hand over: JSON for machines, one HTML page to read and print."""

import json
from collections.abc import Mapping, Sequence
from html import escape
from typing import Any, Final

_STYLE: Final = (
    "body{font:1rem/1.5 sans-serif;max-width:44rem;margin:2rem auto;padding:0 1rem}"
    "h2{border-top:1px solid;padding-top:1rem}dt{font-weight:bold}dd{margin:0 0 .5rem;white-space:pre-wrap}"
)


def as_json(copy: Mapping[str, Any]) -> bytes:
    """Return the copy as JSON that people can read too."""
    return (json.dumps(copy, ensure_ascii=False, indent=2) + "\n").encode()


def as_html(copy: Mapping[str, Any], words: Mapping[str, str], lang: str) -> bytes:
    """Return the copy as one page without scripts.

    :param copy: {"title": ..., name: text or {name: text} or list of such}
    :param words: name -> what the page calls it; a name without words is shown as it is
    """
    title = escape(str(copy.get("title", "")))
    rest = {name: value for name, value in copy.items() if name != "title"}
    page = (
        f'<!DOCTYPE html><html lang="{escape(lang)}"><head><meta charset="utf-8"><title>{title}</title>'
        f"<style>{_STYLE}</style></head><body><main><h1>{title}</h1>{_part(rest, words, 2)}</main></body></html>\n"
    )
    return page.encode()


def _part(values: Mapping[str, Any], words: Mapping[str, str], level: int) -> str:
    plain = {name: value for name, value in values.items() if not isinstance(value, (Mapping, list))}
    html = "".join(
        f"<dt>{_word(name, words)}</dt><dd>{escape(_text(value))}</dd>" for name, value in plain.items() if value
    )
    html = f"<dl>{html}</dl>" if html else ""
    for name, value in values.items():
        if name not in plain and value:
            html += f"<h{level}>{_word(name, words)}</h{level}>{_inside(value, words, min(level + 1, 6))}"
    return html


def _inside(value: Any, words: Mapping[str, str], level: int) -> str:
    if isinstance(value, Mapping):
        return _part(value, words, level)
    items: Sequence[Any] = value
    return "".join(
        _part(item, words, level) if isinstance(item, Mapping) else f"<p>{escape(_text(item))}</p>" for item in items
    )


def _word(name: str, words: Mapping[str, str]) -> str:
    return escape(words.get(name, name))


def _text(value: Any) -> str:
    return str(value)
