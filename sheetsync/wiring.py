"""Settings and names → real parts: the only place where words become objects."""

import getpass
import os
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timezone, tzinfo
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from sheetsync.backends.xlsx.backend import XlsxBackend
from sheetsync.catalog import builtin
from sheetsync.errors import ConfigError, UsageError, WorkbookNotFound
from sheetsync.lint.engine import RuleSettings, check_settings
from sheetsync.model.finding import SEVERITIES
from sheetsync.model.words import Language, Text
from sheetsync.ports import Backend, Check
from sheetsync.tasks.parts import MapSettings, Parts, Workspace

if TYPE_CHECKING:
    from sheetsync.backends.google.client import GoogleClient
    from sheetsync.config import RuleOptions, Settings
    from sheetsync.tasks.adopt import Sheet

FILE_NAME = "sheetsync.toml"
OWN_FOLDER = Text(vi="Bản đồ hành trình (sheetsync)", en="Journey maps (sheetsync)")
"""The name of the folder that is made for a person who signs in and names none."""


def clock() -> datetime:
    """This moment, in UTC."""
    return datetime.now(UTC)  # noqa: TID251 - the entry point owns the clock


def pause(seconds: float) -> None:
    """Wait."""
    time.sleep(seconds)


class Place(NamedTuple):
    """The folder that commands work in, its settings file (``None`` outside a workspace), and the folder that people name files from."""

    root: Path
    file: Path | None
    current: Path | None = None

    @classmethod
    def find(cls, start: Path) -> "Place":
        """The workspace that ``start`` lies in; ``start`` itself outside any."""
        file = next((folder / FILE_NAME for folder in (start, *start.parents) if (folder / FILE_NAME).is_file()), None)
        return cls(file.parent, file, start) if file else cls(start, None, start)

    def folder(self, folder: str) -> XlsxBackend:
        """The workbooks on disk under ``folder``, named from the root."""
        return XlsxBackend(self.root / folder, self.root, current=self.current)


class Choices(NamedTuple):
    """What the words of one command say beyond the settings."""

    language: Language | None = None
    profile: str | None = None


def open_parts(place: Place, choices: Choices | None = None, now: Callable[[], datetime] = clock) -> Parts | Workspace:
    """The parts of a run in ``place``; with an archive inside a workspace.

    Raises:
        ConfigError: ``sheetsync.toml`` can't be used, or names a rule, an option or a profile that does not exist.
    """
    choices = choices or Choices()
    if place.file is None:
        return Parts(place.folder("."), builtin(), now, os.urandom, _local_zone(), _author(), choices.language, choices.profile)
    return _workspace(place, place.file, choices, now)


def language_of(place: Place) -> Language | None:
    """The language that the settings name; ``None`` outside a workspace.

    Raises:
        ConfigError: ``sheetsync.toml`` can't be used, and names no language either.
    """
    if place.file is None:
        return None
    from sheetsync.config import load, named_language  # noqa: PLC0415 - slow to import, and only needed inside a workspace

    try:
        return load(place.file).workspace.language
    except ConfigError:
        if named := named_language(place.file):
            return named
        raise


def fail_on(place: Place) -> str:
    """From which severity on findings end a command with status 1, as the settings say."""
    if place.file is None:
        return "error"
    from sheetsync.config import load  # noqa: PLC0415 - slow to import, and only needed inside a workspace

    return load(place.file).lint.fail_on


def _workspace(place: Place, file: Path, choices: Choices, now: Callable[[], datetime]) -> Workspace:
    from zoneinfo import ZoneInfo  # noqa: PLC0415

    from sheetsync.archives.folder import FolderArchive  # noqa: PLC0415
    from sheetsync.config import load, toml_key  # noqa: PLC0415
    from sheetsync.tasks.ledger import Ledger  # noqa: PLC0415

    settings = load(file)
    rules = _rules(file, "lint.rules", settings.lint.rules)
    maps = {
        name: MapSettings(None if choices.profile else said.profile, _rules(file, f"lint.maps.{toml_key(name)}.rules", said.rules))
        for name, said in settings.lint.maps.items()
    }
    return Workspace(
        backend=_backend(place, settings),
        types=builtin(),
        now=now,
        random=os.urandom,
        zone=ZoneInfo(settings.workspace.timezone),
        author=_author(),
        language=choices.language or settings.workspace.language,
        profile=choices.profile or settings.lint.profile,
        rules=rules,
        maps=maps,
        most_open=settings.comments.most_open,
        ledger=Ledger(FolderArchive(place.root / settings.workspace.archive)),
    )


