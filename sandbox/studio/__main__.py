"""`python -m sandbox.studio [file …]`: takes the pictures that are named, or those that are missing, and cuts what is
new in the demo shop's folder to its sizes."""

import argparse
import time
from pathlib import Path

from sandbox.leash import PROJECT

from .cutting import cut
from .goods import SHOTS

PICTURES, SIZES = (PROJECT / "domains" / "catalog" / "demo" / folder for folder in ("pictures", "sizes"))
FILM = (800, 1000)  # a little less than the print: edges come clean out of the denoiser


def main() -> None:
    asked = argparse.ArgumentParser(prog="python -m sandbox.studio", description=__doc__)
    asked.add_argument(
        "names",
        nargs="*",
        choices=[[], *SHOTS],
        metavar="file",
        help="as in the product file; else all that are missing",
    )
    asked.add_argument("--into", type=Path, default=PICTURES, help="the folder they are put in")
    asked.add_argument("--smaller", type=int, default=1, help="for a first look: by this factor")
    given = asked.parse_args()
    given.into.mkdir(parents=True, exist_ok=True)
    names = given.names or [name for name in SHOTS if not (given.into / name).is_file()]
    if names:
        _take(names, given.into, given.smaller)
    print(f"{cut(PICTURES, SIZES)} pictures cut to their sizes")


def _take(names: list[str], folder: Path, smaller: int) -> None:
    from .developing import developed, printed
    from .stage import open_studio, taken

    open_studio()
    for name in names:
        began = time.monotonic()
        shot = SHOTS[name]()
        layers = taken(shot, FILM[0] // smaller, FILM[1] // smaller, shot.samples)
        data = printed(developed(layers))
        (folder / name).write_bytes(data)
        print(f"{name}: {len(data) / 1000:.0f} kB in {time.monotonic() - began:.0f} s", flush=True)


if __name__ == "__main__":
    main()
