"""The rules say what an expert says of the open maps. The held-out ones are measured by ``make bench`` only, so that nothing is made to fit them."""

from functools import cache

from tests.corpus.measuring import GOAL, Measured, Slip, measure
from tests.corpus.reading import Place


@cache
def measured() -> Measured:
    return measure(held_out=False)


def test_what_an_expert_expects_is_found() -> None:
    assert measured().total.recall >= GOAL, told(measured().missed)


def test_hardly_anything_is_said_that_nobody_asked_for() -> None:
    assert measured().total.precision >= GOAL, told(measured().false)


def test_the_figures_rest_on_a_corpus_worth_the_name() -> None:
    total = measured().total

    assert total.answered + total.missed > 300
    assert len([score for score in measured().rules.values() if score.answered + score.missed]) > 60


def told(slips: tuple[Slip, ...]) -> str:
    """What went wrong, a line each, for whoever reads a failing run."""
    return "\n".join(f"{slip.map}: {slip.rule} at {where(slip.place)}: {slip.told}" for slip in slips)


def where(place: Place) -> str:
    return " / ".join(str(part) for part in (place.tab, place.stage, place.step, place.field) if part) or "the map"
