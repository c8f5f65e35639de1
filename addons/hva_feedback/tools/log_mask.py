"""Keep secrets of ours out of two logs that Odoo writes by itself.

The access log prints paths, and a path of ours is a key: who reads the log could answer in the invited person's place.
The database log prints a failed statement with its values, and ours hold open texts, names and telephone numbers.
Records about anything else pass unchanged.
"""

import logging
import re
from typing import Final

ACCESS_LOGGER: Final = "werkzeug"
DATABASE_LOGGER: Final = "odoo.sql_db"

_prefixes: Final = ["/p/", "/p/staff/", "/p/wall/", "/p/koodi/"]
_OURS: Final = re.compile(r"\bhva_|\bsurvey_user_input", re.ASCII)
# Where a statement's values begin: everything before is column names.
_VALUES: Final = re.compile(r"\b(?:VALUES|SET|WHERE)\b", re.IGNORECASE)


def also_mask(prefix: str) -> None:
    """Mask the path segment after `prefix` too (an addon's own addresses that carry a key)."""
    if prefix not in _prefixes:
        _prefixes.append(prefix)


def mask_paths(text: str) -> str:
    """Return the text with keys in paths of ours replaced by `***`. `/p/kiitos` and the like are no keys.

    The query goes too, for a gateway's may repeat a message. Paths that only look like ours, because somebody typed
    `/P/` or `/p//`, hold the same keys.
    """
    prefixes = "|".join(re.escape(prefix) for prefix in _prefixes)
    return re.sub(rf"((?:{prefixes})/*)[0-9A-Z_-]{{13,}}(?:\?[^\s\"]*)?", r"\1***", text, flags=re.IGNORECASE)


def mask_statement(statement: str) -> str:
    """Return a statement on our tables up to its first values; other statements as they are."""
    if not _OURS.search(statement):
        return statement
    values = _VALUES.search(statement)
    return f"{statement[: values.start() if values else 40]}[values not logged]"


class AccessLogFilter(logging.Filter):
    def filter(self, record: logging.LogRecord) -> bool:
        if isinstance(record.args, tuple):
            record.args = tuple(mask_paths(arg) if isinstance(arg, str) else arg for arg in record.args)
        if isinstance(record.msg, str):
            record.msg = mask_paths(record.msg)
        return True


class DatabaseLogFilter(logging.Filter):
    """For Odoo's `bad query: %s / ERROR: %s`: the second value is PostgreSQL's message, which repeats values too."""

    def filter(self, record: logging.LogRecord) -> bool:
        if isinstance(record.args, tuple) and len(record.args) == 2 and str(record.msg).startswith("bad query"):
            statement, error = record.args
            text = statement.decode(errors="replace") if isinstance(statement, bytes) else str(statement)
            if (masked := mask_statement(text)) != text:
                record.args = (masked, type(error).__name__)
        return True


def install() -> None:
    """Put the filters on Odoo's loggers; once, however often it is called."""
    for name, mask in ((ACCESS_LOGGER, AccessLogFilter()), (DATABASE_LOGGER, DatabaseLogFilter())):
        logger = logging.getLogger(name)
        if not any(type(present) is type(mask) for present in logger.filters):
            logger.addFilter(mask)
