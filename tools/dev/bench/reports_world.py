"""The county of `./hva bench reports`: ten years of facts at one county's density, made by one statement of SQL.

A county above eight divisions, sixty-four areas and two thousand units. Units differ in size as real ones do; most
answer by text message, in Finnish, after a visit. Facts stand alone: what reports read is not the answer but its fact.
A part of the answers also exists as survey lines, for plain SQL to be measured beside us.
"""

LOGIN = "bench.board"
NEAR_LOGIN = "bench.near"
PASSWORD = "bench.board.password"

SCRIPT = """
import json
UNITS, PEOPLE = {units}, {people}
level = env["hva.unit.level"].search([], limit=1) or env["hva.unit.level"].create({{"name": "Toimipiste"}})
make = env["hva.unit"].create
county = make({{"name": "Alue", "level_id": level.id, "is_area_owner": True}})
divisions = make([{{"name": f"Toimiala {{n}}", "level_id": level.id, "parent_id": county.id}} for n in range(8)])
areas = make([
    {{"name": f"Palvelualue {{n}}", "level_id": level.id, "parent_id": divisions[n % 8].id}} for n in range(64)])
leaves = make([
    {{"name": f"Toimipiste {{n}}", "level_id": level.id, "parent_id": areas[n % 64].id}} for n in range(UNITS)])
user = env["res.users"].with_context(no_reset_password=True).create
group = [(4, env.ref("base.group_user").id)]
board, near = user([{{"name": name, "login": name, "group_ids": group, "password": "{password}"}}
                    for name in ("{login}", "{near}")])
people = user([{{"name": f"Esihenkilö {{n}}", "login": f"bench.unit{{n}}", "email": f"u{{n}}@county.example",
                 "group_ids": group}} for n in range(PEOPLE)])
env["hva.unit.access"].create([
    {{"user_id": board.id, "unit_id": county.id, "role": "viewer"}},
    {{"user_id": near.id, "unit_id": areas[3].id, "role": "manager"}},
    *({{"user_id": one.id, "unit_id": leaves[n].id, "role": "manager"}} for n, one in enumerate(people))])
services = env["hva.service"].search([], limit=10)
survey = env.ref("hva_feedback.hva_question_set_base").current_survey_id
env.cr.execute("ANALYZE")
env.cr.commit()
print(json.dumps({{"county": county.id, "division": divisions[1].id, "area": areas[3].id, "unit": leaves[3].id,
    "units": leaves.ids, "services": services.ids, "survey": survey.id, "nps": survey.question_ids.filtered(
        lambda question: question.hva_role == "nps").id}}))
"""

FACTS = """
import json, time
cr = env.cr
UNITS, SERVICES, SURVEY = {units}, {services}, {survey}
COUNT, FIRST, DAYS, START = {count}, {first!r}, {days}, {start}
CHANNELS = ["sms"] * 14 + ["kiosk"] * 4 + ["web", "qr"]
LANGS = ["fi"] * 17 + ["sv"] * 2 + ["en"]
MODES = ["visit"] * 6 + ["call"] * 2 + ["remote", "ward"]
GROUPS = ["customer"] * 9 + ["relative"]
SCORES = [10] * 9 + [9] * 4 + [8] * 3 + [7, 6, 5, 3, 0]
VALUES = [5] * 8 + [4] * 4 + [3, 2, 1, 0]
ITEMS = [f"item_st{{n}}" for n in range(1, 8)]

def one_of(values):
    return cr.mogrify("(%s)[1 + floor(random() * %s)::int]", [values, len(values)]).decode()

# without its indexes and its triggers: the table is filled in a fifth of the time, the months are summed below
cr.execute("SELECT indexname, indexdef FROM pg_indexes WHERE tablename = 'hva_fact' AND indexname <> 'hva_fact_pkey'")
indexes = cr.fetchall()
for name, _definition in indexes:
    cr.execute(f'DROP INDEX "{{name}}"')
cr.execute("SET LOCAL session_replication_role = replica")
cr.execute("SELECT setseed(0.7)")
# every tenth unit has half of the answers, as hospitals and health centres do
cr.execute(f'''
    INSERT INTO hva_fact (answer_id, unit_id, day, channel, contact_mode, service_id, lang_code, respondent_group,
                          has_text, survey_id, nps, {{", ".join(ITEMS)}})
    SELECT %(start)s + n, (%(units)s)[1 + place], %(first)s::date + (n::bigint * %(days)s / %(count)s)::int,
           {{one_of(CHANNELS)}}, {{one_of(MODES)}},
           (%(services)s::int[])[1 + (place + (n %% 9 = 0)::int) %% %(service_count)s], {{one_of(LANGS)}},
           {{one_of(GROUPS)}}, n %% 3 > 0, %(survey)s, {{one_of(SCORES)}}, {{", ".join(one_of(VALUES) for _ in ITEMS)}}
      FROM (SELECT n, CASE WHEN random() < 0.5 THEN 10 * floor(random() * %(tenth)s)::int
                           ELSE floor(random() * %(unit_count)s)::int END AS place
              FROM generate_series(0, %(count)s - 1) AS n) AS given
''', {{"start": START, "units": UNITS, "first": FIRST, "days": DAYS, "count": COUNT, "survey": SURVEY,
      "services": SERVICES or [None], "service_count": max(len(SERVICES), 1), "unit_count": len(UNITS),
      "tenth": len(UNITS) // 10}})
for _name, definition in indexes:
    cr.execute(definition)
cr.execute("SET LOCAL session_replication_role = origin")
cr.commit()
began = time.monotonic()
env["hva.fact.month"]._rebuild()
cr.commit()
summed = time.monotonic() - began
env["hva.fact.closed"]._close_due()
cr.commit()
print(json.dumps({{"sum_s": summed}}))
"""

