"""The county of `./hva bench reports`: ten years of facts at one county's density, made by COPY.

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

COPY = """
import io, random
UNITS, SERVICES, SURVEY = {units}, {services}, {survey}
COUNT, FIRST, DAYS, START = {count}, {first!r}, {days}, {start}
from datetime import date, timedelta
dice = random.Random(FIRST)
first = date.fromisoformat(FIRST)
# every tenth unit has half of the answers, as hospitals and health centres do
weights = [9 if n % 10 == 0 else 1 for n in range(len(UNITS))]
CHANNELS = ["sms"] * 14 + ["kiosk"] * 4 + ["web", "qr"]
LANGS = ["fi"] * 17 + ["sv"] * 2 + ["en"]
MODES = ["visit"] * 6 + ["call"] * 2 + ["remote", "ward"]
GROUPS = ["customer"] * 9 + ["relative"]
SCORES = [10] * 9 + [9] * 4 + [8] * 3 + [7, 6, 5, 3, 0]
VALUES = [5] * 8 + [4] * 4 + [3, 2, 1, 0]
COLUMNS = ("answer_id", "unit_id", "day", "channel", "contact_mode", "service_id", "lang_code", "respondent_group",
           "has_text", "survey_id", "nps", *(f"item_st{{n}}" for n in range(1, 8)))
class Rows(io.RawIOBase):
    def __init__(self):
        self.made, self.left = 0, b""
    def readable(self):
        return True
    def read(self, size=-1):
        while len(self.left) < (size if size > 0 else 1 << 20) and self.made < COUNT:
            self.left += self.chunk(min(20000, COUNT - self.made))
        size = size if size > 0 else len(self.left)
        part, self.left = self.left[:size], self.left[size:]
        return part
    def chunk(self, count):
        pick = dice.choices
        units, channels = pick(range(len(UNITS)), weights, k=count), pick(CHANNELS, k=count)
        langs = pick(LANGS, k=count)
        modes, groups, scores = pick(MODES, k=count), pick(GROUPS, k=count), pick(SCORES, k=count)
        values = iter(pick(VALUES, k=7 * count))
        lines = []
        for n in range(count):
            place = self.made + n
            day = first + timedelta(days=place * DAYS // COUNT)
            unit = units[n]
            items = "\\t".join(str(next(values)) for _item in range(7))
            lines.append(f"{{START + place}}\\t{{UNITS[unit]}}\\t{{day}}\\t{{channels[n]}}\\t{{modes[n]}}\\t"
                f"{{SERVICES[(unit + (n % 9 == 0)) % len(SERVICES)] if SERVICES else chr(92) + 'N'}}\\t{{langs[n]}}\\t"
                f"{{groups[n]}}\\t{{'t' if n % 3 else 'f'}}\\t{{SURVEY}}\\t{{scores[n]}}\\t{{items}}\\n")
        self.made += count
        return "".join(lines).encode()
cr = env.cr
cr.execute("SET LOCAL session_replication_role = replica")  # facts without their answers; the months are summed below
cursor = cr._cnx.cursor()
cursor.copy_expert("COPY hva_fact (%s) FROM STDIN" % ", ".join(COLUMNS), Rows())
cr.execute("SET LOCAL session_replication_role = origin")
cr.commit()
import time
began = time.monotonic()
env["hva.fact.month"]._rebuild()
cr.commit()
rebuilt = time.monotonic() - began
env["hva.fact.closed"]._close_due()
cr.commit()
print('{{"rebuild_s": %.2f}}' % rebuilt)
"""

LINES = """
import json
cr = env.cr
COUNT, QUESTION, SURVEY = {count}, {nps}, {survey}
cr.execute("SELECT max(id) FROM survey_user_input")
cr.execute("SET LOCAL session_replication_role = replica")
cr.execute('''INSERT INTO survey_user_input (id, survey_id, state, access_token, hva_is_feedback, hva_unit_id,
                                             hva_given_on, hva_channel, create_date, write_date, test_entry)
              SELECT answer_id, survey_id, 'done', md5(answer_id::text), TRUE, unit_id, day, channel, day, day, FALSE
                FROM hva_fact ORDER BY day DESC LIMIT %s''', [COUNT])
cr.execute('''INSERT INTO survey_user_input_line (user_input_id, survey_id, question_id, answer_type, hva_value,
                                                  value_scale, skipped, create_date, write_date)
              SELECT f.answer_id, f.survey_id, q.id, 'scale',
                     CASE WHEN q.id = %s THEN f.nps ELSE f.item_st1 END, f.nps, FALSE, f.day, f.day
                FROM (SELECT * FROM hva_fact ORDER BY day DESC LIMIT %s) f
                JOIN (SELECT id FROM survey_question
                       WHERE survey_id = %s AND NOT is_page ORDER BY id LIMIT 9) q ON TRUE''',
           [QUESTION, COUNT, SURVEY])
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
print(json.dumps({{"survey": survey.id}}))
"""

BATCH = """
import json, time
from datetime import date
schedule = env.ref("hva_reports.hva_report_schedule_monthly")
env["hva.report.run"].search([]).unlink()
schedule.action_send_now({month!r})
env.cr.commit()
run = env["hva.report.run"]
began = time.monotonic()
while run._build_due():
    env.cr.commit()
    env.invalidate_all()
took = time.monotonic() - began
done = run.search_count([("state", "in", ["queued", "sent"])])
print(json.dumps({{"batch_s": took, "made": done}}))
"""

BURST = """
import json, time
env.cr.execute("SET LOCAL session_replication_role = replica")
env.cr.execute("ALTER TABLE hva_fact ENABLE ALWAYS TRIGGER hva_fact_inserted")
for number in range({count}):
    env.cr.execute("INSERT INTO hva_fact (answer_id, unit_id, day, channel, lang_code, survey_id, nps, item_st1)"
                   " VALUES (%s, %s, %s, 'sms', 'fi', %s, %s, 5)",
                   [{start} + number, {units}[number * 7 % {length}], {day!r}, {survey}, number % 11])
env.cr.commit()
began = time.monotonic()
while env["hva.fact.month"]._rebuild_dirty():
    env.cr.commit()
print(json.dumps({{"refresh_s": time.monotonic() - began}}))
"""
