"""Finnish and Swedish are whole: every term of each addon, and nothing half-done. `./hva i18n` writes the files."""

import re
from pathlib import Path

import polib
import pytest

ADDONS = Path(__file__).resolve().parents[3] / "addons"
OURS = ("hva_feedback", "hva_sms", "hva_reports")
LANGUAGES = ("fi", "sv")
PLACEHOLDERS = re.compile(r"%\(\w+\)s|%%|%[sd]|\{\{.*?\}\}|\{\w+\}|<[^>\d]+>|\$[A-Z]\w+|https?://\S+|hva_sms\.\w+")
IN_WORDS = re.compile(r"<(?!/?\w+[\s>/])[^>]*>|<(business id|Y-tunnus|FO-nummer|n|number|nummer|numero)[^>]*>|\$\w+")
FORBIDDEN = {  # the glossary's "never" words
    "fi": re.compile(r"\b(tiket|valitu[sk]|esimies|reklamaatio)", re.IGNORECASE),
    "sv": re.compile(
        r"\b(återkoppling|synpunkt|klagomål|undersökning|obevakad|anmärkning|välfärdsregion)", re.IGNORECASE
    ),
}
# One English word for things that have two names in Finnish or Swedish: a topic and a state, a count and a thing.
MEANT_DIFFERENTLY = {
    "About", "Accepted", "Act", "Answered", "Answers", "Asked", "Asked by", "Change", "Channel", "Close", "Closed",
    "Contact", "Decided", "Deliveries", "Delivery", "Done", "Expired", "Export",
    "Feedback", "Handed over", "Handlers", "Import", "Kind", "Open", "People", "Place", "Reply", "Sample", "Sent",
    "Stop", "Subject", "Template", "Test", "Time", "To", "Waiting", "What", "Wish", "Words",
}  # fmt: skip

both = pytest.mark.parametrize("language", LANGUAGES)
each_addon = pytest.mark.parametrize("addon", OURS)


def terms(addon):
    return polib.pofile(str(ADDONS / addon / "i18n" / f"{addon}.pot"))


def translation(addon, language):
    return polib.pofile(str(ADDONS / addon / "i18n" / f"{language}.po"))


@each_addon
@both
def test_every_term_is_translated_and_none_is_fuzzy(addon, language):
    translated = {entry.msgid for entry in translation(addon, language) if entry.translated()}
    assert not {entry.msgid for entry in terms(addon)} - translated
    assert not [entry.msgid for entry in translation(addon, language) if entry.fuzzy]


@each_addon
@both
def test_nothing_is_left_of_terms_that_are_gone(addon, language):
    known = {entry.msgid for entry in terms(addon)}
    assert not [entry.msgid for entry in translation(addon, language) if entry.obsolete or entry.msgid not in known]


@each_addon
@both
def test_placeholders_and_markup_survive_translation(addon, language):
    wrong = [
        entry.msgid for entry in translation(addon, language) if fixed_parts(entry.msgid) != fixed_parts(entry.msgstr)
    ]
    assert not wrong


@each_addon
@both
def test_a_translation_ends_as_its_source_does(addon, language):
    """A lost full stop, colon or line end shows on a screen."""
    wrong = [entry.msgid for entry in translation(addon, language) if _end(entry.msgid) != _end(entry.msgstr)]
    assert not wrong


@each_addon
@both
def test_no_word_that_the_counties_do_not_use(addon, language):
    """A complaint and an objection are legal means: their words are wrong for a feedback, and right for themselves."""
    meant = ("complaint", "objection")
    others = [entry for entry in translation(addon, language) if not any(word in entry.msgid.lower() for word in meant)]
    assert not [entry.msgstr for entry in others if FORBIDDEN[language].search(entry.msgstr)]


@both
def test_one_term_is_one_word_in_all_addons(language):
    words = {}
    for addon in OURS:
        for entry in translation(addon, language):
            words.setdefault(entry.msgid, {})[addon] = entry.msgstr
    differing = {term: by for term, by in words.items() if len(set(by.values())) > 1}
    assert differing.keys() <= MEANT_DIFFERENTLY


def fixed_parts(text):
    """Return what must be the same in every language: placeholders, tags, addresses."""
    return sorted(PLACEHOLDERS.findall(IN_WORDS.sub("", text)))


def _end(text):
    last = text.strip()[-1:]
    return last if last in ".:?!>" else ""
