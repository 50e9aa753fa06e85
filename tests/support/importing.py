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
class Outcome:
    """`refused` says why nothing was taken; `seconds` are those of the import alone. `peak` is the most memory held, in
    megabytes, `early` and `midway` the most until a tenth and the half of the rows."""

    refused: str
    created: int
    updated: int
    unchanged: int
    left_out: int
    peak: float
    seconds: float
    early: float = 0.0
    midway: float = 0.0


def import_apart(file: Path, *, rehearse: bool = False, seconds: float = 900) -> Outcome:
    command = [sys.executable, "-m", "tests.support.importing", str(file), *(["rehearse"] if rehearse else [])]
    done = subprocess.run(command, check=True, capture_output=True, timeout=seconds)
    return Outcome(**json.loads(done.stdout.splitlines()[-1]))


async def run(file: Path, rehearse: bool) -> Outcome:
    await catalog.documents.connect()
    started = time.monotonic()
    refused, counts = "", catalog.Import(name=file.name, currency="EUR").counts
    marks = {10: 0.0, 50: 0.0}  # per cent of the rows

    def progress(done: int, total: int) -> None:
        for part, mark in marks.items():
            if not mark and done * 100 >= total * part:
                marks[part] = _peak()

    try:
        uploaded = await catalog.upload_import(file.name, file, currency="EUR", background=False, dry_run=rehearse)
        counts = (await catalog.run_import(uploaded.id, progress=progress)).counts
    except Invalid as refusal:
        refused = refusal.message
    seconds = time.monotonic() - started
    await catalog.documents.close()
    numbers = (counts.created, counts.updated, counts.unchanged, counts.refused)
    return Outcome(refused, *numbers, _peak(), seconds, early=marks[10], midway=marks[50])


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / KILOBYTE / 1024


if __name__ == "__main__":
    print(json.dumps(asdict(asyncio.run(run(Path(sys.argv[1]), "rehearse" in sys.argv[2:])))))
