"""How a figure stands to its target, in the reader's language."""

from . import wording


def sentence(env, value, kind, year, verdict):
    """Return a target and how a figure stands to it in one sentence."""
    goal = wording.goal_of(env, value, kind)
    verdicts = {
        "met": env._("Target of %(year)s: %(goal)s. Met: the whole interval reaches it.", year=year, goal=goal),
        "not_met": env._(
            "Target of %(year)s: %(goal)s. Not met: the whole interval is below it.", year=year, goal=goal
        ),
        "cannot_tell": env._(
            "Target of %(year)s: %(goal)s. Nobody can tell yet: it lies within the interval.", year=year, goal=goal
        ),
    }
    return verdicts.get(verdict) or env._("Target of %(year)s: %(goal)s.", year=year, goal=goal)
