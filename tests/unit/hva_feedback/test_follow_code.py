import re

from hva_feedback.tools.codes import new_code
from hva_feedback.tools.follow_code import (
    LENGTH,
    TICKET_SECONDS,
    is_ticket,
    issue_ticket,
    new_follow_code,
    read_follow_code,
    read_ticket,
    show_follow_code,
)

TODAY, YESTERDAY, NOW = b"secret of today", b"secret of yesterday", 1_800_000_000


def test_a_code_has_eighty_bits_in_groups_of_four():
    code = new_follow_code()
    assert len(code) == LENGTH == 16
    assert re.fullmatch(r"(?:[0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}", show_follow_code(code))
    assert len({new_follow_code() for _ in range(200)}) == 200


def test_what_is_misread_is_read_as_it_was_meant():
    assert read_follow_code(" oab3 9kq7–xw2i.5tzp ") == "0AB39KQ7XW215TZP"
    for typed in ("", "0AB3-9KQ7-XW21", "0AB3-9KQ7-XW21-5TZP-1", "U" * 16, "0" * 61, "\0" * 16):
        assert read_follow_code(typed) is None


def test_a_ticket_leads_to_its_feedback_for_half_an_hour_of_its_day():
    nonce = new_code()
    ticket = issue_ticket(TODAY, nonce, NOW)
    assert is_ticket(ticket)
    assert read_ticket(TODAY, ticket, NOW) == nonce
    assert read_ticket(TODAY, ticket, NOW + TICKET_SECONDS) == nonce
    assert read_ticket(TODAY, ticket, NOW + TICKET_SECONDS + 1) is None
    assert read_ticket(YESTERDAY, ticket, NOW) is None


def test_a_ticket_says_nothing_by_itself_and_no_two_are_alike():
    nonce = new_code()
    tickets = {issue_ticket(TODAY, nonce, NOW) for _ in range(50)}
    assert len(tickets) == 50
    assert not [ticket for ticket in tickets if nonce in ticket or nonce.encode().hex() in ticket]


def test_a_changed_ticket_is_refused():
    ticket = issue_ticket(TODAY, new_code(), NOW)
    for place in range(0, len(ticket), 7):
        changed = ticket[:place] + ("0" if ticket[place] != "0" else "1") + ticket[place + 1 :]
        assert read_ticket(TODAY, changed, NOW) is None
    for text in ("", "a.b.c.d", "0" * 200, ticket + "0"):
        assert read_ticket(TODAY, text, NOW) is None and not is_ticket(text)
