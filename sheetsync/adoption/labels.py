"""Which position of a table holds the names of its stages, and where they begin anew."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice

from sheetsync.adoption.alignment import aligned
from sheetsync.adoption.edge import edge_position, group_position, says_who
from sheetsync.adoption.kinds import in_runs, is_beside, is_label, is_period, says_map, stands_beside
from sheetsync.adoption.lexicon import LABEL, OTHER, TIME, Lexicon
from sheetsync.adoption.sheets import REACH, Sheet
from sheetsync.adoption.table import Table
from sheetsync.adoption.words import SURE

_NAMED = 2.0
"""What a position is at least worth where a stage is named, or where its heading says that it names stages."""

_TOLD = 0.8
"""What a position is worth for each stage that only its words tell."""
_FEWEST_STAGES, _MOST_STAGES = 2, 24


def label_position(table: Table, lexicon: Lexicon) -> int | None:
    """The position of the stage names: where most stages are named; else under a heading that says so; else right before the lanes."""
    taken = {claim.at for claim in table.fields.values()} | {claim.at for claim in table.of_stage.values()}
    fields = [claim.at for claim in table.fields.values()]
    scores: dict[int, float] = {}
    for at in range(table.first, table.last + 1):
        column = {number: text for number in table.sheet.lines if table.start <= number <= table.end and (text := table.texts(number).get(at))}
        if not column or len(set(column.values())) > REACH:
            continue
        stages = stages_at(table.sheet, table.head, table.end, at, lexicon, misspelt=at < min(fields))
        told = _told(list(column.values()), lexicon) if at < min(fields) else 0
        if at in taken:
            if len(stages) >= 3:
                named = sum(1 for text in column.values() if (match := lexicon.stages.best(text, misspelt=False)) and match.confidence >= SURE)
                if named * 5 >= len(column) * 4:
                    scores[at] = 2.0 * len(stages) - 3
            continue
        heading = table.headings.get(at)
        match = heading.matches[0] if heading and heading.matches else None
        says = match is not None and match.confidence >= SURE
        bonus = 2.5 if says and match and match.key == LABEL else 1.0 if says and match and match.key == TIME else 0.0
        if not bonus and match and match.key == LABEL and at < min(fields):
            bonus = 1.0  # a short word that lost its diacritics
        if not stages and (
            (says and match and match.key.startswith(OTHER)) or says_who(heading) or stands_beside(heading.text if heading else "", column.values())
        ):
            continue
        labels = [text for text in column.values() if is_label(text)]
        if not stages and not bonus and len(set(labels)) < _FEWEST_STAGES:
            continue
        if not stages and not bonus and (heading is not None and heading.text.strip() and not _is_corner(heading.text)):
            bonus = 0.0 if table.sheet.across else -0.5
        if (labels and in_runs(labels)) or stages or bonus > 0:
            scores[at] = 2.0 * len(stages) + _TOLD * max(0, told - len(stages)) + bonus + (0.5 if at < min(fields) else -1.0)
    best = max(scores, key=lambda at: (scores[at], -abs(at - min(fields))), default=None)
    is_open = lexicon.type.policy == "open"
    if best is not None and scores[best] > (0.0 if is_open else 0.9):
        group = group_position(table, best, lexicon) if is_open and scores[best] < _NAMED and not _tells_times(table, best) else None
        return best if group is None else group
    return edge_position(table, lexicon) if is_open else None


def _told(labels: Sequence[str], lexicon: Lexicon) -> int:
    """How many stages of the type a position tells by its words, in the type's order; at least three, or half of them, else none."""
    labels = [text for text in labels if not is_beside(text)]
    names = list(dict.fromkeys(labels))
    if not 1 < len(names) <= _MOST_STAGES or not in_runs(labels) or not all(map(is_label, names)):
        return 0
    told = len(aligned(names, [None] * len(names), lexicon.type.stages))
    return told if told >= min(3, (len(lexicon.type.stages) + 1) // 2) else 0


def _tells_times(table: Table, at: int) -> bool:
    """Whether a position names hours or days, each once: those divide a journey, whatever holds several of them together."""
    labels = [text for number in table.sheet.lines if table.start <= number <= table.end and (text := table.texts(number).get(at))]
    return len(labels) > 1 and len(set(labels)) == len(labels) and all(map(is_period, labels))


def stages_at(sheet: Sheet, head: int, end: int, at: int, lexicon: Lexicon, *, misspelt: bool) -> set[str]:
    """The stages of the type that are named at one position of the lines behind the headings."""
    named = dict.fromkeys(text for number in sheet.lines if head < number <= end and (text := sheet.line(number).get(at)))
    found = (lexicon.stages.best(text, misspelt=misspelt) for text in islice(named, REACH))
    return {match.key for match in found if match is not None and match.confidence >= SURE}


def stage_named(sheet: Sheet, number: int, at: int, lexicon: Lexicon) -> str | None:
    """The stage of the type that a cell surely names."""
    text = sheet.line(number).get(at, "")
    match = lexicon.stages.best(text) if text else None
    return match.key if match is not None and match.confidence >= SURE else None


def one_by_one(table: Table, lexicon: Lexicon) -> Iterator[Table]:
    """A table cut where its stages begin anew, behind a line of its own or for another persona: maps that share the headings of the first."""
    if table.label_at is None:
        yield table
        return
    lines = [number for number in sorted(table.sheet.lines) if table.start <= number <= table.end]
    named = [(number, stage_named(table.sheet, number, table.label_at, lexicon)) for number in lines]
    whose_at = next((at for at, heading in table.headings.items() if heading.matches and heading.matches[0].key == OTHER + "persona"), None)
    seen: list[str] = []
    start, alone, whose = table.start, -1, ""
    for place, (number, key) in enumerate(named):
        if key is None:
            alone = number if len(table.texts(number)) == 1 else alone
            continue
        now = (table.sheet.text(number, whose_at) if whose_at is not None else "") or whose
        anew = key in seen and key != seen[-1] and len({later for _, later in named[place:]} & set(seen)) > 1
        if anew and (alone >= 0 or now != whose):
            end = alone if alone >= 0 else number
            yield replace(table, start=start, end=end - 1, borrowed=start != table.start)
            start, seen = (alone + 1 if alone >= 0 else number), []
        alone, whose = -1, now
        seen.append(key)
    yield replace(table, start=start, borrowed=start != table.start)


def _is_corner(text: str) -> bool:
    """Whether a heading over stage names may say anything: a corner with two words for both directions, or with the name of the map."""
    return "/" in text or "\\" in text or says_map(text)
