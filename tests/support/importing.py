"""Imports a file in a process of its own and says what came of it and how much memory that took at most."""

import asyncio
import json
import resource
import subprocess
import sys
import time
from dataclasses import asdict, dataclass
from pathlib import Path

from domains import catalog
from domains.shared.errors import Invalid

KILOBYTE = 1 if sys.platform != "darwin" else 1024  # ru_maxrss counts bytes there


@dataclass(frozen=True)
class Mark:
    """How far an import was after `seconds`, and the most memory it had held until then, in megabytes."""

    rows: int
    seconds: float
    peak: float


@dataclass(frozen=True)
class Outcome:
    """`refused` says why nothing was taken; `seconds` are those of the import alone. `peak` is the most memory held, in
    megabytes; `marks` are one for each tenth of the rows."""

    refused: str
    created: int
    updated: int
    unchanged: int
    left_out: int
    peak: float
    seconds: float
    marks: tuple[Mark, ...] = ()


def import_apart(file: Path, *, rehearse: bool = False, aloud: bool = False, seconds: float = 900) -> Outcome:
    """`aloud`: every mark is told when it is reached, so that a run cut short has said how far it was."""
    asked = [*(["rehearse"] if rehearse else []), *(["aloud"] if aloud else [])]
    command = [sys.executable, "-m", "tests.support.importing", str(file), *asked]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, timeout=seconds)
    said = json.loads(done.stdout.splitlines()[-1])
    return Outcome(**{**said, "marks": tuple(Mark(**each) for each in said["marks"])})


async def run(file: Path, *, rehearse: bool, aloud: bool) -> Outcome:
    await catalog.documents.connect()
    started = time.monotonic()
    refused, counts = "", catalog.Import(name=file.name, currency="EUR").counts
    marks: list[Mark] = []

    def progress(done: int, total: int) -> None:
        while len(marks) < 10 and done * 10 >= total * (len(marks) + 1):
            marks.append(Mark(done, time.monotonic() - started, _peak()))
            if aloud:
                print("  after {0.rows} rows, {0.seconds:.0f} s: {0.peak:.0f} MB".format(marks[-1]), file=sys.stderr)

    try:
        uploaded = await catalog.upload_import(file.name, file, currency="EUR", background=False, dry_run=rehearse)
        counts = (await catalog.run_import(uploaded.id, progress=progress)).counts
    except Invalid as refusal:
        refused = refusal.message
    seconds = time.monotonic() - started
    await catalog.documents.close()
    numbers = (counts.created, counts.updated, counts.unchanged, counts.refused)
    return Outcome(refused, *numbers, _peak(), seconds, tuple(marks))


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / KILOBYTE / 1024


if __name__ == "__main__":
    wishes = {"rehearse": "rehearse" in sys.argv[2:], "aloud": "aloud" in sys.argv[2:]}
    print(json.dumps(asdict(asyncio.run(run(Path(sys.argv[1]), **wishes)))))
