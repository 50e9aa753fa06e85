"""The inbox: every message the shop has sent, for people at /inbox and for tests at /inbox.json."""

import re
from typing import Any

from litestar import Response, delete, get
from litestar.di import NamedDependency
from litestar.exceptions import NotFoundException
from litestar.params import FromPath
from litestar.response import Redirect, Template

from .mail import Mailbox

SHOWN = 50
_CID = re.compile(r"cid:([^\s\"'()<>]+)")


@get("/")
async def start() -> Redirect:
    return Redirect("/inbox")


@get("/inbox", name="inbox")
async def show(mailbox: NamedDependency[Mailbox]) -> Template:
    context = {"mail": mailbox.newest_first(SHOWN), "count": mailbox.count(), "shown": SHOWN}
    return Template("inbox.html", context=context)


@get("/inbox.json", name="inbox.json")
async def listing(mailbox: NamedDependency[Mailbox]) -> dict[str, Any]:
    return {"mail": mailbox.oldest_first(), "sms": [], "push": []}


@delete("/inbox.json")
async def empty(mailbox: NamedDependency[Mailbox]) -> None:
    mailbox.empty()


@get("/inbox/{number:int}/message", name="inbox.message")
async def message(mailbox: NamedDependency[Mailbox], number: FromPath[int]) -> Response[str]:
    """A message's HTML for the page's frame, with its embedded pictures; never with scripts of its own."""
    found = mailbox.listing(number)
    if found is None:
        raise NotFoundException("There is no such message.")
    html = '<base target="_blank">' + _CID.sub(rf"/inbox/{number}/pictures/\1", found["html"])
    policy = "sandbox allow-popups allow-popups-to-escape-sandbox; script-src 'none'"
    return Response(html, media_type="text/html; charset=utf-8", headers={"Content-Security-Policy": policy})


@get("/inbox/{number:int}/pictures/{content_id:str}")
async def picture(
    mailbox: NamedDependency[Mailbox], number: FromPath[int], content_id: FromPath[str]
) -> Response[bytes]:
    found = mailbox.picture(number, content_id)
    if found is None or not found.media_type.startswith("image/"):
        raise NotFoundException("There is no such picture.")
    return Response(found.content, media_type=found.media_type, headers={"X-Content-Type-Options": "nosniff"})


HANDLERS = (start, show, listing, empty, message, picture)
