from hva_feedback.tools.our_records import domain_in_words, is_ours

KINDS = {"hva_kind": "selection", "hva_text": "text", "hva_unit_id": "many2one", "hva_given_on": "date"}


def test_codes_numbers_and_days_are_told():
    domain = ["&", ("hva_kind", "=", "thanks"), ["hva_unit_id", "in", [3, 4]], ("hva_given_on", ">=", "2026-01-01")]
    assert domain_in_words(domain, KINDS) == "hva_kind = thanks; hva_unit_id in [3, 4]; hva_given_on >= 2026-01-01"


def test_words_somebody_typed_are_not():
    domain = [
        ("hva_text", "ilike", "Virtanen"),
        ("hva_unit_id", "ilike", "Virtanen"),
        ("x.y", "=", "Virtanen"),
        ("hva_unit_id", "=", "Virtanen"),
    ]
    assert domain_in_words(domain, KINDS) == "hva_text ilike …; hva_unit_id ilike …; x.y = …; hva_unit_id = …"


def test_a_search_within_a_search_and_nonsense_stay_closed():
    assert domain_in_words([("hva_unit_id", "any", [("name", "=", "Virtanen")]), 3], KINDS) == "hva_unit_id any …; …"


def test_our_models_by_name():
    assert is_ours("hva.audit") and not is_ours("res.partner")
