"""Every way over HTTP by which the web client shows a feedback or a case: what a person knocks at, and what comes out.

A door is a function of (knocker, place) that returns whether it gave the thing: the words, the name, the effect.
`knocker` is the HttpCase in whose session its `person` is signed in; a place holds one feedback with its case.
"""

import json
from dataclasses import dataclass

from odoo import http


@dataclass
class Place:
    """What is at one unit. `word` is in its text only, `note` in the history of its case only, `file` in its file."""

    answer: object
    case: object
    attachment: object
    word: str
    note: str
    file: str
    meeting: object = None


def call(knocker, model, method, *args, **kwargs):
    """Call a method of a model as the web client does; return the whole reply as text."""
    return post(
        knocker, f"/web/dataset/call_kw/{model}/{method}", model=model, method=method, args=list(args), kwargs=kwargs
    )


def post(knocker, path, **params):
    body = json.dumps({"jsonrpc": "2.0", "method": "call", "id": 1, "params": params})
    return knocker.url_open(path, data=body, headers={"Content-Type": "application/json"}).text


def worked(reply):
    try:
        return "error" not in json.loads(reply)
    except ValueError:
        return False


def export(kind, model, field):
    def door(knocker, place):
        record = place.answer if model == "survey.user_input" else place.case
        order = {
            "model": model, "fields": [{"name": field, "label": "x", "type": "char"}], "ids": record.ids,
            "domain": [], "groupby": [], "import_compat": False,
        }  # fmt: skip
        form = {"data": json.dumps(order), "csrf_token": http.Request.csrf_token(knocker)}
        response = knocker.url_open(f"/web/export/{kind}", data=form)
        # a workbook is packed: that it came at all is the thing, for a refused record refuses the file
        is_file = response.status_code == 200 and "spreadsheet" in response.headers.get("Content-Type", "")
        return is_file if kind == "xlsx" else response.status_code == 200 and place.word in response.text

    return door


def found(knocker, model, place, field):
    """Tell whether a search for rows that hang on the case finds one."""
    domain = [["res_model", "=", "helpdesk.ticket"], ["res_id", "=", place.case.id]]
    reply = call(knocker, model, "search_read", domain, [field])
    return worked(reply) and bool(json.loads(reply)["result"])


def follows(knocker, place):
    """Let the person follow the case, and tell whether that is so afterwards."""
    partner = knocker.person.partner_id
    call(knocker, "helpdesk.ticket", "message_subscribe", place.case.ids, partner_ids=partner.ids)
    place.case.invalidate_recordset()
    return partner in place.case.message_partner_ids


def counted(reply):
    """Tell whether a reply of grouping counted a record."""
    result = json.loads(reply).get("result") if worked(reply) else None
    return bool(result) and any(row["__count"] for row in result)


DOORS = {
    "read a feedback": lambda k, p: p.word in call(k, "survey.user_input", "read", p.answer.ids, ["hva_text"]),
    "open a feedback": lambda k, p: p.word
    in call(k, "survey.user_input", "web_read", p.answer.ids, specification={"hva_text": {}}),
    "find a feedback by its words": lambda k, p: p.word
    in call(k, "survey.user_input", "search_read", [["hva_text", "ilike", p.word]], ["hva_text"]),
    "count feedback": lambda k, p: counted(
        call(k, "survey.user_input", "formatted_read_group", [["id", "=", p.answer.id]], ["hva_kind"], ["__count"])
    ),
    "read answer lines": lambda k, p: p.word
    in call(
        k, "survey.user_input.line", "search_read", [["user_input_id", "=", p.answer.id]], ["value_text_box"]
    ),
    "read a case": lambda k, p: p.word in call(k, "helpdesk.ticket", "read", p.case.ids, ["hva_text"]),
    "list cases": lambda k, p: p.case.number
    in call(
        k, "helpdesk.ticket", "web_search_read", domain=[["id", "=", p.case.id]], specification={"number": {}}
    ),
    "type the name of a case": lambda k, p: f"[{p.case.id}," in call(
        k, "helpdesk.ticket", "name_search", name=p.case.name, domain=[["id", "=", p.case.id]]
    ).replace(" ", ""),
    "count cases": lambda k, p: counted(
        call(k, "helpdesk.ticket", "formatted_read_group", [["id", "=", p.case.id]], ["hva_state"], ["__count"])
    ),
    "take a case": lambda k, p: worked(call(k, "helpdesk.ticket", "action_hva_take", p.case.ids)),
    "show contact details": lambda k, p: worked(call(k, "helpdesk.ticket", "action_hva_show_contact", p.case.ids)),
    "export feedback as CSV": export("csv", "survey.user_input", "hva_text"),
    "export feedback as XLSX": export("xlsx", "survey.user_input", "hva_text"),
    "export cases as CSV": export("csv", "helpdesk.ticket", "hva_text"),
    "read the history": lambda k, p: p.note
    in post(k, "/mail/thread/messages", thread_model="helpdesk.ticket", thread_id=p.case.id),
    "search messages": lambda k, p: p.note
    in call(k, "mail.message", "search_read", [["body", "ilike", p.note]], ["body"]),
    "write in the history": lambda k, p: worked(
        post(
            k, "/mail/message/post", thread_model="helpdesk.ticket", thread_id=p.case.id,
            post_data={"body": "x", "message_type": "comment", "subtype_xmlid": "mail.mt_note"},
        )
    ),
    "see who follows": lambda k, p: '"followers":[' in post(
        k, "/mail/data",
        fetch_params=[
            ["mail.thread", {"thread_model": "helpdesk.ticket", "thread_id": p.case.id, "request_list": ["followers"]}]
        ],
    ).replace(" ", "").replace('"followers":[]', ""),
    "read followers": lambda k, p: found(k, "mail.followers", p, "partner_id"),
    "follow": follows,
    "fetch a file": lambda k, p: p.file in k.url_open(f"/web/content/{p.attachment.id}").text,
    "fetch a file by its record": lambda k, p: p.file
    in k.url_open(f"/web/content?model=ir.attachment&id={p.attachment.id}&field=raw").text,
    "fetch a picture": lambda k, p: p.file in k.url_open(f"/web/image/{p.attachment.id}").text,
    "list files": lambda k, p: found(k, "ir.attachment", p, "name"),
    "open an agenda": lambda k, p: p.word in k.url_open(f"/hva_feedback/meeting/{p.meeting.id}").text,
    "open the week of a unit": lambda k, p: k.url_open(
        f"/hva_feedback/week/{p.answer.hva_unit_id.id}", allow_redirects=False
    ).status_code == 200,
    "mark feedback discussed": lambda k, p: worked(
        call(k, "survey.user_input", "action_hva_mark_discussed", p.answer.ids)
    ),
    "read to-dos": lambda k, p: found(k, "mail.activity", p, "summary"),
}  # fmt: skip
