"""A message from a phone that is posted twice at the same moment, with real locks: one number, one question back."""

import threading

import psycopg2.errors
import pytest

PHONE = "+358405550001"


@pytest.fixture
def gateway(new_env):
    """Somebody has been asked by text message. Returns the id of the gateway."""
    from odoo.addons.hva_sms.tools.conversation import ends_at

    with new_env() as env:
        level = env["hva.unit.level"].search([], limit=1)
        unit = env["hva.unit"].create({"name": "Eura", "level_id": level.id})
        gateway = env["hva.sms.gateway"].create({"name": "Kannel", "kind": "dry_run", "sender_id": "+358457300000"})
        clock = env["hva.clock"]
        env["hva.conversation"].create(
            {
                "hmac": env["hva.person.key"]._hmac("phone", PHONE),
                "survey_id": env.ref("hva_feedback.hva_question_set_base").current_survey_id.id,
                "unit_id": unit.id,
                "lang_code": "fi",
                "step_at": clock._now(),
                "ends_at": ends_at(clock._now(), clock._zone()),
            }
        )
        return gateway.id


def hear(env, gateway_id, text="9", ref="one"):
    from odoo.addons.hva_sms.gateways.base import InboundMessage

    gateway = env["hva.sms.gateway"].browse(gateway_id)
    env["hva.conversation"]._hear(gateway, PHONE, InboundMessage(PHONE, text, ref))


def test_the_second_post_is_started_again_and_changes_nothing(new_env, gateway):
    outcome = []

    def post_again():
        try:
            with new_env() as env:
                env.cr.execute("SELECT 1")  # its view of the tables is of this moment, before the first is stored
                begun.set()
                hear(env, gateway)
        except psycopg2.errors.SerializationFailure:
            outcome.append("started again")

    begun = threading.Event()
    second = threading.Thread(target=post_again)
    with new_env() as first:
        hear(first, gateway)
        first.flush_all()
        second.start()
        assert begun.wait(10)
    second.join(10)
    assert outcome == ["started again"]  # by Odoo, which knows this error; then it finds the message stored
    with new_env() as env:
        hear(env, gateway)
    with new_env() as env:
        assert env["hva.conversation"].search([]).points == 9
        assert env["hva.invitation"].search_count([("kind", "=", "conversation")]) == 1
