"""The story of one feedback, on the whole running system: from a file of visits to the monthly mail.

Real PostgreSQL, nginx, Odoo with its jobs, Kannel, SMTP and Chromium; only the operator behind Kannel is simulated. The
tests are the chapters of one story and run in this order. What people do goes through their doors; SQL only proves what
is stored, as an auditor would ask.
"""

import os
import re
import signal
import urllib.error
import urllib.request
from collections import Counter

import openpyxl
import pytest
import remains
from letters import check_mail

from hva_sms.tools.campaign import SUBJECTS
from hva_sms.tools.eligibility import REASONS
from tools.dev import cluster, jobs, paths, process
from tools.dev.console import Stop
from tools.dev.demo import pages
from tools.dev.demo.public_figures import PUBLISHED_NPS, PUBLISHED_TOTAL, SOITE_2024
from tools.dev.demo.residents import PEOPLE, Residents, post
from tools.dev.demo.story import MANAGER, REFUSED, Story
from tools.dev.demo.talking import Talking
from tools.dev.demo.visits import DELIVERED, EXPIRED, NO_SUCH_NUMBER, OUT, UNDELIVERED
from tools.dev.demo.world import World

NAME = f"e2e_{os.getpid()}"  # of this run alone: several checkouts may share one home
CHANNEL_NAMES = {"web": "Verkkolomake", "sms": "Tekstiviesti", "kiosk": "Palautelaite"}
# the age is required in a file; the county's rule is for every unit, asks about every contact and has no cap
NEVER_IN_THE_STORY = {"age_unknown", "no_rule", "excluded_mode", "daily_cap", "no_content"}


@pytest.fixture(scope="module")
def story():
    world = World(NAME, paths.HVA_HOME / NAME, has_front=True)
    try:
        world.build()
        world.start()
        yield Story(world, is_hasty=True)
    finally:
        world.remove()


def stored(story, query):
    """Return the rows of an auditor's query as lists of text."""
    printed = cluster.psql(story.world.database, query)
    return [line.split("|") for line in printed.splitlines()]


def test_a_county_of_four_levels_has_last_months_published_answers(story):
    facts = story.set_up_county()
    assert facts["units"] >= 150 and facts["levels"] == 4
    assert facts["stored"] == sum(sum(counts) for counts in SOITE_2024.values()) == 6472


def test_two_people_refuse_messages_and_only_a_hash_of_them_is_kept(story):
    story.refuse_messages()
    assert stored(story, "SELECT count(*) FROM hva_opt_out") == [[str(len(REFUSED))]]
    assert not any(
        phone[-9:] in " ".join(row) for phone in REFUSED for row in stored(story, "SELECT * FROM hva_opt_out")
    )


def test_every_row_of_500_visits_is_answered_for(story):
    story.deliver_wrong_file()
    outcome = story.deliver_visits()
    assert outcome.total() == 500
    assert outcome["no_consent"] == OUT["no_consent"][0] and not outcome["rejected"]


def test_a_wrong_file_is_refused_with_a_reason_that_repeats_nothing_of_it(story):
    refusal = story.refusal()
    assert "unknown_field" in refusal and "0401234567" not in refusal and "Somebody" not in refusal


def test_every_reason_for_not_asking_occurred_and_is_counted(story):
    reasons = {reason for [reason] in stored(story, "SELECT DISTINCT reason FROM hva_visit WHERE reason IS NOT NULL")}
    counted_only = {"non_disclosure"}  # of those visits nothing is kept but their number
    assert set(REASONS) - NEVER_IN_THE_STORY - counted_only <= reasons
    assert stored(story, "SELECT sum(non_disclosure_count) FROM hva_visit_batch") == [[str(OUT["non_disclosure"][0])]]


def test_each_person_got_at_most_one_message_and_only_those_who_may_be_asked(story):
    sent_to = Counter(message["to"] for message in story.world.messages())
    visits = story.day.first + story.day.second
    asked = [visit["phone"] for visit in visits if _may_be_asked(visit)]
    assert sent_to and set(sent_to.values()) == {1}
    assert set(sent_to) <= set(asked) - set(REFUSED)
    tried = int(stored(story, "SELECT count(*) FROM hva_invitation")[0][0])
    unreachable = int(stored(story, "SELECT count(*) FROM hva_visit WHERE reason = 'invited'")[0][0]) - len(sent_to)
    assert tried == len(sent_to) + unreachable and 0 <= unreachable < tried / 5


