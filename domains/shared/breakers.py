"""Circuit breakers: after a few failures in a row a neighbour is left alone for a while instead of being waited for.

They live in the process. Each event loop has its own, so that tests and threads never share a verdict.
"""

from asyncio import CancelledError
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from purgatory import AsyncCircuitBreakerFactory
from purgatory.domain.model import OpenedState

from .loops import PerLoop


class CircuitOpen(Exception):
    """The neighbour failed lately and is not asked again yet."""


# A task that was cancelled says nothing about its neighbour.
_factory: PerLoop[AsyncCircuitBreakerFactory] = PerLoop(
    lambda: AsyncCircuitBreakerFactory(exclude=[(CancelledError, lambda _: True)])
)


@asynccontextmanager
async def circuit(name: str, *, failures: int = 5, rest: float = 30.0) -> AsyncIterator[None]:
    """Guard a call to `name`: after `failures` exceptions in a row it raises CircuitOpen for `rest` seconds."""
    breaker = await _factory().get_breaker(name, threshold=failures, ttl=rest)
    try:
        await breaker.__aenter__()
    except OpenedState as error:
        raise CircuitOpen(f"{name} is left alone after repeated failures") from error
    try:
        yield
    except BaseException as error:
        await breaker.__aexit__(type(error), error, error.__traceback__)
        raise
    await breaker.__aexit__(None, None, None)


def forget() -> None:
    """Close every circuit of this loop."""
    _factory.pop()
