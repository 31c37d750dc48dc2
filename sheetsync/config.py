"""``sheetsync.toml`` → settings. Every mistake is refused with its place and the nearest right name.

Checked by hand, without pydantic: loading that takes longer than reading and linting a map, and every command in a workspace comes by here.
"""

import re
import tomllib
from collections.abc import Callable, Collection, Mapping
from pathlib import Path
from typing import Any, Literal, NamedTuple, get_args
from zoneinfo import ZoneInfo

from sheetsync.backends.google.address import PREFIX, is_loopback
from sheetsync.errors import ConfigError
from sheetsync.lint.rule import PROFILES
from sheetsync.model.words import LANGUAGES, Language, Text

TEMPLATE = """\
# sheetsync: where the maps are, where their history is kept, and in which language.
[workspace]
maps = "{maps}"          # a folder of .xlsx workbooks, or "google:<folder id>"
archive = "{archive}"    # a folder of JSON: every version, every snapshot
language = "{language}"        # vi | en: sheets, findings, messages
timezone = "{timezone}"

[lint]
fail_on = "error"      # error | warning | info | never: when commands end with status 1

# One line a rule: "off", a severity, or its thresholds. `sheetsync rules` lists them all.
[lint.rules]
# emotion-flat = "off"
# too-many-actions = {{ max_per_stage = 9 }}

# What holds for one map alone, by its title or id.
# [lint.maps."…"]
# profile = "strict"
# [lint.maps."…".rules]
# persona-missing = "info"

# Findings as comments on the cells: `sheetsync comment`.
# [comments]
# most_open = 20         # so many of ours may be open in a map; the last one then tells of the rest

# Only for maps in Google Sheets; `sheetsync doctor` says what is right and what is missing.
# [google]
# credentials = "service-account.json"   # a list of several is used in turn; without it, the application default credentials
"""

Severity = Literal["off", "error", "warning", "info"]
FailOn = Literal["error", "warning", "info", "never"]


class RuleOptions(NamedTuple):
    """Settings of one rule: a severity, and thresholds by name."""

    severity: Severity | None = None
    thresholds: Mapping[str, int] = {}


class Workspace(NamedTuple):
    """Where maps and archive are, language and time zone."""

    maps: str = "maps"
    archive: str = "archive"
    language: Language = "vi"
    timezone: str = "Asia/Ho_Chi_Minh"

    @property
    def in_google(self) -> bool:
        """Whether the maps are in Google Sheets."""
        return self.maps.startswith(PREFIX)


class MapLint(NamedTuple):
    """The profile of one map, and settings of single rules in it."""

    profile: str | None = None
    rules: Mapping[str, RuleOptions] = {}


class Lint(NamedTuple):
    """When lint fails, settings of single rules, and what holds for single maps alone, by title or id."""

    fail_on: FailOn = "error"
    profile: str | None = None
    rules: Mapping[str, RuleOptions] = {}
    maps: Mapping[str, MapLint] = {}


class Comments(NamedTuple):
    """How many comments of ours may be open in a map."""

    most_open: int = 20


class Google(NamedTuple):
    """How Google is reached: files of credentials (none: the application default ones), the folder of the maps, a local emulator's address."""

    credentials: tuple[str, ...] = ()
    folder: str | None = None
    endpoint: str | None = None


class Settings(NamedTuple):
    """A whole ``sheetsync.toml``."""

    workspace: Workspace = Workspace()
    lint: Lint = Lint()
    comments: Comments = Comments()
    google: Google = Google()


def load(path: Path) -> Settings:
    """The settings in the file at ``path``.

    Raises:
        ConfigError: it can't be read, is no TOML, or holds unknown keys or wrong values.
    """
    try:
        return parse(path.read_bytes(), path)
    except OSError as failure:
        reason = failure.strerror or str(failure)
        raise ConfigError(
            str(path), en=f"can't be read ({reason}). Check its rights.", vi=f"không đọc được ({reason}). Hãy kiểm tra quyền."
        ) from failure


def named_language(path: Path) -> Language | None:
    """The language that the file at ``path`` names, whatever else is wrong in it: mistakes are told in that language."""
    try:
        named = re.search(rb"^[ \t]*language[ \t]*=[ \t]*[\"'](vi|en)[\"']", path.read_bytes(), re.MULTILINE)
    except OSError:
        return None
    return next((known for known in LANGUAGES if named and known == named[1].decode()), None)