def test_what_became_of_each_message_is_known_and_phone_and_text_are_gone(story):
    final = ("delivered", "failed", "expired")
    story.wait_for(
        lambda: stored(story, f"SELECT 1 FROM hva_invitation WHERE state NOT IN {final} LIMIT 1") == [], "final states"
    )
    states = Counter(
        dict((s, int(n)) for s, n in stored(story, "SELECT state, count(*) FROM hva_invitation GROUP BY 1"))
    )
    fates = Counter(message["to"][-2:] for message in story.world.messages())
    assert states["expired"] == fates[EXPIRED] > 0
    assert states["delivered"] == fates.total() - fates[EXPIRED] - fates[UNDELIVERED]
    assert states["failed"] >= fates[UNDELIVERED] > 0 and NO_SUCH_NUMBER not in fates
    assert stored(story, "SELECT count(*) FROM hva_invitation WHERE phone IS NOT NULL OR text IS NOT NULL") == [["0"]]
    assert stored(story, "SELECT count(*) FROM hva_visit WHERE phone IS NOT NULL") == [["0"]]


def test_visits_by_rest_meet_an_operator_that_throttles_keeps_silent_repeats_and_reorders(story):
    """Each number's last digits say what the operator does with it, see tools/dev/smsc/behaviour.py."""
    reported, silent = ["00", "04", "05", "12", "17"], ["18", "19"]
    before = states_of(story)
    arrived = sent_by_rest(story, 1, [*reported, *silent] * 3)
    fates = Counter(number[-2:] for number in arrived)
    count = sum(fates[fate] for fate in reported)
    assert count and count < len(arrived)
    story.wait_for(lambda: states_of(story)["delivered"] == before["delivered"] + count, "their delivery reports")
    assert states_of(story)["submitted"] == len(arrived) - count and not states_of(story)["unknown"]


def test_a_gateway_that_freezes_leaves_outcomes_unknown_and_nobody_gets_two_messages(story):
    before = states_of(story)
    bearerbox = process.pid_of(f"{story.world.kannel.name}-bearerbox")
    os.kill(bearerbox, signal.SIGSTOP)

    def thaw():
        try:
            story.wait_for(lambda: states_of(story)["unknown"], "an outcome that is not known")
        finally:
            os.kill(bearerbox, signal.SIGCONT)

    def pass_pauses():  # several: on a busy machine the probe after the pause may be unclear as well
        jobs.end_pauses(story.world.database)

    arrived = sent_by_rest(story, 2, ["00"] * 6, thaw, pass_pauses)
    assert set(Counter(message["to"] for message in story.world.messages()).values()) == {1}
    delivered = before["delivered"] + len(arrived)
    story.wait_for(lambda: states_of(story)["delivered"] == delivered, "the late report that settles the unknown")
    assert not states_of(story)["unknown"]


def states_of(story):
    rows = stored(story, "SELECT state, count(*) FROM hva_invitation GROUP BY 1")
    return Counter({state: int(number) for state, number in rows})


def sent_by_rest(story, batch, fates, meanwhile=lambda: None, waiting=lambda: None):
    """Post visits by REST; return the numbers of all who were asked once the operator has their messages."""
    before = states_of(story).total()
    numbers = story.post_visits(batch, fates)
    meanwhile()
    story.wait_for(lambda: stored(story, "SELECT 1 FROM hva_visit WHERE state = 'new' LIMIT 1") == [], "decisions")
    asked = states_of(story).total() - before

    def is_complete():
        waiting()
        return len(reached(story, numbers)) == asked

    story.wait_for(is_complete, f"{asked} messages at the operator")
    return reached(story, numbers)


def reached(story, numbers):
    return [message["to"] for message in story.world.messages() if message["to"] in numbers]


