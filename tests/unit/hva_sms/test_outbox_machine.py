"""Senders, deaths, reports and questions in any order: nobody gets two messages, and what is over stays over.

The machine plays the job with the house's own tables: what a state may become, what a reply means, what an answer to a
question means. The operator is beside it and never forgets what he took.
"""

from dataclasses import dataclass, field

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, invariant, precondition, rule

from hva_sms.tools.delivery_status import FINAL, REPORTED, STATES, can_move, rank
from hva_sms.tools.outbox import AFTER_REPLY, after_question


@dataclass
class Message:
    """`taken`: how many the operator has. `calls`: senders that are between claim and result, each with its reply."""

    state: str = "due"
    has_number: bool = True
    taken: int = 0
    reports: list[str] = field(default_factory=list)
    finals: list[str] = field(default_factory=list)

    def move(self, target):
        """As `hva.invitation._move`: what may not move stays, and a final state forgets the number."""
        if not can_move(self.state, target):
            return False
        self.state = target
        if target in FINAL:
            self.has_number = False
            self.finals.append(target)
        return True


class Outbox(RuleBasedStateMachine):
    messages = Bundle("messages")
    calls = Bundle("calls")

    def __init__(self):
        super().__init__()
        self.all = []
        self.held = set()  # messages a living sender is calling about: nobody else may touch their claim

    @rule(target=messages)
    def decide(self):
        message = Message()
        self.all.append(message)
        return message

    @rule(target=calls, message=messages)
    def claim(self, message):
        """Any sender, at any time: whether it gets the claim is the table's to say."""
        if message.state != "due" or not message.move("claimed"):
            return None
        self.held.add(id(message))
        return message

    @rule(call=calls, outcome=st.sampled_from(sorted(AFTER_REPLY)), is_taken=st.booleans(), dies=st.booleans())
    def hand_over(self, call, outcome, is_taken, dies):
        """The gateway may lie in one way only: by leaving open whether it took it."""
        if call is None or id(call) not in self.held:
            return
        assert call.has_number
        call.taken += outcome == "accepted" or (outcome == "unknown" and is_taken)
        self.held.discard(id(call))
        if not dies:
            call.move(AFTER_REPLY[outcome])

    @rule(call=calls, is_taken=st.booleans())
    def die(self, call, is_taken):
        """Killed before or after the operator had it; nothing is written."""
        if call is not None and id(call) in self.held:
            call.taken += is_taken
            self.held.discard(id(call))

    @rule(message=messages)
    def find_dead_claims(self, message):
        if message.state == "claimed" and id(message) not in self.held:
            message.move("unknown")

    @rule(message=messages, state=st.sampled_from(sorted(REPORTED)))
    def report(self, message, state):
        """Of what he took the operator tells anything, in any order and as often as he likes."""
        if message.taken:
            message.reports.append(state)

    @rule(message=messages)
    def apply_reports(self, message):
        """As the job: not while it is being called about, and what says least first."""
        if message.state == "claimed":
            return
        for state in sorted(message.reports, key=rank):
            if state != message.state:
                message.move(state)
        message.reports.clear()

    @precondition(lambda self: any(message.state == "unknown" for message in self.all))
    @rule(message=messages, keeps=st.booleans(), is_in_time=st.booleans(), reported=st.sampled_from(STATES))
    def ask(self, message, keeps, is_in_time, reported):
        """A gateway that can be asked says "never seen" only of what it never took and never will."""
        if message.state != "unknown":
            return
        message.has_number = message.has_number and keeps
        answer = "known" if message.taken else "never_seen"
        target = after_question(answer, reported, has_number=message.has_number, is_in_time=is_in_time)
        if target:
            message.move(target)

    @rule(message=messages)
    def give_up(self, message):
        if message.state == "due":
            message.move("expired")

    @rule(message=messages)
    def no_report_for_72_hours(self, message):
        if message.state == "submitted":
            message.move("unknown")
        if message.state == "unknown":
            message.has_number = False

    @invariant()
    def nobody_gets_two(self):
        assert all(message.taken <= 1 for message in self.all)

    @invariant()
    def what_was_taken_is_never_due_again(self):
        assert not [message for message in self.all if message.taken and message.state == "due"]

    @invariant()
    def what_is_over_stays_over_and_has_no_number(self):
        for message in self.all:
            assert len(message.finals) <= 1
            assert message.state not in FINAL or (message.finals == [message.state] and not message.has_number)

    @invariant()
    def we_say_sent_only_of_what_was_taken(self):
        assert all(message.taken for message in self.all if message.state in ("submitted", "delivered"))


TestOutbox = Outbox.TestCase
TestOutbox.settings = settings(max_examples=60, stateful_step_count=40, deadline=None)
