"""What a mail server refuses: for now it is sent again, for good it ends, and the books say which."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import pytest
from aiosmtpd.controller import Controller

from domains import notifications
from domains.notifications import DeliveryState
from domains.shared.errors import Unavailable
from domains.shared.ids import new_id
from domains.shared.settings import settings
from tests.support.ports import free_port

from .test_telling import Summary


@dataclass
class Answers:
    """A mail server that gives these answers first, at one stage of a message, and afterwards takes all."""

    stage: str
    answers: list[str]
    any_address: bool = True
    slowness: float = 0.0  # seconds before each answer
    taken: list[bytes] = field(default_factory=list)

    async def handle_MAIL(self, _: Any, __: Any, envelope: Any, address: str, options: list[str]) -> str:
        envelope.mail_from = address
        return await self._next("MAIL")

    async def handle_RCPT(self, _: Any, __: Any, envelope: Any, address: str, options: list[str]) -> str:
        answer = await self._next("RCPT")
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, _: Any, __: Any, envelope: Any) -> str:
        answer = await self._next("DATA")
        if answer.startswith("250"):
            self.taken.append(envelope.content)
        return answer

    async def handle_QUIT(self, _: Any, __: Any, ___: Any) -> str:
        return await self._next("QUIT")

    async def _next(self, stage: str) -> str:
        await asyncio.sleep(self.slowness)
        return self.answers.pop(0) if stage == self.stage and self.answers else "250 OK"


Serve = Callable[..., Any]


@pytest.fixture
def serving(shop: None, monkeypatch: pytest.MonkeyPatch) -> Serve:
    @asynccontextmanager
    async def serve(answers: Answers, **surroundings: float) -> AsyncIterator[None]:
        server = Controller(answers, hostname="127.0.0.1", port=free_port(), enable_SMTPUTF8=answers.any_address)
        server.start()
        here = settings().model_copy(update={"smtp_url": f"smtp://127.0.0.1:{server.port}", **surroundings})
        monkeypatch.setattr("domains.notifications.delivering.settings", lambda: here)
        try:
            yield
        finally:
            server.stop()

    return serve


async def tell(order: UUID, to: str = "ada@example.com") -> UUID:
    return await notifications.tell("order_confirmed", to, about=order, order=Summary())


@pytest.mark.parametrize("stage", ["MAIL", "RCPT", "DATA"])
@pytest.mark.parametrize("answer", ["450 greylisted", "451 try again later", "452 mailbox full"])
async def test_what_is_refused_for_now_is_sent_again_and_arrives_once(serving: Serve, stage: str, answer: str) -> None:
    identity = await tell(order := new_id())
    server = Answers(stage, [answer])
    async with serving(server):
        with pytest.raises(Unavailable):
            await notifications.deliver(identity)
        [waiting] = await notifications.deliveries_about(order)
        assert (waiting.state, waiting.leased_until) == (DeliveryState.QUEUED, None)
        assert answer[:3] in str(waiting.error)
        assert (await notifications.deliver(identity)).state is DeliveryState.SENT
    assert len(server.taken) == 1


@pytest.mark.parametrize("stage", ["MAIL", "RCPT", "DATA"])
async def test_what_is_refused_for_good_ends_as_failed(serving: Serve, stage: str) -> None:
    identity = await tell(order := new_id())
    server = Answers(stage, ["550 no such mailbox"])
    async with serving(server):
        assert (await notifications.deliver(identity)).state is DeliveryState.FAILED
    [failed] = await notifications.deliveries_about(order)
    assert "550" in str(failed.error)
    assert server.taken == []


async def test_an_address_the_server_cannot_write_to_ends_as_failed(serving: Serve) -> None:
    identity = await tell(new_id(), "ädä@example.com")
    async with serving(server := Answers("DATA", [], any_address=False)):
        assert (await notifications.deliver(identity)).state is DeliveryState.FAILED
    assert server.taken == []


async def test_a_messages_number_is_of_the_shops_own_domain(serving: Serve) -> None:
    identity = await tell(new_id())
    async with serving(server := Answers("DATA", [])):
        await notifications.deliver(identity)
    domain = settings().shop_email.partition("@")[2]
    assert f"Message-ID: <{identity}@{domain}>".encode() in server.taken[0]


async def test_a_server_that_is_slow_at_every_step_is_left_before_another_worker_may_send_too(serving: Serve) -> None:
    """Each step is far below its time-out; it is their sum that would outlast the lease."""
    identity = await tell(order := new_id())
    server = Answers("DATA", [], slowness=1.0)
    async with serving(server, mail_lease=3.0):
        with pytest.raises(Unavailable):
            await notifications.deliver(identity)
    [waiting] = await notifications.deliveries_about(order)
    assert (waiting.state, waiting.leased_until, server.taken) == (DeliveryState.QUEUED, None, [])
    async with serving(quick := Answers("DATA", [])):
        assert (await notifications.deliver(identity)).state is DeliveryState.SENT
    assert len(quick.taken) == 1


async def test_a_server_that_says_goodbye_badly_has_the_message_all_the_same(serving: Serve) -> None:
    identity = await tell(new_id())
    async with serving(server := Answers("QUIT", ["421 no time"])):
        assert (await notifications.deliver(identity)).state is DeliveryState.SENT
    assert len(server.taken) == 1


async def test_what_was_refused_for_good_is_sent_again_by_hand_and_once(serving: Serve) -> None:
    identity = await tell(order := new_id())
    async with serving(server := Answers("RCPT", ["550 no such mailbox"])):
        await notifications.deliver(identity)
        [lost] = (await notifications.audit()).undelivered
        assert (lost.template, lost.about, lost.to) == ("order_confirmed", order, "ada@example.com")
        assert "no such mailbox" in lost.error
        await asyncio.gather(*(notifications.send_again(identity) for _ in range(3)))
        assert (await notifications.deliver(identity)).state is DeliveryState.SENT
        await notifications.send_again(identity)
        assert (await notifications.deliver(identity)).state is DeliveryState.SENT
    assert len(server.taken) == 1
    assert (await notifications.audit()).undelivered == ()
    [sent] = await notifications.deliveries_about(order)
    assert (sent.state, sent.error) == (DeliveryState.SENT, None)