def _backend(place: Place, settings: "Settings") -> Backend:
    return _google(place, settings) if settings.workspace.in_google else place.folder(settings.workspace.maps)


def _google(place: Place, settings: "Settings") -> Backend:
    """The Google Sheets of a Drive folder. Credentials are read when Google is first asked for something: not every command does."""
    from sheetsync.backends.google.address import PREFIX, folder_id  # noqa: PLC0415
    from sheetsync.backends.google.backend import GoogleBackend  # noqa: PLC0415

    named = settings.workspace.maps.removeprefix(PREFIX)
    folder = folder_id(named or settings.google.folder or "")
    if not named and not settings.google.folder:
        raise ConfigError(
            str(place.file),
            en="workspace.maps names no folder yet. Write the link of a folder in Google Drive behind “google:”; "
            "where people sign in by themselves, `sheetsync doctor --login` makes one.",
            vi="workspace.maps chưa nêu thư mục. Hãy ghi đường liên kết của một thư mục Google Drive sau “google:”; "
            "nếu bạn tự đăng nhập, hãy chạy `sheetsync doctor --login` để sheetsync tạo một thư mục.",
        )
    if folder is None or (named and settings.google.folder and folder != folder_id(settings.google.folder)):
        raise ConfigError(
            str(place.file),
            en='workspace.maps must name one folder in Google Drive, by its id or link: maps = "google:0AF4k…".',
            vi='workspace.maps phải nêu một thư mục Google Drive bằng mã hoặc đường liên kết: maps = "google:0AF4k…".',
        )
    keys = settings.google.credentials
    alone = {name: partial(_connect, place, settings, (name,)) for name in keys} if len(keys) > 1 else {}
    return GoogleBackend(partial(_connect, place, settings, keys), folder, zone=settings.workspace.timezone, random=os.urandom, alone=alone)


def _connect(place: Place, settings: "Settings", credentials: Sequence[str]) -> "GoogleClient":
    """Google, as the accounts whose credentials are named.

    Raises:
        ConfigError: a file of credentials is missing or damaged.
        SignInNeeded: there are none, or nobody signed in.
    """
    from sheetsync.backends.google.client import GoogleClient  # noqa: PLC0415
    from sheetsync.backends.google.credentials import load_account  # noqa: PLC0415
    from sheetsync.backends.google.quota import LocalQuota  # noqa: PLC0415

    endpoint = settings.google.endpoint
    files: list[Path | None] = [place.root / name for name in credentials]
    accounts = [load_account(file, folder=_sign_ins(), environ=os.environ, endpoint=endpoint) for file in files or [None]]
    return GoogleClient(accounts, LocalQuota(time.monotonic), clock=_seconds, sleep=pause, random=_chance, endpoint=endpoint)


