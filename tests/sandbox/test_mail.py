"""Mail: whatever the shop sends is taken, listed oldest first and shown with its pictures."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from typing import Any

import aiosmtplib
import pytest

from tests.sandbox.world import World, outside_world

PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
)


@pytest.fixture
async def world(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[World]:
    async with outside_world(tmp_path_factory.mktemp("outside")) as running:
        yield running


def message(subject: str = "Your order 1042", to: str = "Ada <ada@example.org>") -> EmailMessage:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "Barrow <shop@example.org>", to, subject
    mail["Message-ID"] = "<1042@shop.example>"
    mail.set_content("Thank you, Ada.\n")
    mail.add_alternative('<p>Thank you, <b>Ada</b>.</p><img src="cid:mug@shop" alt="Mug">', subtype="html")
    mail.get_payload()[1].add_related(PIXEL, "image", "png", cid="<mug@shop>")  # type: ignore[union-attr,index]
    mail.add_attachment(b"%PDF-1.7", maintype="application", subtype="pdf", filename="invoice.pdf")
    return mail


async def send(world: World, mail: EmailMessage, **more: Any) -> None:
    await aiosmtplib.send(mail, hostname="127.0.0.1", port=world.smtp_port, **more)


async def inbox(world: World) -> Any:
    return (await world.http.get(f"{world.base}/inbox.json")).json()


async def test_a_message_is_listed_with_both_its_bodies(world: World) -> None:
    await send(world, message("Ordern är på väg – 1042"))

    listed = await inbox(world)

    (mail,) = listed["mail"]
    assert {name: mail[name] for name in ("to", "from", "subject", "text")} == {
        "to": ["ada@example.org"],
        "from": "Barrow <shop@example.org>",
        "subject": "Ordern är på väg – 1042",
        "text": "Thank you, Ada.\n",
    }
    assert mail["html"].startswith("<p>Thank you, <b>Ada</b>.</p>")
    assert mail["message_id"] == "<1042@shop.example>"
    assert mail["at"].endswith("Z")
    assert timedelta(0) <= datetime.now(UTC) - datetime.fromisoformat(mail["at"]) < timedelta(minutes=1)
    assert (listed["sms"], listed["push"]) == ([], [])


async def test_the_list_is_oldest_first_and_names_hidden_recipients(world: World) -> None:
    await send(world, message("first"))
    await send(world, message("second"), recipients=["bob@example.org", "eve@example.org"])

    mail = (await inbox(world))["mail"]

    assert [row["subject"] for row in mail] == ["first", "second"]
    assert mail[1]["to"] == ["bob@example.org", "eve@example.org"]


async def test_a_plain_message_has_no_html(world: World) -> None:
    plain = EmailMessage()
    plain["From"], plain["To"], plain["Subject"] = "shop@example.org", "ada@example.org", "Plain"
    plain.set_content("Hej då, Åsa")
    await send(world, plain)

    (mail,) = (await inbox(world))["mail"]
    assert (mail["text"], mail["html"]) == ("Hej då, Åsa\n", "")


async def test_bytes_that_are_hardly_mail_are_kept_all_the_same(world: World) -> None:
    raw = b"Subject: =?utf-8?q?broken\r\nContent-Type: text/plain; charset=no-such\r\n\r\n\xff\xfe hm"
    addresses = {"sender": "shop@example.org", "recipients": ["ada@example.org"]}
    await aiosmtplib.send(raw, **addresses, hostname="127.0.0.1", port=world.smtp_port)  # type: ignore[arg-type]

    (mail,) = (await inbox(world))["mail"]
    assert mail["to"] == ["ada@example.org"]
    assert "hm" in mail["text"]


async def test_the_inbox_is_emptied_on_request_only(world: World) -> None:
    await send(world, message())
    assert len((await inbox(world))["mail"]) == 1
    assert len((await inbox(world))["mail"]) == 1

    assert (await world.http.delete(f"{world.base}/inbox.json")).status_code == 204

    assert await inbox(world) == {"mail": [], "sms": [], "push": []}


async def test_the_page_shows_messages_newest_first_in_closed_frames(world: World) -> None:
    assert "No mail yet." in (await world.http.get(f"{world.base}/inbox")).text
    await send(world, message("<b>first</b>"))
    await send(world, message("second"))

    start = await world.http.get(f"{world.base}/")
    assert (start.status_code, start.headers["location"]) == (302, "/inbox")
    page = (await world.http.get(f"{world.base}/inbox")).text

    assert page.index("second") < page.index("&lt;b&gt;first&lt;/b&gt;")
    assert page.count('sandbox="allow-popups allow-popups-to-escape-sandbox"') == 2
    assert "Thank you, Ada." in page


async def test_a_message_shows_its_pictures_and_runs_no_scripts(world: World) -> None:
    await send(world, message())

    frame = await world.http.get(f"{world.base}/inbox/1/message")

    assert '<img src="/inbox/1/pictures/mug@shop" alt="Mug">' in frame.text
    assert "script-src 'none'" in frame.headers["content-security-policy"]
    picture = await world.http.get(f"{world.base}/inbox/1/pictures/mug@shop")
    assert (picture.headers["content-type"], picture.content) == ("image/png", PIXEL)
    for path in ("2/message", "1/pictures/invoice", "2/pictures/mug@shop"):
        assert (await world.http.get(f"{world.base}/inbox/{path}")).status_code == 404
