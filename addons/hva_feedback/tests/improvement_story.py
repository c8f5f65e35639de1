"""An improvement on its way, as the people of a unit make it."""

from odoo import Command

from .case_story import CaseWorld

PUBLIC = {"lang_code": "fi", "heard": "Kuulimme, että opasteet puuttuvat.", "did": "Hankimme opasteet ovelle."}


class ImprovementWorld(CaseWorld):
    """`improve` makes one as a manager; `ready` brings it to where its public text can be approved."""

    @classmethod
    def make_world(cls):
        super().make_world()
        cls.quality = cls._person("quality", cls.area)

    def improve(self, answers=None, user=None, **vals):
        improvements = self.env["hva.improvement"].with_user(user or self.manager)
        answers = answers if answers is not None else self.give(kind="criticism", text="Signs are missing.")
        return improvements.create(
            {"name": "Signs", "unit_id": self.clinic.id, "answer_ids": [Command.set(answers.ids)], **vals}
        )

    def decide(self, improvement, day="2026-12-10"):
        improvement.write({"decision": "Put up signs.", "responsible_id": self.handler.id, "due_on": day})
        improvement.action_decide()
        return improvement

    def ready(self, **public):
        improvement = self.decide(self.improve())
        improvement.action_done()
        improvement.write({"effect": "not_measured", "text_ids": [Command.create({**PUBLIC, **public})]})
        return improvement
