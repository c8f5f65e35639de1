from collections import Counter
from datetime import timedelta
from statistics import mean

from odoo import models

from ..tools import contact_rehearsal, sms_text

SAMPLE_CODE = "0" * 22


class HvaContactRehearsal(models.TransientModel):
    """What a rehearsal shows: counts on rows of the dialog, and as one table."""

    _inherit = "hva.contact.rehearsal"

    def _show(self, outcome, source, others, unknown):
        """Write the counts on this dialog's own rows."""
        gateway = self._get_rehearsal_gateway()
        self._name_languages(outcome)
        languages = self._get_language_rows(outcome, gateway)
        rows = [
            *self._get_unit_rows(outcome),
            *({"part": "reason", "reason": reason, "visits": n} for reason, n in outcome.reasons.most_common()),
            *languages,
            *self._get_hour_rows(outcome, gateway),
        ]
        lines = self.env["hva.contact.rehearsal.line"]
        lines.search([("rehearsal_id", "=", self.id)]).unlink()
        lines.create([{"rehearsal_id": self.id, "sequence": place, **row} for place, row in enumerate(rows)])
        segments = sum(row["segments"] for row in languages)
        self.write(
            {
                "is_done": True,
                "played_source": source,
                "total": outcome.total,
                "asked_count": outcome.asked_total,
                "asked_then_count": sum(outcome.asked_then.values()),
                "other_count": others,
                "unknown_count": unknown,
                "given_up_count": outcome.given_up,
                "segment_count": segments,
                "segment_price": gateway.segment_price,
                "price": segments * gateway.segment_price,
            }
        )

    def _name_languages(self, outcome):
        """Give visits whose language is forgotten the languages in which their unit was written to in the same time."""
        forgotten = {unit_id: n for (unit_id, lang_code), n in outcome.asked.items() if not lang_code}
        if not forgotten:
            return
        groups = self.env["hva.invitation"]._read_group(
            [
                ("kind", "=", "survey"),
                ("due_on", ">=", self.date_from),
                ("due_on", "<=", self.date_to + timedelta(days=7)),
                ("lang_code", "!=", False),
            ],
            ["unit_id", "lang_code"],
            ["__count"],
        )
        of_unit, of_all, speak = {}, Counter(), self._get_speaker()
        for unit, lang_code, count in groups:
            known = speak(lang_code)
            of_unit.setdefault(unit.id, Counter())[known] += count
            of_all[known] += count
        fallback = of_all or Counter({speak("fi"): 1})
        for unit_id, count in forgotten.items():
            del outcome.asked[unit_id, ""]
            for lang_code, n in contact_rehearsal.spread(count, of_unit.get(unit_id) or fallback).items():
                outcome.asked[unit_id, lang_code] += n

    def _get_unit_rows(self, outcome):
        per_unit = {}
        for (unit_id, lang_code), count in outcome.asked.items():
            per_unit.setdefault(unit_id, Counter())[lang_code] += count
        order = sorted(outcome.visits, key=lambda unit_id: (-sum(per_unit.get(unit_id, Counter()).values()), unit_id))
        for unit_id in order:
            asked = per_unit.get(unit_id, Counter())
            yield {
                "part": "unit",
                "unit_id": unit_id,
                "visits": outcome.visits[unit_id],
                "asked": sum(asked.values()),
                "asked_then": outcome.asked_then[unit_id],
                "languages": ", ".join(f"{lang_code} {count}" for lang_code, count in asked.most_common()),
            }

    def _get_language_rows(self, outcome, gateway):
        rows = []
        for lang_code, count in outcome.by_language.most_common():
            text = self._get_text(lang_code)
            parts = sms_text.segments(text._render(SAMPLE_CODE)).parts if text else 0
            rows.append(
                {
                    "part": "language",
                    "lang_code": lang_code,
                    "asked": count,
                    "parts": parts,
                    "segments": count * parts,
                    "price": count * parts * gateway.segment_price,
                }
            )
        return rows

    def _get_hour_rows(self, outcome, gateway):
        """Return messages by hour of the day: on an average day of sending and on the fullest one."""
        zone = self.env["hva.clock"]._zone()
        units = self.unit_id or self.env["hva.unit"].browse(outcome.visits)[:1]  # their closing days are much alike
        window = self._get_window(self._get_closed_days(units)) if units else None
        counts = contact_rehearsal.hours(outcome.moments, gateway.rate_per_minute or 1, zone, window)
        days = {day for day, _hour in counts}
        for hour in sorted({hour for _day, hour in counts}):
            of_days = [counts[day, hour] for day in days]
            yield {
                "part": "hour",
                "hour": f"{hour:02}–{hour + 1:02}",
                "average": mean(of_days),
                "most": max(of_days),
            }

    def _get_table(self):
        """Return (header, rows) of the result as one table of texts."""
        header = (
            self.env._("Part"),
            self.env._("What"),
            self.env._("Visits"),
            self.env._("Were asked"),
            self.env._("Would be asked"),
            self.env._("Languages"),
        )
        header += (self.env._("Segments"), self.env._("Price (€)"))
        price = f"{self.price:.2f}" if self.segment_price else self.env._("no price set")
        totals = (self.total, self.asked_then_count or "", self.asked_count, "", self.segment_count, price)
        rows = [(self.env._("All"), self.summary, *totals)]
        for line in self.unit_line_ids:
            asked_then = line.asked_then if self.played_source == "stored" else ""
            cells = (line.visits, asked_then, line.asked, line.languages or "", "", "")
            rows.append((self.env._("Unit"), line.unit_id.display_name, *cells))
        reasons = dict(self.unit_line_ids._fields["reason"]._description_selection(self.env))
        rows += [
            (self.env._("Not asked"), reasons[each.reason], each.visits, "", "", "", "", "")
            for each in self.reason_line_ids
        ]
        for line in self.lang_line_ids:
            price = f"{line.price:.2f}" if self.segment_price else ""
            rows.append((self.env._("Language"), line.lang_code, "", "", line.asked, "", line.segments, price))
        for line in self.hour_line_ids:
            label = self.env._(
                "%(average)s on an average day, %(most)s at most", average=f"{line.average:.0f}", most=line.most
            )
            rows.append((self.env._("Messages in an hour"), line.hour, "", "", "", label, "", ""))
        return header, [[str(cell) for cell in row] for row in rows]
