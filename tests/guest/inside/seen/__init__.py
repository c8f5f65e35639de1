"""What the people of the foreign house see and can do. Each part returns {what: value}, the same in every run."""

from . import acts, definitions, exports, pages, records, rights

PARTS = {
    "rights": rights.see,
    "definitions": definitions.see,
    "records": records.see,
    "exports": exports.see,
    "pages": pages.see,
    "acts": acts.see,  # last: these change the database
}


def look(house):
    """Return {part: {what: value}}. Changes the database: give it a clone."""
    return {name: see(house) for name, see in PARTS.items()}
