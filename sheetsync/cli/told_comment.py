"""How comments are told: lines for people, values for JSON."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from sheetsync.errors import (
    AlreadyInArchive,
    ChangedElsewhere,
    PostsInDoubt,
    PostsRefused,
    QuotaReached,
    ServiceUnavailable,
    WorkbookInUse,
)
from sheetsync.formats.terminal import Paint, cells, pad, printable, wrap
from sheetsync.model.words import Language, Text
from sheetsync.tasks.comment import Commented, CommentOptions
from sheetsync.threads.reconcile import Act, Action
from sheetsync.threads.tag import untagged
from sheetsync.threads.wording import DEFUSED

NOT_NOW = {
    "busy",
    *(error.code for error in (PostsRefused, PostsInDoubt, WorkbookInUse, ChangedElsewhere, AlreadyInArchive, QuotaReached, ServiceUnavailable)),
}
"""Why comments could not be posted that may be posted by the next run, without anybody doing anything about it."""

_MIN_SAID = 24


class _Verb(NamedTuple):
    """How one kind of action is told: its sign and colour, and what was, or would be, done."""

    sign: str
    colour: str
    done: Text
    due: Text


_VERBS: dict[Act, _Verb] = {
    "open": _Verb("+", "yellow", Text("đã mở", "opened"), Text("sẽ mở", "would open")),
    "reply": _Verb("~", "cyan", Text("đã trả lời", "replied"), Text("sẽ trả lời", "would reply")),
    "resolve": _Verb("✓", "green", Text("đã đóng", "closed"), Text("sẽ đóng", "would close")),
    "reopen": _Verb("!", "yellow", Text("đã mở lại", "reopened"), Text("sẽ mở lại", "would reopen")),
}
_OUTCOMES = {
    "busy": (Text("chưa đăng", "not posted"), "yellow"),
    "copy": (Text("bản sao", "copy"), "yellow"),
    "stopped": (Text("dừng lại", "stopped"), "yellow"),
    "failed": (Text("thất bại", "failed"), "red"),
}
_NOTHING = Text("Không có gì mới để ghi chú.", "Nothing new to say.")
_NO_MAPS = Text("Chưa có bản đồ nào.", "No maps yet.")


def commented_json(result: Commented, language: Language) -> dict[str, object]:
    """One workbook of ``comment --format json``."""
    shown: dict[str, object] = {
        "map": result.map,
        "ref": result.ref,
        "outcome": result.outcome,
        "actions": actions_json(result),
        "waived": result.waived,
        "known": result.known,
    }
    return shown | error_json(result, language, "error")


def actions_json(result: Commented) -> list[dict[str, object]]:
    """What was done, or would be, about each thing there is to say in a workbook."""
    return [
        {
            "action": action.action,
            "rule": action.rule,
            "fingerprint": action.fingerprint,
            "cell": action.cell.a1 if action.cell is not None else None,
            "thread": action.thread,
            "why": action.why,
        }
        for action in result.actions
    ]


def error_json(result: Commented, language: Language, key: str) -> dict[str, object]:
    """Under ``key``, why nothing was posted, where there is a reason."""
    return {} if result.message is None else {key: {"code": result.code, "message": result.message.of(language)}}


def commented_lines(result: Commented, language: Language, width: int, look: Paint, *, dry_run: bool) -> Iterator[str]:
    """One workbook for people: what was done, or would be, line by line; or why nothing was."""
    heading = [printable(part) for part in (result.title, result.ref) if part]
    yield look(heading[0], "bold") + look("".join(f" · {part}" for part in heading[1:]), "dim")
    if result.message is not None:
        word, colour = _OUTCOMES.get(result.outcome, _OUTCOMES["failed"])
        first, *more = wrap(printable(f"{word.of(language)}: {result.message.of(language)}"), width - 2)
        yield f"  {look(word.of(language), colour)}{first.removeprefix(word.of(language))}"
        yield from (f"  {line}" for line in more)
        return
    due = [action for action in result.actions if action.action != "keep"]
    if not due:
        yield f"  {look('✓', 'green')} {_NOTHING.of(language)}"
    yield from _rows(due, language, width, look, dry_run=dry_run)


def _rows(due: Sequence[Action], language: Language, width: int, look: Paint, *, dry_run: bool) -> Iterator[str]:
    verbs = [_VERBS[action.action] for action in due]
    words = [(verb.due if dry_run else verb.done).of(language) for verb in verbs]
    places = [printable(action.cell.a1) if action.cell is not None else "—" for action in due]
    rules = [action.rule for action in due]
    widths = [max(map(cells, column), default=0) for column in (words, places, rules)]
    indent = 4 + sum(widths) + 6
    for action, verb, *row in zip(due, verbs, words, places, rules, strict=True):
        word, place, rule = (pad(cell, most) for cell, most in zip(row, widths, strict=True))
        lead = f"  {look(f'{verb.sign} {word}', verb.colour)}  {place}  {look(rule, 'dim')}"
        said = printable(_said(action))
        if width - indent >= max(_MIN_SAID, width // 3):
            first, *more = wrap(said, width - indent)
            yield f"{lead}  {first}"
            yield from (" " * indent + line for line in more)
        else:
            yield lead.rstrip()
            yield from (f"      {line}" for line in wrap(said, width - 6))


def _said(action: Action) -> str:
    """The sentence that a post begins with (after saying that it is one again), and who is asked to see to it."""
    first, *more = untagged(action.text).replace(DEFUSED, "").splitlines() or [""]
    said = more[0] if action.action == "reopen" and more else first
    return f"{said} → {action.owner}" if action.owner else said


def commented_summary(done: Iterable[Commented], language: Language, options: CommentOptions) -> str:
    """All workbooks of one run in a line."""
    done = list(done)
    if not done:
        return _NO_MAPS.of(language)
    told = [one for one in done if one.message is None]
    acts = Counter(action.action for one in told for action in one.actions)
    parts = [_counted(verb, acts[act], dry_run=options.dry_run).of(language) for act, verb in _VERBS.items() if acts[act]]
    parts += [part.of(language) for part in _rest(done, options)]
    maps = Text(f"Ghi chú trong {len(told)} bản đồ", f"Comments on {len(told)} map{'' if len(told) == 1 else 's'}").of(language)
    return f"{maps}: {', '.join(parts)}." if parts else f"{maps}: {_NOTHING.of(language)[0].lower()}{_NOTHING.of(language)[1:]}"


def _counted(verb: _Verb, number: int, *, dry_run: bool) -> Text:
    word = verb.due if dry_run else verb.done
    return Text(f"{word.vi} {number}", f"{word.en} {number}" if dry_run else f"{number} {word.en}")


def _rest(done: Sequence[Commented], options: CommentOptions) -> Iterator[Text]:
    """What nothing had to be done about, and where nothing could be done."""
    whys = Counter(action.why for one in done if one.message is None for action in one.actions if action.action == "keep")
    by_people = whys["closed-by-person"] + whys["deleted-by-person"]
    waived, known = (sum(getattr(one, name) for one in done) for name in ("waived", "known"))
    failed = sum(one.message is not None for one in done)
    if whys[""]:
        yield Text(f"giữ nguyên {whys['']}", f"{whys['']} kept as they are")
    if by_people:
        yield Text(f"{by_people} chỗ do người dùng tự đóng", f"{by_people} closed by people")
    if waived:
        yield _done(options, Text(f"bỏ qua {waived} chỗ theo trả lời", f"{waived} skipped as replies ask"), f"would skip {waived} as replies ask")
    if known and options.baseline:
        yield _done(options, Text(f"ghi nhận {known} chỗ là đã biết", f"{known} accepted as known"), f"would accept {known} as known")
    elif known:
        yield Text(f"{known} chỗ đã biết trước", f"{known} known before")
    if failed:
        yield Text(f"{failed} bản đồ chưa ghi chú được", f"{failed} map{'' if failed == 1 else 's'} without comments for now")


def _done(options: CommentOptions, done: Text, would: str) -> Text:
    """What was done, or would be."""
    return Text(f"sẽ {done.vi}", would) if options.dry_run else Text(f"đã {done.vi}", done.en)


def is_left_undone(result: Commented) -> bool:
    """Whether something was to be posted, or may have been, and was not."""
    return result.outcome in {"busy", "copy", "stopped", "failed"}


def is_up_to_people(result: Commented) -> bool:
    """Whether running again is of no use before somebody does something about it."""
    return result.outcome == "failed" and result.code not in NOT_NOW
