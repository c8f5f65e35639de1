"""The sentences of the dashboard: what a number means, how it changed, what a picture shows to who does not see it."""

from ..tools.rounding import rounded
from . import wording

FEW = 30  # below this a score is told as uncertain, whatever it is


def meaning(env, classes, score):
    """Return in a sentence or two what the score says; `classes` are the rows of the group "nps_class"."""
    if score["value"] is None:
        return "" if score["state"] == "hidden" else env._("There is no score to tell about.")
    share = {row["key"]: row["cells"]["share"] for row in classes}
    parts = [one for one in ("promoters", "passives", "detractors") if one in share]
    said = []
    if len(parts) == len(share) == 3 and all(share[one]["value"] is not None for one in parts):
        said.append(
            env._(
                "Of those who answered, %(promoters)s would gladly recommend the service (9–10), %(passives)s were in "
                "between (7–8) and %(detractors)s would not (0–6).",
                **{one: wording.percent(env, share[one]["value"]) for one in parts},
            )
        )
    if score["low"] is not None:
        said.append(
            env._(
                "Had everybody answered, the score would most likely be between %(low)s and %(high)s.",
                low=wording.whole(env, score["low"]),
                high=wording.whole(env, score["high"]),
            )
        )
    if score["n"] is not None and score["n"] < FEW:
        said.append(env._("With so few answers one more can move it a great deal."))
    return wording.kept(" ".join(said))


def change(env, now, compared, earlier):
    """Return {"arrow", "text"} about the score of the earlier period. No arrow inside the interval."""
    arrow, text = _change(env, now, compared, earlier)
    return {"arrow": arrow, "text": wording.kept(wording.sentence(text))}


def _change(env, now, compared, earlier):
    cell = compared.get("nps") or {}
    name = earlier["label"]
    if now["value"] is None or cell.get("value") is None:
        text = cell.get("text") or env._("no feedback to compare with")
        return "", f"{name}: {_small(text)}."
    facts = {
        "period": name,
        "nps": wording.whole(env, cell["value"]),
        "n": wording.whole(env, cell["n"] or 0),
        "points": wording.whole(env, abs(cell["change"] or 0)),
        "low": wording.whole(env, cell["change_low"] or 0),
        "high": wording.whole(env, cell["change_high"] or 0),
    }
    if cell["verdict"] == "up":
        return "▲ ", env._(
            "Up %(points)s points from %(period)s (NPS %(nps)s, %(n)s answers). Interval of the change: "
            "%(low)s to %(high)s.",
            **facts,
        )
    if cell["verdict"] == "down":
        return "▼ ", env._(
            "Down %(points)s points from %(period)s (NPS %(nps)s, %(n)s answers). Interval of the change: "
            "%(low)s to %(high)s.",
            **facts,
        )
    if cell["verdict"] == "same":
        return "", env._(
            "No clear change from %(period)s (NPS %(nps)s, %(n)s answers). The interval of the change, %(low)s to "
            "%(high)s, holds zero.",
            **facts,
        )
    return "", env._("%(period)s: NPS %(nps)s, %(n)s answers.", **facts)


def adjusted(env, cell):
    """Return the lines under the score about the one with the county's channels, also why there is none of it."""
    if cell["reason"] == "few_in_channel":
        return [env._("With the county's mix of channels: %(reason)s", reason=_small(cell["text"]))]
    if cell["value"] is None or cell["low"] is None:
        return []
    return [
        env._(
            "With the county's mix of channels: %(nps)s (%(low)s to %(high)s)",
            nps=wording.whole(env, cell["value"]),
            low=wording.whole(env, cell["low"]),
            high=wording.whole(env, cell["high"]),
        )
    ]


def split(env, compared):
    """Return what of a change is only other channels, where the query parted it."""
    parts = (compared or {}).get("split")
    if not parts:
        return []
    text = env._(
        "Of the change %(mix)s points come from other channels than before, %(real)s from what people said otherwise.",
        mix=_signed(env, parts["mix"]),
        real=_signed(env, parts["real"]),
    )
    return [{"arrow": "", "text": text}]


def _small(text):
    """Return a sentence as a part of another."""
    return text[:1].lower() + text[1:]


def _signed(env, points):
    text = wording.whole(env, points)
    return f"+{text}" if rounded(points) > 0 else text


