"""`/p/tulokset`: a county's results for everybody, as a page, as JSON and as CSV.

All three show the same stored figures (`hva.published`): nothing is reckoned for a visitor, nobody is asked who he is,
and a proxy may keep the answer for an hour.
"""

import csv
import io
import json
from datetime import date

from babel.numbers import format_decimal

from odoo import http
from odoo.http import request

from odoo.addons.hva_feedback.controllers.page_answer import draw, forget_visitor, message_page
from odoo.addons.hva_feedback.controllers.page_texts import OWN_LOCALES
from odoo.addons.hva_feedback.controllers.public_routes import READ
from odoo.addons.hva_feedback.tools.follow_view import show_day

from ..report import wording
from ..tools.promise import PARTS, STEPS
from ..tools.published import ALL, OTHER, figures
from .public_texts import SPOKEN, public_texts

PATH = "/p/tulokset"
CACHE = ("Cache-Control", "public, max-age=3600")
IMPROVEMENTS = 20
CSV_COLUMNS = ("start", "end", "measure", "service", "value", "low", "high", "n", "hidden")


class PublicResults(http.Controller):
    @http.route([PATH, f"{PATH}/<int:code>"], **READ)
    def page(self, code=None, lang=None, **_ignored):
        """Show the latest four weeks, the ones before, and what feedback has led to."""
        forget_visitor()
        lang_code = lang if lang in OWN_LOCALES else "fi"
        company = _open_county(code)
        if not company:
            return message_page("unknown", 404, lang_code, "unknown_text")
        hosts = tuple((company.hva_results_hosts or "").split())
        response = draw(
            "hva_reports.public_results_page", 200, _values(company, lang_code, code), frame_ancestors=hosts
        )
        response.headers["Cache-Control"] = CACHE[1]
        return response

    @http.route([f"{PATH}.json", f"{PATH}/<int:code>.json"], **READ)
    def as_json(self, code=None, **_ignored):
        """Return every published period as JSON, the latest first."""
        forget_visitor()
        company = _open_county(code)
        if not company:
            return request.make_json_response({"error": "not published"}, status=404)
        body = json.dumps({"county": company.name, "periods": _periods(company)}, ensure_ascii=False)
        return request.make_response(body, [("Content-Type", "application/json; charset=utf-8"), *_open_headers()])

    @http.route([f"{PATH}.csv", f"{PATH}/<int:code>.csv"], **READ)
    def as_csv(self, code=None, **_ignored):
        """Return them as CSV: UTF-8, comma, one figure on a row; shares are 0 to 1."""
        forget_visitor()
        company = _open_county(code)
        if not company:
            return request.make_response("not published\n", [("Content-Type", "text/plain")], status=404)
        target = io.StringIO()
        writer = csv.DictWriter(target, CSV_COLUMNS, lineterminator="\r\n")
        writer.writeheader()
        for period in _periods(company):
            writer.writerows(_csv_rows(period))
        return request.make_response(
            target.getvalue(), [("Content-Type", "text/csv; charset=utf-8; header=present"), *_open_headers()]
        )


def _open_headers():
    return [CACHE, ("Access-Control-Allow-Origin", "*"), ("X-Content-Type-Options", "nosniff")]


def _open_county(county):
    """Return the county of the address, empty unless it has opened its results. Behind "?" it is text, and ignored."""
    said = county if isinstance(county, int) else None
    company_id = said or request.env["hva.look"]._get_only_county() or request.env.company.id
    # sudo: whether a county shows its results, and its name, are for everybody
    company = request.env["res.company"].sudo().browse(company_id).exists()
    return company if company.hva_is_results_public else company.browse()


def _published(company):
    return request.env["hva.published"]._get_public(company.id)


def _periods(company):
    """Return the published periods as data, services and statements by name and code."""
    services = _service_names("en")
    return [
        {
            "start": one.start_on.isoformat(),
            "end": one.end_on.isoformat(),
            "nps": shown["nps"],
            "statements": [
                {**row, "service": services.get(row["service"], ""), "item": row["item"].upper()}
                for row in shown["statements"]
            ],
            **_handling(company, one),
        }
        for one in _published(company)
        for shown in [figures(one.content)]
    ]


def _handling(company, one):
    """Return {"handling": how soon cases were handled} where the county tells it; see tools/promise.py."""
    told = company.hva_is_promise_public and one.content.get("handling")
    return {"handling": told} if told else {}


def _csv_rows(period):
    head = {"start": period["start"], "end": period["end"]}
    score = period["nps"]
    if score:
        yield {**head, "measure": "NPS", "service": "", **score}
    for row in period["statements"]:
        values = {name: row.get(name, "") for name in ("low", "high", "n", "hidden")}
        service = row["service"]
        safe = f"'{service}" if service[:1] in "=+-@\t\r" else service  # a spreadsheet may run it
        yield {**head, "measure": row["item"], "service": safe, "value": row.get("share", ""), **values}
    if "handling" in period:
        yield from _csv_promise(period["handling"])


