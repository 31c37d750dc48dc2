"""What all verbs share: options, the parts of the run, and how things are printed."""

import os
import sys
from collections.abc import Callable, Sequence
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple, TypeVar

import click

from sheetsync.cli.screen import columns
from sheetsync.cli.usage import OneOf
from sheetsync.errors import SheetsyncError, UsageError
from sheetsync.formats.terminal import Paint
from sheetsync.model.words import LANGUAGES, Language
from sheetsync.tasks.parts import Parts, Workspace
from sheetsync.wiring import Choices, Place, language_of, open_parts

Function = TypeVar("Function", bound=Callable[..., object])

SEVERITY_ORDER = {"error": 0, "warning": 1, "info": 2, "never": -1}


class Session(NamedTuple):
    """One run of one verb: its place, its parts, and the language it speaks."""

    place: Place
    parts: Parts | Workspace
    language: Language

    @classmethod
    def open(cls, language: str | None = None, profile: str | None = None) -> "Session":
        """The session of the current folder."""
        chosen = next((known for known in LANGUAGES if known == language), None)
        place = Place.find(Path.cwd())
        parts = open_parts(place, Choices(chosen, profile))
        click.get_current_context().call_on_close(parts.backend.close)
        return cls(place, parts, parts.language or chosen or "en")

    @property
    def space(self) -> Workspace:
        """The parts with an archive; refused outside a workspace."""
        if isinstance(self.parts, Workspace):
            return self.parts
        raise UsageError(
            en="There is no sheetsync.toml here or in a folder above, so there is no archive. Make a workspace with `sheetsync init`.",
            vi="Không có sheetsync.toml ở đây hay thư mục phía trên nên chưa có kho lưu trữ. Hãy tạo bằng `sheetsync init`.",
        )


def spoken_language(arguments: Sequence[str]) -> str:
    """The language that messages about ``arguments`` are said in."""
    words = [word for argument in arguments for word in (argument.split("=", 1) if argument.startswith("--language=") else (argument,))]
    chosen = next((after for word, after in pairwise(words) if word == "--language" and after in LANGUAGES), None)
    if chosen is not None:
        return chosen
    try:
        return language_of(Place.find(Path.cwd())) or "en"
    except (SheetsyncError, OSError):
        return "en"


def language_option(function: Function) -> Function:
    """``--language vi|en``."""
    return click.option("--language", type=OneOf(LANGUAGES), help="Language of what is printed; the workspace's by default.")(function)


def format_option(*formats: str, explained: str = "text for people, json for machines.") -> Callable[[Function], Function]:
    """``--format``, with ``text`` as the default; ``explained`` says what each is for."""
    return click.option("--format", "form", type=OneOf(formats or ("text", "json")), default="text", help=explained)


def out(text: str) -> None:
    """Print ``text`` as it is, without a further line end."""
    click.echo(text, nl=False)


def width() -> int:
    """How many columns the terminal has; 100 where there is none."""
    return max(60, min(columns(100), 120))


def is_coloured() -> bool:
    """Whether colours reach a person's eyes."""
    return sys.stdout.isatty() and "NO_COLOR" not in os.environ


_LINKING = {"TERM_PROGRAM": {"iTerm.app", "WezTerm", "vscode", "ghostty", "Hyper", "rio"}, "TERM": {"xterm-kitty", "alacritty", "foot", "contour"}}
_LINKING_IF_SET = ("WT_SESSION", "KONSOLE_VERSION", "DOMTERM", "KITTY_WINDOW_ID")
_FIRST_VTE = 5000
"""From this version on, GNOME's terminals follow links."""


def has_links() -> bool:
    """Whether the terminal is one that opens links in texts (OSC 8); ``FORCE_HYPERLINK`` says yes, or no (``0``), for one that we don't know."""
    forced, said = os.environ.get("FORCE_HYPERLINK"), os.environ
    if not sys.stdout.isatty() or said.get("TERM") == "dumb":
        return False
    if forced:
        return forced != "0"
    vte = said.get("VTE_VERSION", "")
    known = any(said.get(name) in terminals for name, terminals in _LINKING.items()) or any(said.get(name) for name in _LINKING_IF_SET)
    return known or (vte.isdecimal() and int(vte) >= _FIRST_VTE)


def paint() -> Paint:
    """The paint for standard output."""
    return Paint(colour=is_coloured())