def parse(body: bytes, path: Path) -> Settings:
    """The settings that ``body`` holds; ``path`` is for messages.

    Raises:
        ConfigError: it is no TOML, or holds unknown keys or wrong values.
    """
    try:
        data = tomllib.loads(body.decode("utf-8-sig"))  # Windows editors like to put a mark of the encoding in front
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as fault:
        raise ConfigError(
            str(path), en=f"is not valid TOML: {fault}. Mend that line.", vi=f"không đúng cú pháp TOML: {fault}. Hãy sửa dòng đó."
        ) from fault
    try:
        return Settings(**_table("", data, {"workspace": _workspace, "lint": _lint, "comments": _comments, "google": _google}))
    except _Mistake as mistake:
        raise ConfigError(str(path), en=mistake.en, vi=mistake.vi) from None


# What may stand where. A check takes a place and the value that stands there, and gives the value as settings hold it.

Check = Callable[[str, object], Any]


class _Mistake(Exception):
    """Something that may not stand where it stands."""

    def __init__(self, en: str, vi: str) -> None:
        super().__init__(en)
        self.en, self.vi = en, vi


def _workspace(place: str, value: object) -> Workspace:
    return Workspace(**_table(place, value, {"maps": _maps, "archive": _folder, "language": _language, "timezone": _zone}))


def _lint(place: str, value: object) -> Lint:
    return Lint(**_table(place, value, {"fail_on": _fail_on, "profile": _profile, "rules": _rules, "maps": _maps_alone}))


def _maps_alone(place: str, value: object) -> Mapping[str, MapLint]:
    """Settings by the titles or ids of maps."""
    checks = {"profile": _profile, "rules": _rules}
    return {name: MapLint(**_table(f"{place}.{toml_key(name)}", said, checks)) for name, said in _dict(place, value).items()}


def toml_key(name: str) -> str:
    """A key as it is written in the file."""
    return name if re.fullmatch(r"[A-Za-z0-9_-]+", name) else '"' + name.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _comments(place: str, value: object) -> Comments:
    return Comments(**_table(place, value, {"most_open": _number_from_1}))


def _google(place: str, value: object) -> Google:
    return Google(**_table(place, value, {"credentials": _credentials, "folder": _google_folder, "endpoint": _endpoint}))


def _rules(place: str, value: object) -> Mapping[str, RuleOptions]:
    return {slug: _rule(f"{place}.{slug}", options) for slug, options in _dict(place, value).items()}


def _rule(place: str, value: object) -> RuleOptions:
    """A table of a severity and thresholds, or just a severity."""
    options = _dict(place, {"severity": value} if isinstance(value, str) else value)
    severity = _severity(f"{place}.severity", options["severity"]) if "severity" in options else None
    return RuleOptions(severity, {name: _threshold(f"{place}.{name}", number) for name, number in options.items() if name != "severity"})


def _table(place: str, value: object, checks: Mapping[str, Check]) -> dict[str, Any]:
    """The values of a table with known keys."""
    found: dict[str, Any] = {}
    for key, item in _dict(place, value).items():
        within = f"{place}.{key}" if place else key
        if key not in checks:
            known = ", ".join(sorted(checks))
            hint = _misplaced(key, place, checks) or _nearest(key, checks) or Text(f" Ở đây chỉ có: {known}.", f" Known here: {known}.")
            raise _Mistake(f"unknown key {within}.{hint.en}", f"không có mục {within}.{hint.vi}")
        found[key] = checks[key](within, item)
    return found


def _misplaced(key: str, place: str, checks: Mapping[str, Check]) -> Text | None:
    """Where a rule belongs that stands one table too high."""
    from sheetsync.lint.engine import rules as known_rules  # noqa: PLC0415 - needed only when something is wrong

    if "rules" not in checks or key not in {rule.slug for rule in known_rules()}:
        return None
    return Text(f" Hãy ghi quy tắc này dưới [{place}.rules].", f" Write this rule under [{place}.rules].")


def _dict(place: str, value: object) -> dict[str, object]:
    if not isinstance(value, dict):
        wants = Text("phải là một bảng, như trong tệp mà `sheetsync init` viết", "must be a table, as in the file that `sheetsync init` writes")
        raise _wrong(place, value, wants)
    return value


def _maps(place: str, value: object) -> str:
    """A folder's path, or ``google:`` with the id or link of a folder (or nothing, when ``[google]`` names it)."""
    address = _string(place, value)
    return address if address.startswith(PREFIX) and not _has_controls(address) else _folder(place, value)


