"""What a county tells on its website before the first message: who sends, how to know it, what is never asked."""

from markupsafe import Markup

from odoo.addons.hva_feedback.controllers.page_style import county_look

from ..controllers.message_texts import SPOKEN, message_texts

FACTS = ("know_start", "know_sender", "know_never", "know_where")
PAGE = Markup('<section lang="%(lang)s">\n  <h2>%(title)s</h2>\n  <p>%(text)s</p>\n  <h3>%(know)s</h3>\n')


def announcement_facts(env, company):
    """Return what the announcement of a county is filled with: its name, the start of links, and the senders."""
    base = env["hva.sms.text"]._get_link_base()
    # sudo: everybody may know the senders
    senders = env["hva.sms.gateway"].sudo()._get_public_senders()
    county = county_look(env, company.id).county or company.name
    return {"county": county, "base": base, "start": f"{base}/p/", "senders": ", ".join(senders)}


def announcement_parts(lang_code, facts):
    """Return (title, text, heading, [facts to know a message by], [where to go]) in one language."""
    texts = message_texts(lang_code)
    query = "" if lang_code == "fi" else f"?lang={lang_code}"
    known = [texts[key] % facts for key in FACTS if key != "know_sender" or facts["senders"]]
    where = [
        texts["tell_check"] % {"url": f"{facts['base']}/p/viesti{query}"},
        texts["tell_stop"] % {"url": f"{facts['base']}/p/ei{query}"},
    ]
    return texts["tell_title"], texts["tell_text"] % facts, texts["know_title"], known, where


def announcement_text(lang_code, facts):
    """Return the announcement as plain text."""
    title, text, heading, known, where = announcement_parts(lang_code, facts)
    lines = [title, "", text, "", heading, *(f"- {line}" for line in known), "", *where]
    return "\n".join(lines) + "\n"


def announcement_html(lang_code, facts):
    """Return the announcement as a section of a web page."""
    title, text, heading, known, where = announcement_parts(lang_code, facts)
    page = PAGE % {"lang": lang_code, "title": title, "text": text, "know": heading}
    items = Markup("").join(Markup("    <li>%s</li>\n") % line for line in known)
    rest = Markup("").join(Markup("  <p>%s</p>\n") % line for line in where)
    return page + Markup("  <ul>\n%s  </ul>\n%s</section>\n") % (items, rest)


def announcement_files(env, company):
    """Return {name: bytes} of the announcement in every language, for the launch kit of a county."""
    facts, files = announcement_facts(env, company), {}
    for lang_code, _name in SPOKEN:
        files[f"text-messages-{lang_code}.txt"] = announcement_text(lang_code, facts).encode()
        files[f"text-messages-{lang_code}.html"] = announcement_html(lang_code, facts).encode()
    return files
