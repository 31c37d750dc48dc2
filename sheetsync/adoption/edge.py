"""Stage names of a team's own at the edge of a table, whatever its first heading says: a lane's name, another word, or nothing.

Only for types that let people add stages, and only where what stands there names the records as stages do: merged over several of them,
said again in each, over blank cells, or once each beside longer texts, or beside the lane that the heading really means.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise

from sheetsync.adoption.kinds import in_runs, is_aside, is_label, is_numbered, is_numbering, is_period, says_map, stands_beside
from sheetsync.adoption.lexicon import FIELD, OF_STAGE, OTHER, Lexicon
from sheetsync.adoption.table import Heading, Table
from sheetsync.adoption.vocabulary import CORE, CUSTOMERS, OCCASIONS, PLACES, WHO, WHO_STARTS
from sheetsync.adoption.words import SURE, without_number, words

_MOST_STAGES = 24
"""A first column with more names than this lists something else."""
_TITLE_ABOVE = 6
_LONGEST_TITLE = 120
"""A title stands so near above the headings, and is no longer: what explains a sheet of interviews may well speak of a journey."""


@dataclass(frozen=True, slots=True)
class _Edge:
    """One position at the edge of a table: its texts by line, the lines of the records, and where the other lanes are."""

    table: Table
    at: int
    column: Mapping[int, str]
    lines: Sequence[int]
    others: Sequence[int]

    @property
    def heading(self) -> Heading | None:
        return self.table.headings.get(self.at)

    @property
    def labels(self) -> list[str]:
        return list(self.column.values())

    def names_lines(self) -> bool:
        """Whether every record has a name of its own, or one merged over it, and there are some but not too many."""
        return _may_be_stages([self.table.sheet.text(number, self.at) for number in self.lines])

    def is_merged(self) -> bool:
        """Whether the texts are merged over several records, as only headings are."""
        sheet, labels = self.table.sheet, self.labels
        wide = [number for number in self.column if sheet.covered.get((number + 1, self.at)) == (number, self.at)]
        alone = not any((number, at) in sheet.covered for number in sheet.lines if number > self.table.head for at in self.others)
        if len(wide) < 2 or len(wide) * 3 < len(labels) * 2 or not alone:
            return False
        return in_runs(labels) and sum(map(is_label, labels)) * 3 >= len(labels) * 2

    def is_said_again(self) -> bool:
        """Whether each record says the name of its stage again, while other lanes differ from record to record."""
        again = sum(one == other for one, other in pairwise(self.labels))
        is_each = len(self.column) == len(self.lines) and again * 2 >= len(self.lines) - 1
        return is_each and _may_be_stages(self.labels) and sum(map(self._is_varied, self.others)) > 1

    def stands_over(self, lanes: int) -> bool:
        """Whether each name stands once, over records without one; in most of those at least so many lanes go on."""
        blank = [number for number in self.lines if number not in self.column]
        going_on = sum(sum(at in self.table.sheet.line(number) for number in blank) * 4 >= len(blank) * 3 for at in self.others)
        return (
            len(blank) * 3 >= len(self.lines)
            and self.lines[0] in self.column
            and going_on >= lanes
            and _may_be_stages(self.labels)
            and len(set(self.labels)) == len(self.labels)
        )

    def is_short(self, places: Sequence[int], times: int) -> bool:
        """Whether the names are so many times shorter than the texts at ``places``."""
        texts = [text for number in self.lines for at in places if (text := self.table.sheet.line(number).get(at))]
        return len(texts) > 0 and times * sum(map(len, self.labels)) * len(texts) <= sum(map(len, texts)) * len(self.labels)

    def is_filled(self, at: int) -> bool:
        return any(at in self.table.sheet.line(number) for number in self.lines)

    def _is_varied(self, at: int) -> bool:
        texts = [text for number in self.lines if (text := self.table.sheet.line(number).get(at))]
        return len(texts) > 1 and len(set(texts)) * 4 >= len(texts) * 3


def edge_position(table: Table, lexicon: Lexicon) -> int | None:
    """The position before the lanes, or of the first of them, that names the stages by what stands in it; ``None`` where none surely does."""
    first = min(claim.at for claim in table.fields.values())
    before = [edge for edge in _edges(table, lexicon, table.first, first) if not is_numbering(edge.labels)]
    edges = before or list(_edges(table, lexicon, first, first + 1))
    grouped = (edge.at for edge in edges if _groups(edge, lexicon))
    named = (edge.at for edge in (reversed(edges) if table.sheet.across else edges) if _names(edge, lexicon))
    return next(chain(grouped, named), None)


def group_position(table: Table, before: int, lexicon: Lexicon) -> int | None:
    """The position that names groups of the steps at ``before``: those are the stages, then."""
    return next((edge.at for edge in _edges(table, lexicon, table.first, before) if _groups(edge, lexicon)), None)


def _groups(edge: _Edge, lexicon: Lexicon) -> bool:
    """Whether each name holds several records together."""
    if key := _lane(edge):
        if len(edge.others) > 1 and _twins(edge, key):
            return edge.is_merged() or edge.is_said_again() or edge.stands_over(1)
        if _is_collected(key, lexicon) or not _is_rich(edge, 2, lexicon):
            return False
        return edge.is_merged() or (edge.is_short(edge.others, 2) and (edge.is_said_again() or edge.stands_over(2)))
    return _may_be_headed(edge, lexicon) and (edge.is_merged() or edge.is_said_again() or edge.stands_over(0))


def _names(edge: _Edge, lexicon: Lexicon) -> bool:
    """Whether each name stands for one record."""
    if not edge.names_lines():
        return False
    if key := _lane(edge):
        if len(edge.others) > 1 and (twins := _twins(edge, key)):
            return edge.is_short(twins, 1) or edge.is_short(edge.others, 1) or all(map(is_numbered, edge.labels))
        return _is_rich(edge, 2, lexicon) and not _is_collected(key, lexicon) and _divides(edge, key, lexicon)
    return _may_be_headed(edge, lexicon) and (_meant(edge.heading) == "" or edge.is_short(edge.others, 2))


def _divides(edge: _Edge, key: str, lexicon: Lexicon) -> bool:
    """Whether names that stand once each divide the journey: times, stages of the type, or short words for what happens where a type has none."""
    if sum(map(is_period, edge.labels)) * 3 >= len(edge.labels) * 2:
        return True
    if lexicon.fields[key].role == "evidence":  # what a blueprint is divided into
        return edge.is_short(edge.others, 1)
    if not lexicon.type.stages:
        return lexicon.fields[key].role == "action" and edge.is_short(edge.others, 2)
    return _follows_type(edge, lexicon) and edge.is_short(edge.others, 1)


def _follows_type(edge: _Edge, lexicon: Lexicon) -> bool:
    """Whether some of the names are stages of the type, in its order."""
    order = [stage.key for stage in lexicon.type.stages]
    matches = [match for text in dict.fromkeys(edge.labels) if (match := lexicon.stages.best(text)) is not None and match.confidence >= SURE]
    found = [order.index(match.key) for match in matches]
    return len(found) > 1 and found == sorted(set(found))


def _may_be_headed(edge: _Edge, lexicon: Lexicon) -> bool:
    """Whether stages may stand under a heading that is no lane's name."""
    meant = _meant(edge.heading)
    is_other = meant.startswith((OTHER, OF_STAGE)) and meant.removeprefix(OTHER) not in OCCASIONS
    return not is_other and not says_who(edge.heading) and not _names_customers(edge.heading) and _is_rich(edge, 3, lexicon)


