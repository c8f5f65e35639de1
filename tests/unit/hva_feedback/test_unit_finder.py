"""Finding a unit: by words, by place, by service, by the tree; and what may be chosen."""

import pytest

from hva_feedback.tools.unit_finder import (
    Directory,
    Place,
    branches,
    by_municipality,
    by_service,
    choose,
    fold,
    matching_services,
    search,
    search_texts,
)

PORI, ULVILA = (609, "Pori"), (886, "Ulvila")
DENTAL, RECEPTION = (1, "Hammashoito"), (2, "Vastaanotto")


def place(key, name, path, town=None, services=(), producer=""):
    texts = search_texts([name, town[1] if town else "", producer, *(label for _key, label in services)])
    return Place(
        id=key, name=name, path=path, municipality=town, services=tuple(services), producer=producer, texts=texts
    )


# 1 county > 2 health > (3 Pori centre > 31 ward), (4 Ulvila centre); 1 > 5 social > [6 closed] > 7 care home
PLACES = [
    place(1, "County", (1,)),
    place(2, "Terveyspalvelut", (1, 2)),
    place(3, "Porin terveysasema", (1, 2, 3), PORI, (RECEPTION, DENTAL)),
    place(31, "Osasto 1", (1, 2, 3, 31), PORI),
    place(4, "Ulvilan terveysasema", (1, 2, 4), ULVILA, (RECEPTION,)),
    place(5, "Sosiaalipalvelut", (1, 5)),
    place(7, "Päiväkumpu", (1, 5, 6, 7), PORI, producer="Hoiva Åbo Oy"),
]
DIRECTORY = Directory({item.id: item for item in PLACES}, {90: 4, 91: 99})


def names(found):
    return [item.name for item in found]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("porin", ["Porin terveysasema"]),
        ("TERVEYSASEMA pori", ["Porin terveysasema"]),
        ("hammas", ["Porin terveysasema"]),
        ("paivakumpu", ["Päiväkumpu"]),
        ("PÄIVÄKUMPU", ["Päiväkumpu"]),
        ("åbo", ["Päiväkumpu"]),
        ("terveys", ["Terveyspalvelut", "Porin terveysasema", "Ulvilan terveysasema"]),
        ("osasto-1", ["Osasto 1"]),
    ],
)
def test_every_word_is_looked_for_and_names_come_first(query, expected):
    hits = search(PLACES, query)
    assert names(hits.places) == expected
    assert not hits.is_close


def test_where_nothing_matches_words_without_their_ends_do():
    hits = search(PLACES, "terveysasemalla Ulvilassa")
    assert (names(hits.places), hits.is_close) == (["Ulvilan terveysasema"], True)
    assert names(search(PLACES, "hammashoidossa").places) == ["Porin terveysasema"]
    assert search(PLACES, "kirjasto").places == ()


@pytest.mark.parametrize("query", ["", "   ", "%_\\", "\0", "'", "-"])
def test_a_query_without_words_finds_nothing(query):
    assert search(PLACES, query).places == ()


def test_a_long_query_is_cut_and_costs_nothing():
    assert search(PLACES, "pori " * 100_000).places
    assert search(PLACES, "x" * 1_000_000).places == ()


def test_letters_are_compared_without_accents():
    assert fold("Čáhčesuolu, Ŋuolasj-Åbo") == "cahcesuolu  nuolasj abo"


def test_services_that_a_query_names_are_told_where_there_are_several():
    assert matching_services(PLACES[2], "pori hammas") == (DENTAL,)
    assert matching_services(PLACES[4], "vastaanotto") == ()


def test_municipalities_and_services_are_counted():
    assert by_municipality(PLACES) == ((PORI, 3), (ULVILA, 1))
    assert by_service(PLACES) == ((DENTAL, 1), (RECEPTION, 2))


def test_the_tree_opens_level_by_level_and_passes_over_what_is_closed():
    top = branches(DIRECTORY, DIRECTORY.under(1), 1)
    assert [(branch.place.name, branch.count) for branch in top] == [("Sosiaalipalvelut", 1), ("Terveyspalvelut", 3)]
    assert names(branch.place for branch in branches(DIRECTORY, DIRECTORY.under(1), 5)) == ["Päiväkumpu"]
    assert branches(DIRECTORY, DIRECTORY.under(1), 7) == ()


def test_what_is_on_offer_can_be_chosen():
    assert choose(DIRECTORY, 2, "3").place.id == 3
    assert choose(DIRECTORY, 2, "3", service="1").service == DENTAL
    assert choose(DIRECTORY, 2, "4").service == RECEPTION, "the only one"
    assert choose(DIRECTORY, 2, "90").place.id == 4, "a merged unit leads to today's"


@pytest.mark.parametrize(
    ("unit", "service"),
    [
        ("7", ""), ("1", ""), ("99", ""), ("91", ""), ("6", ""), ("", ""), ("x", ""), ("-3", ""), ("３", ""),
        ("3 ", ""), ("9" * 30, ""), ("3", "9"), ("3", "x"), ("4", "1"), ("unknown", "9"),
    ],
)  # fmt: skip
def test_what_is_not_on_offer_cannot(unit, service):
    assert choose(DIRECTORY, 2, unit, service) is None


def test_a_whole_county_may_be_on_offer_with_any_number_of_tops():
    tops = [place(1, "First", (1,)), place(2, "Second", (2,)), place(3, "Part", (2, 3)), place(5, "Orphan", (4, 5))]
    county = Directory({item.id: item for item in tops}, {})
    offered = [(branch.place.name, branch.count) for branch in branches(county, county.under(None), None)]
    assert offered == [("First", 0), ("Orphan", 0), ("Second", 1)]
    assert choose(county, None, "3").place.id == 3
    assert choose(county, None, "4") is None
    assert choose(county, None, "unknown").under_id is None
    assert choose(county, None, "unknown", under="2").under_id == 2


def test_who_does_not_know_the_unit_may_know_the_area():
    assert choose(DIRECTORY, 1, "unknown", under="5").under_id == 5
    assert choose(DIRECTORY, 1, "unknown").under_id == 1
    assert choose(DIRECTORY, 2, "unknown", under="7").under_id == 2, "an area that is not on offer"
    assert choose(DIRECTORY, 2, "unknown", service="1").service == DENTAL