LINES = """
import json
cr = env.cr
COUNT, QUESTION, SURVEY = {count}, {nps}, {survey}
TEXTS = [
    "Hoitaja kuunteli ja kertoi selvästi, mitä seuraavaksi tapahtuu. Odotin puhelimessa liian kauan.",
    "Lääkäri oli kiireinen, en ehtinyt kysyä lääkkeistäni. Resepti oli väärä.",
    "Kiitos ystävällisestä palvelusta! Kaikki sujui hyvin."]
free = env["survey.survey"].browse(SURVEY).question_ids.filtered(lambda question: question.hva_role == "open")[:1].id
cr.execute('''SELECT indexname, indexdef FROM pg_indexes
               WHERE tablename = 'survey_user_input_line' AND indexname <> 'survey_user_input_line_pkey' ''')
indexes = cr.fetchall()
for name, _definition in indexes:
    cr.execute(f'DROP INDEX "{{name}}"')
cr.execute("SET LOCAL session_replication_role = replica")
cr.execute("CREATE TEMP TABLE last_year AS SELECT * FROM hva_fact ORDER BY day DESC LIMIT %s", [COUNT])
cr.execute('''INSERT INTO survey_user_input (id, survey_id, state, access_token, hva_is_feedback, hva_unit_id,
                                             hva_given_on, hva_channel, hva_lang_code, hva_nps, hva_has_nps,
                                             hva_has_text, create_date, write_date, test_entry)
              SELECT answer_id, survey_id, 'done', md5(answer_id::text), TRUE, unit_id, day, channel, lang_code, nps,
                     TRUE, has_text, day, day, FALSE FROM last_year''')
cr.execute('''INSERT INTO survey_user_input_line (user_input_id, survey_id, question_id, answer_type, hva_value,
                                                  value_scale, skipped, create_date, write_date)
              SELECT f.answer_id, f.survey_id, q.id, 'scale',
                     CASE WHEN q.id = %s THEN f.nps ELSE f.item_st1 END, f.nps, FALSE, f.day, f.day
                FROM last_year f
                JOIN (SELECT id FROM survey_question
                       WHERE survey_id = %s AND hva_role IN ('nps', 'statement') ORDER BY id LIMIT 8) q ON TRUE''',
           [QUESTION, SURVEY])
cr.execute('''INSERT INTO survey_user_input_line (user_input_id, survey_id, question_id, answer_type, value_text_box,
                                                  skipped, create_date, write_date)
              SELECT answer_id, survey_id, %s, 'text_box', (%s::text[])[1 + answer_id %% 3], FALSE, day, day
                FROM last_year WHERE has_text''', [free, TEXTS])
for _name, definition in indexes:
    cr.execute(definition)
cr.execute("SET LOCAL session_replication_role = origin")
cr.commit()
print(json.dumps({{}}))
"""