def _csv_promise(told):
    """Yield the rows of how soon cases were handled, by the days in which they began; no value: not reached yet."""
    head = {"start": told["start"], "end": told["end"], "service": ""}
    for step in STEPS:
        for part in PARTS:
            name = f"{step}_hours_{part}"
            if "hidden" in told:
                yield {**head, "measure": name, "hidden": told["hidden"]}
            else:
                value = told[step][part]
                yield {**head, "measure": name, "value": "" if value is None else value, "n": told["cases"]}


def _service_names(lang_code):
    """Return {id: name} of services, and of all together and of feedback without one."""
    texts = public_texts(lang_code)
    # sudo: names of services are for everybody
    services = request.env["hva.service"].sudo().with_context(lang=OWN_LOCALES[lang_code], active_test=False)
    names = {service.id: service.name for service in services.search([])}
    return {ALL: texts["all_services"], OTHER: texts["other_services"], **names}


def _values(company, lang_code, county):
    texts = public_texts(lang_code)
    found = _published(company)
    shown = [(one, figures(one.content)) for one in found]
    limits = request.env["hva.query"]._get_limits()
    place = f"{PATH}/{county}" if isinstance(county, int) and county else PATH
    # sudo: what was approved for everybody, of all units of the county
    units = request.env["hva.unit"].sudo().search([("company_id", "=", company.id), ("parent_id", "=", False)])
    return {
        "lang_code": lang_code,
        "languages": SPOKEN,
        "company_id": company.id,
        "texts": texts,
        "page_title": texts["results_title"],
        "place": place,
        "latest": _latest(texts, lang_code, *shown[0]) if shown else None,
        "promise": _promise(texts, lang_code, _handling(company, found[0]).get("handling")) if found else None,
        "earlier": [_line(texts, lang_code, one, part) for one, part in shown[1:]],
        "improvements": request.env["hva.improvement"]._hva_public(units, lang_code, IMPROVEMENTS),
        "hidden_what": texts["hidden_what"] % {"base": limits.base, "cell": limits.cell},
    }


def _latest(texts, lang_code, one, part):
    locale = OWN_LOCALES[lang_code]
    services = _service_names(lang_code)
    items = request.env["hva.report.definition"].with_context(lang=locale)._get_item_labels()
    statements = {}
    for row in part["statements"]:
        name = items.get(f"item_{row['item']}", row["item"])
        statements.setdefault(name, []).append(_statement(texts, locale, services, row))
    return {**_line(texts, lang_code, one, part), "statements": list(statements.items())}


def _promise(texts, lang_code, told):
    """Return how soon cases were handled, in words: {"about", "rows": [(step, text)]}; None where it is not told."""
    if not told:
        return None
    days = {name: show_day(date.fromisoformat(told[name])) for name in ("start", "end")}
    if "hidden" in told:
        return {"about": texts["promise_few"] % days, "rows": []}
    locale = OWN_LOCALES[lang_code]
    rows = []
    for step in STEPS:
        said = []
        for part in PARTS:
            hours = told[step][part]
            text = texts[f"promise_{part}" if hours is not None else f"promise_{part}_not"]
            said.append(text % {"hours": format_decimal(hours or 0, format="0.#", locale=locale)})
        rows.append((texts[f"promise_{step}"], ", ".join(said)))
    return {"about": texts["promise_about"] % {**days, "n": wording.whole_in(locale, told["cases"])}, "rows": rows}


def _line(texts, lang_code, one, part):
    """Return one period in words: its days, its score and what the score stands on, or why there is none."""
    score = part["nps"]
    days = texts["results_period"] % {"start": show_day(one.start_on), "end": show_day(one.end_on)}
    if not score or "hidden" in score:
        return {"days": days, "value": "", "facts": texts["hidden" if score else "nps_none"]}
    locale = OWN_LOCALES[lang_code]
    ends = {name: wording.whole_in(locale, score[name]) for name in ("low", "high", "n")}
    return {"days": days, "value": wording.whole_in(locale, score["value"]), "facts": texts["nps_facts"] % ends}


def _statement(texts, locale, services, row):
    """Return one service's share of a statement in words."""
    service = services.get(row["service"], texts["other_services"])
    if "hidden" in row:
        return {"service": service, "share": texts["hidden"], "facts": ""}
    facts = {name: wording.percent_in(locale, row[name]) for name in ("low", "high")}
    return {
        "service": service,
        "share": wording.percent_in(locale, row["share"]),
        "facts": texts["share_facts"] % {**facts, "n": wording.whole_in(locale, row["n"])},
    }
