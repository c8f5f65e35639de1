import json

from hva_feedback.tools.person_copy import as_html, as_json

COPY = {
    "title": "Your data",
    "county": "<b>County</b>",
    "elsewhere": ["Asked not to get messages"],
    "feedback": [
        {"unit": "Clinic", "answers": [{"question": "Why?", "answer": "<script>x</script>\nsecond"}], "case": {}}
    ],
}


def test_the_page_escapes_and_leaves_out_what_is_empty():
    page = as_html(COPY, {"unit": "Unit visited", "feedback": "Feedback"}, "en").decode()
    assert "<script>" not in page and "&lt;script&gt;" in page
    assert "&lt;b&gt;County" in page
    assert "<dt>Unit visited</dt><dd>Clinic</dd>" in page
    assert "case" not in page
    assert '<html lang="en">' in page and "<title>Your data</title>" in page


def test_json_holds_the_same():
    assert json.loads(as_json(COPY)) == COPY
