"""Values that every stage should have."""

from collections.abc import Collection, Iterator

from sheetsync.lint.index import Index, in_stage
from sheetsync.lint.rule import Hit
from sheetsync.model.journey import MAIN, FieldRef, Stage
from sheetsync.model.maptype import Field


def lacking(index: Index, item: Field, excused: Collection[str] = ()) -> Iterator[Hit]:
    """One hit for each stage with content whose ``item`` is blank; stages whose keys are ``excused`` need none.

    Where no stage has it, nobody has thought of it yet: that is told once, at the first stage (variant ``all``).
    """
    begun = [stage for stage in index.stages if index.by_stage[stage.key]]
    blank = [stage for stage in begun if stage.key not in excused and not stage.values.get(item.key, "").strip(" -–—")]
    if len(blank) == len(begun) > 1:
        first, *others = (_ref(stage, item) for stage in blank)
        yield Hit(first, {"stages": len(blank)}, len(blank), "all", also=tuple(others))
    else:
        for stage in blank:
            yield Hit(_ref(stage, item), {"where": in_stage(stage)})


def _ref(stage: Stage, item: Field) -> FieldRef:
    return FieldRef(MAIN, stage=stage.key, field=item.key)
