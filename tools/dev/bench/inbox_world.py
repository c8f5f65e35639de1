"""The county of `./hva bench inbox`: real cases, made once each by our own code and then copied by SQL.

One feedback is given and routed as always, with its case and its contact details. Every further one is a copy of those
rows, with another unit, day, score, kind, state and text: whatever columns the addons have, the copies have them too.
"""

LOGIN = "bench.manager"
PASSWORD = "bench.manager.password"
OWN_UNITS = 40

SCRIPT = """
import json
from odoo.addons.hva_feedback.tools.entry import ContactDetails, Entry, Submission

COUNT, UNITS, OWN = {count}, {units}, {own}
TEXTS = [
    "Hoitaja kuunteli ja kertoi selvästi, mitä seuraavaksi tapahtuu. Odotin puhelimessa liian kauan.",
    "Lääkäri oli kiireinen, en ehtinyt kysyä lääkkeistäni. Resepti oli väärä.",
    "Sköterskan förklarade tydligt, men väntetiden var lång.",
    "Kiitos ystävällisestä palvelusta! Kaikki sujui hyvin.",
    "Parkkipaikkoja on liian vähän ja ovi on raskas pyörätuolilla.",
]

# units: an area, branches of 40, and the rest under them
level = env["hva.unit.level"].search([], limit=1) or env["hva.unit.level"].create({{"name": "Toimipiste"}})
make = env["hva.unit"].create
area = make({{"name": "Alue", "level_id": level.id, "is_area_owner": True}})
branches = make([
    {{"name": f"Palvelualue {{n}}", "level_id": level.id, "parent_id": area.id}} for n in range(-(-UNITS // 40))])
leaves = make([
    {{"name": f"Toimipiste {{n}}", "level_id": level.id, "parent_id": branches[n // 40].id}}
    for n in range(UNITS - 1 - len(branches))])

# people: the manager of units here and there, a handler for every fifty units, one above all
people = env["res.users"].with_context(no_reset_password=True).create(
    [{{"name": name, "login": name, "group_ids": [(4, env.ref("base.group_user").id)]}}
     for name in ["{login}", "bench.area", *(f"bench.handler{{n}}" for n in range(len(leaves) // 50))]])
people[0].password = "{password}"
step = max(len(leaves) // OWN, 1)
own = leaves[::step][:OWN]
env["hva.unit.access"].create([
    *({{"user_id": people[0].id, "unit_id": unit.id, "role": "manager"}} for unit in own),
    {{"user_id": people[1].id, "unit_id": area.id, "role": "manager"}},
    *({{"user_id": user.id, "unit_id": unit.id, "role": "handler"}}
      for n, user in enumerate(people[2:]) for unit in leaves[n * 50:n * 50 + 50] - own)])

# one real feedback with its case
survey = env.ref("hva_feedback.hva_question_set_base").current_survey_id
values = {{}}
for question in survey.question_ids:
    if question.hva_role == "nps":
        values[question.id] = 3
    elif question.hva_role == "statement":
        values[question.id] = question.suggested_answer_ids[1].id
    elif question.hva_role == "open":
        values[question.id] = TEXTS[0]
entry = Entry(survey_id=survey.id, unit_id=own[0].id, channel="web", source="collector", source_id=1)
contact = ContactDetails(name="Testi Antaja", phone="+358401234567")
answer = env["survey.user_input"]._hva_store(
    [Submission(entry=entry, values=values, kind="criticism", contact=contact)])
answer._hva_route()
case = answer.hva_case_ids
env.flush_all()
cr = env.cr

def copy(table, template_id, rows, changed):
    cr.execute(
        "SELECT column_name FROM information_schema.columns WHERE table_name = %s AND table_schema = 'public'", [table])
    kept = [name for (name,) in cr.fetchall() if name not in changed]
    names = ", ".join('"%s"' % name for name in [*kept, *changed])
    source = ", ".join(['t."%s"' % name for name in kept] + list(changed.values())).replace("%", "%%")
    cr.execute(f"INSERT INTO {{table}} ({{names}}) SELECT {{source}} FROM {{table}} t, {{rows}} WHERE t.id = %s",
               [template_id])

cr.execute("SET LOCAL session_replication_role = replica")  # copies of good rows: the foreign keys need no check
cr.execute("CREATE TEMP TABLE n AS SELECT n, (%s::int[])[1 + n * 7 %% %s] AS unit_id,"
           " (%s::text[])[1 + n %% %s] AS text,"
           " (ARRAY['criticism', 'thanks', 'question', 'suggestion'])[1 + n %% 4] AS kind,"
           " CURRENT_DATE - (n / 7 %% 365) AS day FROM generate_series(1, %s) AS n",
           [leaves.ids, len(leaves), TEXTS, len(TEXTS), COUNT])
A, C, T = 10_000_000, 20_000_000, 30_000_000
copy("survey_user_input", answer.id, "n", {{
    "id": f"{{A}} + n", "access_token": "gen_random_uuid()::text", "hva_unit_id": "unit_id", "hva_kind": "kind",
    "hva_nps": "n % 11", "hva_nonce": "NULL", "hva_given_on": "day", "hva_given_at": "day + time '09:30'",
    "hva_wants_contact": "n % 5 = 0", "hva_read_on": "CASE WHEN n % 3 = 0 THEN day END",
    "create_date": "day", "write_date": "day", "start_datetime": "day", "end_datetime": "day"}})
for line in answer.user_input_line_ids:
    shown = {{"id": "nextval('survey_user_input_line_id_seq')", "hva_unit_id": "unit_id"}}
    shown["user_input_id"] = f"{{A}} + n"
    if line.answer_type == "text_box":
        shown["value_text_box"] = "text || ' ' || md5(n::text)"
    copy("survey_user_input_line", line.id, "n", shown)
copy("hva_contact", case.hva_contact_id.id, "n", {{"id": f"{{C}} + n", "answer_id": f"{{A}} + n"}})
is_closed = "n % 5 > 0"
copy("helpdesk_ticket", case.id, "n", {{
    "id": f"{{T}} + n", "number": "'B' || n", "hva_answer_id": f"{{A}} + n", "hva_unit_id": "unit_id",
    "hva_responsible_unit_id": "unit_id", "hva_kind": "kind",
    "hva_contact_id": f"CASE WHEN n % 10 = 0 THEN {{C}} + n END",
    "hva_state": f"CASE WHEN {{is_closed}} THEN 'closed' ELSE (ARRAY['new', 'in_handling', 'answered'])[1 + n % 3] END",
    "hva_outcome": f"CASE WHEN {{is_closed}} THEN 'explained' END",
    "hva_closed_at": f"CASE WHEN {{is_closed}} THEN day + 5 END",
    "hva_deadline_at": "CURRENT_TIMESTAMP AT TIME ZONE 'UTC' + (n % 400 - 100) * interval '1 hour'",
    "create_date": "day", "write_date": "day", "stage_id":
        "(SELECT s.id FROM helpdesk_ticket_stage s WHERE s.hva_state IS NOT NULL ORDER BY s.id LIMIT 1)"}})
cr.execute("DELETE FROM hva_contact WHERE id > %s AND id %% 10 > 0", [C])
marks = "INSERT INTO hva_read_mark (answer_id, user_id) SELECT %s + n, %s FROM n WHERE n %% 4 = 0"
cr.execute(marks, [A, people[0].id])
cr.execute("SET LOCAL session_replication_role = origin")
env.cr.commit()
reached = people[0]._hva_units()
cases = env["helpdesk.ticket"].search([("hva_responsible_unit_id", "in", reached.ids), ("id", ">", T)], limit=500)
ids = cases.ids[::5]
print(json.dumps({{"cases": ids, "answers": [number - T + A for number in ids], "uid": people[0].id,
    "views": {{name: env.ref("hva_feedback." + name).id for name in
        ("hva_ticket_view_list", "hva_ticket_view_form", "hva_answer_view_list", "hva_answer_view_form")}}}}))
"""


def script(count: int, units: int) -> str:
    """Return the script for Odoo's shell that makes `count` cases of `units` units."""
    return SCRIPT.format(count=count, units=units, own=OWN_UNITS, login=LOGIN, password=PASSWORD)
