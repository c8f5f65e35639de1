"""The first words of a long text, for lists and cards."""

ELLIPSIS = "…"


def excerpt(text: str, limit: int) -> str:
    """Return `text` on one line, cut after a whole word so that it has at most `limit` characters, "…" included.

    A single word that is longer than that is cut inside.
    """
    line = " ".join(text.split())
    if len(line) <= limit:
        return line
    room = line[: limit - len(ELLIPSIS) + 1]
    words = room.rpartition(" ")[0] or room[:-1]
    return words.rstrip(" ,;:–-") + ELLIPSIS
