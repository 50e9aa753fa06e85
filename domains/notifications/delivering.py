"""Sends what is queued by SMTP: claimed with a lease, so that two workers never send the same message."""

from datetime import timedelta
from email.message import EmailMessage
from email.utils import format_datetime, formataddr
from urllib.parse import unquote, urlsplit
from uuid import UUID

import aiosmtplib

from domains.shared import clock
from domains.shared.errors import Unavailable
from domains.shared.settings import settings

from .models import Delivery, DeliveryState

LEASE = timedelta(seconds=60)
TIMEOUT = 15.0


async def deliver(identity: UUID) -> Delivery:
    """Send a queued delivery. A refused recipient ends it as failed; a mail server that is away is tried again."""
    delivery = await _claim(identity)
    if delivery.state is not DeliveryState.QUEUED:
        return delivery
    try:
        await _send(delivery)
    except (aiosmtplib.SMTPRecipientsRefused, aiosmtplib.SMTPSenderRefused, aiosmtplib.SMTPDataError) as error:
        return await _end(delivery, DeliveryState.FAILED, repr(error))
    except (aiosmtplib.SMTPException, OSError) as error:
        await _note(delivery, {"leased_until": None, "error": repr(error)})
        raise Unavailable("The mail server does not answer.") from error
    return await _end(delivery, DeliveryState.SENT, None)


async def _claim(identity: UUID) -> Delivery:
    now = clock.now()
    free = {"_id": identity, "state": "queued", "leased_until": {"$not": {"$gt": now}}}
    claim = {"$set": {"leased_until": now + LEASE}, "$inc": {"attempts": 1}}
    claimed = await Delivery.get_pymongo_collection().update_one(free, claim)
    delivery = await Delivery.get(identity)
    if delivery is None:
        raise Unavailable("This message is not written down yet.")
    if delivery.state is DeliveryState.QUEUED and not claimed.modified_count:
        raise Unavailable("This message is being sent by another worker.")
    return delivery


async def _end(delivery: Delivery, state: DeliveryState, error: str | None) -> Delivery:
    sent_at = clock.now() if state is DeliveryState.SENT else None
    await _note(delivery, {"state": state.value, "error": error, "sent_at": sent_at, "leased_until": None})
    delivery.state = state
    return delivery


async def _note(delivery: Delivery, changes: dict[str, object]) -> None:
    await Delivery.get_pymongo_collection().update_one({"_id": delivery.id}, {"$set": changes})


async def _send(delivery: Delivery) -> None:
    server = urlsplit(settings().smtp_url)
    await aiosmtplib.send(
        _message(delivery),
        hostname=server.hostname,
        port=server.port,
        username=unquote(server.username) if server.username else None,
        password=unquote(server.password) if server.password else None,
        use_tls=server.scheme == "smtps",
        start_tls=True if server.scheme == "smtp+starttls" else None,
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
    message.set_content(delivery.text)
    message.add_alternative(delivery.html, subtype="html")
    return message