def test_people_answer_by_their_links_and_nought_is_a_number(story):
    given = story.answer_from_messages()
    assert all(each.thanks == pages.THANK_YOU for each in given)
    today = "hva_channel = 'sms' AND hva_has_nps AND hva_given_on > CURRENT_DATE - 2"
    points = stored(story, f"SELECT hva_nps FROM survey_user_input WHERE {today}")
    assert sorted(int(p) for [p] in points) == sorted(each.answer.points for each in given)
    assert 0 in (each.answer.points for each in given)


def test_a_used_link_and_an_unknown_one_get_a_clear_page(story):
    for link in (story.links[0], f"{story.world.public_url}/p/{'x' * 22}", f"{story.world.odoo.url}/p/%00"):
        with pytest.raises(urllib.error.HTTPError) as refused:
            urllib.request.urlopen(link)
        page = refused.value.read().decode()
        assert refused.value.code in (404, 410) and 'lang="fi"' in page and "Traceback" not in page


def test_a_poster_is_answered_without_javascript(story):
    assert story.answer_from_poster().thanks == pages.THANK_YOU


def test_the_one_who_asks_is_contacted_and_the_case_is_closed_with_an_outcome(story):
    handled = story.handle_case()
    assert handled.text_seen == story.contact.answer.words and handled.state == "closed"
    cases = "SELECT hva_state, hva_outcome FROM helpdesk_ticket WHERE hva_is_case AND hva_contact_id IS NOT NULL"
    assert stored(story, cases) == [["closed", "explained"]]


def test_case_mails_carry_no_words_of_the_giver(story):
    story.wait_for(story.world.mails, "the mail to the handler")
    for mail in story.world.mails():
        body = mail.get_body(("html", "plain")).get_content()
        assert not any(answer.words and answer.words in body for answer in pages.ANSWERS)
        assert pages.PHONE_GIVEN[-4:] not in body


def test_each_manager_gets_a_report_of_own_units_with_n_and_interval(story):
    story.send_monthly_report()
    by_person = {str(mail["To"]): mail for mail in story.world.reports()}
    assert len(by_person) == story.facts["recipients"] == 4
    narrow = next(mail for to, mail in by_person.items() if "esihenkilo.perusterveys" in to)
    body = narrow.get_body(("html",)).get_content()
    assert "terveysasema" in body and "hammashoitola" not in body and "95" in body


def test_the_mail_shows_the_published_figures(story):
    mail = next(mail for mail in story.world.reports() if MANAGER in str(mail["To"]))
    body = re.sub(r"<[^>]+>", " ", mail.get_body(("html",)).get_content()).replace("\u2212", "-")
    assert re.search(rf"(?<![\d-]){round(PUBLISHED_TOTAL)}\b", body)
    for channel, nps in PUBLISHED_NPS.items():
        n = sum(SOITE_2024[channel])
        assert re.search(rf"(?<![\d-]){nps}\b", body), channel
        assert re.search(re.sub(r"(?<=\d)(?=(\d{3})+$)", r"\\s?", str(n)), body), channel


def test_the_workbook_shows_them_too_and_has_a_chart(story):
    book = openpyxl.load_workbook(story.take_pictures_of_report())
    numbers = {
        round(cell, 1)
        for sheet in book
        for row in sheet.iter_rows(values_only=True)
        for cell in row
        if isinstance(cell, float)
    }
    assert {round(n) for n in numbers} >= set(PUBLISHED_NPS.values()) and PUBLISHED_TOTAL in numbers
    assert any(sheet._charts for sheet in book)
    formulas = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
    assert not formulas


def test_the_analysis_shows_them_in_the_browser(story):
    rows = story.look_at_analysis()
    rows = {name: cells for name, cells in rows.items() if cells[0]}  # the others came today
    last_month = {name: _number(cells[0]) for name, cells in rows.items()}
    assert next(iter(last_month.values())) == PUBLISHED_TOTAL
    assert {channel: round(last_month[CHANNEL_NAMES[channel]]) for channel in PUBLISHED_NPS} == PUBLISHED_NPS


