"""From our gateway through a real Kannel to a (simulated) operator and back: nothing in between is replaced."""

import os
import signal
import time
from datetime import datetime, timedelta

import pytest
from chain import SENDER, VALIDITY_MINUTES, Chain, wait_for

from tools.dev import process

TEXT = "Kiitos käynnistä! Kerro kokemuksestasi: https://palaute.example.fi/p/0123456789abcdefghijkl €"
ACCEPTED, DELIVERED = ("submitted", ""), ("delivered", "")
HAPPY = {
    "00": [ACCEPTED, DELIVERED],
    "99": [ACCEPTED, DELIVERED],  # no rule: delivered
    "04": [ACCEPTED, ("submitted", ""), DELIVERED],
    "18": [ACCEPTED],
}
UNHAPPY = {
    "01": [ACCEPTED, ("failed", "undeliv:069")],
    "02": [ACCEPTED, ("expired", "expired:027")],
    "03": [ACCEPTED, ("failed", "rejectd:011")],
    "05": [ACCEPTED, DELIVERED],  # the late "on its way" is not passed on
    "11": [("failed", "invalid_destination:0x0000000b")],
    "12": [ACCEPTED, DELIVERED],
    "15": [],
    "17": [ACCEPTED, DELIVERED],  # the second report of the same is not passed on
    "19": [ACCEPTED],  # a report that overtakes the answer is lost on the way
}


def number_of(digits):
    return f"+3584012345{digits}"


@pytest.fixture(scope="module")
def chain():
    chain = Chain()
    try:
        chain.start()  # says what to install when Kannel is missing
        yield chain
    finally:
        chain.close()


@pytest.fixture(scope="module")
def log_of_happy_path(chain):
    """Send what goes well, then what does not; return what Kannel had logged in between."""
    for digits, reports in HAPPY.items():
        assert chain.send(number_of(digits), TEXT).outcome == "accepted"
        wait_for(lambda d=digits, r=reports: len(chain.states(number_of(d))) >= len(r), f"reports of {digits}")
    logs = "".join(path.read_text(errors="replace") for path in chain.kannel.directory.glob("*.log"))
    logs += "".join(path.read_text(errors="replace") for path in chain.kannel.directory.glob("*.out"))
    for digits in UNHAPPY:
        assert chain.send(number_of(digits), TEXT).outcome == "accepted"
    return logs


@pytest.mark.parametrize(("digits", "reports"), (HAPPY | UNHAPPY).items())
def test_each_behaviour_of_the_operator_comes_back_as_its_report(chain, log_of_happy_path, digits, reports):
    number = number_of(digits)
    wait_for(lambda: len(chain.states(number)) >= len(reports), f"reports of {digits}")
    assert chain.states(number) == reports


@pytest.mark.parametrize("digits", sorted(set(HAPPY | UNHAPPY) - {"11"}))
def test_the_operator_got_the_message_once_and_unharmed(chain, log_of_happy_path, digits):
    (row,) = wait_for(lambda: chain.sent(number_of(digits)), f"{digits} in the operator's log")
    assert (row["from"], row["text"], row["parts"]) == (SENDER, TEXT, 1)


def test_a_refused_number_never_went_out(chain, log_of_happy_path):
    wait_for(lambda: chain.states(number_of("11")), "the refusal")
    assert chain.sent(number_of("11")) == []


def test_the_message_dies_with_the_window(chain, log_of_happy_path):
    (row,) = chain.sent(number_of("00"))
    lived = datetime.fromisoformat(row["validity"]) - datetime.fromisoformat(row["at"])
    assert abs(lived - timedelta(minutes=VALIDITY_MINUTES)) < timedelta(seconds=5)


def test_no_number_and_no_text_in_the_logs_of_what_goes_well(chain, log_of_happy_path):
    assert "Sent SMS" in log_of_happy_path  # the log was written at all
    for secret in ("4012345", "Kiitos", "K%C3%A4ynti", "palaute.example.fi", chain.kannel.password):
        assert secret not in log_of_happy_path


@pytest.mark.parametrize(
    ("number", "text", "parts"),
    (
        ("+358401230020", "á č đ ŋ š ŧ ž – 😀", 1),
        ("+358401230120", "š" * 66 + "😀" + "ŋ" * 40, 2),
        ("+358401230220", "€" * 70 + "ä" * 200 + "[{|}]~\\^", 3),
        ("+358401230320", "rivi 1\nrivi 2 & 100 % + %d %A = ?", 1),
    ),
)
def test_long_and_strange_texts_arrive_letter_by_letter(chain, number, text, parts):
    assert chain.send(number, text).outcome == "accepted"
    (row,) = wait_for(lambda: chain.sent(number), "the message")
    assert (row["text"], row["parts"]) == (text, parts)
    wait_for(lambda: DELIVERED in chain.states(number), "its report")


def test_the_wrong_password_is_told(chain):
    wrong = type(chain.gateway)(chain.kannel.url, "hva", "wrong")
    right, chain.gateway = chain.gateway, wrong
    try:
        result = chain.send("+358401231000")
    finally:
        chain.gateway = right
    assert (result.outcome, result.code) == ("busy", "not_authorised")


def test_a_report_waits_for_a_busy_receiver(chain):
    chain.listener.is_busy = True
    chain.send("+358401231120")
    wait_for(lambda: chain.sent("+358401231120"), "the message")
    time.sleep(1)
    assert chain.states("+358401231120") == []
    chain.listener.is_busy = False
    wait_for(lambda: DELIVERED in chain.states("+358401231120"), "the report")


def test_a_message_waits_for_the_operator_and_goes_once(chain):
    chain.stop_smsc()
    wait_for(lambda: not chain.kannel.status().is_online, "Kannel notices")
    result = chain.send("+358401231200")
    assert (result.outcome, result.code) == ("accepted", "queued")
    chain.start_smsc()
    wait_for(lambda: DELIVERED in chain.states("+358401231200"), "the message after the restart")
    assert len(chain.sent("+358401231200")) == 1


def test_a_frozen_gateway_leaves_the_outcome_unknown_and_the_message_may_still_go(chain):
    bearerbox = process.pid_of(f"{chain.kannel.name}-bearerbox")
    os.kill(bearerbox, signal.SIGSTOP)
    try:
        result = chain.send("+358401231300")
    finally:
        os.kill(bearerbox, signal.SIGCONT)
    assert (result.outcome, result.code) == ("unknown", "read_timeout")
    wait_for(lambda: DELIVERED in chain.states("+358401231300"), "the message, although nobody knew")


def test_what_was_accepted_survives_a_power_cut_and_meanwhile_nothing_is_taken(chain):
    chain.stop_smsc()
    wait_for(lambda: not chain.kannel.status().is_online, "Kannel notices")
    assert chain.send("+358401231400").outcome == "accepted"
    chain.kannel.kill()
    result = chain.send("+358401231500")
    assert (result.outcome, result.code) == ("busy", "not_connected")
    chain.start_smsc()
    chain.kannel.start()
    wait_for(lambda: DELIVERED in chain.states("+358401231400"), "the message after the power cut")
    assert len(chain.sent("+358401231400")) == 1
    assert chain.sent("+358401231500") == []


def test_stopping_leaves_no_process_behind(chain):
    assert chain.kannel.pids()
    assert chain.kannel.stop()
    assert chain.kannel.pids() == []
    chain.kannel.start()
