"""The value that formats show."""

from sheetsync.catalog import builtin
from sheetsync.errors import WorkbookNotFound
from sheetsync.model.finding import Finding
from sheetsync.model.grid import CellRef
from sheetsync.model.journey import FieldRef, JourneyMap, Stage, Tab
from sheetsync.model.words import Text
from sheetsync.report.build import Counts, Failure, build, linted, unreadable

HERE, THERE = CellRef("Bản đồ", 4, 5), CellRef("Bản đồ", 3, 5)
JOURNEY = JourneyMap("gym", "customer-journey", 1, "Gym", "en", {}, {"map": Tab((Stage("awareness", "Awareness"),))})


def found(field: str, cell: CellRef | None = None) -> Finding:
    return Finding("cell-empty", "warning", "…", FieldRef("map", step="a", field=field), "awareness", field, "S3:35", cell=cell)


def test_findings_get_todays_cells_and_keep_those_they_brought() -> None:
    report = linted("gym.xlsx", JOURNEY, builtin().load("customer-journey"), [found("action"), found("gap", THERE)], lambda _: HERE)

    assert [finding.cell for finding in report.findings] == [HERE, THERE]
    assert report.counts == Counts(warning=2)
    assert report.type_title == Text("Hành trình khách hàng", "Customer journey")


def test_the_stages_that_a_map_lacks_have_their_titles_in_its_language() -> None:
    report = linted("gym.xlsx", JOURNEY, builtin().load("customer-journey"), [], lambda _: None)

    assert report.stages[0] == JOURNEY.main.stages[0]
    assert [stage.title for stage in report.stages] == ["Awareness", "Consideration", "Conversion", "Retention", "Brand loyalty"]


def test_what_cant_be_read_carries_its_reason() -> None:
    report = unreadable("none.xlsx", WorkbookNotFound("none.xlsx"))

    assert report.status == "unreadable"
    assert isinstance(report.error, Failure)
    assert report.error.code == "not-found"
    assert report.map is None
    assert build([report]).counts.total == 0
