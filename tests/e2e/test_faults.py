"""Thirty faults on the real programs; `./hva bench faults` plays as many as are wanted."""

from tools.dev.bench import faults


def test_nothing_is_lost_and_nobody_gets_two_messages():
    figures = faults.run(quick=True)
    assert figures["runs"] == 30
    assert {name: figures[name] for name in ("lost", "double", "stuck", "wrong")} == dict.fromkeys(
        ("lost", "double", "stuck", "wrong"), 0
    )
