"""Workspaces in which people have worked since the last sync, and what must be true of them whatever happens to a run."""

import shutil
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple
from zipfile import ZipFile

from sheetsync.model.anatomy import SKIP, TO_COMPLETE_TAB
from sheetsync.model.grid import CellEdit, CellRef
from sheetsync.model.journey import MAIN, FieldRef, JourneyMap, Record
from sheetsync.model.layout import FIRST_FINDING_ROW, TO_COMPLETE_KEYS, design_workbook
from sheetsync.model.writing import plan_values
from sheetsync.tasks.opening import open_map
from sheetsync.tasks.parts import Workspace
from sheetsync.tasks.resolve import refs_of
from sheetsync.tasks.sync import Synced, sync
from sheetsync.wiring import Place, open_parts
from tests.laws.maps import CATALOG, TEXTS, contents, full_map
from tests.people import plan_steps

KINDS = ("customer-journey", "support-experience", "buyer-journey")
REASON = "Để quý sau"
_SKIP_COLUMN = TO_COMPLETE_KEYS.index(SKIP)


class Typed(NamedTuple):
    """What people typed into a workbook: its map, without ids and order, and the reasons to skip findings."""

    map: JourneyMap
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Prepared:
    """A workspace to copy, and what people typed into its workbooks."""

    folder: Path
    typed: dict[str, Typed]

    def copied(self, to: Path) -> Path:
        """Another one like it."""
        return Path(shutil.copytree(self.folder, to))

    def removed(self, folder: Path) -> None:
        """A copy is not needed any more."""
        shutil.rmtree(folder)


def prepare(folder: Path, maps: int) -> Prepared:
    """A new workspace with so many maps that people worked on; see ``populate``."""
    folder.mkdir()
    (folder / "sheetsync.toml").write_text('[workspace]\nlanguage = "vi"\n')
    populate(folder, maps)
    return Prepared(folder, typed_in(folder))


def populate(folder: Path, maps: int) -> None:
    """Maps that are archived and then worked on: texts changed, steps added without ids, reasons given; one in four is never archived."""
    space = opened(folder)
    samples = [full_map(CATALOG.load(KINDS[at % len(KINDS)]), "vi", seed=at, texts=TEXTS[:20], fill=0.25) for at in range(maps)]
    designs = [design_workbook(sample.typed._replace(id=f"map-{at}", title=f"Bản đồ {at}"), sample.type) for at, sample in enumerate(samples)]
    late = designs[1::4]
    for design in designs:
        if design not in late:
            space.backend.create(design)
    synced(folder)
    for design in late:
        space.backend.create(design)
    for ref in space.backend.list():
        work_on(space, ref)


def work_on(space: Workspace, ref: str) -> None:
    """Type into a workbook as people do: over a text, into new rows, and a reason beside the first finding."""
    found = open_map(space, ref)
    assert found.map_type is not None
    journey = found.reading.map
    field = next(field.key for field in found.map_type.main.fields if field.kind in {"text", "list"})
    new = [Record("", journey.main.stages[0].key, {field: f"Bước mới {number}\n=x"}) for number in range(found.map_type.main.slots + 2)]
    edits = [
        *plan_values(
            found.reading, found.map_type, {FieldRef(MAIN, step=step.id, field=field): "Sửa lại\n24/7" for step in journey.main.records[:1]}
        ),
        *plan_steps(found.reading, found.map_type, MAIN, new),
        CellEdit(CellRef(TO_COMPLETE_TAB.vi, FIRST_FINDING_ROW, _SKIP_COLUMN), REASON),
    ]
    space.backend.write(ref, edits, if_revision=found.state.revision)


def import_news(folder: Path) -> None:
    """Somebody else imports a version of the only map: a step changed, one gone, one new."""
    space = opened(folder)
    (map_id,) = space.ledger.maps()
    latest = space.ledger.latest(map_id)
    assert latest is not None
    version = space.ledger.load(map_id, latest.version)
    main = version.journey.main
    assert len(main.records) > 2
    field = next(iter(main.records[-2].values))
    changed = main.records[-2]._replace(values={**main.records[-2].values, field: "Từ kho lưu trữ"})
    new = Record("tu-kho", main.stages[0].key, {"action": "Bước từ kho"})
    records = (*main.records[:-2], changed, new)
    journey = version.journey._replace(tabs={**version.journey.tabs, MAIN: main._replace(records=records)})
    space.ledger.append(map_id, journey, author="Minh", reason="import", source=version.source, saved_at=space.instant(), parent=latest)


def opened(folder: Path) -> Workspace:
    """The workspace at ``folder``, as every command finds it."""
    space = open_parts(Place.find(folder))
    assert isinstance(space, Workspace)
    return space


def synced(folder: Path) -> list[Synced]:
    """One sync of the whole workspace."""
    space = opened(folder)
    return list(sync(space, refs_of(space, ())))


def typed_in(folder: Path) -> dict[str, Typed]:
    """What stands in each workbook of a workspace. Each state of a file is read once: one run's work is much like another's."""
    space = opened(folder)
    found: dict[str, Typed] = {}
    for ref in space.backend.list():
        if not (folder / ref).is_file():  # it stands in Google
            found[ref] = _typed(space, ref)
            continue
        mark = sha256((folder / ref).read_bytes()).hexdigest()
        if mark not in _READ:
            with ZipFile(folder / ref) as package:
                assert package.testzip() is None
            _READ[mark] = _typed(space, ref)
        found[ref] = _READ[mark]
    return found


def archived(folder: Path) -> str:
    """What the newest version of the only map says."""
    ledger = opened(folder).ledger
    (map_id,) = ledger.maps()
    return ledger.load(map_id, ledger.numbers(map_id)[-1]).content


_READ: dict[str, Typed] = {}


def _typed(space: Workspace, ref: str) -> Typed:
    found = open_map(space, ref)
    tab = next(grid for grid in found.state.grids if grid.title == TO_COMPLETE_TAB.vi)
    reasons = [value for (row, column), value in sorted(tab.cells.items()) if row >= FIRST_FINDING_ROW and column == _SKIP_COLUMN]
    return Typed(contents(found.reading.map), tuple(map(str, reasons)))


def leftovers(folder: Path) -> list[str]:
    """The temporary files in a workspace."""
    return sorted(str(path.relative_to(folder)) for path in folder.rglob(".sheetsync-*"))
