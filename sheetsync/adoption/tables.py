"""Where the tables of a tab are: lines of headings, and several maps below or beside each other."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from sheetsync.adoption.assign import assigned
from sheetsync.adoption.kinds import counts_up, mostly_links, remarks_on
from sheetsync.adoption.labels import label_position, one_by_one, stage_named, stages_at
from sheetsync.adoption.lexicon import FIELD, LABEL, OF_STAGE, OTHER, SHORT, Lexicon
from sheetsync.adoption.sheets import REACH, Sheet
from sheetsync.adoption.table import Claim, Heading, Table
from sheetsync.adoption.vocabulary import ACTORS, CUSTOMERS
from sheetsync.adoption.words import FLOOR, LONGEST, SURE, UNSURE, Match, without_number, words

_UP = 2
"""So many lines of group headings may stand over the line of headings."""
_FEWEST_ASKED, _MOST_ASKED = 3, 12
"""A line of headings in own words asks for so many lanes at least; and a tab has no more such lines than this."""
UNCLEAR, _NEAR = 0.7, 0.03
"""Worth of a lane that its heading asks for where it as well may ask for another one."""
_READ_CLOSELY = 40
"""In so many lines all headings may be misspelt; further down one at least is right."""


def tables(sheet: Sheet, lexicon: Lexicon) -> Iterator[Table]:
    """Every table whose headings tell at least two lanes of the type, in order; which of them are maps is for others to say."""
    heads = _heads(sheet, lexicon)
    for number, (head, headings) in enumerate(heads):
        end = min((line.line for line in heads[number + 1][1].values()), default=sheet.last + 1) - 1 if number + 1 < len(heads) else sheet.last
        if number + 1 < len(heads):
            end = min(end, heads[number + 1][0] - 1)
        for first, last, part in _segments(sheet, head, end, headings, lexicon):
            table = Table(sheet, head, part, first, last, head + 1, end)
            claim_fields(table, lexicon)
            if not table.fields:
                continue
            table.label_at = label_position(table, lexicon)
            if table.label_at is not None:
                if any(claim.at == table.label_at for claim in (*table.fields.values(), *table.of_stage.values())):
                    claim_fields(table, lexicon)
                _drop_before_label(table, lexicon)
                if sheet.across:
                    table.first = min((table.label_at, *(claim.at for claim in (*table.fields.values(), *table.of_stage.values()))))
            _drop_notes(table)
            if len(table.fields) + len(table.of_stage) > 1 and table.fields:
                _widen(table)
                yield from one_by_one(table, lexicon)


def bare_tables(sheet: Sheet, lexicon: Lexicon) -> Iterator[Table]:
    """Tables that only their stage names tell: lists under or beside the names, with one heading or none.

    Without headings a type whose first lane holds one thing a record has a list of those; else there must be as many positions as the type has
    lanes, in their order.
    """
    wanted = min(3, len(lexicon.type.stages))
    if wanted < 2:
        return
    lines = sheet.first_lines()
    for at in sorted({at for number in lines for at in sheet.line(number) if at < REACH}):
        if len(stages_at(sheet, -1, lines[-1], at, lexicon, misspelt=False)) < wanted:
            continue
        named = [number for number in sorted(sheet.lines) if stage_named(sheet, number, at, lexicon)]
        start = named[0]
        while (text := sheet.line(start - 1).get(at)) and (match := lexicon.stages.best(text)) is not None and match.confidence >= UNSURE:
            start -= 1
        head = start - 1
        headings = {place: heading for place, heading in _with_groups(sheet, head, lexicon).items() if place > at} if head in sheet.lines else {}
        filled = sorted({place for number in sheet.lines if start <= number <= named[-1] for place in sheet.line(number) if place > at})
        if not filled:
            continue
        table = Table(sheet, head, headings, at, filled[-1], start, sheet.last, label_at=at)
        claim_fields(table, lexicon)
        if not table.fields and not any(place in headings for place in filled):
            _by_place(table, filled, lexicon)
        if table.fields:
            yield table


def _by_place(table: Table, filled: Sequence[int], lexicon: Lexicon) -> None:
    lanes = lexicon.type.main.fields
    if lanes[0].required and lanes[0].kind == "text":
        table.fields[lanes[0].key] = Claim(filled[0], "", FLOOR, table.head)
        table.more[lanes[0].key] = tuple(filled[1:])
    elif len(filled) == len(lanes):
        table.fields = {lane.key: Claim(at, "", FLOOR, table.head) for lane, at in zip(lanes, filled, strict=True)}


def _widen(table: Table) -> None:
    """A lane whose heading is merged over several positions has all of them; so do rows without a heading under the first row of a lane."""
    sheet = table.sheet
    claims = sorted((claim.at, key, claim) for key, claim in table.fields.items())
    edges = sorted([*table.headings, *(claim.at for claim in table.of_stage.values()), *([] if table.label_at is None else [table.label_at])])
    for at, key, claim in claims:
        following = next((edge for edge in edges if edge > at), None)
        more: list[int] = []
        place = at + 1
        while place <= table.last:
            merged = sheet.covered.get((claim.line, place)) == (claim.line, at)
            below = sheet.across and following is not None and place < following and _filled(table, place) > 0
            if not merged and not below:
                break
            more.append(place)
            place += 1
        if more:
            table.more[key] = tuple(more)


def claim_fields(table: Table, lexicon: Lexicon) -> None:
    """Give each lane, and each value of the stages, the one position whose heading is surest; the others are rivals.

    A sure heading with texts of its own wins over one without any, and the one over the stage names gets none.
    """
    table.fields, table.of_stage, table.rivals = {}, {}, {}
    full = {at: _under(table, at) for at in table.headings}
    aside = {at for at in table.headings if _stands_aside(full, at)}
    wanted = sorted(
        (
            (match.confidence < SURE or not full[at], -match.confidence, rank, at, match.key)
            for at, heading in table.headings.items()
            for rank, match in enumerate(_placeable(heading))
            if match.confidence >= FLOOR and (rank == 0 or match.confidence >= SURE) and at != table.label_at and at not in aside
            if not match.by_cue and (match.confidence >= SHORT or not mostly_links(full[at]))
            if not (match.key.startswith(OF_STAGE) and counts_up(full[at]))  # "Number" may be that of the line
        ),
    )
    given: dict[str, int] = {}
    for _, confidence, _, at, key in wanted:
        if at in given.values():
            continue
        if key in given:
            table.rivals.setdefault(at, key.partition(":")[2])
            continue
        given[key] = at
        table.rivals.pop(at, None)
        heading = table.headings[at]
        kind, _, name = key.partition(":")
        place = table.fields if kind + ":" == FIELD else table.of_stage
        place[name] = Claim(at, heading.text, -confidence, heading.line)
    _claim_by_cues(table, {at: texts for at, texts in full.items() if at not in aside}, given)
    table.rivals = {at: key for at, key in table.rivals.items() if at not in given.values()}
    _claim_customer(table, lexicon)


def _claim_by_cues(table: Table, full: Mapping[int, Sequence[str]], given: dict[str, int]) -> None:
    """Give the lanes that no name tells to headings that ask for them, all together; what may mean two free lanes is for a person to judge."""
    options: dict[int, dict[str, float]] = {}
    for at, heading in table.headings.items():
        if at == table.label_at or at in given.values() or not full.get(at) or mostly_links(full[at]):
            continue
        lacked = max((match.confidence for match in heading.matches if match.by_cue and match.key.startswith(OTHER)), default=0.0)
        asked = [match for match in _placeable(heading) if match.by_cue and match.confidence >= FLOOR and match.confidence > lacked]
        for match in asked:
            if match.key in given:
                table.rivals.setdefault(at, match.key.partition(":")[2])
            else:
                options.setdefault(at, {})[match.key] = match.confidence
    found = assigned(options)
    for at in options.keys() - found.keys():
        table.rivals.setdefault(at, max(options[at], key=options[at].__getitem__).partition(":")[2])
    for at, key in found.items():
        given[key] = at
        heading = table.headings[at]
        near = max((sure for other, sure in options[at].items() if other != key and other not in given), default=0.0)
        sure = min(options[at][key], UNCLEAR) if near > options[at][key] - _NEAR else options[at][key]
        kind, _, name = key.partition(":")
        place = table.fields if kind + ":" == FIELD else table.of_stage
        place[name] = Claim(at, heading.text, sure, heading.line, by_cue=True)


_CUSTOMERS = frozenset(map(words, CUSTOMERS))


def _claim_customer(table: Table, lexicon: Lexicon) -> None:
    """Who acts stands for what they do, where lanes beside it say what others do: "Customer | System | Agent"."""
    action = next((key for key, field in lexicon.fields.items() if field.role == "action"), None)
    others = [claim.at for key, claim in table.fields.items() if lexicon.fields[key].role in ACTORS and claim.confidence >= SURE]
    if action is None or action in table.fields or len(others) < 2:
        return
    taken = {claim.at for claim in (*table.fields.values(), *table.of_stage.values())}
    for at in range(min(others) - 1, max(others) + 2):
        heading = table.headings.get(at)
        if heading and at != table.label_at and at not in taken and without_number(heading.text) in _CUSTOMERS and _filled(table, at) > 1:
            table.fields[action] = Claim(at, heading.text, SURE, heading.line)
            return


def _placeable(heading: Heading) -> list[Match]:
    """The lanes and stage values a heading may mean; none where it more probably means something this type lacks."""
    best = heading.matches[0] if heading.matches else None
    if best is None or best.key.startswith((OTHER, LABEL)) or (best.confidence < 1.0 and remarks_on(heading.text)):
        return []
    return [match for match in heading.matches if match.key.startswith((FIELD, OF_STAGE))]


def _heads(sheet: Sheet, lexicon: Lexicon) -> list[tuple[int, dict[int, Heading]]]:
    """The lines of headings, in order: each with at least two lanes of the type in it (or one, and the heading of the stage names)."""
    found: list[tuple[int, dict[int, Heading]]] = []
    asked = 0
    for count, number in enumerate(sheet.first_lines()):
        texts = sheet.line(number)
        if count >= _READ_CLOSELY and not any(lexicon.meant(text, count < 0) for at, text in texts.items() if at < REACH and len(text) <= LONGEST):
            continue
        own = _keys({at: _heading(sheet, number, at, lexicon) for at in texts if at < REACH})
        if not own:
            continue
        headings = _with_groups(sheet, number, lexicon)
        keys = _keys(headings)
        if not any(key.startswith(FIELD) for key in keys.values()):
            continue
        asks = not _are_named(headings, keys)
        if asks and (count >= _READ_CLOSELY or asked >= _MOST_ASKED or not _ask_for_lanes(headings, SURE if found else FLOOR)):
            continue
        asked += asks
        if found and number - found[-1][0] <= _UP:
            if len(own) < 2 and any(len(sheet.line(line)) > 1 for line in range(found[-1][0] + 1, number) if line in sheet.lines):
                continue  # a note beside the first lines
            before = _keys(found[-1][1])
            same = sum(before.get(at) == key for at, key in keys.items())
            if len(set(keys.values())) > len(set(before.values())) and number - found[-1][0] <= _UP:
                found[-1] = number, headings
                continue
            if same * 2 >= len(own):
                continue
        found.append((number, headings))
    return found


def _keys(headings: Mapping[int, Heading]) -> dict[int, str]:
    """What the headings surely mean: lanes, stage values and the heading of the stage names."""
    return {
        at: heading.matches[0].key
        for at, heading in headings.items()
        if heading.matches and heading.matches[0].confidence >= SURE and heading.matches[0].key.startswith((FIELD, OF_STAGE, LABEL))
    }


def _are_named(headings: Mapping[int, Heading], keys: Mapping[int, str]) -> bool:
    """Whether at least two headings of a line bear the names of lanes."""
    return len({key for at, key in keys.items() if not headings[at].matches[0].by_cue}) > 1


def _ask_for_lanes(headings: Mapping[int, Heading], least: float) -> bool:
    """Whether a line without such names is one of headings: three ask for lanes, ``least`` sure, and at least half of the line is told."""
    told = [heading.matches[0].key for heading in headings.values() if heading.matches and heading.matches[0].confidence >= least]
    lanes = {key for key in told if key.startswith((FIELD, OF_STAGE, LABEL))}
    return len(lanes) >= _FEWEST_ASKED and len(told) * 2 >= len(headings)


def _heading(sheet: Sheet, number: int, at: int, lexicon: Lexicon) -> Heading:
    text = sheet.line(number)[at]
    return Heading(number, text, lexicon.meant(text, at < _READ_CLOSELY) if len(text) <= LONGEST else ())


def _with_groups(sheet: Sheet, number: int, lexicon: Lexicon) -> dict[int, Heading]:
    """The headings of a line; blank ones take what stands merged over them, unknown ones are read together with their group."""
    headings = {at: _heading(sheet, number, at, lexicon) for at in sheet.line(number) if at < REACH}
    above = [line for line in range(number - 1, number - 1 - _UP, -1) if line in sheet.lines]
    for line in above:
        for at, text in sheet.line(line).items():
            if at not in headings and at < REACH:
                heading = Heading(line, text, lexicon.meant(text))
                merged = sheet.covered.get((number, at)) == (line, at)
                if merged or (heading.matches and heading.matches[0].confidence >= SURE and (line + 1, at) not in sheet.covered):
                    headings[at] = heading
    for at, heading in list(headings.items()):
        is_short = lexicon.headings.is_whole(heading.text)
        if heading.line == number and (is_short or not (heading.matches and heading.matches[0].confidence >= FLOOR)):
            group = next(((line, text) for line in above if (text := sheet.text(line, at))), None)
            if group is None or (not _spans(sheet, group[0], at) and _keys({at: Heading(*group, lexicon.meant(group[1]))})):
                continue  # a plain heading with a text of the first record under it
            together = lexicon.headings.find(f"{group[1]} {heading.text}")
            enough = FLOOR if is_short else SURE  # whose question it is, the group says
            if together and together[0].confidence >= enough and (is_short or together[0].key.startswith(FIELD)):
                headings[at] = heading._replace(matches=together)
    return headings


def _spans(sheet: Sheet, line: int, at: int) -> bool:
    """Whether a cell is merged over several positions."""
    return (line, at) in sheet.covered or sheet.covered.get((line, at + 1)) == (line, at)


def _segments(sheet: Sheet, head: int, end: int, headings: dict[int, Heading], lexicon: Lexicon) -> Iterator[tuple[int, int, dict[int, Heading]]]:
    """A line of headings cut where a second map begins beside the first: first and last position, and the headings between."""
    sure = [(at, key) for at, key in sorted(_keys(headings).items()) if key.startswith(FIELD)]
    cuts: list[int] = []
    current: set[str] = set()
    previous = -1
    for number, (at, key) in enumerate(sure):
        rest = {other for _, other in sure[number:]}
        if key in current and (len(rest & current) > 1 or rest == current):
            cut = _cut(sheet, head, end, previous, at, lexicon)
            if cut is not None:
                cuts.append(cut)
                current = set()
        current.add(key)
        previous = at
    edge = max((max(line) for number, line in sheet.lines.items() if head <= number <= end), default=0)
    edges = [0, *cuts, edge + 1]
    for first, after in pairwise(edges):
        part = {at: heading for at, heading in headings.items() if first <= at < after}
        if part:
            yield first, after - 1, part


def _cut(sheet: Sheet, head: int, end: int, before: int, at: int, lexicon: Lexicon) -> int | None:
    """Where between two lanes the next map begins: at stage names of its own, at a title, or behind a blank position; ``None`` for no second map."""
    between = range(before + 1, at)
    stages = {place: len(stages_at(sheet, head, end, place, lexicon, misspelt=False)) for place in between}
    labels = [place for place in between if stages[place] > 0 or place in sheet.line(head)]
    blank = [place for place in between if not any(place in sheet.line(line) for line in range(head, end + 1) if line in sheet.lines)]
    if blank:
        return blank[0]
    return labels[0] if labels else None


def _stands_aside(full: Mapping[int, Sequence[str]], at: int) -> bool:
    """Whether a heading has one text at most and blank positions around it, where most others stand next to each other: a line beside the map."""
    near = sum(other - 1 in full or other + 1 in full for other in full)
    return len(full[at]) < 2 and at - 1 not in full and at + 1 not in full and near * 2 > len(full) and max(map(len, full.values())) > 2


def _drop_before_label(table: Table, lexicon: Lexicon) -> None:
    """What stands before the stage names is a lane only where half of the stages fill it and its line says nothing else; else it is of the block."""
    assert table.label_at is not None  # noqa: S101
    if not table.sheet.across:
        return
    for place in (table.fields, table.of_stage):
        for key, claim in list(place.items()):
            if claim.at < table.label_at and (_fills_few(table, claim.at) or _is_said(claim.text) or _says_more(table, claim.at, lexicon)):
                del place[key]


def _fills_few(table: Table, at: int) -> bool:
    """Whether a lane has a text in one line, or in less than half of those with a stage name."""
    assert table.label_at is not None  # noqa: S101
    return _filled(table, at) < max(2, (_filled(table, table.label_at) + 1) // 2)


def _says_more(table: Table, at: int, lexicon: Lexicon) -> bool:
    """Whether one of the texts under a heading is the label of another value about the map: "Owner | Marek | Reviewed | 12 May"."""
    return any(lexicon.about_label(text) for text in _under(table, at))


def _is_said(text: str) -> bool:
    """Whether a text over a map says a value itself: "Owner: Marek"."""
    return bool(text.partition(":")[2].strip())


def _drop_notes(table: Table) -> None:
    """What only sounds like a lane, with nothing under it and apart from the others, is a note."""
    for place in (table.fields, table.of_stage):
        for key, claim in list(place.items()):
            others = [other.at for other in (*table.fields.values(), *table.of_stage.values()) if other.at != claim.at]
            apart = min((abs(at - claim.at) for at in others), default=0) > 1
            if not _filled(table, claim.at) and (claim.confidence < 0.9 or (apart and table.sheet.across)):
                del place[key]


def _filled(table: Table, at: int) -> int:
    return len(_under(table, at))


def _under(table: Table, at: int) -> list[str]:
    """The texts under the heading at a position."""
    return [text for number in table.sheet.lines if table.start <= number <= table.end and (text := table.sheet.line(number).get(at))]
