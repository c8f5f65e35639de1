"""What people type into the search box, as words to look for in open text."""

import re

WORD = re.compile(r"\w+(?:[-'’]\w+)*")
MOST_WORDS = 12  # more would only make the database work; nobody types a thirteenth


def words(text: str) -> tuple[str, ...]:
    """Return the words of `text` in lower case, each once, in order; signs and quotes only part them."""
    return tuple(dict.fromkeys(WORD.findall(text.lower())))[:MOST_WORDS]


def prefix_query(word: str) -> str:
    """Return `word` as a query of PostgreSQL's own syntax (to_tsquery): what begins with it.

    A word is letters, digits and inner signs; quoted, none of them is read as an operator.
    """
    quoted = word.replace("\\", "\\\\").replace("'", "''")
    return f"'{quoted}':*"
