"""What the public page tells before sending where the words may be about something that a feedback is not for."""

from odoo.http import request

from ..tools.languages import base_of
from ..tools.triage import Notice, subjects_of_form


def notices(page, values):
    """Return `tools.triage.Notice`s for the texts of a filled-in `FormPage`, the gravest matter first.

    What is told are the county's signposts in the page's language; of a matter without one, nothing is told. No query
    once cached.
    """
    subjects = request.env["hva.triage.subject"]
    codes = subjects_of_form(page.form, values, subjects._get_words())
    matters = subjects._get_told()
    told = [(code, matters[code]) for code in codes if code in matters]
    if not told:
        return ()
    posts = signposts(page.place["company_id"], page.lang_code)
    return tuple(
        Notice(code, post["title"], post["text"], post["phone"], post["tel"], post["url"], post["label"])
        for code, matter in told
        for post in posts
        if post["matter"] == matter
    )


def signposts(company_id, lang_code):
    """Return what a county's pages list as not belonging in a feedback; see `hva.signpost._hva_list`.

    A variant of a language says what it has words for; the rest, and what the county says itself, in the language.
    """
    listed = request.env["hva.signpost"]._hva_list
    rows, base = listed(company_id, lang_code), base_of(lang_code)
    if base == lang_code:
        return rows
    whole = listed(company_id, base)
    own = {row["matter"] for row in whole if row["is_own"]}
    plain = {row["matter"]: row for row in rows if row["is_own"] or row["matter"] not in own}
    return (
        *(row if row["matter"] == "other" else plain.pop(row["matter"], row) for row in whole),
        *plain.values(),
    )
