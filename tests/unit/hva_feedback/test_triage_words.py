"""The lists that come with the module, measured: what they find, and what ordinary feedback they leave alone."""

import json
from collections import Counter
from pathlib import Path

import pytest

from hva_feedback.tools.codes_tables import TRIAGE, codes
from hva_feedback.tools.triage import ListWord, by_gravity, look_for
from hva_feedback.tools.word_match import fold, is_pattern

FILE = Path(__file__).resolve().parents[3] / "addons/hva_feedback/data/triage_words.json"
LISTS = json.loads(FILE.read_text())["words"]
WORDS = [
    ListWord(number, pattern, subject)
    for number, (subject, pattern) in enumerate(
        (subject, pattern) for subject, of_subject in LISTS.items() for each in of_subject.values() for pattern in each
    )
]

MEANT = [
    ("danger", "En jaksa elää enää, eikä kukaan auta."),
    ("danger", "Puolisoni hakkaa minua ja uhkaa tappaa."),
    ("danger", "Minulla on ollut itsetuhoisia ajatuksia koko viikon."),
    ("danger", "Jag orkar inte leva längre."),
    ("danger", "Ingen hjälper. Jag vill dö."),
    ("danger", "I feel suicidal and nobody calls me back"),
    ("safety_incident", "Sain väärän lääkkeen ja jouduin päivystykseen"),
    ("safety_incident", "Osastolla tapahtui lääkitysvirhe."),
    ("safety_incident", "Teille sattui läheltä piti -tilanne leikkauksessa"),
    ("safety_incident", "Jag fick fel medicin på avdelningen."),
    ("safety_incident", "Det var en vårdskada."),
    ("safety_incident", "They gave me the wrong medication twice."),
    ("complaint", "Aion tehdä tästä kantelun."),
    ("complaint", "Miten teen hallintokantelun?"),
    ("complaint", "Jag tänker göra ett klagomål om vården."),
    ("complaint", "I am going to file a complaint about the doctor."),
    ("objection", "Haluan tehdä muistutuksen saamastani hoidosta."),
    ("objection", "Tämä on virallinen muistutus."),
    ("objection", "Jag vill göra en anmärkning om bemötandet."),
    ("objection", "How do I make an objection?"),
    ("records", "Potilaskertomuksessa lukee asia, joka ei ole totta."),
    ("records", "Joku on katsellut tietojani ilman lupaa"),
    ("records", "Det står fel saker i min journal."),
    ("records", "Please correct my records"),
    ("billing", "Laskussa on virhe, käynti peruttiin."),
    ("billing", "Sain maksumuistutuksen laskusta jonka maksoin."),
    ("billing", "Fakturan är fel, jag betalade redan."),
    ("billing", "I was billed twice for one visit"),
    ("appointments", "Haluaisin varata ajan hammaslääkärille."),
    ("appointments", "Perun aikani ensi maanantaina"),
    ("appointments", "Jag vill boka om min tid."),
    ("appointments", "I need an appointment with a nurse"),
]

ORDINARY = [
    "Lasku oli selkeä ja tuli ajallaan.",
    "Ajanvaraus toimi hyvin ja pääsin nopeasti lääkäriin.",
    "Takaisinsoitto tuli vasta iltapäivällä, muuten hyvä.",
    "Sain tekstiviestillä muistutuksen ajasta, kiitos siitä!",
    "Muistutusviesti tuli päivää ennen käyntiä.",
    "Hoitaja muistutti minua lääkkeiden ottamisesta.",
    "Ei mitään valittamista.",
    "Lääkäri kuunteli ja lääkitys muutettiin sopivaksi.",
    "Odotin kaksi tuntia, mutta hätätilanteessa sain avun heti.",
    "Isäni hoidettiin elämänsä loppuun asti arvokkaasti ja hän sai kuolla rauhassa.",
    "Omaisena sain tukea itsemurhan jälkeen, lämmin kiitos kriisityöntekijälle.",
    "Asukas soittaa kanteletta päiväkodissa ja kaikki pitävät siitä.",
    "Potilasasiavastaava neuvoi minua hyvin.",
    "Tiedot näkyivät OmaKannassa jo samana iltana.",
    "Toivoisin, että ajan voisi varata netissä.",
    "Aika peruttiin samana aamuna, se harmitti.",
    "Henkilökunta oli ystävällistä, mutta aulassa oli kylmä.",
    "Pysäköintimaksu on liian suuri.",
    "Perinteinen vastaanotto on parempi kuin etävastaanotto.",
    "Olisin halunnut enemmän tietoa jatkohoidosta.",
    "Vastaanottovirkailija osasi neuvoa laskun kanssa.",
    "Lapsi pelkäsi aluksi, mutta hoitaja sai hänet nauramaan.",
    "Fakturan var tydlig.",
    "Inga klagomål, allt gick bra!",
    "Lätt att boka tid på nätet.",
    "Läkaren gav mig tid och lyssnade, utan anmärkning.",
    "Väntetiden var lång men personalen vänlig.",
    "Jag fick en påminnelse per sms, bra.",
    "Medicinen ändrades och jag mår bättre.",
    "The bill was clear.",
    "No complaints at all, thank you!",
    "It was easy to book an appointment online.",
    "The nurse reminded me of my medication.",
    "I was dying to know the result and the doctor called the same day.",
    "There was nobody at the desk, which was a pity.",
    "Parking is impossible.",
]


def _subjects(text):
    return by_gravity(word.subject for word in look_for(text, WORDS))


def test_every_subject_has_words_in_each_language():
    assert set(LISTS) == codes(TRIAGE)
    assert all(set(of_subject) == {"fi", "sv", "en"} and all(of_subject.values()) for of_subject in LISTS.values())


def test_every_word_can_be_looked_for_and_stands_once():
    assert [word.pattern for word in WORDS if not is_pattern(word.pattern)] == []
    twice = [pattern for pattern, count in Counter(fold(word.pattern) for word in WORDS).items() if count > 1]
    assert twice == []


@pytest.mark.parametrize(("subject", "text"), MEANT)
def test_what_is_meant_is_found(subject, text):
    assert _subjects(text)[:1] == (subject,)


@pytest.mark.parametrize("text", ORDINARY)
def test_ordinary_feedback_is_left_alone(text):
    assert _subjects(text) == ()
