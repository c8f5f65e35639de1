"""The page of a way in for children: a card for each question, faces beside the words, read aloud if wished."""

import functools

from markupsafe import Markup

from odoo.tools import file_open

from ..tools.about_feedback import About
from ..tools.child_faces import faces_of
from .form_page import FormPage
from .page_style import hash_source, read_css


def form_page(code, entry, lang, path=None):
    """Return the form that fits who answers: the children's page, or the general one."""
    page = ChildPage if entry.respondent_group == "child" else FormPage
    return page(code, entry, lang, path)


class ChildPage(FormPage):
    """Asks what the set asks and nothing about the feedback itself: a child does not sort it into kinds."""

    template = "hva_feedback.child_page"
    extra_css = read_css("hva_feedback/static/src/feedback_page/child_page.css")

    def __init__(self, code, entry, lang, path=None):
        super().__init__(code, entry, lang, path)
        self.about = About(asks=frozenset())

    def script_hashes(self):
        return (*super().script_hashes(), hash_source(read_aloud()))

    def page_values(self, posted, problems, warned=()):
        return {**super().page_values(posted, problems, warned), **child_values(self.form)}


def child_values(form):
    """Return what the children's template draws beyond the general one's values."""
    script = Markup("<script>%s</script>") % Markup(read_aloud())
    return {"faces": faces_of(form), "read_aloud": script}


@functools.lru_cache(maxsize=1)
def read_aloud():
    """Return the script that reads a part of the page aloud where the browser has a voice for its language."""
    with file_open("hva_feedback/static/src/feedback_page/read_aloud.js") as file:
        return file.read().strip()
