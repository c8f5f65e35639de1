"""How the form of the resident pool is drawn, fresh or with what was typed and what is wrong with it."""

from dataclasses import dataclass

from odoo.addons.hva_feedback.tools.contact_check import EMAIL_MAX, PHONE_MAX
from odoo.addons.hva_feedback.tools.field_view import Choice, Field
from odoo.addons.hva_feedback.tools.page_view import Summary

from ..tools.pool_wish import CHANNELS, LANGUAGES, first


@dataclass(frozen=True, slots=True, kw_only=True)
class PoolView:
    """The fields in their order; `municipalities` is (id, name, is chosen). The summary is that of all pages."""

    fields: tuple[Field, ...] = ()
    consent: Field | None = None
    municipalities: tuple[tuple[str, str, bool], ...] = ()
    summary: tuple[Summary, ...] = ()
    warnings: tuple[Summary, ...] = ()


def view_form(texts, topics, municipalities, posted, wrong):
    """Return the `PoolView`. `posted` is field name -> texts, `wrong` is field name -> text key."""
    errors = {name: texts[key] for name, key in wrong.items()}
    fields = [
        group("channel", "choice", texts["pool_channel"], _ways(texts), posted, errors, is_required=True),
        line("email", "email", EMAIL_MAX, texts, posted, errors),
        line("phone", "tel", PHONE_MAX, texts, posted, errors),
        group("lang_code", "choice", texts["pool_lang"], LANGUAGES, posted, errors),
    ]
    if topics:
        hint = texts["pool_topics_hint"]
        fields.append(group("topics", "choices", texts["pool_topics"], topics, posted, errors, hint=hint))
    yes = [("yes", texts["pool_consent_yes"])]
    consent = group("consent", "choices", texts["pool_consent"], yes, posted, errors, is_required=True)
    return PoolView(
        fields=tuple(fields),
        consent=consent,
        municipalities=tuple(
            (str(key), name, str(key) == first(posted, "municipality")) for key, name in municipalities
        ),
        summary=summarise((*fields, consent)),
    )


def view_line(name, title, texts, typed="", error="", **more):
    """Return the `PoolView` of a page with one field."""
    field = Field(name=name, kind="contact", title=title, text=shown(typed), error=error, is_required=True, **more)
    return PoolView(fields=(field,), summary=summarise((field,)))


def summarise(fields):
    """Return the lines of what is wrong, each leading to its field."""
    return tuple(Summary(target=one.target, text=f"{one.title}: {one.error}") for one in fields if one.error)


def group(name, kind, title, options, posted, errors, **more):
    """Return radio buttons (`kind` choice) or tick boxes (choices); options are (value, label)."""
    choices = tuple(
        Choice(id=f"{name}-{value}", value=str(value), label=label, is_chosen=str(value) in posted.get(name, ()))
        for value, label in options
    )
    return Field(name=name, kind=kind, title=title, choices=choices, error=errors.get(name, ""), **more)


def line(name, input_type, limit, texts, posted, errors):
    """Return a field of one line."""
    return Field(
        name=name,
        kind="contact",
        title=texts[f"pool_{name}"],
        hint=texts[f"pool_{name}_hint"],
        text=shown(first(posted, name)),
        input_type=input_type,
        autocomplete=input_type,
        max_length=limit,
        error=errors.get(name, ""),
    )


def shown(raw):
    """Return what was typed as it can be sent back."""
    return raw[:300].replace("\0", "").encode(errors="replace").decode()


def _ways(texts):
    return [(code, texts[f"pool_by_{code}"]) for code in CHANNELS]