STOCK = """
import json
survey = env["survey.survey"].create({{"title": "Plain survey", "survey_type": "survey", "access_mode": "public",
    "question_and_page_ids": [
        *((0, 0, {{"title": f"Väittämä {{n}}", "question_type": "simple_choice",
                   "suggested_answer_ids": [(0, 0, {{"value": str(v)}}) for v in range(1, 6)]}}) for n in range(7)),
        (0, 0, {{"title": "Suosittelisitko?", "question_type": "scale", "scale_min": 0, "scale_max": 10}}),
        (0, 0, {{"title": "Sana on vapaa", "question_type": "text_box"}})]}})
env.flush_all()
cr = env.cr
cr.execute("CREATE TEMP TABLE made AS SELECT nextval('survey_user_input_id_seq')::int AS id, n"
           " FROM generate_series(1, {count}) n")
cr.execute("INSERT INTO survey_user_input (id, survey_id, state, access_token, test_entry, create_date, write_date)"
           " SELECT id, %s, 'done', md5(id::text || 's'), FALSE, '2026-01-01', '2026-01-01' FROM made", [survey.id])
for question in survey.question_ids:
    if question.question_type == "simple_choice":
        options = [question.suggested_answer_ids.ids]
        values = ("suggestion", "suggested_answer_id", "(%s::int[])[1 + n * 7 %% 5]", options)
    elif question.question_type == "scale":
        values = ("scale", "value_scale", "n %% 11", [])
    else:
        values = ("text_box", "value_text_box", "'Kiitos ' || n", [])
    kind, column, value, args = values
    where = " WHERE n %% 3 = 0" if kind == "text_box" else ""
    cr.execute(f"INSERT INTO survey_user_input_line (user_input_id, survey_id, question_id, answer_type, {{column}},"
               f" skipped, create_date, write_date) SELECT id, %s, %s, '{{kind}}', {{value}}, FALSE,"
               f" '2026-01-01', '2026-01-01' FROM made{{where}}", [survey.id, question.id, *args])
admin = env.ref("base.user_admin")
admin.password = "{password}"
cr.commit()
print(json.dumps({{"stock": survey.id}}))
"""

BATCH = """
import json, time
schedule = env.ref("hva_reports.hva_report_schedule_monthly")
runs = env["hva.report.run"]
runs.search([]).unlink()
schedule.action_send_now({month!r})
env.cr.commit()
began = time.monotonic()
while runs._build_due():
    env.cr.commit()
    env.invalidate_all()
took = time.monotonic() - began
made = runs.search([("state", "in", ["queued", "sent"])])
count = len(made)
made.mail_id.unlink()
runs.search([]).unlink()
env.cr.commit()
print(json.dumps({{"batch_s": took, "made": count}}))
"""

BURST = """
import json, time
cr = env.cr
FIRST = {start}
months = env["hva.fact.month"]
def summed():
    while months._rebuild_dirty():
        cr.commit()
def cleared():
    cr.execute("DELETE FROM hva_fact WHERE answer_id >= %s", [FIRST])
    cr.commit()
    summed()
cleared()
cr.execute("SET LOCAL session_replication_role = replica")  # facts without their answers
cr.execute("ALTER TABLE hva_fact ENABLE ALWAYS TRIGGER hva_fact_inserted")
for number in range({count}):
    cr.execute("INSERT INTO hva_fact (answer_id, unit_id, day, channel, lang_code, survey_id, nps, item_st1)"
               " VALUES (%s, %s, %s, 'sms', 'fi', %s, %s, 5)",
               [FIRST + number, {units}[number * 7 % {length}], {day!r}, {survey}, number % 11])
cr.execute("SET LOCAL session_replication_role = origin")
cr.execute("ALTER TABLE hva_fact ENABLE TRIGGER hva_fact_inserted")
cr.commit()
began, busy = time.monotonic(), time.process_time()
summed()
took, busy = time.monotonic() - began, time.process_time() - busy
cleared()
print(json.dumps({{"refresh_s": took, "cpu_s": busy}}))
"""
