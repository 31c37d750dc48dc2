"""``python -m tests.emulator``: a local Google to try a client on."""

import argparse
import json
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.emulator.faults import Quotas
from tests.emulator.server import Emulator
from tests.emulator.world import FOLDER

HIGHEST_PORT = 65_535
EPILOG = """
The state is in memory and gone when the program ends (SIGINT, SIGTERM). Point a client at "url" instead of Google's hosts, and its token endpoint at
"token_uri". With --key, FILE is the key of a service account that may write in "folder", which stands in a shared drive; so may every --person, whom
the consent page offers for sign-in.
"""


def main(arguments: list[str] | None = None) -> int:
    """Serve until a signal says to stop."""
    parser = _parser()
    options = parser.parse_args(arguments)
    key = Path(options.key) if options.key else None
    if key and key.exists() and not _is_ours(key):
        parser.error(f"{key} is there already and no key that a local Google wrote: it stays as it is. Name another file.")
    try:
        emulator = Emulator(port=options.port, seed=options.seed, quotas=Quotas() if options.quotas else None)
    except OSError as problem:
        parser.error(f"Port {options.port} can't be had ({problem.strerror}). Name another one, or 0 for any that is free.")
    with _awaited(signal.SIGINT, signal.SIGTERM) as wait, emulator:
        emulator.faults.latency = options.latency / 1000
        for email in options.person:
            emulator.world.account(email)
        told = {"url": emulator.url, "token_uri": emulator.token_uri}
        if key:
            try:
                told["folder"] = _furnish(emulator, options.project, key, options.person)
            except OSError as problem:
                parser.error(f"{key} can't be written ({problem.strerror}). Name a file in a folder that is there.")
        sys.stdout.write(json.dumps(told) + "\n")
        sys.stdout.flush()
        wait()
    return 0


@contextmanager
def _awaited(*signals: signal.Signals) -> Iterator[Callable[[], object]]:
    """What waits for one of ``signals``. No thread that starts meanwhile gets any."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, signals)
    try:
        yield lambda: signal.sigwait(signals)
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _parser() -> argparse.ArgumentParser:
    description = "A local Google to try a client on: Sheets, Drive and sign-in over HTTP."
    parser = argparse.ArgumentParser(prog="python -m tests.emulator", description=description, epilog=EPILOG)
    parser.add_argument("--port", type=_port, default=0, help="port of 127.0.0.1; 0 takes a free one (default)")
    parser.add_argument("--project", default="emulator", help="project of the service account (default: %(default)s)")
    parser.add_argument("--key", metavar="FILE", help="write the key of a new service account to FILE, and give it a folder in a shared drive")
    parser.add_argument(
        "--person", metavar="EMAIL", type=_email, action="append", default=[], help="a person with an account; may write in the folder"
    )
    parser.add_argument("--quotas", action="store_true", help="limit calls as Google does")
    parser.add_argument("--latency", metavar="MS", type=float, default=0, help="let every call take that long")
    parser.add_argument("--seed", type=int, default=0, help="what ids follow from")
    return parser


def _port(text: str) -> int:
    if not text.isdecimal() or int(text) > HIGHEST_PORT:
        raise argparse.ArgumentTypeError(f"{text} is no port: a number from 0 to {HIGHEST_PORT}")
    return int(text)


def _email(text: str) -> str:
    if "@" not in text.strip("@"):
        raise argparse.ArgumentTypeError(f"{text} is no e-mail address")
    return text


def _is_ours(key: Path) -> bool:
    """Whether ``key`` was written by a local Google, so that it may be written again: nobody's real key is lost."""
    try:
        return str(json.loads(key.read_bytes())["token_uri"]).startswith("http://127.0.0.1:")
    except (OSError, ValueError, TypeError, KeyError):
        return False


def _furnish(emulator: Emulator, project: str, key: Path, people: list[str]) -> str:
    """Write the key; gives the id of the shared drive's folder that the account and ``people`` may write in."""
    info = emulator.service_account(f"robot@{project}.iam.gserviceaccount.com", project)
    key.touch()
    key.chmod(0o600)
    key.write_text(json.dumps(info, indent=2) + "\n", encoding="utf-8")
    drive = emulator.world.add_drive("Shared drive")
    for email in (info["client_email"], *people):
        emulator.world.permit(drive, email, "fileOrganizer")
    folder = emulator.world.add_file("Sheets", FOLDER, emulator.world.account(info["client_email"]), parents=[drive.id])
    return folder.id


if __name__ == "__main__":
    sys.exit(main())
