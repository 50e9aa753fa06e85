import asyncio
from collections.abc import AsyncIterator
from ipaddress import ip_address

import pytest

from domains.catalog.pictures import download
from domains.catalog.pictures.download import Downloads, PictureProblem, is_public
from domains.shared import breakers
from domains.shared.media import MAX_BYTES
from tests.support.picture_host import PictureHost, answer, drawn, picture_host, trust


@pytest.fixture(autouse=True)
async def _closed_circuits() -> None:
    breakers.forget()


@pytest.fixture
async def host() -> AsyncIterator[PictureHost]:
    async with picture_host() as running:
        yield running


def here(*addresses: str) -> Downloads:
    allowed = {ip_address(address) for address in addresses or ("127.0.0.1",)}
    return Downloads(allowed=lambda address: address in allowed or str(address) == "::1", trust=trust())


async def test_a_picture_is_fetched_by_name_from_a_checked_address(host: PictureHost) -> None:
    host.answers["/a.png?v=1"] = answer(drawn())
    assert await here().fetch(host.url("/a.png?v=1")) == drawn()
    assert f"host: localhost:{host.port}\r\n" in host.asked[0].lower()


async def test_a_redirect_is_followed_and_a_fourth_is_not(host: PictureHost) -> None:
    host.answers["/3"] = answer(status="302 Found", location=host.url("/2"))
    host.answers["/2"] = answer(status="301 Moved", location="/1")
    host.answers["/1"] = answer(status="307 Moved", location="a.png")
    host.answers["/a.png"] = answer(drawn())
    assert await here().fetch(host.url("/3")) == drawn()
    host.answers["/4"] = answer(status="302 Found", location="/3")
    with pytest.raises(PictureProblem, match="too often"):
        await here().fetch(host.url("/4"))


@pytest.mark.parametrize(
    ("location", "why"),
    [
        ("https://10.0.0.1/a.png", "10.0.0.1 is not a public address"),
        ("https://[::ffff:10.0.0.1]/a.png", "is not a public address"),
        ("http://localhost/a.png", "over https only"),
        ("file:///etc/passwd", "over https only"),
    ],
)
async def test_each_redirect_is_checked_like_the_first_address(host: PictureHost, location: str, why: str) -> None:
    host.answers["/a"] = answer(status="302 Found", location=location)
    with pytest.raises(PictureProblem, match=why):
        await here().fetch(host.url("/a"))


@pytest.mark.parametrize(
    "address",
    ["localhost", "127.0.0.1", "127.1", "2130706433", "0", "10.0.0.1", "172.16.9.9", "192.168.0.1",
     "169.254.169.254", "100.64.0.1", "[::1]", "[::]", "[fe80::1]", "[fd00::1]", "[::ffff:127.0.0.1]",
     "[::ffff:169.254.169.254]", "[64:ff9b::7f00:1]", "[2002:7f00:1::]", "224.0.0.1"],

)  # fmt: skip
async def test_our_own_network_is_out_of_reach(host: PictureHost, address: str) -> None:
    with pytest.raises(PictureProblem, match="is not a public address"):
        await Downloads(trust=trust()).fetch(f"https://{address}:{host.port}/a.png")
    assert host.asked == []


def test_addresses_of_the_internet_are_public() -> None:
    assert is_public(ip_address("93.184.215.14"))
    assert is_public(ip_address("2606:2800:21f:cb07:6820:80da:af6b:8b2c"))


@pytest.mark.parametrize(
    "url", ["http://localhost/a.png", "ftp://localhost/a.png", "//localhost/a.png", "https://", "a.png", ""]
)
async def test_only_https_is_fetched(url: str) -> None:
    with pytest.raises(PictureProblem, match="over https only"):
        await here().fetch(url)


async def test_an_address_with_a_password_or_without_sense_is_refused() -> None:
    with pytest.raises(PictureProblem, match="password"):
        await here().fetch("https://me:secret@localhost/a.png")
    with pytest.raises(PictureProblem, match="is not one"):
        await here().fetch("https://local host:port/\x00")


async def test_a_wrong_certificate_is_not_trusted(host: PictureHost) -> None:
    host.answers["/a.png"] = answer(drawn())
    with pytest.raises(PictureProblem, match="could not be reached"):
        await Downloads(allowed=lambda address: True).fetch(host.url("/a.png"))
    assert host.asked == []


@pytest.mark.parametrize(
    ("reply", "why"),
    [
        (answer(b"gone", status="404 Not Found"), "answered with error 404"),
        (answer(b"<html>", kind="text/html; charset=utf-8"), "sent “text/html” instead of a picture"),
        (answer(b"\0" * (MAX_BYTES + 1)), "larger than 15 MB"),
    ],
)
async def test_what_is_no_picture_is_the_files_fault_not_the_hosts(host: PictureHost, reply: bytes, why: str) -> None:
    host.answers |= {"/bad": reply, "/good.png": answer(drawn())}
    for _ in range(download.FAILURES + 1):
        with pytest.raises(PictureProblem, match=why):
            await here().fetch(host.url("/bad"))
    assert await here().fetch(host.url("/good.png")) == drawn()


async def test_a_failing_host_is_left_alone(host: PictureHost) -> None:
    host.answers["/a"] = answer(status="503 Unavailable")
    for _ in range(download.FAILURES):
        with pytest.raises(PictureProblem, match="answered with error 503"):
            await here().fetch(host.url("/a"))
    with pytest.raises(PictureProblem, match="left alone"):
        await here().fetch(host.url("/a"))
    assert len(host.asked) == download.FAILURES


async def test_a_silent_host_costs_seconds_in_all(host: PictureHost, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(download, "TOTAL_SECONDS", 0.3)
    reasons = [await _reason(host.url(f"/{number}")) for number in range(40)]
    assert set(reasons[: download.FAILURES]) == {"localhost did not answer in time."}
    assert set(reasons[download.FAILURES :]) == {"localhost did not answer before and was left alone."}


async def test_a_host_nobody_listens_at_is_out_of_reach() -> None:
    server = await asyncio.start_server(lambda reader, writer: None, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    server.close()
    await server.wait_closed()
    with pytest.raises(PictureProblem, match="could not be reached"):
        await here().fetch(f"https://localhost:{port}/a.png")


async def _reason(url: str) -> str:
    with pytest.raises(PictureProblem) as problem:
        await here().fetch(url)
    return str(problem.value)
