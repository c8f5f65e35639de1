"""Rules of a targeted survey: its states, who is drawn, what its messages say to begin with."""

import hashlib
import hmac
from collections.abc import Iterable, Mapping
from typing import Final

STATES: Final = (("draft", "Draft"), ("running", "Running"), ("stopped", "Stopped"), ("closed", "Closed"))
STEPS: Final[Mapping[str, frozenset[str]]] = {
    "draft": frozenset({"running"}),
    "running": frozenset({"stopped", "closed"}),
    "stopped": frozenset({"running", "closed"}),
    "closed": frozenset(),
}
"""Stopped takes no answers and sends nothing, and can go on; closed is for good, and forgets who was drawn."""

LINK: Final = "{link}"
LEAVE: Final = "{leave}"
WAYS: Final = (("mail", "E-mail"), ("sms", "Text message"))
WAVES: Final = (("invite", "Invitation"), ("remind", "Reminder"))

SUBJECTS: Final[Mapping[tuple[str, str], str]] = {
    ("invite", "fi"): "Kysely sinulle",
    ("invite", "sv"): "En enkät till dig",
    ("invite", "en"): "A survey for you",
    ("remind", "fi"): "Muistutusviesti: ehdit vielä vastata",
    ("remind", "sv"): "Påminnelse: du hinner ännu svara",
    ("remind", "en"): "A reminder: you can still answer",
}
BODIES: Final[Mapping[tuple[str, str, str], str]] = {
    ("mail", "invite", "fi"): (
        "Hei!\n\nOlet antanut meille luvan lähettää kyselyjä. Nyt meillä on sinulle lyhyt kysely. Vastaaminen on "
        "vapaaehtoista.\n\nVastaa tästä:\n{link}\n\nVastaustasi ei yhdistetä sinuun.\n\n"
        "Etkö halua enää kyselyjä? Poista tietosi tästä:\n{leave}"
    ),
    ("mail", "invite", "sv"): (
        "Hej!\n\nDu har gett oss lov att skicka enkäter. Nu har vi en kort enkät till dig. Det är frivilligt att "
        "svara.\n\nSvara här:\n{link}\n\nDitt svar kopplas inte ihop med dig.\n\n"
        "Vill du inte ha fler enkäter? Radera dina uppgifter här:\n{leave}"
    ),
    ("mail", "invite", "en"): (
        "Hello!\n\nYou have agreed that we may send you surveys. Now we have a short one for you. Answering is "
        "voluntary.\n\nAnswer here:\n{link}\n\nYour answer is not joined to you.\n\n"
        "Do you want no more surveys? Erase your data here:\n{leave}"
    ),
    ("mail", "remind", "fi"): (
        "Hei!\n\nLähetimme sinulle kyselyn. Emme tiedä, kuka on vastannut, joten muistutamme kaikkia. Jos olet jo "
        "vastannut, kiitos! Sinun ei tarvitse tehdä mitään.\n\nEhdit vielä vastata tästä:\n{link}\n\n"
        "Etkö halua enää kyselyjä? Poista tietosi tästä:\n{leave}"
    ),
    ("mail", "remind", "sv"): (
        "Hej!\n\nVi har skickat dig en enkät. Vi vet inte vem som har svarat, så vi påminner alla. Har du redan "
        "svarat, tack! Då behöver du inte göra något.\n\nDu hinner ännu svara här:\n{link}\n\n"
        "Vill du inte ha fler enkäter? Radera dina uppgifter här:\n{leave}"
    ),
    ("mail", "remind", "en"): (
        "Hello!\n\nWe sent you a survey. We do not know who has answered, so we remind everybody. If you have answered "
        "already, thank you! You need not do anything.\n\nYou can still answer here:\n{link}\n\n"
        "Do you want no more surveys? Erase your data here:\n{leave}"
    ),
    ("sms", "invite", "fi"): "Hei! Annoit meille luvan lähettää kyselyjä. Vastaa tästä, jos haluat: {link}",
    ("sms", "invite", "sv"): "Hej! Du har gett oss lov att skicka enkäter. Svara här om du vill: {link}",
    ("sms", "invite", "en"): "Hello! You agreed to get surveys. Please answer here if you like: {link}",
    ("sms", "remind", "fi"): "Jos et ole vielä vastannut kyselyymme, ehdit yhä. Kiitos! {link}",
    ("sms", "remind", "sv"): "Har du inte svarat på vår enkät hinner du ännu. Tack! {link}",
    ("sms", "remind", "en"): "If you have not answered our survey yet, you still can. Thank you! {link}",
}


def can_move(state: str, target: str) -> bool:
    """Tell whether a survey may go from one state to another."""
    return target in STEPS.get(state, frozenset())


def draw(keys: Iterable[str], survey_key: str, secret: bytes, size: int) -> list[str]:
    """Return `size` of `keys` (0: all), drawn by a keyed hash: the same survey draws alike however often it is asked.

    `keys` stand for people, `survey_key` for the survey, so that another survey draws others.
    """

    def lot(key: str) -> str:
        return hmac.new(secret, f"campaign\0{survey_key}\0{key}".encode(), hashlib.sha256).hexdigest()

    drawn = sorted(set(keys), key=lot)
    return drawn[:size] if size > 0 else drawn


def problems(way: str, subject: str, body: str) -> list[str]:
    """Return what is wrong with a mail: codes of no_subject, no_link, no_leave. Text messages have their own."""
    found = []
    if way == "mail":
        if not subject.strip() or "\n" in subject:
            found.append("no_subject")
        if body.count(LINK) != 1:
            found.append("no_link")
        if body.count(LEAVE) != 1:
            found.append("no_leave")
    return found
