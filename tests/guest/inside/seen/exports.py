"""Files that people of the foreign house take out over HTTP, cell by cell."""

import io
import json

from openpyxl import load_workbook

from . import plain

EXPORTED = {
    "surveyboss": {
        "survey.survey": ["title", "survey_type", "answer_count"],
        "survey.user_input": ["survey_id", "email", "state", "scoring_percentage"],
        "survey.user_input.line": ["display_name", "answer_type", "value_text_box"],
    },
    "deskboss": {"helpdesk.ticket": ["number", "name", "stage_id", "team_id", "user_id"], "res.partner": ["name"]},
}


def see(house):
    seen = {}
    for login, models in EXPORTED.items():
        browser = house.browser(login)
        token = browser.token("/odoo")
        for model, fields in models.items():
            for groupby in ([], ["create_uid"]):
                what = f"{login} {model}{' grouped' if groupby else ''}"
                data = _order(model, fields, groupby)
                book = browser.post("/web/export/xlsx", data={"data": json.dumps(data), "csrf_token": token})
                seen[f"{what} xlsx"] = _cells(book)
            sheet = browser.post(
                "/web/export/csv", data={"data": json.dumps(_order(model, fields, [])), "csrf_token": token}
            )
            seen[f"{login} {model} csv"] = [sheet.status_code, plain.text(sheet.text)]
        pivot = {"data": json.dumps(_pivot()), "csrf_token": token}
        seen[f"{login} pivot"] = _cells(browser.post("/web/pivot/export_xlsx", data=pivot))
    return seen


def _order(model, fields, groupby):
    return {
        "model": model,
        "fields": [{"name": name, "label": name, "type": "char"} for name in fields],
        "ids": False,
        "domain": [],
        "groupby": groupby,
        "context": {"lang": "en_US", "tz": "Europe/Helsinki", "active_test": False},
        "import_compat": False,
    }


def _pivot():
    cell = {"title": "=1+1", "width": 1, "height": 1, "is_bold": False}
    return {
        "title": "Partners",
        "model": "res.partner",
        "col_group_headers": [[cell]],
        "measure_headers": [cell],
        "origin_headers": [],
        "rows": [{"title": "=1+1", "indent": 0, "values": [{"value": 1, "is_bold": False}]}],
        "measure_count": 1,
        "origin_count": 1,
    }


def _cells(answer):
    if answer.status_code != 200:
        return [answer.status_code, plain.text(answer.text)[:400]]
    sheet = load_workbook(io.BytesIO(answer.content)).active
    return [[[cell.data_type, plain.value(cell.value), bool(cell.hyperlink)] for cell in row] for row in sheet.rows]
