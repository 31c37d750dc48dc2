"""Which position of a table holds the names of its stages, what may be such a name, and where they begin anew."""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from sheetsync.adoption.lexicon import LABEL, OTHER, TIME, Lexicon
from sheetsync.adoption.sheets import Sheet
from sheetsync.adoption.table import Heading, Table
from sheetsync.adoption.vocabulary import ASIDE, BESIDE, BESIDE_STARTS, CORE, MAP_WORDS, PLACES
from sheetsync.adoption.words import SURE, without_number, words

_LONGEST_LABEL = 80
_LONGEST_TITLE = 200
_CLOCK = re.compile(r"\s*\d{1,2}:\d{2}")
_LINKS = re.compile(r"(?:\s*[-•*]?\s*(?:https?://|www\.)\S+[\s,;]*)+", re.IGNORECASE)


def label_position(table: Table, lexicon: Lexicon) -> int | None:
    """The position of the stage names: where most stages are named; else under a heading that says so; else right before the lanes."""
    taken = {claim.at for claim in table.fields.values()} | {claim.at for claim in table.of_stage.values()}
    fields = [claim.at for claim in table.fields.values()]
    scores: dict[int, float] = {}
    for at in range(table.first, table.last + 1):
        column = {number: text for number in table.sheet.lines if table.start <= number <= table.end and (text := table.texts(number).get(at))}
        if not column:
            continue
        stages = stages_at(table.sheet, table.head, table.end, at, lexicon, misspelt=at < min(fields))
        if at in taken:
            named = sum(1 for text in column.values() if (match := lexicon.stages.best(text, misspelt=False)) and match.confidence >= SURE)
            if len(stages) >= 3 and named * 5 >= len(column) * 4:
                scores[at] = 2.0 * len(stages) - 3
            continue
        heading = table.headings.get(at)
        match = heading.matches[0] if heading and heading.matches else None
        says = match is not None and match.confidence >= SURE
        bonus = 2.5 if says and match and match.key == LABEL else 1.0 if says and match and match.key == TIME else 0.0
        if not stages and ((says and match and match.key.startswith(OTHER)) or _is_beside(heading, column.values())):
            continue
        labels = [text for text in column.values() if is_label(text)]
        if not stages and not bonus and (heading is not None and heading.text.strip() and not _is_corner(heading.text)):
            bonus = 0.0 if table.sheet.across else -0.5
        if (labels and _in_runs(labels)) or stages or bonus > 0:
            scores[at] = 2.0 * len(stages) + bonus + (0.5 if at < min(fields) else -1.0)
    best = max(scores, key=lambda at: (scores[at], -abs(at - min(fields))), default=None)
    if best is not None and scores[best] > (0.0 if lexicon.type.policy == "open" else 0.9):
        return best
    if lexicon.type.policy != "open":
        return None
    return _merged_lane(table, min(fields)) if table.sheet.across else _left_edge(table, min(taken), lexicon)


def _left_edge(table: Table, before: int, lexicon: Lexicon) -> int | None:
    """The column at the left edge, where a type has no stages of its own: it names every row that holds something, each once or in runs."""
    roles = {lexicon.fields[key].role for key, claim in table.fields.items() if claim.confidence >= SURE}
    if lexicon.type.stages or len(roles & CORE) < 3 or not roles & PLACES:
        return None  # names at the edge make no map of a list of people
    sheet = table.sheet
    lines = [number for number in sorted(sheet.lines) if table.start <= number <= table.end and max(table.texts(number), default=-1) >= before]
    at = min((min(table.texts(number)) for number in (table.head, *lines) if table.texts(number)), default=before)
    heading = table.headings.get(at)
    if any(at < other < before for number in lines for other in sheet.line(number)):
        return None
    lines = [number for number in lines if not is_aside(sheet.text(number, at))]
    labels = [sheet.text(number, at) for number in lines]
    named = heading is None or not heading.matches or heading.matches[0].confidence < SURE
    column = [text for number in lines if (text := table.texts(number).get(at))]
    if at >= before or not named or _is_beside(heading, column) or len(set(labels)) < 2 or not all(map(is_label, labels)) or not _in_runs(labels):
        return None
    return at


