"""`./hva demo`: plays the story once and tells it; later runs start what was kept."""

import argparse
import json
import time
from collections.abc import Callable, Iterator

from .. import cluster, paths
from ..console import Stop, fail, say
from ..free_port import is_listening
from . import desk
from .story import Story
from .world import World

ODOO_PORT = 8069


def main(argv: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="./hva demo", description=__doc__)
    parser.add_argument("--fresh", action="store_true", help="forget what was kept and start over")
    options = parser.parse_args(argv)
    try:
        if options.fresh:
            _forget()
        world = World("demo", paths.HVA_HOME / "demo", _odoo_port())
        kept = world.directory / "told.json"
        if kept.exists() and cluster.exists(world.database):
            world.start()
            say("The demo county is running again; nothing was replayed (--fresh starts over).")
        else:
            kept.write_text(json.dumps(_play(world)))
        _say_where(world)
    except Stop as error:
        return fail(error)
    return 0


def _play(world: World) -> list[str]:
    """Play the story; return what was told. Whatever an interrupted run left is cleared first."""
    story, told = Story(world), []
    chapters = list(_chapters(story))
    for number, (title, play, tell) in enumerate(chapters, start=1):
        say(f"[{number}/{len(chapters)}] {title} ...")
        started = time.monotonic()
        line = tell(play())
        told.append(f"{title}: {line}")
        say(f"      {line} ({time.monotonic() - started:.0f} s)")
    desk.write(world, story.facts, told)
    return told


def _chapters(story: Story) -> Iterator[tuple[str, Callable[[], object], Callable[[object], str]]]:
    """Yield (title, what is done, how its result is told), in the order of the story."""
    world = story.world
    yield "A database with the three addons", world.build, lambda _: "installed with demo units and people"
    yield "Operator simulator, Kannel, mail catcher, Odoo", world.start, lambda _: f"running at {world.url}"
    yield "The county is set up", story.set_up_county, _tell_county
    yield "Two people refuse messages on the opt-out page", story.refuse_messages, lambda who: f"{len(who)} refused"
    yield "Somebody drops a wrong file", story.deliver_wrong_file, lambda _: "left in the folder"
    yield "500 visits arrive in two files", story.deliver_visits, _tell_visits
    yield "The wrong file", story.refusal, lambda text: "refused: " + text.splitlines()[1]
    yield "People answer by the links in their messages", story.answer_from_messages, _tell_answers
    yield "Somebody answers from a poster, without JavaScript", story.answer_from_poster, lambda given: given.thanks
    yield (
        "A telephone system tells of two calls",
        story.take_calls,
        lambda given: f"one agreed and answered ({given.unit})",
    )
    yield (
        "A unit's customers answer by text message",
        story.talk,
        lambda texts: f"asked, asked why, thanked: {texts[-1]}",
    )
    yield "Residents are asked by mail", story.ask_residents, _tell_survey
    yield "A handler takes and closes the case", story.handle_case, lambda seen: f"“{seen.text_seen}” is {seen.state}"
    yield "The monthly report goes out", story.send_monthly_report, lambda count: f"{count} managers got their mail"
    yield "A manager opens the analysis", story.look_at_analysis, lambda rows: f"{len(rows)} rows by channel"
    yield "Pictures", story.take_pictures_of_report, lambda book: str(story.pictures)


def _tell_county(facts: dict[str, object]) -> str:
    return (
        f"{facts['units']} units in {facts['levels']} levels; {facts['stored']} published answers of last month stored"
    )


def _tell_visits(outcome: dict[str, int]) -> str:
    return ", ".join(f"{count} {code}" for code, count in outcome.items())


def _tell_answers(given: list) -> str:
    return f"{len(given)} answered, the last one asks to be contacted ({given[-1].unit})"


def _tell_survey(figures: dict) -> str:
    return (
        f"{figures['sent_count']} mails and {figures['reminder_count']} reminders; answers: "
        f"{figures['answered_count']} by mail, {figures['open_count']} by QR code"
    )


def _say_where(world: World) -> None:
    say(f"\nEverything, with links and logins: {desk.serve(world)}")
    say(f"Odoo: {world.url} (paakayttaja / paakayttaja)   pictures: {world.directory / 'pictures'}   stop: ./hva stop")


def _odoo_port() -> int:
    """Return Odoo's usual port when it is free; otherwise any."""
    return 0 if is_listening(ODOO_PORT) else ODOO_PORT


def _forget() -> None:
    world = World("demo", paths.HVA_HOME / "demo")
    desk.stop(world)
    world.remove()
