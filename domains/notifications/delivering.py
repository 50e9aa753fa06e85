"""Sends what is queued by SMTP: claimed with a lease, so that two workers never send the same message."""

import asyncio
from collections.abc import Mapping
from contextlib import suppress
from datetime import timedelta
from email.message import EmailMessage
from email.utils import format_datetime, formataddr
from urllib.parse import unquote, urlsplit
from uuid import UUID

import aiosmtplib
from pymongo.asynchronous.client_session import AsyncClientSession

from domains.shared import clock
from domains.shared.errors import Unavailable
from domains.shared.settings import settings

from .events import OrderMessageEnded
from .models import Delivery, DeliveryState, documents

TIMEOUT = 15.0  # seconds for one step of the talk with the mail server
GOODBYE = 2.0
OF_THE_MESSAGE = (aiosmtplib.SMTPRecipientRefused, aiosmtplib.SMTPSenderRefused, aiosmtplib.SMTPDataError)


async def deliver(identity: UUID) -> Delivery:
    """Send a queued delivery. What is refused for good ends it as failed; what is refused for now is tried again."""
    delivery = await _claim(identity)
    if delivery.state is not DeliveryState.QUEUED:
        return delivery
    try:
        await _send(delivery)
    except (aiosmtplib.SMTPException, OSError) as error:
        if _for_good(error):
            return await _end(delivery, DeliveryState.FAILED, repr(error))
        await _note(delivery, {"leased_until": None, "error": repr(error)})
        raise Unavailable("The mail server does not answer.") from error
    return await _end(delivery, DeliveryState.SENT, None)


def _for_good(error: Exception) -> bool:
    """Whether this very message will never be taken: 5xx to it, or no way to write to such an address.

    4xx asks to come again (a full mailbox, greylisting); 5xx to the greeting or the password is about us and mendable.
    """
    if isinstance(error, aiosmtplib.SMTPRecipientsRefused):
        return all(_for_good(each) for each in error.recipients)
    if isinstance(error, OF_THE_MESSAGE):
        return error.code >= 500
    return isinstance(error, aiosmtplib.SMTPNotSupported)


async def _claim(identity: UUID) -> Delivery:
    now = clock.now()
    free = {"_id": identity, "state": "queued", "leased_until": {"$not": {"$gt": now}}}
    claim = {"$set": {"leased_until": now + timedelta(seconds=settings().mail_lease)}, "$inc": {"attempts": 1}}
    claimed = await Delivery.get_pymongo_collection().update_one(free, claim)
    delivery = await Delivery.get(identity)
    if delivery is None:
        raise Unavailable("This message is not written down yet.")
    if delivery.state is DeliveryState.QUEUED and not claimed.modified_count:
        raise Unavailable("This message is being sent by another worker.")
    return delivery


async def _end(delivery: Delivery, state: DeliveryState, error: str | None) -> Delivery:
    sent_at = clock.now() if state is DeliveryState.SENT else None

    async def end(session: AsyncClientSession) -> None:
        changes = {"state": state.value, "error": error, "sent_at": sent_at, "leased_until": None}
        await _note(delivery, changes, session)
        if delivery.customer_id and delivery.order_id:
            sent = state is DeliveryState.SENT
            fact = OrderMessageEnded(delivery.customer_id, delivery.order_id, delivery.subject, sent)
            await documents.record(session, fact)

    await documents.transaction(end)
    delivery.state = state
    return delivery


async def _note(delivery: Delivery, changes: Mapping[str, object], session: AsyncClientSession | None = None) -> None:
    await Delivery.get_pymongo_collection().update_one({"_id": delivery.id}, {"$set": changes}, session=session)


async def ping() -> None:
    """Whether the mail server lets us in; Unavailable when it does not."""
    try:
        async with _server():
            pass
    except (aiosmtplib.SMTPException, OSError) as error:
        raise Unavailable(f"The mail server does not let us in: {error}") from error


async def _send(delivery: Delivery) -> None:
    """Over well before the lease ends, however slowly the server speaks: then another worker may try.

    From the server's 250 on the message is its own; that it says goodbye slowly must not send it twice."""
    server = _server()
    try:
        async with asyncio.timeout(settings().mail_lease * 2 / 3):
            await server.connect()
            await server.send_message(_message(delivery))
        with suppress(aiosmtplib.SMTPException, OSError):
            await server.quit(timeout=GOODBYE)
    finally:
        server.close()


def _server() -> aiosmtplib.SMTP:
    address = urlsplit(settings().smtp_url)
    return aiosmtplib.SMTP(
        hostname=address.hostname,
        port=address.port,
        username=unquote(address.username) if address.username else None,
        password=unquote(address.password) if address.password else None,
        use_tls=address.scheme == "smtps",
        start_tls=True if address.scheme == "smtp+starttls" else None,
        timeout=TIMEOUT,
    )


def _message(delivery: Delivery) -> EmailMessage:
    message = EmailMessage()
    message["From"] = formataddr((settings().shop_name, settings().shop_email))
    message["To"] = delivery.to
    message["Subject"] = delivery.subject
    message["Date"] = format_datetime(delivery.queued_at)
    message["Message-ID"] = delivery.message_id
    message["Auto-Submitted"] = "auto-generated"
    if delivery.unsubscribe:
        message["List-Unsubscribe"] = f"<{settings().base_url.rstrip('/')}{delivery.unsubscribe}>"
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message.set_content(delivery.text)
    message.add_alternative(delivery.html, subtype="html")
    return message
