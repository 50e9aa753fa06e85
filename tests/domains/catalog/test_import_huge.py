"""Files of a hundred megabytes: what is one of products comes in, what is none is refused, and memory stays bounded."""

from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest

from domains import catalog
from tests.support import lengths, product_files
from tests.support.importing import import_apart

pytestmark = [pytest.mark.long, pytest.mark.usefixtures("catalogue")]
HUGE = 100 * 1000 * 1000
MORE_THAN_A_SMALL_FILE = 120  # megabytes; the files are as large or nearly so
HEADER = b"Handle,Title,Variant Price\n"


@pytest.fixture
def random() -> Random:
    return lengths.drawn("huge files")


@pytest.fixture
def small(tmp_path: Path, random: Random) -> Path:
    return product_files.write(tmp_path / "small.csv", product_files.products(50, random, described_in=3500))


def filled(path: Path, pieces: Iterator[bytes]) -> Path:
    with path.open("wb") as file:
        while file.tell() < HUGE:
            file.write(next(pieces))
    return path


def noise(random: Random) -> Iterator[bytes]:
    while True:
        yield random.randbytes(1_000_000)


def one_line() -> Iterator[bytes]:
    yield HEADER
    while True:
        yield b"x" * 1_000_000


def an_open_quote(random: Random) -> Iterator[bytes]:
    yield HEADER + b'"'
    while True:
        yield b"".join(b"piece-%d,Piece,free\n" % random.randrange(10**9) for _ in range(100)) + b" " * 500_000


async def test_a_huge_file_of_products_comes_in_whole(small: Path, tmp_path: Path, random: Random) -> None:
    usual = import_apart(small)
    assert (usual.refused, usual.created, usual.left_out) == ("", 50, 0)
    huge = product_files.write(tmp_path / "huge.csv", product_files.products(4_000, random, described_in=4_200))
    assert huge.stat().st_size > HUGE
    outcome = import_apart(huge)
    assert (outcome.refused, outcome.created, outcome.updated, outcome.left_out) == ("", 3_950, 50, 0)
    audit = await catalog.audit()
    assert (audit.products, audit.problems) == (4_000, ())
    assert outcome.peak < usual.peak + MORE_THAN_A_SMALL_FILE


async def test_huge_noise_is_refused(small: Path, tmp_path: Path, random: Random) -> None:
    usual = import_apart(small, rehearse=True)
    outcome = import_apart(filled(tmp_path / "noise.csv", noise(random)))
    assert outcome.refused == "This is not a text file. Export the products as CSV and try again."
    assert outcome.peak < usual.peak + MORE_THAN_A_SMALL_FILE
    assert [each.file_name for each in await catalog.imports()] == [small.name]


@pytest.mark.parametrize("shape", ["one line", "an open quote"])
async def test_a_huge_file_that_breaks_its_own_rules_leaves_every_row_out(
    small: Path, tmp_path: Path, random: Random, shape: str
) -> None:
    usual = import_apart(small, rehearse=True)
    pieces = one_line() if shape == "one line" else an_open_quote(random)
    outcome = import_apart(filled(tmp_path / "broken.csv", pieces))
    assert (outcome.refused, outcome.created) == ("", 0)
    assert outcome.left_out > 0
    assert outcome.peak < usual.peak + MORE_THAN_A_SMALL_FILE
    assert (await catalog.audit()).products == 0
