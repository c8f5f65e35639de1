"""Languages for tests: a language with clearly made-up words, and what language each text of a page says it is in."""

from ..controllers.page_texts import TEXTS

NOWHERE = "nowhere"  # the source of made-up words


def made_up(text, lang_code):
    """Return a made-up wording that keeps the places for numbers: «se: ...»."""
    return f"«{lang_code}» {text}"


def bring_words(env, lang_code, without=()):
    """Bring all words and texts of the page in a language, made up, but for those left out."""
    env["hva.page.word"].search([("lang_code", "=", lang_code)]).unlink()
    env["hva.page.text"].search([("lang_code", "=", lang_code)]).unlink()
    env["hva.page.word"].create(
        [
            {"lang_code": lang_code, "key": key, "text": made_up(text._source, lang_code), "source": NOWHERE}
            for key, text in TEXTS.items()
            if key not in without
        ]
    )
    shared = env["hva.page.text"].search([("lang_code", "=", "fi"), ("company_id", "=", False)])
    env["hva.page.text"].create(
        [
            {"lang_code": lang_code, "code": row.code, "text": made_up(row.code, lang_code)}
            for row in shared
            if row.code not in without
        ]
    )


def bring_wordings(question_set, lang_code):
    """Bring every text of a set's bank items in a language, made up."""
    draft = question_set.draft_survey_id
    texts = question_set.env["hva.question.text"]
    for item in draft.hva_item_id | draft.question_ids.hva_item_id:
        have = {row.part for row in item.text_ids if row.lang_code == lang_code}
        texts.create(
            [
                {
                    "item_id": item.id,
                    "lang_code": lang_code,
                    "part": row.part,
                    "text": made_up(f"{item.code} {row.part}", lang_code),
                    "source": NOWHERE,
                }
                for row in item.text_ids
                if row.lang_code == "fi" and row.part not in have
            ]
        )


def said_texts(tree):
    """Return [(language, text)] of everything that a page shows or reads out, in its order."""
    found = []
    for element in tree.iter():
        if not isinstance(element.tag, str) or element.tag in ("style", "script"):
            continue
        lang = element.xpath("ancestor-or-self::*[@lang][1]/@lang")
        around = element.xpath("ancestor::*[@lang][1]/@lang")
        spoken = [(lang, element.text), (around, element.tail)]
        spoken += [(lang, element.get(name)) for name in ("aria-label", "alt", "title", "placeholder")]
        found += [(langs[0] if langs else None, text.strip()) for langs, text in spoken if text and text.strip()]
    return found
