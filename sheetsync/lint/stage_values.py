"""What every stage or step should have: told once where all of them lack it, for then nobody has thought of it yet."""

from collections.abc import Collection, Iterator, Sequence

from sheetsync.lint.index import Index, at, in_stage
from sheetsync.lint.rule import Hit
from sheetsync.model.journey import MAIN, FieldRef, Stage
from sheetsync.model.maptype import Field

ALL = "all"
"""The message that speaks for the whole map."""


def lacking(index: Index, item: Field, excused: Collection[str] = ()) -> Iterator[Hit]:
    """One hit for each stage with content whose ``item`` is blank; stages whose keys are ``excused`` need none.

    Where no stage has it, nobody has thought of it yet: that is told once, at the first stage (variant ``all``).
    """
    begun = [stage for stage in index.stages if index.by_stage[stage.key]]
    blank = [stage for stage in begun if stage.key not in excused and not stage.values.get(item.key, "").strip(" -–—")]
    if len(blank) == len(begun) > 1:
        first, *others = (_ref(stage, item) for stage in blank)
        yield Hit(first, {"stages": len(blank)}, len(blank), ALL, also=tuple(others))
    else:
        for stage in blank:
            yield Hit(_ref(stage, item), {"where": in_stage(stage)})


def lacking_steps(index: Index, item: Field) -> Iterator[Hit]:
    """One hit for each stage with content in which no step fills ``item``; one for all of them where the whole map leaves it blank."""
    begun = [(stage, index.by_stage[stage.key]) for stage in index.stages if index.by_stage[stage.key]]
    blank = [(stage, steps) for stage, steps in begun if not any(index.has(step, item.role) for step in steps)]
    if len(blank) == len(begun) > 1:
        first, *others = (at(step, item) for _, steps in blank for step in steps)
        yield Hit(first, {"stages": len(blank)}, len(blank), ALL, also=tuple(others))
    else:
        for stage, (step, *more) in blank:
            yield Hit(at(step, item), {"where": in_stage(stage)}, also=tuple(at(other, item) for other in more))


def blank_everywhere(blank: Sequence[Hit], asked: int) -> Iterator[Hit]:
    """``blank`` as they are; or, where all that were ``asked`` (and more than one) are blank, the first of them for all (variant ``all``)."""
    if len(blank) == asked > 1:
        first, *others = blank
        yield first._replace(facts={**first.facts, "steps": asked}, count=asked, variant=ALL, also=tuple(other.ref for other in others))
    else:
        yield from blank


def _ref(stage: Stage, item: Field) -> FieldRef:
    return FieldRef(MAIN, stage=stage.key, field=item.key)
