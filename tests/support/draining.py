"""Runs relay and consumers inline until all outboxes are quiet."""

from domains import stores
from workers import relay
from workers.subscriptions import CONSUMERS


async def drain(rounds: int = 50) -> int:
    """Tell every waiting fact to its consumers, and what follows from that too; returns how many were told."""
    told = 0
    for _ in range(rounds):
        letters = [letter for box in stores.OUTBOXES.values() for letter in await relay.claim(box)]
        if not letters:
            return told
        for letter in letters:
            for name in letter.consumers:
                await CONSUMERS[name].handle(letter.outbox, letter.event_id, letter.kind, letter.payload)
                told += 1
    raise AssertionError("the outboxes did not become quiet")
