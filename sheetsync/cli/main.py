"""The command ``sheetsync``: which verbs there are, and how errors reach people."""

import sys
from importlib import import_module
from io import TextIOWrapper
from typing import NoReturn

import click

from sheetsync import __version__
from sheetsync.cli.screen import columns
from sheetsync.cli.usage import Commands, explained
from sheetsync.errors import SheetsyncError
from sheetsync.model.words import Text

SECTIONS: tuple[tuple[str, tuple[tuple[str, str, str], ...]], ...] = (
    (
        "Start",
        (
            ("demo", "sheetsync.cli.demo", "The whole story in one folder: 14 maps, two quarters, what changed."),
            ("init", "sheetsync.cli.make", "Write sheetsync.toml here: from now on this folder is a workspace."),
            ("types", "sheetsync.cli.make", "List the map types, or show one with its stages and fields."),
            ("new", "sheetsync.cli.make", "Make a workbook of a map type, ready to fill in."),
            ("adopt", "sheetsync.cli.adopt", "Take a sheet you have already as a map: Excel, CSV or Google."),
            ("list", "sheetsync.cli.make", "List the maps: type, last version, open findings, last review."),
            ("doctor", "sheetsync.cli.doctor", "Check folders, credentials and access; say what to mend."),
        ),
    ),
    (
        "Check",
        (
            ("validate", "sheetsync.cli.check", "Is it a readable map of its type?"),
            ("lint", "sheetsync.cli.check", "What is missing or off, on which cell, and why it matters."),
            ("waive", "sheetsync.cli.waive", "Skip what a rule found, and say why; or take that back."),
            ("rules", "sheetsync.cli.check", "List the rules, or explain one with examples and its source."),
            ("comment", "sheetsync.cli.comment", "Say what is missing in comments on the very cells; close what is settled."),
        ),
    ),
    (
        "Remember",
        (
            ("sync", "sheetsync.cli.history", "Bring sheets and archive in step, both ways."),
            ("log", "sheetsync.cli.history", "The versions of a map."),
            ("show", "sheetsync.cli.history", "A version as archived."),
            ("diff", "sheetsync.cli.history", "What changed: between versions, snapshots, or since the last version."),
            ("restore", "sheetsync.cli.restore", "Bring back an earlier version, or of it one stage or step."),
            ("import", "sheetsync.cli.import_", "Put an edited map (JSON) into the archive as its next version."),
            ("snapshot", "sheetsync.cli.history", "Freeze the quarter."),
            ("snapshots", "sheetsync.cli.history", "List what was frozen."),
            ("archive", "sheetsync.cli.history", "Prove the archive whole (check), or weigh it (stats)."),
        ),
    ),
)

COMMANDS = {name: (module, summary) for _, commands in SECTIONS for name, module, summary in commands}


DEBUG = "--debug"
HELP_WIDTH = 100
"""The widest that help is set, in columns."""


class Verbs(Commands):
    """The verbs in sections; a verb's module is imported only when it is used. ``--debug`` may stand anywhere."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        del ctx
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        del ctx
        if cmd_name not in COMMANDS:
            return None
        command = getattr(import_module(COMMANDS[cmd_name][0]), f"{cmd_name}_command")
        if not isinstance(command, click.Command):
            raise TypeError(cmd_name)
        return command

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        ours, others = _split(args)
        return super().parse_args(ctx, [*(word for word in ours if word != DEBUG), *others])

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        del ctx
        for title, commands in SECTIONS:
            with formatter.section(title):
                formatter.write_dl([(name, summary) for name, _, summary in commands], col_spacing=3)


@click.group(cls=Verbs, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, message="sheetsync %(version)s")
@click.option(DEBUG, is_flag=True, expose_value=False, help="Show where an error comes from.")
def cli() -> None:
    """Customer journey maps in spreadsheets: made from templates, linted, archived, compared every quarter.

    REF is the path or Google link of a workbook, a map id, or a part of a title that fits only one map.

    \b
    Exit status:
      0  clean, or done
      1  findings at or above --fail-on, something stopped, or a failed check
      2  you must act: wrong words, settings, or a workbook that can't be read
    """


def run() -> NoReturn:
    """Run the command line and exit with its status; every error becomes one sentence on standard error."""
    _speak_utf8()
    debug = DEBUG in _split(sys.argv[1:])[0]
    status = 2
    try:
        status = _status()
    except click.UsageError as error:
        complain(explained(error).message(spoken()))
    except (click.Abort, KeyboardInterrupt):
        status = 130
    except SheetsyncError as error:
        _show_origin(debug=debug)
        complain(error.message(spoken()))
    except OSError as error:
        _show_origin(debug=debug)
        complain(_refused(error).of(spoken()))
    except Exception as error:  # noqa: BLE001 - whatever else goes wrong is a mistake of ours, and nobody should have to read a traceback
        _show_origin(debug=debug)
        complain(_mistake(error).of(spoken()))
    sys.exit(status)


def _split(arguments: list[str]) -> tuple[list[str], list[str]]:
    """The words that may be options, and those after ``--``, which may not."""
    end = arguments.index("--") if "--" in arguments else len(arguments)
    return arguments[:end], arguments[end:]


def _status() -> int:
    try:
        status = cli.main(prog_name="sheetsync", standalone_mode=False, terminal_width=max(min(columns(80), HELP_WIDTH) - 2, 50))
    except click.exceptions.NoArgsIsHelpError as error:
        error.show()
        return 2
    except SystemExit:  # click's answer to a closed pipe: who reads us has seen enough
        return 0
    return status if isinstance(status, int) else 0


def _speak_utf8() -> None:
    """Files and pipes get UTF-8 on every system; a terminal that lacks a letter shows its number."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding=None if stream.isatty() else "utf-8", errors="backslashreplace")


def _show_origin(*, debug: bool) -> None:
    if debug:
        import traceback  # noqa: PLC0415 - slow to import, and rarely wanted

        traceback.print_exc()


def _refused(error: OSError) -> Text:
    said = f"{error.filename or 'sheetsync'}: {error.strerror or error}"
    return Text(f"{said}. Hãy kiểm tra nơi đó và quyền truy cập, rồi chạy lại.", f"{said}. Check the place and its rights, then run again.")


def _mistake(error: Exception) -> Text:
    said = f"{type(error).__name__}: {error}"
    return Text(
        f"sheetsync gặp lỗi bên trong ({said}). Hãy chạy lại với --debug và gửi những gì hiện ra cho người phát triển.",
        f"something went wrong inside ({said}). Run again with --debug and send what it shows to the developers.",
    )


def complain(message: str) -> None:
    """One sentence on standard error; nothing in it can steer the terminal."""
    from sheetsync.formats.terminal import printable  # noqa: PLC0415

    click.echo(f"sheetsync: {printable(message)}", err=True)


def spoken() -> str:
    """The language of messages: what the command was asked for, else the workspace's, else English."""
    from sheetsync.cli.session import spoken_language  # noqa: PLC0415

    return spoken_language(sys.argv)