def _merged_lane(table: Table, first: int) -> int | None:
    """The first lane of a table across, where its texts are merged over several columns as only headings are: they name the stages, too."""
    sheet = table.sheet
    column = {number: text for number in sheet.lines if table.start <= number <= table.end and (text := table.texts(number).get(first))}
    wide = [number for number in column if sheet.covered.get((number + 1, first)) == (number, first)]
    others = {claim.at for claim in table.fields.values()} - {first}
    alone = not any((number, at) in sheet.covered for number in sheet.lines if number > table.head for at in others)
    if len(wide) < 2 or len(wide) * 3 < len(column) * 2 or not alone or len(others) < 2:
        return None
    return first if _in_runs(list(column.values())) and sum(map(is_label, column.values())) * 3 >= len(column) * 2 else None


def stages_at(sheet: Sheet, head: int, end: int, at: int, lexicon: Lexicon, *, misspelt: bool) -> set[str]:
    """The stages of the type that are named at one position of the lines behind the headings."""
    found: set[str] = set()
    for number in sheet.lines:
        if head < number <= end and (text := sheet.line(number).get(at)):
            match = lexicon.stages.best(text, misspelt=misspelt)
            if match is not None and match.confidence >= SURE:
                found.add(match.key)
    return found


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


def _is_beside(heading: Heading | None, column: Collection[str]) -> bool:
    """Whether a position holds remarks or links, by its heading or by what stands in it."""
    return (heading is not None and is_beside(heading.text)) or mostly_links(column)


def _in_runs(labels: Sequence[str]) -> bool:
    """Whether texts name lines the way stages do: each one line, or several in a row."""
    runs = 1 + sum(one != other for one, other in pairwise(labels))
    return runs <= len(set(labels)) + 1


def _is_corner(text: str) -> bool:
    """Whether a heading over stage names may say anything: a corner with two words for both directions, or with the name of the map."""
    return "/" in text or "\\" in text or says_map(text)


def says_map(text: str) -> bool:
    """Whether a text says that there is a map of a journey."""
    found = words(text[:_LONGEST_TITLE])
    return any(" ".join(found[start : start + length]) in _MAP_WORDS for start in range(len(found)) for length in (1, 2, 3))


_MAP_WORDS = frozenset(" ".join(words(word)) for word in MAP_WORDS)


def is_label(text: str) -> bool:
    """Whether a text may be the name of a stage: short, one thing, with a letter in it, and no total or note."""
    if len(text) > _LONGEST_LABEL or not words(text) or text.count("\n") > 2 or is_link(text) or is_beside(text):
        return False
    return any(letter.isalpha() for letter in text) or _CLOCK.match(text) is not None


def is_link(text: str) -> bool:
    """Whether a text is nothing but addresses of pages."""
    return _LINKS.fullmatch(text) is not None


def mostly_links(column: Collection[str]) -> bool:
    """Whether more than half of some texts are links."""
    return sum(map(is_link, column)) * 2 > len(column)


def is_beside(text: str) -> bool:
    """Whether a heading stands over remarks or links, which are neither a stage nor a lane."""
    return is_aside(text) or " ".join(without_number(text)) in _BESIDE


def remarks_on(text: str) -> bool:
    """Whether a heading stands over remarks on a lane, or over links to it: "Notes on actions"."""
    found = words(text[:_LONGEST_LABEL])
    return is_beside(text) or any(" ".join(found[:length]) in _BESIDE_STARTS for length in (1, 2))


def is_aside(text: str) -> bool:
    """Whether a text begins like a total, a note or a legend."""
    if text.lstrip()[:1] in {"*", "※", "†"}:
        return True
    found = words(text[:_LONGEST_LABEL])
    for length in (1, 2, 3):
        start = " ".join(found[:length])
        if start in _ASIDE and (length == len(found) or ":" in text or start in _ALWAYS_ASIDE):
            return True
    return False


_ALWAYS_ASIDE = frozenset(" ".join(words(phrase)) for phrase in ("tổng cộng", "tổng số", "ghi chú", "lưu ý", "chú thích", "chú giải"))
_ASIDE = frozenset(" ".join(words(phrase)) for phrase in ASIDE)
_BESIDE = frozenset(" ".join(words(phrase)) for phrase in BESIDE)
_BESIDE_STARTS = frozenset(" ".join(words(phrase)) for phrase in BESIDE_STARTS)
