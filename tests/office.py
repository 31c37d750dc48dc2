"""A real LibreOffice for tests: it opens, changes and saves workbooks as people do.

One headless program with a profile of its own serves a whole test session (or xdist worker). It is spoken to through UNO by small scripts in
``tests/office_scripts/``, run by the Python that LibreOffice brings, since ``uno`` can't be installed into ours.
"""

import functools
import json
import os
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path
from typing import Any, Self

ROOT = Path(__file__).resolve().parent.parent
SCRIPTS = "tests.office_scripts"
START_SECONDS = 90
RUN_SECONDS = 180
STOP_SECONDS = 20


class OfficeError(AssertionError):
    """LibreOffice, or a script for it, did not do what was asked; carries what they said."""


def missing() -> str | None:
    """Say what keeps tests from using LibreOffice here, None if nothing does."""
    if shutil.which("soffice") is None:
        return "LibreOffice is not installed"
    if _python_with_uno() is None:
        return "LibreOffice's Python bridge (python3-uno) is not installed"
    return None


@functools.cache
def _python_with_uno() -> str | None:
    """Find the interpreter that can import ``uno``: LibreOffice's own, or the system's."""
    soffice = shutil.which("soffice")
    beside = [str(Path(soffice).resolve().with_name("python"))] if soffice else []
    for python in (*beside, "/usr/bin/python3", "python3"):
        if shutil.which(python) and subprocess.run([python, "-c", "import uno"], capture_output=True, check=False).returncode == 0:
            return python
    return None


class Office:
    """One running LibreOffice with a temporary home for profile and caches; started by its first task, ended by ``close`` or the ``with`` block."""

    def __init__(self) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="sheetsync-office-", ignore_cleanup_errors=True)
        self.home = Path(self._folder.name)
        self.pipe = self.home.name
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def run(self, script: str, source: Path, target: Path, **arguments: object) -> dict[str, Any]:
        """Open ``source``, let a script of ``tests/office_scripts/`` change it, and store it as ``target``.

        Args:
            script: its file's name without ``.py``, such as ``sort_by_filter``.
            source: the workbook to open; it stays as it is.
            target: the file to write; ``.xlsx``, ``.ods`` or ``.pdf`` says how.
            arguments: what the script asks for, as JSON values: names of sheets, rows and columns counted from 0.

        Returns:
            What the script tells, if anything.

        Raises:
            OfficeError: the script failed, or took longer than is sane.
        """
        self._start()
        return self._script(script, str(source.resolve()), str(target.resolve()), json.dumps(arguments))

    def convert(self, path: Path, *, to: str, out_dir: Path) -> Path:
        """Store a workbook in another format (``xlsx``, ``ods`` or ``pdf``) in another folder, under the same name.

        Returns:
            The file written.

        Raises:
            OfficeError: LibreOffice could not open or store it.
        """
        out_dir.mkdir(parents=True, exist_ok=True)
        target = out_dir / f"{path.stem}.{to}"
        self.run("resave", path, target)
        return target

    @property
    def pid(self) -> int | None:
        """Process id of the running program, None before its first task."""
        return None if self._process is None else self._process.pid

    def close(self) -> None:
        """End LibreOffice and remove its home."""
        if self._process is not None:
            self._end(self._process)
            self._process = None
        self._folder.cleanup()

    def _end(self, process: subprocess.Popen[bytes]) -> None:
        """Ask politely, so that it takes its pipes along; else use force."""
        try:
            if process.poll() is None:
                self._script("quit", seconds=STOP_SECONDS)
            process.wait(STOP_SECONDS)
        except (OfficeError, subprocess.TimeoutExpired):
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()

    def _start(self) -> None:
        """Start LibreOffice unless it runs; the first script waits until it listens."""
        if self._process is not None and self._process.poll() is None:
            return
        (self.home / "tmp").mkdir(parents=True, exist_ok=True)
        with (self.home / "soffice.log").open("ab") as log:
            self._process = subprocess.Popen(
                [
                    "soffice",
                    f"-env:UserInstallation={(self.home / 'profile').as_uri()}",
                    f"--accept=pipe,name={self.pipe};urp;StarOffice.ComponentContext",
                    *("--headless", "--invisible", "--norestore", "--nologo", "--nodefault"),
                ],
                env=self._environment(),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def _script(self, script: str, *arguments: str, seconds: float = START_SECONDS + RUN_SECONDS) -> dict[str, Any]:
        python = _python_with_uno()
        if python is None:
            raise OfficeError(missing())
        try:
            done = subprocess.run(
                [python, "-B", "-m", f"{SCRIPTS}.{script}", self.pipe, *arguments],
                env=self._environment() | {"PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8", "OFFICE_START_SECONDS": str(START_SECONDS)},
                cwd=ROOT,
                stdin=subprocess.DEVNULL,
                capture_output=True,
                encoding="utf-8",
                timeout=seconds,
                check=False,
            )
        except subprocess.TimeoutExpired as late:
            raise OfficeError(f"{script} took longer than {seconds:.0f} s") from late
        if done.returncode != 0:
            raise OfficeError(f"{script} {' '.join(arguments)}\n{done.stderr}{self._last_words()}")
        told: dict[str, Any] = json.loads(done.stdout)
        return told

    def _last_words(self) -> str:
        """Tell how LibreOffice ended, if it did."""
        if self._process is None or (status := self._process.poll()) is None:
            return ""
        log = (self.home / "soffice.log").read_text(encoding="utf-8", errors="replace")
        return f"LibreOffice ended with status {status}: {log[-2000:]}"

    def _environment(self) -> dict[str, str]:
        """Keep LibreOffice and its helpers away from the developer's own files and virtual environment."""
        ours = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "XDG_", "COV_", "COVERAGE"))}
        return ours | {"HOME": str(self.home), "TMPDIR": str(self.home / "tmp")}
