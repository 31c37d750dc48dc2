"""Free-form sheets are placed as an expert would place them."""

from collections import Counter
from functools import cache

from sheetsync.adoption.placement import Placement, placements
from tests.conftest import LONG
from tests.corpus.freeform.measuring import CATALOG, FIELDS, STAGES, Measured, Slip, What, compared, measured
from tests.corpus.freeform.reading import Workbook, names, read

EVERY = 1 if LONG else 4
"""One in so many sheets is placed."""

BOOK = read("01-trung-tam-boi")
PLACED = placements(BOOK.grids, CATALOG.load("customer-journey"))[0]
BESIDE = read("32-coffee-subscription")
"""A sheet with notes beside its map."""
NOTED = placements(BESIDE.grids, CATALOG.load("ecommerce"))[0]


@cache
def placed() -> Measured:
    return measured(read(name) for name in names()[::EVERY])


def test_stages_are_placed_where_an_expert_would_place_them() -> None:
    assert placed().share("stage").share >= STAGES, told(*placed().of("stage"))


def test_fields_are_placed_where_an_expert_would_place_them() -> None:
    assert placed().share("field").share >= FIELDS, told(*placed().of("field"))


def test_no_text_is_misplaced_lost_or_altered() -> None:
    wrong = placed().of("misplaced", "lost", "altered")

    assert not wrong, told(*wrong)


def test_sheets_without_a_map_are_refused() -> None:
    assert not placed().of("not refused"), told(*placed().of("not refused"))


def test_the_type_comes_first_that_an_expert_would_choose() -> None:
    assert placed().share("type").share >= STAGES, told(*placed().of("type"))


def test_the_figures_rest_on_a_corpus_worth_the_name() -> None:
    assert placed().share("stage").of > 640 / EVERY
    assert placed().share("field").of > 760 / EVERY
    assert placed().share("cell").of > 4500 / EVERY
    assert placed().share("not refused").of >= 24 / EVERY


def slips(placement: Placement, book: Workbook = BOOK) -> Counter[What]:
    """What is wrong about a placement of a sheet, the first unless told."""
    return Counter(what for what, wrong in compared(placement, book.maps[0], book) if wrong)


def test_a_placement_by_hand_would_have_no_slips() -> None:
    assert not slips(PLACED)


def test_a_text_in_the_lane_of_another_is_misplaced() -> None:
    first, *rest = PLACED.records
    swapped = {"action": first.cells["thought"], "thought": first.cells["action"]}
    turned = first._replace(
        cells={**first.cells, **swapped}, values={**first.values, "action": first.values["thought"], "thought": first.values["action"]}
    )

    assert slips(PLACED._replace(records=(turned, *rest))) == {"misplaced": 2}


def test_a_text_in_the_stage_of_another_is_misplaced() -> None:
    first, *rest = PLACED.records

    assert slips(PLACED._replace(records=(first._replace(stage="loyalty"), *rest))) == {"misplaced": 4, "records": 2}


def test_a_text_in_two_lanes_is_misplaced() -> None:
    first, *rest = PLACED.records
    twice = first._replace(cells={**first.cells, "gap": first.cells["action"]}, values={**first.values, "gap": first.values["action"]})

    assert slips(PLACED._replace(records=(twice, *rest)))["misplaced"] >= 1


def test_a_note_beside_the_map_in_a_lane_is_misplaced() -> None:
    first, *rest = NOTED.records
    note = NOTED.left_over[-1]
    taken = first._replace(cells={**first.cells, "improvement": note.cell}, values={**first.values, "improvement": note.text})

    assert not slips(NOTED, BESIDE)
    assert slips(NOTED._replace(records=(taken, *rest)), BESIDE)["misplaced"] == 1


def test_a_text_that_is_nowhere_is_lost_and_one_that_changed_is_altered() -> None:
    first, *rest = PLACED.records
    changed = first._replace(values={**first.values, "action": "something else"})

    assert slips(NOTED._replace(left_over=NOTED.left_over[1:]), BESIDE) == {"lost": 1}
    assert slips(PLACED._replace(records=(changed, *rest))) == {"altered": 1}
    assert slips(PLACED._replace(records=tuple(rest)))["lost"] == 4


def test_a_stage_or_a_lane_under_another_key_is_wrong() -> None:
    stages = (PLACED.stages[0]._replace(key="own-stage"), *PLACED.stages[1:])
    fields = (PLACED.fields[0]._replace(key="gap"), *PLACED.fields[1:])

    assert slips(PLACED._replace(stages=stages))["stage"] == 1
    assert slips(PLACED._replace(fields=fields)) == {"field": 1}


def told(*slips: Slip) -> str:
    """What went wrong, a line each, for whoever reads a failing run."""
    return "\n".join(f"{slip.sheet} ({', '.join(slip.layout)}): {slip.told}" for slip in slips)