def open_sheet(place: Place, parts: Parts, word: str) -> "Sheet":
    """The sheet that a person means by ``word``, to be adopted: a workbook of this run's place, a file elsewhere, or a text file with a table.

    Raises:
        WorkbookNotFound: there is none.
        WorkbookError: it can't be read.
        UsageError: it is an address of another kind of place.
    """
    from sheetsync.backends.delimited import is_table_name, read_table  # noqa: PLC0415
    from sheetsync.tasks.adopt import TEXT, Sheet  # noqa: PLC0415

    files = place.folder(".")
    here = files.locate(os.path.normpath(word)) if "://" not in word else None
    if here is not None and is_table_name(here):
        table = read_table(place.root / here, here)
        return Sheet(table.state, TEXT, Path(here).stem, is_ours=False, guessed=table.guessed)
    if here is not None and parts.backend.kind != files.kind:
        return Sheet(files.read(here), files.kind, Path(here).stem, is_ours=False)
    ref = here if here is not None and parts.backend.kind == files.kind else parts.backend.locate(word)
    if ref is None:
        raise WorkbookNotFound(word)
    is_ours = not isinstance(parts, Workspace) or ref in parts.backend.list()
    return Sheet(parts.backend.read(ref), parts.backend.kind, Path(ref).stem if parts.backend.kind == files.kind else "", is_ours)


class SignedIn(NamedTuple):
    """Where a sign-in is kept; and what is to do about the folder of the maps, where the settings name none."""

    kept: Path
    folder: Check | None = None


def sign_in(place: Place, say: Callable[[str], None]) -> SignedIn:
    """Let a person sign in to Google on its consent page, whose address ``say`` is told; make them a folder where the settings name none.

    Raises:
        UsageError: the maps are not in Google Sheets, or the settings name no OAuth client.
        SheetsyncError: the sign-in failed, or the folder can't be made.
    """
    from sheetsync.backends.google.address import PREFIX  # noqa: PLC0415
    from sheetsync.config import Settings, load  # noqa: PLC0415

    settings = load(place.file) if place.file else Settings()
    if not settings.workspace.in_google or len(settings.google.credentials) != 1:
        raise UsageError(
            en='Signing in needs two lines in sheetsync.toml: maps = "google:" and, under [google], credentials = "client.json" '
            "(an OAuth client of the type Desktop app). Write both, then run again.",
            vi='Để đăng nhập cần hai dòng trong sheetsync.toml: maps = "google:" và, dưới [google], credentials = "client.json" '
            "(OAuth client loại Desktop app). Hãy ghi cả hai rồi chạy lại.",
        )
    from sheetsync.backends.google import login  # noqa: PLC0415
    from sheetsync.backends.google.transport import Manner  # noqa: PLC0415

    manner = Manner(_seconds, pause, _chance, settings.google.endpoint)
    login.sign_in(place.root / settings.google.credentials[0], _sign_ins(), manner, say=say, seconds=login.PATIENCE)
    if settings.workspace.maps != PREFIX or settings.google.folder:
        return SignedIn(_sign_ins())
    with _connect(place, settings, settings.google.credentials) as client:
        return SignedIn(_sign_ins(), login.own_folder(client, OWN_FOLDER.of(settings.workspace.language)))


def _sign_ins() -> Path:
    """Where sign-ins of people are kept."""
    from sheetsync.backends.google.credentials import default_folder  # noqa: PLC0415

    return default_folder(os.environ, Path.home())


def _seconds() -> float:
    return clock().timestamp()


def _chance() -> float:
    """A number from 0 up to 1. Every command would pay for the import of ``random``, and hardly any ever waits."""
    return int.from_bytes(os.urandom(6)) / 2**48


def _rules(file: Path, place: str, said: "Mapping[str, RuleOptions]") -> Mapping[str, RuleSettings]:
    """Settings of rules, as ``place`` in ``file`` has them.

    Raises:
        ConfigError: a rule or an option does not exist; names the nearest one.
    """
    rules = {slug: _rule_settings(options.severity, options.thresholds) for slug, options in said.items()}
    try:
        check_settings(rules)
    except UsageError as unknown:
        raise ConfigError(str(file), en=f"{place}: {unknown.en}", vi=f"{place}: {unknown.vi}") from None
    return rules


def _rule_settings(severity: str | None, thresholds: Mapping[str, int]) -> RuleSettings:
    named = next((known for known in SEVERITIES if known == severity), None)
    return RuleSettings(severity == "off", named, thresholds)


def _author() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return "sheetsync"


def _local_zone() -> tzinfo:
    return clock().astimezone().tzinfo or timezone.utc  # noqa: UP017
