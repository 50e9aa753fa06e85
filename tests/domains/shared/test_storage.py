"""Both places for pictures keep the same promises; the bucket is one of a real S3-compatible server."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest

from domains.shared import clock, storage
from domains.shared.errors import Unavailable
from domains.shared.storage import Bucket, Folder, Storage
from tests.support.object_store import new_bucket, object_store
from tests.support.ports import free_port


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with object_store(free_port()) as address:
        yield address


@pytest.fixture(params=["folder", "bucket", "bucket below a prefix"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Storage:
    if request.param == "folder":
        return storage._opened(f"file://{tmp_path}/my%20media", Path("var"))
    server = request.getfixturevalue("server")
    return storage._opened(new_bucket(server, "/shop/one" if "prefix" in request.param else ""), Path("var"))


def test_what_was_written_is_read_again(place: Storage) -> None:
    place.write("ab/cd/480.jpeg", b"first")
    place.write("ab/cd/480.jpeg", b"second", "image/jpeg")
    assert place.read("ab/cd/480.jpeg") == b"second"
    written_at = place.modified_at("ab/cd/480.jpeg")
    assert written_at is not None
    assert abs((clock.now() - written_at).total_seconds()) < 60


def test_what_was_never_written_is_not_there(place: Storage) -> None:
    place.write("ab/cd/480.jpeg", b"x")
    for name in ("ab/cd/960.jpeg", "ab/cd", "ab/cd/480.jpeg/more", "zz/zz"):
        assert place.read(name) is None, name
        assert place.modified_at(name) is None, name


def test_what_lies_in_it_can_be_listed_and_removed(place: Storage) -> None:
    names = ["ab/one/original", "ab/one/200.jpeg", "ab/two/original", "cd/three/original"]
    for name in names:
        place.write(name, b"x")
    assert place.folders("ab") == ["one", "two"]
    assert place.folders("ef") == []
    assert sorted(place.files("ab/one")) == ["ab/one/200.jpeg", "ab/one/original"]
    assert place.files("ab/one")["ab/one/original"] == place.modified_at("ab/one/original")
    assert place.files("ab") == {}
    assert place.files("ab/none") == {}
    place.remove(["ab/one/original", "ab/one/200.jpeg", "ab/never/there"])
    assert place.folders("ab") == ["two"]
    assert [place.read(name) for name in names] == [None, None, b"x", b"x"]


@pytest.mark.long
def test_more_can_be_listed_and_removed_than_fit_on_a_page(server: str) -> None:
    place = storage._opened(new_bucket(server), Path("var"))
    names = [f"ab/{number:04}/original" for number in range(1_005)]
    with ThreadPoolExecutor(8) as writers:
        list(writers.map(lambda name: place.write(name, b"x"), names))
    assert len(place.folders("ab")) == 1_005
    place.remove(names)
    assert place.folders("ab") == []


def test_a_folder_keeps_a_broken_write_out_of_sight(tmp_path: Path) -> None:
    place = Folder(tmp_path)
    place.write("ab/cd", b"whole")
    with pytest.raises(TypeError):
        place.write("ab/cd", "no bytes")  # type: ignore[arg-type]  # it breaks after the file was opened
    assert place.read("ab/cd") == b"whole"
    assert [path.name for path in (tmp_path / "ab").iterdir()] == ["cd"]


def test_a_bucket_knows_the_kind_and_the_prefix_of_an_object(server: str) -> None:
    url = new_bucket(server, "/shop/one")
    storage._opened(url, Path("var")).write("ab/cd/480.jpeg", b"x", "image/jpeg")
    bucket = url.removeprefix("s3://").partition("/")[0]
    found = httpx.get(f"{server}/{bucket}", params={"list-type": "2"}).text
    assert "<Key>shop/one/ab/cd/480.jpeg</Key>" in found


def test_a_bucket_that_does_not_answer_is_unavailable() -> None:
    place = Bucket("pictures", endpoint=f"http://127.0.0.1:{free_port()}")
    with pytest.raises(Unavailable):
        place.read("ab/cd")
    with pytest.raises(Unavailable):
        place.modified_at("ab/cd")
    with pytest.raises(Unavailable):
        place.write("ab/cd", b"x")


def test_without_a_setting_pictures_lie_in_the_shops_own_folder(tmp_path: Path) -> None:
    opened = storage._opened("", tmp_path)
    assert isinstance(opened, Folder)
    assert opened.root == tmp_path / "media"
