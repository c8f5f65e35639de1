from hva_feedback.tools.own_units import Places, own_units

# area 1 over clinic 2 (over ward 3) and dental 4
PATHS = {1: [1], 2: [2, 1], 3: [3, 2, 1], 4: [4, 1]}
NOBODY = Places((), ())


def test_who_is_alone_has_everything():
    assert own_units(PATHS, Places({1}, ()), NOBODY) == {1, 2, 3, 4}


def test_where_somebody_is_nearer_the_units_are_theirs():
    assert own_units(PATHS, Places({1}, ()), Places({2}, ())) == {1, 4}
    assert own_units(PATHS, Places({2}, ()), Places({1, 4}, ())) == {2, 3}


def test_at_the_same_unit_it_is_both_s():
    assert own_units(PATHS, Places({2}, ()), Places({2}, ())) == {2, 3}


def test_a_place_without_its_parts_is_that_unit_alone():
    assert own_units(PATHS, Places((), {2}), NOBODY) == {2}
    assert own_units(PATHS, Places({1}, ()), Places((), {2})) == {1, 3, 4}


def test_a_merged_unit_goes_by_the_path_of_the_one_it_became():
    assert own_units({9: [2, 1]}, Places({2}, ()), Places({9}, ())) == {9}