def test_people_answer_by_text_message_and_what_they_say_lands_on_their_unit(story):
    """From a phone through the operator and Kannel to our door, and back: nothing in between is replaced."""
    talk = Talking(story)
    talk.start()
    story.talkers = gives, nought, refuses, odd = talk.ask(4)
    assert "0-10" in talk.texts(gives)[0] and "/p/" not in talk.texts(gives)[0]
    second = talk.says(gives, "9!")
    assert talk.says(gives, "Lääkäri kuunteli. " * 20) != second  # in parts, and thanked for once
    assert talk.says(nought, "0") == second
    stopped = talk.says(refuses, "Seis")
    assert talk.says(odd, "kuka siellä? 🙄") not in (second, stopped)
    assert talk.says(odd, "7") == second
    assert len(talk.texts(odd)) == 3
    talk.pass_nights()
    unit = f"hva_unit_id = (SELECT id FROM hva_unit WHERE oid = '{talk.unit}')"
    by_text = f"hva_channel = 'sms' AND hva_given_at IS NULL AND {unit} AND hva_given_on > CURRENT_DATE - 2"
    points = stored(story, f"SELECT hva_nps FROM survey_user_input WHERE {by_text} ORDER BY hva_nps")
    assert [["0"], ["7"], ["9"]] == points[-3:]
    assert stored(story, "SELECT count(*) FROM hva_opt_out") == [[str(len(REFUSED) + 1)]]


def test_a_caller_who_agreed_on_the_telephone_is_asked_and_the_other_is_not(story):
    assert story.take_calls().thanks == pages.THANK_YOU
    calls = stored(story, "SELECT reason FROM hva_visit WHERE contact_mode = 'call' ORDER BY reason")
    assert calls == [["invited"], ["no_consent"]]
    by_call = "SELECT hva_nps FROM survey_user_input WHERE hva_contact_mode = 'call'"
    assert stored(story, by_call) == [[str(pages.ANSWERS[2].points)]]


@pytest.fixture(scope="module")
def residents(story):
    return Residents(story)


def test_residents_join_by_a_link_in_a_mail_and_get_a_survey_each_in_their_language(story, residents):
    residents.join()
    assert residents.start() == len(PEOPLE)
    for address, lang in PEOPLE.items():
        letter = residents.letters(address, 2)[-1]
        check_mail(letter, address, SUBJECTS["invite", lang], lang, story.world.public_url)
        assert f'<html lang="{lang}"' in urllib.request.urlopen(letter.link).read().decode()


def test_a_survey_is_answered_by_mail_and_by_its_qr_code_and_the_whole_sample_is_reminded_once(story, residents):
    assert {given.thanks for given in residents.answer()} == {pages.THANK_YOU}
    residents.remind()
    for address, lang in PEOPLE.items():
        _joined, first, reminder = residents.letters(address, 3)
        assert reminder.mail["Subject"] == SUBJECTS["remind", lang] and reminder.link != first.link
    with pytest.raises(Stop):
        residents.remind()
    figures = residents.look()
    assert (figures["sent_count"], figures["reminder_count"]) == (3, 3)
    assert (figures["answered_count"], figures["open_count"]) == (1, 1)
    assert all(len(residents.letters(address, 3)) == 3 for address in PEOPLE)


def test_the_button_of_a_mail_program_leaves_the_pool(story, residents):
    address = next(iter(PEOPLE))
    leave = residents.letters(address, 3)[-1].leave
    post(leave, {"List-Unsubscribe": "One-Click"})
    assert stored(story, "SELECT count(*) FROM hva_pool_member") == [[str(len(PEOPLE) - 1)]]
    assert address.encode() not in cluster.dump(story.world.database)


def test_no_number_is_left_of_those_who_answered_by_text_message(story):
    turns = "SELECT count(*) FROM hva_invitation WHERE kind = 'conversation' AND state NOT IN ('delivered', 'failed')"
    story.wait_for(lambda: stored(story, turns) == [["0"]], "final states of what went back")
    assert stored(story, "SELECT count(*) FROM hva_conversation") == [["0"]]
    tables = stored(story, "SELECT quote_ident(tablename) FROM pg_tables WHERE schemaname = 'public'")
    digits = "|".join(phone[-9:] for phone in story.talkers)
    looks = (f"SELECT '{table}' FROM {table} AS r WHERE r::text ~ '{digits}'" for [table] in tables)
    assert len(tables) > 100 and stored(story, " UNION ".join(looks)) == []


