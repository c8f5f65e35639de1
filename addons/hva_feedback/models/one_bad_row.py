"""Work on many records at once that one bad record does not hold up."""

import logging

from psycopg2 import OperationalError

_logger = logging.getLogger(__name__)


def together_or_alone(records, work, set_aside):
    """Call `work(records)`; when it fails, call it for each record, and `set_aside(record, error)` for who fails alone.

    What a failed call wrote is undone. An `OperationalError` goes on to the caller: the database is busy or away,
    nothing is wrong with the records, and the next run takes them again.
    """
    try:
        with records.env.cr.savepoint():
            work(records)
    except OperationalError:
        raise
    except Exception as error:  # noqa: BLE001  the edge of the batch
        if len(records) == 1:
            set_aside(records, error)
            return
        _logger.info("%s of %s together failed (%s)", len(records), records._name, type(error).__name__)
        for record in records:
            together_or_alone(record, work, set_aside)