def _is_rich(edge: _Edge, lanes: int, lexicon: Lexicon) -> bool:
    """Whether the other lanes, or a title, make a map of the table: names at the edge make none of a list of people or questions."""
    roles = [lexicon.fields[key].role for key, claim in edge.table.fields.items() if claim.at != edge.at and claim.confidence >= SURE]
    whole = {*roles, *(lexicon.fields[key].role for key in [_lane(edge)] if key)}
    return len(set(roles) & CORE) >= lanes and (bool(whole & PLACES) or _is_titled(edge.table))


def _is_titled(table: Table) -> bool:
    """Whether the tab, or a line over the table, says that there is a map."""
    above = (text for number in range(max(0, table.head - _TITLE_ABOVE), table.head) for text in table.sheet.line(number).values())
    return says_map(table.sheet.grid.title) or any(len(text) <= _LONGEST_TITLE and says_map(text) for text in above)


def _lane(edge: _Edge) -> str:
    """The lane that the heading names; ``""`` where it names none."""
    meant = _meant(edge.heading)
    return meant.removeprefix(FIELD) if meant.startswith(FIELD) else ""


def _twins(edge: _Edge, key: str) -> list[int]:
    """Further positions whose headings name the same lane, with texts under them."""
    places = range(edge.at + 1, edge.table.last + 1)
    return [at for at in places if _meant(edge.table.headings.get(at)) == FIELD + key and edge.is_filled(at)]