def test_no_log_holds_a_phone_number_a_link_or_a_traceback(story):
    world = story.world
    folders = (world.odoo.log.parent, world.kannel.directory, world.front.directory)
    logs = [*(log for folder in folders for log in folder.rglob("*.log")), *desk_logs()]
    text = "\n".join(path.read_text(errors="replace") for path in logs)
    phones = {visit["phone"][-9:] for visit in story.day.first + story.day.second if len(visit["phone"]) > 9}
    phones |= {phone[-9:] for phone in story.talkers}
    codes = {link.rsplit("/", 1)[-1] for link in story.links}
    assert logs and "Traceback" not in text
    assert not [phone for phone in phones if phone in text] and not [code for code in codes if code in text]


def test_nginx_wrote_down_every_door_and_nothing_behind_it(story):
    lines = (story.world.front.directory / "access.log").read_text().splitlines()
    asked = Counter(" ".join(line.split()[2:4]) for line in lines)
    doors = ("GET /p/***", "POST /p/***", "GET /p/kiitos", "GET /hva_sms/***", "POST /hva_sms/***", "POST /web/***")
    assert all(asked[door] for door in doors), asked
    assert not [line for line in lines if " 429 " in line], "nobody of the story was sent away"


def test_nothing_that_is_kept_leads_to_those_who_were_asked(story, residents):
    """By link and by text message: in whatever form a number, a client key, a name or a link could lie about."""
    forms = remains.canary_forms()
    came = {message["to"] for message in story.world.messages()}
    people = [visit for visit in story.day.first if visit["phone"] in came and visit["phone"].endswith(DELIVERED)][:1]
    phones = [*(visit["phone"] for visit in people), story.talkers[0]]
    # of a story that runs at once: what has not ended yet is kept until it has
    finals = (
        "SELECT count(*) FROM hva_invitation WHERE phone IS NOT NULL AND state IN ('delivered', 'failed', 'expired')"
    )
    assert people and stored(story, finals) == [["0"]]
    wanted = forms.needles([word for phone in phones for word in forms.spellings(phone)])
    wanted |= forms.needles([*(visit["client_key"] for visit in people), *(visit["event_id"] for visit in people)])
    wanted |= forms.needles(["Somebody;0401234567"])
    wanted |= dict.fromkeys([link.rsplit("/", 1)[-1].encode() for link in story.links[:4]], "link")
    # of a resident who has left the pool; the mails themselves have arrived, and are in the residents' own hands
    address = next(iter(PEOPLE))
    letters = residents.letters(address, 3)
    gone = forms.needles([address]) | {each.link.partition("/p/")[2][:22].encode(): "link" for each in letters[1:]}
    gone |= {letters[-1].leave.rpartition("/eroa/")[2].partition("?")[0].encode(): "way out"}
    found, kinds = {}, 0
    for name, data in remains.of_world(story.world):
        kinds += 1
        is_mail = name.startswith(str(story.world.mail_dir))
        if what := forms.seen(data, wanted if is_mail else wanted | gone):
            found[name] = what
    assert kinds > 10 and found == {}


def test_the_search_would_have_found_them(story):
    """What is meant to be kept until it has served is there: the giver's wish to be contacted, in its own table."""
    forms = remains.canary_forms()
    given = pages.PHONE_GIVEN.replace(" ", "").replace("0", "+358", 1)
    assert forms.seen(cluster.dump(story.world.database), forms.needles(forms.spellings(given))) == ["plain"]


def desk_logs():
    return paths.LOG.glob(f"{NAME}-*.log")


def _may_be_asked(visit):
    return visit["sms_consent"] == "true" and visit["non_disclosure"] == "false" and int(visit["age_years"]) >= 18


def _number(text):
    return float(text.replace("\u2212", "-").replace("\xa0", "").replace(",", "."))
