"""The one small script of the form: it shows the follow-up in the words for the score that was just given.

Only pages of sets with such wordings carry it. Without it the neutral wording stands (docs/decisions/0028). The page
says which wording it showed, and that is kept with the answer.
"""

import functools

from markupsafe import Markup

from odoo.tools import file_open

from .page_style import hash_source


@functools.lru_cache(maxsize=1)
def _text():
    with file_open("hva_feedback/static/src/feedback_page/wording.js") as file:
        return file.read().strip()


def is_needed(form):
    """Tell whether a question of the form has more than one wording."""
    return any(question.variants for question in form.questions)


def element(form):
    """Return the ready-made element, empty where the form needs none."""
    return Markup("<script>%s</script>") % Markup(_text()) if is_needed(form) else ""


def hashes(form):
    """Return what the page's policy must let in, for `Look.headers`."""
    return (hash_source(_text()),) if is_needed(form) else ()
