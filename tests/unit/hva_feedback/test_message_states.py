from hva_feedback.tools.message_states import STATES, STEPS, can_move


def test_every_state_has_its_steps_and_they_lead_to_states():
    assert set(STEPS) == set(STATES)
    assert {target for steps in STEPS.values() for target in steps} <= set(STATES)


def test_a_final_state_stays():
    for final in ("delivered", "failed", "shown", "received"):
        assert not any(can_move(final, target) for target in STATES)


def test_a_bounce_may_come_after_the_mail_server_took_the_mail():
    assert can_move("queued", "sent") and can_move("sent", "failed")