def _is_collected(key: str, lexicon: Lexicon) -> bool:
    """Whether a lane is what the map collects, such as contact points: each of its texts is one, whatever stands beside it."""
    lane = lexicon.type.main.fields[0]
    return lane.key == key and lane.required and lane.kind == "text"


def _meant(heading: Heading | None) -> str:
    """What a heading surely means; ``""`` where nothing known."""
    sure = heading is not None and heading.matches and heading.matches[0].confidence >= SURE
    return heading.matches[0].key if heading is not None and sure else ""


def _edges(table: Table, lexicon: Lexicon, start: int, stop: int) -> Iterator[_Edge]:
    """The positions that hold more than one text, no remarks and no values of stages, each with the records beside it."""
    texts = table.sheet.line
    known: list[int] | None = None
    of_stage = {claim.at for claim in table.of_stage.values()}
    for at in range(start, stop):
        heading = table.headings.get(at)
        named = {text for number in table.sheet.lines if table.start <= number <= table.end and (text := texts(number).get(at))}
        if not 1 < len(named) <= _MOST_STAGES or at in of_stage or stands_beside(heading.text if heading else "", named):
            continue
        known = _records(table, lexicon) if known is None else known
        others = [claim.at for claim in table.fields.values() if claim.at != at]
        lines = [number for number in known if any(other in texts(number) for other in others)]
        column = {number: text for number in lines if (text := texts(number).get(at))}
        if len(column) > 1:
            yield _Edge(table, at, column, lines, others)


def _records(table: Table, lexicon: Lexicon) -> list[int]:
    """The lines under the headings that are no totals, notes or repeated headings."""
    filled = [(number, table.texts(number)) for number in sorted(table.sheet.lines) if table.start <= number <= table.end]
    own = [number for number, texts in filled if texts and not is_aside(next(iter(texts.values())))]
    return [number for number in own if not table.is_heading_line(number, lexicon)]


def _may_be_stages(labels: Sequence[str]) -> bool:
    return 1 < len(set(labels)) <= _MOST_STAGES and all(map(is_label, labels)) and in_runs(labels)


def says_who(heading: Heading | None) -> bool:
    """Whether a heading stands over people, or over what only tells records apart."""
    found = without_number(heading.text) if heading is not None else ()
    return " ".join(found) in _WHO or " ".join(found[:1]) in _WHO_STARTS


def _names_customers(heading: Heading | None) -> bool:
    """Whether a heading stands over customers; in the corner of a table across it tells whose lanes those are."""
    return heading is not None and without_number(heading.text) in _CUSTOMERS


_CUSTOMERS = frozenset(map(words, CUSTOMERS))
_WHO = frozenset(" ".join(words(phrase)) for phrase in WHO)
_WHO_STARTS = frozenset(" ".join(words(phrase)) for phrase in WHO_STARTS)
