"""Pictures that nothing shows go after a day; what a product, a category, a cart or an order shows stays."""

import io
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from PIL import Image

from domains import catalog, orders
from domains.catalog.models import Category
from domains.shared import clock, media, storage
from domains.shared.ids import new_id
from tests.support.catalog import make_picture, make_product
from tests.support.draining import drain
from tests.support.object_store import new_bucket, object_store
from tests.support.orders import make_item, make_order
from tests.support.pictures import found
from tests.support.ports import free_port
from workers import schedule

pytestmark = pytest.mark.usefixtures("shop")


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with object_store(free_port()) as address:
        yield address


@pytest.fixture(autouse=True, params=["folder", "bucket"])
def place(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> storage.Storage:
    bucket = request.param == "bucket"
    url = new_bucket(request.getfixturevalue("server"), "/shop") if bucket else f"file://{tmp_path}"
    opened = storage._opened(url, tmp_path)
    monkeypatch.setattr(media, "storage", lambda: opened)
    return opened


def drawn(number: int) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (20, 25), (number, 0, 0)).save(out, "PNG")
    return out.getvalue()


async def saved(number: int) -> str:
    key = (await media.save_picture(drawn(number))).key
    await media.cut_picture(key)
    return key


async def a_day_of_cleaning(after: timedelta) -> int:
    """Every part of the store once, that much later."""
    done = 0
    start = clock.now() + after
    for shard in range(media.SHARDS):
        with time_machine.travel(start + shard * timedelta(days=1) / media.SHARDS, tick=False):
            done += await schedule.drop_lost_pictures()
    return done


async def kept(*keys: str) -> list[bool]:
    return [await found(key) is not None for key in keys]


async def test_what_nothing_shows_goes_with_all_its_files(place: storage.Storage) -> None:
    lost = await saved(1)
    assert len(place.files(f"{lost[:2]}/{lost}")) == 16
    assert await a_day_of_cleaning(timedelta(days=2)) == 1
    assert place.files(f"{lost[:2]}/{lost}") == {}
    assert await a_day_of_cleaning(timedelta(days=4)) == 0


async def test_what_is_shown_anywhere_stays() -> None:
    hung, topped, carted, bought, lost = [await saved(number) for number in range(5)]
    await make_product(pictures=[make_picture(hung, focus=catalog.Focus.TOP)])
    await Category(id="glass", name="Glass", picture=topped).insert()
    await orders.add_to_cart(new_id(), make_item(image=f"{carted}@top"), 1)
    await make_order(items=[(make_item(image=bought), 1)])
    assert await a_day_of_cleaning(timedelta(days=2)) == 1
    assert await kept(hung, topped, carted, bought, lost) == [True, True, True, True, False]


async def test_an_upload_on_its_way_is_spared() -> None:
    young = await saved(1)
    with time_machine.travel(clock.now() + timedelta(hours=23), tick=False):
        assert await catalog.lost_pictures(int(young[:2], 16)) == []


async def test_what_was_lost_and_is_hung_meanwhile_stays() -> None:
    key = await saved(1)
    with time_machine.travel(clock.now() + timedelta(days=2), tick=False):
        lost = await catalog.lost_pictures(int(key[:2], 16))
        assert lost == [key]
        await make_product(pictures=[make_picture(key)])
        assert await catalog.drop_pictures(lost) == 0


async def test_what_is_saved_again_is_young_again(place: storage.Storage, monkeypatch: pytest.MonkeyPatch) -> None:
    key = await saved(1)
    written: list[str] = []
    write = type(place).write
    monkeypatch.setattr(place, "write", lambda name, *rest: [written.append(name), write(place, name, *rest)])
    await media.save_picture(drawn(1))
    assert written == []
    with time_machine.travel(clock.now() + timedelta(hours=2), tick=False):
        await media.save_picture(drawn(1))
    assert written == [f"{key[:2]}/{key}/720.jpeg", f"{key[:2]}/{key}/original"]


async def test_what_is_shown_and_was_never_cut_is_told_to_the_worker(place: storage.Storage) -> None:
    key = await saved(1)
    place.remove([f"{key[:2]}/{key}/1440.avif"])
    await make_product(pictures=[make_picture(key)])
    assert await catalog.tell_uncut_pictures(int(key[:2], 16)) == 1
    await drain()
    assert await media.is_cut(key)
    assert await catalog.tell_uncut_pictures(int(key[:2], 16)) == 0


def test_every_part_is_due_once_a_day() -> None:
    midnight = clock.now().replace(hour=0, minute=0, second=0, microsecond=0)
    moments = [midnight + timedelta(seconds=schedule.EACH_SHARD * number) for number in range(540)]
    assert {catalog.shard_due(moment) for moment in moments} == set(range(media.SHARDS))