def run(env, run_chart, labels):
    """Return what a run chart says: where the line does more than chance would. `labels` are those of its steps."""
    if not run_chart:
        return ""
    if not run_chart["is_long_enough"]:
        return env._("Ten periods with a score are needed to tell a change from chance.")
    if not run_chart["signals"]:
        return env._("The scores vary around their median (dashed) as chance would have it.")
    return " ".join(wording.sentence(_signal(env, one, labels)) for one in run_chart["signals"])


def _signal(env, one, labels):
    days = {"first": labels[one["from"]], "last": labels[one["to"]]}
    if one["rule"] == "shift":
        if one["direction"] == "up":
            return env._("%(first)s – %(last)s: above the median longer than chance would have it.", **days)
        return env._("%(first)s – %(last)s: below the median longer than chance would have it.", **days)
    if one["direction"] == "up":
        return env._("%(first)s – %(last)s: rising longer than chance would have it.", **days)
    return env._("%(first)s – %(last)s: falling longer than chance would have it.", **days)


def response(env, rate, answered):
    """Return the response rate in a sentence, or why there is none."""
    if rate["value"] is None:
        return rate["text"] or ""
    if rate["low"] is None:
        return env._(
            "In these days more answers came than messages left: they came to earlier messages, or were brought in "
            "from an older system. So there is no response rate."
        )
    return env._(
        "%(rate)s of those who were sent a message answered (%(low)s to %(high)s). Answers: %(n)s.",
        rate=wording.percent(env, rate["value"]),
        low=wording.percent(env, rate["low"]),
        high=wording.percent(env, rate["high"]),
        n=answered,
    )


def run_alt(env, spec):
    """Return what a run chart shows, for who does not see it: its last and its extreme values."""
    series = spec["series"][0]
    told = [(value, label) for value, label in zip(series["values"], spec["labels"], strict=True) if value is not None]
    low, high, last = min(told), max(told), told[-1]
    return env._(
        "Line chart of %(label)s, %(first)s to %(end)s: lowest %(low)s (%(low_at)s), highest %(high)s (%(high_at)s), "
        "last %(last)s. The table below has every value.",
        label=series["label"],
        first=spec["labels"][0],
        end=spec["labels"][-1],
        low=wording.whole(env, low[0]),
        low_at=low[1],
        high=wording.whole(env, high[0]),
        high_at=high[1],
        last=wording.whole(env, last[0]),
    )


def span_alt(env, spec):
    """Return what a chart of scores by group shows, for who does not see it."""
    series = spec["series"][0]
    pairs = zip(spec["labels"], series["texts"], strict=True)
    values = "; ".join(f"{label} {text}" for label, text in pairs)
    return env._(
        "Chart of %(label)s: %(values)s. The table below has every value.", label=series["label"], values=values
    )


def parts_alt(env, labels):
    """Return what bars of answers by step show, for who does not see them."""
    return env._(
        "Bars of how people answered %(count)s statements: %(statements)s. The table below has every value.",
        count=wording.whole(env, len(labels)),
        statements="; ".join(labels),
    )


def filtered(env, options, view):
    """Return which part of the feedback is looked at, or nothing when it is all of it."""
    names = [
        option["label"]
        for key, offered in options.items()
        if key not in ("period", "compare") and view.get(key)
        for option in offered
        if option["value"] == view[key]
    ]
    return env._("Only: %(filters)s", filters=", ".join(names)) if names else ""


def empty(env, *, has_any, has_units):
    """Return {"title", "text"} of a page without feedback: of nobody's units, of a new county, or of this period."""
    if not has_units:
        return {
            "title": env._("You have no units yet"),
            "text": env._("Your manager can ask for a role at a unit for you. The unit's results come here then."),
        }
    if has_any:
        return {
            "title": env._("No feedback in this period"),
            "text": env._("Choose an earlier period, another unit or fewer filters."),
        }
    text = env._("Results come here within a minute of the first feedback.")
    if env["hva.collector"].has_access("create"):
        text = env._(
            "Results come here within a minute of the first feedback. Make a way in under Asking, put its code on the "
            "wall and give a trial feedback."
        )
    return {"title": env._("No feedback yet"), "text": text}


def target(name, domain):
    """Return what the browser opens as a list of feedback."""
    return {"name": name, "domain": domain}
