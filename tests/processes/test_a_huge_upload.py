"""A product file of a hundred megabytes through the browser's door: it passes in pieces, or is refused unread."""

from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from domains import catalog
from tests.support import lengths, office, product_files
from tests.support.plainly import asking
from tests.support.shop_processes import shop_processes

STATUS = Path("/proc/self/status")
pytestmark = [
    pytest.mark.long,
    pytest.mark.skipif(not STATUS.exists(), reason="this system does not tell a process's peak memory"),
]
IN_PIECES, UNREAD = 32, 16  # megabytes more than at rest; the upload has a hundred


def at_rest(process_id: int) -> float:
    """The memory this process has now, in megabytes; its peak is counted from here on."""
    Path(f"/proc/{process_id}/clear_refs").write_text("5")
    return peak(process_id)


def peak(process_id: int) -> float:
    """The most memory this process has had so far, in megabytes."""
    [line] = [each for each in Path(f"/proc/{process_id}/status").read_text().splitlines() if "VmHWM" in each]
    return int(line.split()[1]) / 1024


@pytest.fixture
def huge(tmp_path: Path) -> Path:
    rows = product_files.products(4_000, lengths.drawn("upload"), described_in=4_200)
    return product_files.write(tmp_path / "huge.csv", rows)


@pytest.fixture
async def staff(shop: None, home: Path) -> AsyncIterator[tuple[httpx.AsyncClient, int]]:
    """Somebody signed in, and the id of the web process they talk to."""
    await office.hire()
    with shop_processes(home) as started:
        process = started.start("web")
        async with asking(base_url=started.address, timeout=300) as browser:
            assert (await office.sign_in(browser)).status_code == 303
            yield browser, process.pid


async def upload(browser: httpx.AsyncClient, path: Path) -> httpx.Response:
    with path.open("rb") as file:
        return await browser.post("/admin/imports", files={"file": (path.name, file, "text/csv")})


async def test_a_huge_upload_is_kept_for_the_worker(staff: tuple[httpx.AsyncClient, int], huge: Path) -> None:
    browser, web = staff
    assert huge.stat().st_size > 100_000_000
    await browser.get("/admin/imports")
    before = at_rest(web)
    answer = await upload(browser, huge)
    assert answer.status_code == 303
    [kept] = await catalog.imports()
    assert (kept.file_name, kept.total, kept.state) == ("huge.csv", 4_000, catalog.ImportState.UPLOADED)
    assert peak(web) < before + IN_PIECES


async def test_an_upload_beyond_the_limit_is_refused(staff: tuple[httpx.AsyncClient, int], huge: Path) -> None:
    browser, web = staff
    with huge.open("ab") as file:
        file.truncate(140_000_000)
    await browser.get("/admin/imports")
    before = at_rest(web)
    answer = await upload(browser, huge)
    assert answer.status_code == 413
    assert await catalog.imports() == []
    assert peak(web) < before + UNREAD
