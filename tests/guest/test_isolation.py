"""Foreign people never see ours by any door, our people never see theirs, and a company never sees the other's."""


def test_ours_come_out_by_no_door_for_foreign_people(story):
    assert story.isolation["ours seen by foreigners"] == []


def test_ours_stand_on_no_page_of_foreign_people(story):
    assert story.isolation["pages"] == []


def test_our_people_see_of_theirs_what_every_employee_sees(story):
    assert story.isolation["theirs seen by ours"] == []


def test_a_county_sees_nothing_of_the_other_companys(story):
    assert story.isolation["other company seen"] == []


def test_everybody_sees_the_own_county(story):
    own = {"survey.user_input": 2, "helpdesk.ticket": 2, "hva.collector": 1}
    assert story.isolation["own seen"] == dict.fromkeys(
        ("hva_admin", "hva_b_admin", "hva_handler", "hva_b_handler"), own
    )


def test_our_people_still_have_their_portal(story):
    assert set(story.isolation["our people in the portal"].values()) == {200}


def test_there_is_enough_of_ours_to_leak(story):
    assert len(story.isolation["how much"]) > 30
