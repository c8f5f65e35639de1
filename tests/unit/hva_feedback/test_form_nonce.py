"""The signed number that a page carries to its POST."""

import pytest

from hva_feedback.tools.form_nonce import MAX_AGE_SECONDS, issue, read

SECRET, CODE, NOW = b"of the server", "C" * 22, 1_790_000_000


@pytest.fixture
def token():
    return issue(SECRET, CODE, 7, NOW)


def test_a_fresh_token_says_what_the_page_showed(token):
    said = read(SECRET, CODE, token, NOW + 30)
    assert (said.state, said.survey_id, said.is_too_fast) == ("ok", 7, False)
    assert len(said.nonce) == 22


def test_each_page_has_its_own_number(token):
    assert read(SECRET, CODE, token, NOW).nonce != read(SECRET, CODE, issue(SECRET, CODE, 7, NOW), NOW).nonce


def test_a_day_old_page_is_expired_but_still_ours(token):
    assert read(SECRET, CODE, token, NOW + MAX_AGE_SECONDS).state == "ok"
    old = read(SECRET, CODE, token, NOW + MAX_AGE_SECONDS + 1)
    assert (old.state, old.survey_id) == ("expired", 7)
    assert old.nonce


def test_answers_faster_than_reading_are_marked_and_not_refused(token):
    said = read(SECRET, CODE, token, NOW + 1)
    assert (said.state, said.is_too_fast) == ("ok", True)


def test_a_token_holds_for_its_own_code_secret_and_content_only(token):
    survey_id, issued_at, nonce, signature = token.split(".")
    forged = [
        (b"another", CODE, token),
        (SECRET, "D" * 22, token),
        (SECRET, CODE, f"8.{issued_at}.{nonce}.{signature}"),
        (SECRET, CODE, f"{survey_id}.{int(issued_at) + 1}.{nonce}.{signature}"),
        (SECRET, CODE, f"{survey_id}.{issued_at}.{'x' * 22}.{signature}"),
        (SECRET, CODE, token[:-1]),
        (SECRET, CODE, token + "\n"),
        (SECRET, CODE, ""),
        (SECRET, CODE, "٧" + token[1:]),
        (SECRET, CODE, "x" * 100_000),
    ]
    assert [read(secret, code, text, NOW).state for secret, code, text in forged] == ["bad"] * len(forged)


def test_a_token_from_the_future_is_no_token():
    assert read(SECRET, CODE, issue(SECRET, CODE, 7, NOW + 3600), NOW).state == "bad"
