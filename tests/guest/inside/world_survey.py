"""Foreign surveys of every type, with answers."""

from odoo.fields import Command

CHOICES = [("Yes", True, 10), ("No", False, 0)]


def build_surveys(env, users):
    # a certificate is printed by a program that is not there, so the mail goes without its PDF
    mail = env.ref("survey.mail_template_certification").copy({"report_template_ids": False})
    make = env["survey.survey"].with_user(users["surveyboss"]).create
    common = {"access_mode": "public", "users_login_required": False}
    kinds = {
        "Canteen": {"survey_type": "survey", "questions_layout": "one_page"},
        "Quiz night": {"survey_type": "live_session"},
        "Fire safety": {
            "survey_type": "assessment",
            "scoring_type": "scoring_with_answers",
            "scoring_success_min": 50,
            "certification": True,
            "certification_mail_template_id": mail.id,
            "questions_layout": "one_page",
        },
        "Own form": {"survey_type": "custom", "questions_layout": "page_per_question", "users_can_go_back": True},
        "For the boss": {"survey_type": "survey", "restrict_user_ids": [Command.set(users["surveyboss"].ids)]},
        "By invitation": {"survey_type": "survey", "access_mode": "token"},
        "Old one": {"survey_type": "survey", "active": False},
        "Interview": {"survey_type": "recruitment", "questions_layout": "one_page"},
    }
    for title, values in kinds.items():
        survey = make({"title": title, **common, **values, "question_and_page_ids": _questions(title)})
        for given in range(3 if survey.active else 0):
            _answer(survey.sudo(), given)
    # out of the way of codes made by chance, for which Odoo does not look at archived surveys
    env["survey.survey"].with_context(active_test=False).search([("title", "=", "Old one")]).session_code = "00001"
    _add_condition(env)


def _questions(title):
    if title == "Interview":
        return [Command.create({"title": "What can you do?", "question_type": "char_box"})]
    options = [Command.create({"value": v, "is_correct": c, "answer_score": s}) for v, c, s in CHOICES]
    rows = [Command.create({"value": value}) for value in ("Soup", "Salad")]
    return [
        Command.create({"title": "First part", "is_page": True, "question_type": False, "sequence": 1}),
        Command.create(
            {
                "title": "Is it good?",
                "question_type": "simple_choice",
                "suggested_answer_ids": options,
                "comments_allowed": True,
                "sequence": 2,
                "constr_mandatory": True,
            }
        ),
        Command.create(
            {"title": "How good?", "question_type": "scale", "scale_min": 0, "scale_max": 10, "sequence": 3}
        ),
        Command.create(
            {"title": "Which?", "question_type": "multiple_choice", "suggested_answer_ids": rows, "sequence": 4}
        ),
        Command.create(
            {
                "title": "Each?",
                "question_type": "matrix",
                "matrix_row_ids": rows,
                "suggested_answer_ids": [Command.create({"value": v}) for v in ("Bad", "Fine")],
                "sequence": 5,
            }
        ),
        Command.create({"title": "How many?", "question_type": "numerical_box", "sequence": 6}),
        Command.create({"title": "When?", "question_type": "date", "sequence": 7}),
        Command.create({"title": "Words", "question_type": "text_box", "sequence": 8}),
    ]


def _answer(survey, given):
    answer = survey._create_answer(email=f"giver{given}@guest.example", check_attempts=False)
    for question in survey.question_ids:
        if value := _value(question, given):
            answer._save_lines(question, value)
    if given:
        answer._mark_done()


def _value(question, given):
    options = question.suggested_answer_ids.ids
    return {
        "simple_choice": lambda: str(options[given % 2]),
        "scale": lambda: str(given * 4),
        "multiple_choice": lambda: [str(option) for option in options],
        "matrix": lambda: {str(row): [str(options[given % 2])] for row in question.matrix_row_ids.ids},
        "numerical_box": lambda: str(given + 1),
        "date": lambda: "2026-01-02",
        "text_box": lambda: f"=1+{given}",
        "char_box": lambda: f"I can {given}",
    }[question.question_type]()


def _add_condition(env):
    survey = env["survey.survey"].search([("title", "=", "Own form")])
    first, second = survey.question_ids[0], survey.question_ids[1]
    second.triggering_answer_ids = [Command.set(first.suggested_answer_ids[:1].ids)]
