"""Which map type an existing sheet fits best, and why; and what was looked for, when it fits none."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from sheetsync.adoption.placement import LeftOver, Placement, placements
from sheetsync.adoption.sheets import Tabs
from sheetsync.adoption.words import words
from sheetsync.model.grid import Grid
from sheetsync.model.maptype import MapType
from sheetsync.model.words import Text

_UNNAMED = 0.45
"""What stages are worth to a type that brings none of its own: they may be anything."""
_NEW = 0.2
"""What stages are worth that a type does not know, where people may add their own."""
_NAMED = 0.06
"""What it is worth that the title names the type."""
_SHOWN = 6
_NUMBERING = {words(heading) for heading in ("#", "STT", "TT", "Số", "Số thứ tự", "No.", "Number", "Nr")}
"""Headings of mere numbers: nobody misses them."""


class Fit(NamedTuple):
    """How well a type fits: its surest placement, a score from 0 to 1, and the reasons in both languages."""

    type: MapType
    placement: Placement
    score: float
    reasons: tuple[Text, ...]


def rank(grids: Sequence[Grid], types: Iterable[MapType]) -> tuple[Fit, ...]:
    """The types that the sheet can be a map of, the best first; none where it is no journey map."""
    tabs = Tabs.of(grids)
    fits = [_fit(placement, map_type) for map_type in types if (placement := _main(placements(grids, map_type, tabs))) is not None]
    return tuple(sorted(fits, key=lambda fit: (-fit.score, fit.type.key)))


def looked_for(types: Iterable[MapType]) -> Text:
    """What headings and stage names were looked for, to tell the owner of a sheet that is no journey map."""
    known = tuple(types)
    lanes = _most_common([field.title for map_type in known for field in map_type.main.fields])
    stages = _most_common([stage.title for map_type in known for stage in map_type.stages])
    vi = f"các tiêu đề như {_quoted(lanes, 'vi')}"
    en = f"headings such as {_quoted(lanes, 'en')}"
    if stages:
        vi += f", cùng tên các giai đoạn như {_quoted(stages, 'vi')}"
        en += f", and stage names such as {_quoted(stages, 'en')}"
    return Text(f"{vi}, xếp theo hàng hoặc theo cột", f"{en}, along rows or columns")


def unplaced_headings(placement: Placement) -> tuple[LeftOver, ...]:
    """The headings of the table that name no lane of the type; not that of mere numbers."""
    return tuple(
        left
        for left in placement.left_over
        if left.reason in {"heading", "rival"}
        and words(left.text) not in _NUMBERING
        and (left.cell.column if placement.across else left.cell.row) <= placement.head
    )


def _main(found: Sequence[Placement]) -> Placement | None:
    return max(found, key=lambda placement: (len(placement.fields) + len(placement.stages)) * placement.confidence, default=None)


def _fit(placement: Placement, map_type: MapType) -> Fit:
    known = {stage.key for stage in map_type.stages}
    named = [stage for stage in placement.stages if stage.key in known]
    unknown = [left for left in placement.left_over if left.reason == "stage"]
    shown = len(placement.stages) + len(unknown)
    if known and shown:
        stages = 2 * sum(stage.confidence for stage in named) / (shown + len(known))
        if map_type.policy == "open":
            stages = max(stages, _NEW)
    else:
        stages = _UNNAMED if shown else _NEW
    sure = sum(field.confidence for field in placement.fields)
    headings = unplaced_headings(placement)
    explained = sure / (len(placement.fields) + len(headings))
    lanes = (2 * explained + sure / len(map_type.main.fields)) / 3
    score = 0.5 * stages + 0.5 * lanes + (_NAMED if _names(placement, map_type) else 0.0)
    lanes_found = [field.title for field in map_type.main.fields if field.key in {placed.key for placed in placement.fields}]
    many, all_lanes = len(lanes_found), len(map_type.main.fields)
    reasons = [
        Text(
            f"nhận ra {many} trên {all_lanes} trường: {_quoted(lanes_found, 'vi')}",
            f"{many} of {all_lanes} lanes found: {_quoted(lanes_found, 'en')}",
        )
    ]
    if known:
        reasons.append(
            Text(f"nhận ra {len(named)} trên {len(known)} giai đoạn của loại này", f"{len(named)} of its {len(known)} stages found"),
        )
    strange = [stage.label for stage in placement.stages if stage.key not in known] + [left.text for left in unknown]
    if strange:
        names = _listed(strange)
        reasons.append(Text(f"{len(strange)} giai đoạn khác: {names}", f"{len(strange)} other {'stages' if len(strange) > 1 else 'stage'}: {names}"))
    if headings:
        names = _listed([left.text for left in headings])
        reasons.append(Text(f"chưa có chỗ cho {names}", f"no place for {names}"))
    return Fit(map_type, placement, round(min(score, 1.0), 2), tuple(reasons))


def _names(placement: Placement, map_type: MapType) -> bool:
    said = " ".join((*words(placement.title), "|", *words(placement.tab)))
    return any(" ".join(words(title)) in said for title in map_type.title)


def _most_common(titles: Sequence[Text]) -> list[Text]:
    count = {title: titles.count(title) for title in titles}
    return sorted(count, key=lambda title: -count[title])[:_SHOWN]


def _quoted(titles: Sequence[Text], language: str) -> str:
    return ", ".join(f"“{title.of(language)}”" for title in titles)


def _listed(texts: Sequence[str]) -> str:
    shown = ", ".join(f"“{' '.join(text.split())[:40]}”" for text in texts[:4])
    return shown + (" …" if len(texts) > 4 else "")
