"""``python -m tests.emulator``: a local Google to try a client on."""

import argparse
import json
import signal
import sys
from pathlib import Path

from tests.emulator.faults import Quotas
from tests.emulator.server import Emulator
from tests.emulator.world import FOLDER

EPILOG = """
The state is in memory and gone when the program ends (SIGINT, SIGTERM). Point a client at "url" instead of Google's hosts, and its token endpoint at
"token_uri". With --key, FILE is the key of a service account that may write in "folder", which stands in a shared drive; so may every --person, whom
the consent page offers for sign-in.
"""


def main(arguments: list[str] | None = None) -> int:
    """Serve until a signal says to stop."""
    options = _parser().parse_args(arguments)
    signals = {signal.SIGINT, signal.SIGTERM}
    signal.pthread_sigmask(signal.SIG_BLOCK, signals)  # waited for below, by no other thread
    with Emulator(port=options.port, seed=options.seed, quotas=Quotas() if options.quotas else None) as emulator:
        emulator.faults.latency = options.latency / 1000
        for email in options.person:
            emulator.world.account(email)
        told = {"url": emulator.url, "token_uri": emulator.token_uri}
        if options.key:
            told["folder"] = _furnish(emulator, options.project, Path(options.key), options.person)
        sys.stdout.write(json.dumps(told) + "\n")
        sys.stdout.flush()
        signal.sigwait(signals)
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.emulator", description=__doc__, epilog=EPILOG)
    parser.add_argument("--port", type=int, default=0, help="port of 127.0.0.1; 0 takes a free one (default)")
    parser.add_argument("--project", default="emulator", help="project of the service account (default: %(default)s)")
    parser.add_argument("--key", metavar="FILE", help="write the key of a new service account to FILE, and give it a folder in a shared drive")
    parser.add_argument("--person", metavar="EMAIL", action="append", default=[], help="a person with an account; may write in the folder")
    parser.add_argument("--quotas", action="store_true", help="limit calls as Google does")
    parser.add_argument("--latency", metavar="MS", type=float, default=0, help="let every call take that long")
    parser.add_argument("--seed", type=int, default=0, help="what ids follow from")
    return parser


def _furnish(emulator: Emulator, project: str, key: Path, people: list[str]) -> str:
    """Write the key; gives the id of the shared drive's folder that the account and ``people`` may write in."""
    info = emulator.service_account(f"robot@{project}.iam.gserviceaccount.com", project)
    key.touch(mode=0o600)
    key.write_text(json.dumps(info, indent=2) + "\n", encoding="utf-8")
    drive = emulator.world.add_drive("Shared drive")
    for email in (info["client_email"], *people):
        emulator.world.permit(drive, email, "fileOrganizer")
    folder = emulator.world.add_file("Sheets", FOLDER, emulator.world.account(info["client_email"]), parents=[drive.id])
    return folder.id


if __name__ == "__main__":
    sys.exit(main())
