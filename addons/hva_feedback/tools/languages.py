"""The languages a county can ask in, what they are called, and which language a text is in that fell back.

A further language is one line in `KNOWN`; its words and wordings come by file (docs/languages.md). `sms` is Skolt Sami.
A variant (plain Finnish) is another wording in the same language: answers given through it count as answers in its
base, and a text it lacks may stand in the base's wording. Two languages are never mixed.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

Texts = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Language:
    """`code` is a BCP 47 tag, fit for an HTML `lang`; `name` is what the language calls itself, `english` for admins.

    `locale` is Odoo's code of the language, in which names of units and own questions can be typed; None where Odoo has
    none. `base` is the code of the language that this is a variant of.
    """

    code: str
    name: str
    english: str
    locale: str | None = None
    base: str | None = None
    is_rtl: bool = False


KNOWN: Final = (
    Language("fi", "Suomi", "Finnish", "fi_FI"),
    # "simple" is a registered variant of BCP 47. Not called selkokieli: nobody has assessed the wordings as such.
    Language("fi-simple", "Selkeä suomi", "Plain Finnish", base="fi"),
    Language("sv", "Svenska", "Swedish", "sv_SE"),
    Language("en", "English", "English", "en_US"),
    Language("se", "Davvisámegiella", "Northern Sami", "se_FI"),
    Language("smn", "Anarâškielâ", "Inari Sami", "smn_FI"),
    Language("sms", "Sääʹmǩiõll", "Skolt Sami", "sms_FI"),
    Language("ru", "Русский", "Russian", "ru_RU"),
    Language("et", "Eesti", "Estonian", "et_EE"),
    Language("uk", "Українська", "Ukrainian", "uk_UA"),
    Language("ar", "العربية", "Arabic", "ar_001", is_rtl=True),
    Language("so", "Soomaali", "Somali"),
    Language("fa", "فارسی", "Persian", "fa_IR", is_rtl=True),
    Language("ckb", "کوردیی ناوەندی", "Central Kurdish", is_rtl=True),
    Language("sq", "Shqip", "Albanian", "sq_AL"),
    Language("zh", "中文", "Chinese", "zh_CN"),
    Language("vi", "Tiếng Việt", "Vietnamese", "vi_VN"),
    Language("th", "ไทย", "Thai", "th_TH"),
    Language("tr", "Türkçe", "Turkish", "tr_TR"),
    Language("es", "Español", "Spanish", "es_ES"),
)
BY_CODE: Final = {language.code: language for language in KNOWN}
LANG_CODES: Final = tuple(BY_CODE)
LOCALES: Final = {language.code: language.locale for language in KNOWN if language.locale}
_CODES: Final = {locale: code for code, locale in LOCALES.items()}
SOURCE_LOCALE: Final = "en_US"  # of a field with translations: English, or whatever its first writer wrote


def base_of(code: str) -> str:
    """Return the language that answers through `code` count in: the base of a variant, else the code itself."""
    language = BY_CODE.get(code)
    return (language and language.base) or code


def direction_of(code: str) -> str | None:
    """Return 'rtl' for a language written from right to left, else None: nothing needs to be said."""
    return "rtl" if code in BY_CODE and BY_CODE[code].is_rtl else None


def locale_of(code: str) -> str | None:
    """Return Odoo's code for texts that stand in this language, or in the base of this variant."""
    return LOCALES.get(base_of(code))


def with_variants(texts: Texts) -> dict[str, str]:
    """Return {code: text} in which a variant that lacks a wording has its base's."""
    return {
        **{code: texts[base] for code in LANG_CODES if (base := BY_CODE[code].base) and texts.get(base)},
        **{code: text for code, text in texts.items() if text},
    }


def shown_name(stored: Texts, locale: str | None, main_locale: str | None = None) -> tuple[str, str]:
    """Return a name as Odoo shows it under `locale`, and the language it is really in.

    `stored` is what the field holds, {Odoo's code: text}. A missing translation is shown as the source, which is
    English only where another language stores other words: Odoo fills the source with whatever was typed first. A name
    with nothing but a source is taken to be in the main language of the county, `main_locale` (Finnish where it is none
    of ours): places are named in the language of the place.
    """
    if locale and locale != SOURCE_LOCALE and stored.get(locale):
        return stored[locale], _CODES.get(locale, "fi")
    source = stored.get(SOURCE_LOCALE) or next(iter(stored.values()), "")
    others = {other: text for other, text in stored.items() if other != SOURCE_LOCALE and text}
    same = [other for other, text in others.items() if text == source]
    if same:
        return source, _CODES.get(same[0], "fi")
    return source, "en" if others else _CODES.get(main_locale or "", "fi")


def pick(accepted: Iterable[str], offered: Iterable[str]) -> str | None:
    """Return the offered language that a browser likes best; None where it likes none of them.

    `accepted` are the tags of its Accept-Language header, best first. Regions do not matter ("sv-FI" is Swedish). A
    variant is taken only by its whole tag.
    """
    codes = tuple(offered)
    for tag in accepted:
        wanted = tag.lower()
        if wanted in codes:
            return wanted
        if (primary := wanted.split("-")[0]) in codes:
            return primary
    return None