def _folder(place: str, value: object) -> str:
    """A folder's path; other addresses are refused, so that nobody finds a folder named ``s3:`` on their disk."""
    address = _string(place, value)
    if not address or _has_controls(address):
        raise _wrong(place, value, Text("phải là đường dẫn của một thư mục, ví dụ maps", "must be the path of a folder, such as maps"))
    if re.match(r"(?:google|s3|gs|az):", address):
        wants = Text(
            "phải là đường dẫn của một thư mục: bản này chưa dùng được địa chỉ trên mạng",
            "must be the path of a folder: this version knows no addresses on the net yet",
        )
        raise _wrong(place, value, wants)
    return address


def _credentials(place: str, value: object) -> tuple[str, ...]:
    """The path of a file, or several."""
    return tuple(_folder(place, path) for path in (value if isinstance(value, list) else [value]))


def _google_folder(place: str, value: object) -> str:
    address = _string(place, value)
    if not address or _has_controls(address):
        wants = Text("phải là mã hoặc đường liên kết của một thư mục Google Drive", "must be the id or link of a folder in Google Drive")
        raise _wrong(place, value, wants)
    return address


def _endpoint(place: str, value: object) -> str:
    """An address on this machine: credentials never go anywhere else but to Google."""
    address = _string(place, value)
    if not (is_loopback(address) and re.fullmatch(r"http://[^/?#]+:[0-9]{1,5}/?", address)):
        wants = Text(
            "phải là máy chủ thử trên chính máy này, ví dụ http://127.0.0.1:8085",
            "must be a local emulator on this very machine, such as http://127.0.0.1:8085",
        )
        raise _wrong(place, value, wants)
    return address.rstrip("/")


def _has_controls(text: str) -> bool:
    return re.search(r"[\x00-\x1f\x7f]", text) is not None


def _zone(place: str, value: object) -> str:
    name = _string(place, value)
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        from zoneinfo import available_timezones  # noqa: PLC0415 - it walks through hundreds of files

        wants = Text("phải là một múi giờ, ví dụ Asia/Ho_Chi_Minh", "must be a time zone, such as Asia/Ho_Chi_Minh")
        raise _wrong(place, value, wants, _nearest(name, available_timezones())) from None
    return name


def _whole_number(least: int) -> Callable[[str, object], int]:
    """A check for a whole number that is not below ``least``."""

    def check(place: str, value: object) -> int:
        if isinstance(value, bool) or not isinstance(value, int) or value < least:
            wants = Text(f"phải là một số nguyên từ {least} trở lên, không có dấu nháy", f"must be a whole number from {least} up, without quotes")
            raise _wrong(place, value, wants)
        return value

    return check


_threshold, _number_from_1 = _whole_number(0), _whole_number(1)


def _string(place: str, value: object) -> str:
    if not isinstance(value, str):
        raise _wrong(place, value, Text("phải là một đoạn chữ trong dấu nháy", "must be a text in quotes"))
    return value


def _one_of(known: Collection[str]) -> Check:
    """A check for one of a few words."""

    def check(place: str, value: object) -> Any:
        if value not in known:
            listed = ", ".join(known)
            raise _wrong(place, value, Text(f"phải là một trong: {listed}", f"must be one of: {listed}"), _nearest(str(value), known))
        return value

    return check


_language, _profile, _fail_on, _severity = _one_of(LANGUAGES), _one_of(PROFILES), _one_of(get_args(FailOn)), _one_of(get_args(Severity))


def _wrong(place: str, value: object, wants: Text, nearest: Text | None = None) -> _Mistake:
    """What stands at a place, what should, and the nearest right word."""
    ending = nearest or Text("", "")
    said = f"{place}{_shown(value)}"
    return _Mistake(f"{said} {wants.en}.{ending.en}", f"{said} {wants.vi}.{ending.vi}")


def _shown(value: object) -> str:
    match value:
        case dict() | list():
            return ""
        case bool():
            return f" ({value})".lower()
        case _:
            return f" ({value!r})"


def _nearest(word: str, known: Collection[str]) -> Text | None:
    from difflib import get_close_matches  # noqa: PLC0415 - slow to import, and needed only when something is wrong

    near = get_close_matches(word, known, n=1, cutoff=0.5)
    return Text(f" Có phải bạn muốn viết {near[0]}?", f" Did you mean {near[0]}?") if near else None
