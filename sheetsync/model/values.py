"""One cell's value to a field's text: what the archive keeps of what people typed."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from math import isfinite
from typing import NamedTuple

from sheetsync.model.grid import Typed, Value
from sheetsync.model.maptype import Field
from sheetsync.model.words import Text, fold, tidy

YES = frozenset({"true", "yes", "có", "x", "✓", "✔", "đúng", "1"})
NO = frozenset({"false", "no", "không", "sai", "0"})


class Fault(NamedTuple):
    """Why a value could not be read as its field's kind: the slug of the rule that reports it, a variant, and facts for its message."""

    code: str
    variant: str
    facts: Mapping[str, str | Text]


class Read(NamedTuple):
    """A field's text, and what was wrong with it, if anything."""

    text: str
    fault: Fault | None = None


def read_value(field: Field, value: Value, choices: Mapping[str, str], stage_of: Callable[[str], str | None]) -> Read:
    """The text of ``field`` in a cell holding ``value``.

    ``choices`` maps folded titles and aliases to keys (``choice_keys``); ``stage_of`` names the stage a title stands for.
    What can't be read as the field's kind stays as typed, with a fault.
    """
    if isinstance(value, Typed):
        if value.kind == "error" or (value.kind == "formula" and (value.shown or "").startswith("#")):
            shown = value.shown or value.raw
            return Read(shown, Fault("cell-error", "", {"field": field.title, "value": shown}))
        if value.kind == "formula" and value.shown is None:
            return Read("", Fault("formula-unreadable", "", {"field": field.title, "value": f"={value.raw}"}))
        plain = _plain(value)
    else:
        plain = tidy(value)
    if not plain and not isinstance(value, Typed):
        return Read("")
    match field.kind:
        case "text" | "list":
            return _text(field, value, plain)
        case "choice":
            key = choices.get(fold(plain))
            return Read(key) if key is not None else Read(plain, choice_fault(field, plain))
        case "number":
            return _number(field, value, plain)
        case "date":
            return _date(field, value, plain)
        case "boolean":
            word = fold(plain)
            if word in YES or word in NO:
                return Read("true" if word in YES else "false")
            return Read(plain, Fault("choice-invalid", "", {"field": field.title, "value": plain, "choices": "true, false"}))
        case "stage":
            stage = stage_of(plain)
            return Read(stage) if stage is not None else Read(plain, Fault("choice-invalid", "stage", {"field": field.title, "value": plain}))


def choice_keys(field: Field) -> dict[str, str]:
    """Folded titles in both languages, aliases and keys of a choice field → keys; a title wins over an alias."""
    found: dict[str, str] = {}
    for choice in field.choices:
        for name in (choice.key, *choice.aliases):
            found.setdefault(fold(name), choice.key)
    for choice in field.choices:
        for name in choice.title:
            found[fold(name)] = choice.key
    return found


def choice_fault(field: Field, value: str) -> Fault:
    """``value`` is none of the choices of ``field``."""
    code = "emotion-off-scale" if field.role == "emotion" else "choice-invalid"
    listed = Text(", ".join(choice.title.vi for choice in field.choices), ", ".join(choice.title.en for choice in field.choices))
    return Fault(code, "", {"field": field.title, "value": value, "choices": listed})


def decimal(raw: str) -> str | None:
    """The shortest decimal form of a number as a spreadsheet stores it (``7.0`` → ``7``, ``1E-3`` → ``0.001``), or ``None`` when it is none."""
    try:
        number = float(raw)
    except ValueError:
        return None
    if not isfinite(number) or "_" in raw:
        return None
    text = repr(number)
    if "e" in text:
        text = f"{number:.17f}".rstrip("0") if abs(number) < 1 else f"{number:.0f}"
    text = text.removesuffix(".0").removesuffix(".")
    return "0" if text in {"-0", ""} else text


def iso_date(text: str) -> str | None:
    """The ISO 8601 date in ``text``, typed as 2026-11-22 or, as Vietnamese and most English writers do, day first: 22/11/2026, 22.11.2026."""
    try:
        return date.fromisoformat(text).isoformat() if "-" in text and len(text) == 10 else _day_first(text)
    except ValueError:
        return None


def _day_first(text: str) -> str | None:
    parts = text.replace(".", "/").replace("-", "/").replace(" ", "").split("/")
    if len(parts) != 3 or not all(part.isdecimal() and part.isascii() for part in parts) or len(parts[2]) != 4:
        return None
    day, month, year = (int(part) for part in parts)
    return date(year, month, day).isoformat()


def _plain(value: Typed) -> str:
    if value.kind == "boolean":
        return "true" if value.raw in {"true", "1"} else "false"
    return tidy(value.raw if value.shown is None and value.kind != "formula" else value.shown or "")


def _text(field: Field, value: Value, plain: str) -> Read:
    if isinstance(value, Typed):
        if value.kind == "number" and value.shown is None:
            return Read(plain, Fault("number-unreadable", "", {"field": field.title, "value": plain}))
        if value.kind == "boolean":
            return Read(plain.upper())
    return Read(plain)


def _number(field: Field, value: Value, plain: str) -> Read:
    typed = value.raw if isinstance(value, Typed) and value.kind == "number" else plain
    number = decimal(typed)
    if number is None and typed.count(",") == 1 and "." not in typed:
        number = decimal(typed.replace(",", "."))
    if number is None:
        return Read(plain, Fault("number-invalid", "", {"field": field.title, "value": plain}))
    low, high = field.minimum, field.maximum
    if (low is not None and float(number) < low) or (high is not None and float(number) > high):
        code, variant = ("survey-rating-range", "") if field.role == "rating" else ("number-invalid", "range")
        return Read(number, Fault(code, variant, {"field": field.title, "value": number, "minimum": str(low), "maximum": str(high)}))
    return Read(number)


def _date(field: Field, value: Value, plain: str) -> Read:
    if isinstance(value, Typed) and value.date is not None:
        moment = value.date
        return Read(moment[:10] if moment[10:] in {"", "T00:00:00"} else moment)
    found = iso_date(plain)
    if found is None:
        try:
            found = datetime.fromisoformat(plain).isoformat() if "T" in plain else None
        except ValueError:
            found = None
    return Read(found) if found is not None else Read(plain, Fault("date-invalid", "", {"field": field.title, "value": plain}))
