"""The front door: a page on which the giver finds the unit, and the form about what was found.

Everything is a link or a search field of a form, so it works without JavaScript and can be sent to somebody else.
"""

import dataclasses
from urllib.parse import urlencode

from odoo.http import request

from ..tools.answer_validation import Problem
from ..tools.page_view import Choice, Field
from ..tools.unit_finder import QUERY_MAX, branches, by_municipality, by_service, choose, search
from .finder_links import FinderLinks
from .form_page import LANGUAGE_NAMES, FormPage
from .page_answer import draw
from .page_texts import LOCALES

PICKED_MAX = 20


class UnitFinder:
    """What one way in offers to choose from, in one language. `lang` is what the visitor asked for."""

    def __init__(self, code, entry, lang):
        self.code, self.entry, self.lang = code, entry, lang
        # the form knows which languages there are; it is cached
        self.form_page = FormPage(code, entry, lang)
        self.lang_code, self.texts = self.form_page.lang_code, self.form_page.texts
        collectors = request.env["hva.collector"]
        today = request.env["hva.clock"]._today()
        self.directory = collectors._hva_directory(entry.company_id, LOCALES[self.lang_code], today)
        self.root_id = None if entry.finds_all else entry.unit_id
        self.places = self.directory.under(self.root_id)

    def show(self, asked):
        """Answer a GET. `asked` is parameter name -> text."""
        if "unit" not in asked:
            return self.page(asked)
        page = self.chosen_page(asked, self.asked_survey_id)
        return page.render() if page else self.page({}, self.texts["find_not_offered"])

    def store(self, posted, token):
        """Answer a POST: store the feedback, or let the giver choose the unit again with everything typed kept."""
        page = self.chosen_page({name: texts[0] for name, texts in posted.items()}, self.shown_survey_id)
        if page and "search_unit" not in posted:
            return page.store(posted, token)
        again = ChooseAgainPage(self, bool(page))
        if "search_unit" in posted:
            return again.render(posted)
        return again.store(posted, token)

    def asked_survey_id(self, unit_id, service_id):
        """Return the version that is asked today about a unit and service."""
        today = request.env["hva.clock"]._today()
        asked = request.env["hva.collector"]._hva_asked_survey_id
        return asked(self.entry.collector_id, unit_id, service_id, today) or self.entry.survey_id

    def shown_survey_id(self, _unit_id, _service_id):
        """Return the version of the page that is being posted, whatever is asked about its unit since."""
        return self.entry.survey_id

    def chosen_page(self, asked, survey_id):
        """Return the form about what was chosen, None where it is not on offer.

        `survey_id(unit id, service id or None)` says which version the form shows.
        """
        # a service that the way in is about stands, whatever is asked
        service = "" if self.entry.service_id else asked.get("service", "")
        chosen = choose(self.directory, self.root_id, asked.get("unit", ""), service, asked.get("under", ""))
        return ChosenPage(self, chosen, survey_id) if chosen else None

    def url(self, **query):
        """Return the address of this page with parameters, in the present language where somebody asked for one."""
        lang = {"lang": self.lang_code} if self.lang else {}
        query = urlencode({name: value for name, value in {**query, **lang}.items() if value})
        return f"/p/{self.code}?{query}" if query else f"/p/{self.code}"

    def page(self, asked, refused=""):
        """Draw the page to find a unit on: its start, or a list that was asked for."""
        collectors = request.env["hva.collector"]
        place = collectors._hva_page_place(self.entry.unit_id, LOCALES[self.lang_code])
        listing = self.listing(asked)
        heading = listing.title if listing else self.form_page.form.title
        values = {
            "lang_code": self.lang_code,
            "languages": [(code, LANGUAGE_NAMES[code]) for code in self.form_page.languages],
            "lang_query": self.lang_query(asked),
            "texts": self.texts,
            "page_title": f"{heading} – {place['county']}",
            "heading": self.form_page.form.title,
            "county": place["county"],
            "county_lang": place["county_lang"],
            "company_id": place["company_id"],
            "refused": refused,
            "listing": listing,
            "query": asked.get("q", "")[:QUERY_MAX].replace("\0", ""),
            "query_max": QUERY_MAX,
            "action": f"/p/{self.code}",
            "lang_field": self.lang_code if self.lang else None,
            "start": self.url(),
            "unknown": self.url(unit="unknown", under=listing.under_id if listing else None),
            "signposts": self.form_page.signposts(place["company_id"]),
            **({} if listing else self.ways()),
        }
        status = 404 if refused else 200
        return draw("hva_feedback.finder_page", status, values, frame_ancestors=self.entry.frame_ancestors)

    def ways(self):
        """Return the lists of the start page: municipalities, services, the top of the tree."""
        services = () if self.entry.service_id else by_service(self.places)
        return {
            "towns": [(name, count, self.url(town=key)) for (key, name), count in by_municipality(self.places)],
            "services": [(name, count, self.url(service=key)) for (key, name), count in services],
            "tree": FinderLinks(self).branch_rows(branches(self.directory, self.places, self.root_id)),
        }

    def listing(self, asked):
        """Return the list that was asked for, None for the start page. What cannot be read is passed over."""
        links = FinderLinks(self)
        for name, make in (
            ("q", links.results),
            ("town", links.of_town),
            ("service", links.of_service),
            ("under", links.of_branch),
        ):
            if name in asked:
                return make(asked[name], asked.get("page", ""))
        return None

    def lang_query(self, asked):
        """Return what a link to another language must carry along, ready to stand before `lang=`."""
        kept = {name: text for name, text in asked.items() if name in ("q", "town", "service", "under", "unit", "page")}
        return f"{urlencode(kept)}&" if kept else ""


