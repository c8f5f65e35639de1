"""The door of terminals: who may bring answers, what becomes of each, and that none is stored twice or lost."""

import json
from unittest.mock import patch

from odoo.tools import mute_logger

from ..tools.codes import new_code
from ..tools.device_batch import MAX_BYTES
from .device_story import KEY, DeviceCase, sha256

OTHER_KEY = bytes(32)
ACCEPTED, DUPLICATE = ("accepted", None), ("duplicate", None)


class TestDeviceDoor(DeviceCase):
    # ------------------------------------------------------------------ pairing

    def test_a_pairing_address_makes_one_browser_the_device_and_only_hashes_are_stored(self):
        secret = self.pairing_secret()
        response = self.pair(secret)
        self.assertEqual((response.status_code, response.json()), (200, {"device": self.device.code}))
        self.assertEqual(self.device.state, "ok")
        self.env.cr.execute("SELECT row_to_json(d)::text FROM hva_device d WHERE id = %s", [self.device.id])
        [row] = self.env.cr.fetchone()
        self.assertNotIn(secret, row)
        self.assertNotIn(KEY.hex(), row)
        self.assertIn(sha256(secret), row)

    def test_the_address_works_once_and_again_only_for_the_same_browser(self):
        secret = self.pairing_secret()
        self.pair(secret)
        self.assertEqual(self.pair(secret).status_code, 200, "its first answer may have been lost on the way")
        thief = self.pair(secret, key=OTHER_KEY)
        self.assertEqual((thief.status_code, thief.json()["error"]), (409, "used"))
        self.assertEqual(self.send(key=KEY).status_code, 200)

    def test_an_old_wrong_or_replaced_address_pairs_nothing(self):
        secret = self.pairing_secret()
        newer = self.pairing_secret()
        for wrong in (secret, "x", "", new_code(), None, 7):
            self.assertEqual(self.pair(wrong if wrong is not None else [1]).status_code, 404)
        self.device.pairing_until = "2020-01-01 00:00:00"
        self.env.flush_all()
        self.assertEqual(self.pair(newer).status_code, 404)

    def test_an_address_that_no_database_can_look_for_is_unknown(self):
        for path in (f"/p/device/%00{'a' * 21}", f"/p/device/%00{'a' * 21}/manifest.webmanifest"):
            self.assertEqual(self.url_open(path).status_code, 404)

    def test_pairing_anew_counts_the_answers_that_were_lost_with_the_old_storage(self):
        self.open_page()
        self.send(report={"unsent": 12})
        self.pair(key=OTHER_KEY, waiting=2)
        self.assertEqual((self.device.lost_count, self.device.unsent_count), (10, 2))

    # ------------------------------------------------------------------ who is asking

    def test_a_forged_proof_opens_nothing_and_stores_nothing(self):
        self.open_page()
        stored_hash = self.device.sudo().key_hash
        for forged in ("0" * 64, stored_hash, "x" * 64, "0" * 63):
            response = self.send(self.answer(), proof=forged)
            self.assertEqual(response.status_code, 401, forged)
        self.assertEqual(self.send(self.answer(), key=bytes.fromhex(stored_hash)).status_code, 401)
        self.assertFalse(self.answers())

    def test_a_proof_is_for_this_body_and_this_time_alone(self):
        self.open_page()
        message = {"answers": [self.answer()]}
        good = self.send(*message["answers"])
        sent = good.request.headers
        headers = {name: sent[name] for name in ("X-HVA-Device", "X-HVA-Sent", "X-HVA-Proof")}
        self.assertEqual(self.post("/p/device/send", {"answers": [self.answer()]}, headers).status_code, 401)
        later = headers | {"X-HVA-Sent": str(int(headers["X-HVA-Sent"]) + 1)}
        self.assertEqual(self.post("/p/device/send", message, later).status_code, 401)
        replayed = self.post("/p/device/send", message, headers)
        self.assertEqual(self.receipts(replayed), [DUPLICATE], "a replay brings nothing new")
        self.assertEqual(len(self.answers()), 1)

    def test_a_revoked_device_is_told_so_at_once_and_may_come_back_with_what_waited(self):
        self.open_page()
        waiting = self.answer()
        self.device.action_revoke()
        self.env.flush_all()
        response = self.send(waiting)
        self.assertEqual((response.status_code, response.json()), (401, {"error": "revoked"}))
        self.assertEqual(self.device.state, "revoked")
        self.pair(key=OTHER_KEY, waiting=1)
        self.assertEqual(self.receipts(self.send(waiting, key=OTHER_KEY)), [ACCEPTED])

    def test_archiving_revokes_and_an_unknown_device_is_nobody(self):
        self.open_page()
        self.device.active = False
        self.env.flush_all()
        self.assertEqual(self.send().status_code, 401)
        stranger = self.device.new({"code": new_code()})
        self.assertEqual(self.send(device=stranger).status_code, 404)

    # ------------------------------------------------------------------ each answer gets a receipt

    def test_an_answer_is_stored_as_any_other_with_the_device_as_its_channel(self):
        self.open_page()
        [receipt] = self.receipts(self.send(self.answer(nps=0, lang="sv")))
        self.assertEqual(receipt, ACCEPTED)
        answer = self.answers()
        self.assertEqual((answer.hva_has_nps, answer.hva_nps, answer.hva_channel), (True, 0, "kiosk"))
        self.assertEqual((answer.hva_unit_id, answer.hva_lang_code), (self.clinic, "sv"))
        self.assertEqual(answer.survey_id, self.survey)
        staff = answer.create_uid.filtered(lambda user: user.has_group("base.group_user"))
        self.assertFalse(staff, "nobody of the staff is noted")

    def test_the_same_answer_is_stored_once_in_one_batch_and_across(self):
        self.open_page()
        twice, other = self.answer(), self.answer(nps=3)
        self.assertEqual(len(self.send(twice, other, twice).json()["receipts"]), 2, "a receipt for each id")
        self.assertEqual(self.receipts(self.send(twice, self.answer(nps=5))), [DUPLICATE, ACCEPTED])
        self.assertEqual(self.answers().mapped("hva_nps"), [9, 3, 5])

    def test_what_was_not_offered_is_refused_alone(self):
        self.open_page()
        field, statement = self.field("NPS"), self.field("ST1")
        wrong = {
            "out_of_range": {field: ["11"]},
            "bad_number": {field: ["ten"]},
            "too_many": {field: ["1", "2"]},
            "not_offered": {statement: [self.option("ST2", 5)]},
            "empty": {},
        }
        answers = [self.answer(values=values) for values in wrong.values()]
        made_up = [self.answer(values={"q1": ["1"], field: ["5"]}), self.answer(values={self.field("OPEN"): ["text"]})]
        receipts = self.receipts(self.send(*answers, *made_up, self.answer(nps=7)))
        reasons = [*wrong, "not_offered", "not_offered"]
        self.assertEqual(receipts, [*(("refused", reason) for reason in reasons), ACCEPTED])
        self.assertEqual(self.answers().mapped("hva_nps"), [7])

    def test_a_ticket_of_another_device_or_a_made_up_one_brings_nothing_to_another_unit(self):
        self.open_page()
        other_unit = self.env["hva.unit"].create({"name": "Elsewhere", "level_id": self.level.id})
        other_way = self.env["hva.collector"].create({"name": "Other", "unit_id": other_unit.id})
        other = self.env["hva.device"].create({"name": "Other", "collector_id": other_way.id})
        _mark, config = other._get_config(["fi"])
        mine = self.ticket.split(".")
        moved = ".".join([str(other_way.id), str(other_unit.id), *mine[2:]])
        receipts = self.receipts(self.send(*(self.answer(ticket=each) for each in (config["ticket"], moved, "", "x"))))
        self.assertEqual(receipts, [("refused", "other_device")] * 4)
        self.assertFalse(self.env["survey.user_input"].search([("hva_unit_id", "in", (other_unit + self.clinic).ids)]))

    def test_an_answer_that_waited_goes_to_the_unit_and_version_it_was_given_for(self):
        self.open_page()
        waiting = self.answer()
        old = self.survey
        moved_to = self.env["hva.unit"].create({"name": "Moved to", "level_id": self.level.id})
        self.collector.unit_id = moved_to
        self.env["hva.set.publish"].create({"set_id": self.set.id}).action_publish()
        self.env.flush_all()
        self.assertNotEqual(self.set.current_survey_id, old)
        response = self.send(waiting)
        self.assertEqual(self.receipts(response), [ACCEPTED])
        self.assertEqual((self.answers().survey_id, self.answers().hva_unit_id), (old, self.clinic))
        self.assertIn("config", response.json(), "the new questions come along")

    def test_the_questions_come_only_when_they_have_changed(self):
        self.open_page()
        mark = self.send().json()["form_mark"]
        self.assertNotIn("config", self.send(form_mark=mark).json())
        self.device.has_text = True
        self.env.flush_all()
        changed = self.send(form_mark=mark).json()
        kinds = [question["kind"] for question in changed["config"]["forms"]["fi"]["questions"]]
        self.assertIn("text", kinds)

    def test_a_terminal_asks_for_nobodys_name_and_no_text_unless_it_is_told_to(self):
        config = self.open_page()
        for form in config["forms"].values():
            self.assertEqual({question["kind"] for question in form["questions"]}, {"scale", "choice"})
            self.assertNotIn(self.field("CONTACT"), [question["name"] for question in form["questions"]])
        faces = [choice["face"] for choice in config["forms"]["fi"]["questions"][1]["choices"]]
        self.assertEqual(set(faces), {1, 2, 3, 4, 5, None})

    # ------------------------------------------------------------------ garbage

    def test_garbage_is_refused_in_words_of_ours_and_never_a_fault(self):
        self.open_page()
        for body in (b" ", b"{", b"[]", b"null", b'"x"', b"[" * 5000, b'{"answers": 1}', b'{"answers": [1]}'):
            for path in ("/p/device/pair", "/p/device/send"):
                self.assertIn(self.post(path, body).status_code, (400, 404), body[:20])
        for rows in ([{"id": "short"}], [{}], [None]):
            self.assertEqual(self.send(*rows).status_code, 400)
        strange = ({"given": "now"}, {"given": -1}, {"given": 10**30}, {"skew": "x"}, {"ticket": 5}, {"lang": "../"})
        strange += ({"values": []}, {"values": {"q1": "5"}}, {"values": {"q1": [5]}}, {"given": True})
        receipts = self.receipts(self.send(*(self.answer(**changes) for changes in strange)))
        self.assertEqual(receipts, [("refused", "unreadable")] * len(strange))
        self.assertFalse(self.answers())

    def test_too_much_at_once_is_refused_whole(self):
        self.open_page()
        self.assertEqual(self.send(*(self.answer() for _number in range(51))).status_code, 413)
        response = self.send(self.answer(values={self.field("NPS"): ["9" * MAX_BYTES]}))
        self.assertEqual(response.status_code, 413)
        self.assertEqual(self.post("/p/device/send", b"x" * (MAX_BYTES + 10)).status_code, 413)
        self.assertFalse(self.answers())

    def test_a_form_is_no_message_and_a_get_sends_nothing(self):
        self.assertEqual(self.url_open("/p/device/send", data={"answers": "1"}).status_code, 400)
        self.assertEqual(self.url_open("/p/device/send").status_code, 405)

    def test_one_answer_that_cannot_be_stored_does_not_keep_the_others_back(self):
        self.open_page()
        store = type(self.env["survey.user_input"])._hva_store

        def stumble(self, submissions, is_import=False):
            if any(4 in submission.values.values() for submission in submissions):
                raise ZeroDivisionError("secret words of a giver")
            return store(self, submissions, is_import)

        with (
            patch.object(type(self.env["survey.user_input"]), "_hva_store", stumble),
            mute_logger("odoo.addons.hva_feedback.models.hva_device_receive"),
        ):
            receipts = self.receipts(self.send(self.answer(nps=3), self.answer(nps=4), self.answer(nps=5)))
        self.assertEqual(receipts, [ACCEPTED, ("refused", "broken"), ACCEPTED])
        self.assertEqual(self.answers().mapped("hva_nps"), [3, 5])

    def test_the_report_is_in_the_list_of_devices(self):
        self.open_page()
        report = {"unsent": 5, "aside": 2, "version": "ab12", "problems": ["storage_full", "made_up"]}
        self.send(self.answer(), report=report)
        device = self.device
        self.assertEqual((device.unsent_count, device.aside_count, device.app_version), (4, 2, "ab12"))
        self.assertEqual((device.problem, device.state), ("storage_full", "storage"))
        self.send(report=json.loads('{"unsent": -1, "problems": "x", "version": "<b>"}'))
        self.assertEqual(
            (device.unsent_count, device.problem, device.app_version, device.state), (0, False, False, "ok")
        )
