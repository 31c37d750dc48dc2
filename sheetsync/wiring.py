"""Settings and names → real parts: the only place where words become objects."""

import getpass
import os
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timezone, tzinfo
from pathlib import Path
from typing import NamedTuple

from sheetsync.backends.xlsx.backend import XlsxBackend
from sheetsync.catalog import builtin
from sheetsync.errors import ConfigError, UsageError
from sheetsync.lint.engine import RuleSettings
from sheetsync.model.finding import SEVERITIES
from sheetsync.model.words import Language
from sheetsync.tasks.parts import Parts, Workspace

FILE_NAME = "sheetsync.toml"


def clock() -> datetime:
    """This moment, in UTC."""
    return datetime.now(UTC)  # noqa: TID251 - the entry point owns the clock


class Place(NamedTuple):
    """The folder that commands work in, and its settings file (``None`` outside a workspace)."""

    root: Path
    file: Path | None

    @classmethod
    def find(cls, start: Path) -> "Place":
        """The workspace that ``start`` lies in; ``start`` itself outside any."""
        file = next((folder / FILE_NAME for folder in (start, *start.parents) if (folder / FILE_NAME).is_file()), None)
        return cls(file.parent, file) if file else cls(start, None)

    def ref(self, word: str, current: Path) -> str:
        """The address of the workbook that a person names by ``word`` from the folder ``current``: relative to the root where it lies inside."""
        path = current / word
        if not path.is_file():
            return word
        full = path.absolute()
        try:
            return full.resolve().relative_to(self.root.resolve()).as_posix()
        except ValueError:
            return str(full)


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
        return Parts(XlsxBackend(place.root, place.root), builtin(), now, os.urandom, _local_zone(), _author(), choices.language, choices.profile)
    return _workspace(place, place.file, choices, now)


def fail_on(place: Place) -> str:
    """From which severity on findings end a command with status 1, as the settings say."""
    if place.file is None:
        return "error"
    from sheetsync.config import load  # noqa: PLC0415 - slow to import, and only needed inside a workspace

    return load(place.file).lint.fail_on


def _workspace(place: Place, file: Path, choices: Choices, now: Callable[[], datetime]) -> Workspace:
    from zoneinfo import ZoneInfo  # noqa: PLC0415

    from sheetsync.archives.folder import FolderArchive  # noqa: PLC0415
    from sheetsync.config import load  # noqa: PLC0415
    from sheetsync.lint.engine import check_settings  # noqa: PLC0415
    from sheetsync.tasks.ledger import Ledger  # noqa: PLC0415

    settings = load(file)
    rules = {slug: _rule_settings(said.severity, said.thresholds) for slug, said in settings.lint.rules.items()}
    try:
        check_settings(rules)
    except UsageError as unknown:
        raise ConfigError(str(file), en=unknown.en, vi=unknown.vi) from None
    return Workspace(
        backend=XlsxBackend(place.root / settings.workspace.maps, place.root),
        types=builtin(),
        now=now,
        random=os.urandom,
        zone=ZoneInfo(settings.workspace.timezone),
        author=_author(),
        language=choices.language or settings.workspace.language,
        profile=choices.profile or settings.lint.profile,
        rules=rules,
        ledger=Ledger(FolderArchive(place.root / settings.workspace.archive)),
    )


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