class ChosenPage(FormPage):
    """The form about a unit and service that the giver chose."""

    def __init__(self, finder, chosen, survey_id):
        self.finder, self.chosen = finder, chosen
        unit_id = chosen.place.id if chosen.place else _area_owner(chosen.under_id or finder.entry.unit_id)
        service_id = chosen.service[0] if chosen.service else finder.entry.service_id
        changes = {"unit_id": unit_id, "service_id": service_id, "survey_id": survey_id(unit_id, service_id)}
        super().__init__(finder.code, dataclasses.replace(finder.entry, **changes), finder.lang)

    def _render_kept(self):
        """Draw the page anew: thousands of units would fill the memory, and who knows the unit reads another page."""
        return self._draw({}, (), ())

    def page_values(self, posted, problems, warned=()):
        chosen = self.chosen
        carried = {"unit": chosen.place.id if chosen.place else "unknown"}
        if not chosen.place and chosen.under_id:
            carried["under"] = chosen.under_id
        if chosen.service:
            carried["service"] = chosen.service[0]
        notes = [self.texts["find_unknown_hint"]] if not chosen.place else []
        if chosen.service:
            notes.append(f"{self.texts['find_service']}: {chosen.service[1]}")
        if chosen.place and chosen.place.producer:
            notes.append(self.texts["find_produced_by"] % {"name": chosen.place.producer})
        return {
            **super().page_values(posted, problems, warned),
            "carried": list(carried.items()),
            "unit_notes": notes,
            "change_unit": self.finder.url(),
            "lang_query": f"{urlencode(carried)}&",
        }


class ChooseAgainPage(FormPage):
    """The form of somebody whose unit is not on offer: everything typed is kept, and the unit is chosen in it."""

    def __init__(self, finder, is_valid):
        self.finder, self.is_valid = finder, is_valid
        super().__init__(finder.code, finder.entry, finder.lang)

    def check(self, posted, token):
        submission, problems = super().check(posted, token)
        return submission, [Problem("unit", "unit_not_offered"), *problems]

    def page_values(self, posted, problems, warned=()):
        searched = posted.get("find", [""])[0][:QUERY_MAX].replace("\0", "")
        unit = posted.get("unit", [""])[0]
        found = search(self.finder.places, searched).places[:PICKED_MAX]
        offered = [(str(place.id), _with_town(place)) for place in found]
        choices = tuple(
            Choice(id=f"unit-{value}", value=value, label=label, is_chosen=self.is_valid and value == unit)
            for value, label in [*offered, ("unknown", self.texts["find_unknown"])]
        )
        error = self.texts["unit_not_offered"] if any(problem.field == "unit" for problem in problems) else ""
        field = Field(name="unit", kind="choice", title=self.texts["find_again"], choices=choices, error=error)
        values = super().page_values(posted, problems, warned)
        target = f"unit-{offered[0][0]}" if offered else "find"
        view = values["view"]
        # the summary leads to the choice
        summary = tuple(
            dataclasses.replace(line, target=target) if line.text == error and error else line for line in view.summary
        )
        search_field = Field(
            name="find",
            kind="char",
            title=self.texts["find_label"],
            hint=self.texts["find_hint"],
            text=searched,
            max_length=QUERY_MAX,
        )
        return {
            **values,
            "view": dataclasses.replace(view, summary=summary),
            "unit_field": field,
            "unit_search": search_field,
            "page_title": values["page_title"],
        }


def _with_town(place):
    return f"{place.name}, {place.municipality[1]}" if place.municipality else place.name


def _area_owner(unit_id):
    return request.env["hva.collector"]._hva_area_owner_id(unit_id)
