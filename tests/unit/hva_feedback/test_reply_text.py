import pytest

from hva_feedback.tools.reply_text import BODY_MAX, fill, is_quoted, refusal, unknown_placeholders

ORIGINAL = "Odotin kaksi tuntia ja kukaan ei kertonut miksi."


def test_a_template_names_only_what_is_on_the_list():
    assert unknown_placeholders("Hello {county}, {case}", "{text} and {note}") == ["{note}", "{text}"]


def test_placeholders_are_replaced_once():
    assert fill("{unit}: {case} {other}", {"unit": "{case}", "case": "7"}) == "{case}: 7 {other}"


@pytest.mark.parametrize(
    ("channel", "subject", "body", "code"),
    [
        ("mail", "Answer", "Thank you.", None),
        ("code", "", "Thank you.", None),
        ("mail", " ", "Thank you.", "no_subject"),
        ("sms", "", " \n ", "empty"),
        ("mail", "Answer", "Regards {handler}", "placeholder"),
        ("mail", "About 131052-308T", "Thank you.", "identity_code"),
        ("mail", "Answer", "Call us: 02 123 4567.", None),
        ("mail", "Answer", "x" * (BODY_MAX + 1), "too_long"),
        ("mail", "Answer\x00", "Thank you.", "bad_text"),
        ("mail", "Answer", "one\r\ntwo", None),
        ("mail", "Answer", "You wrote: odotin kaksi tuntia - ja kukaan ei!", "quote"),
        ("mail", "Answer", "Odotin itsekin kaksi tuntia ja kukaan muu ei.", None),
    ],
)
def test_what_may_leave(channel, subject, body, code):
    assert refusal(channel, subject, body, [ORIGINAL]) == code


def test_a_quotation_is_six_words_in_a_row_whatever_stands_between_them():
    assert is_quoted("> KAKSI tuntia,\n> ja kukaan ei kertonut", ORIGINAL)
    assert not is_quoted("kaksi tuntia ja kukaan ei", ORIGINAL)
    assert not is_quoted("", ORIGINAL)
