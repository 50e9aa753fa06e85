import pytest
import time_machine

from domains.shared import breakers
from domains.shared.breakers import CircuitOpen, circuit


@pytest.fixture(autouse=True)
async def _no_memories() -> None:
    breakers.forget()


async def fail(name: str) -> None:
    with pytest.raises(ConnectionError):
        async with circuit(name, failures=2):
            raise ConnectionError


async def test_after_enough_failures_the_neighbour_is_left_alone() -> None:
    await fail("a")
    await fail("a")
    with pytest.raises(CircuitOpen):
        async with circuit("a", failures=2):
            raise AssertionError("asked in spite of the open circuit")


async def test_a_success_forgets_earlier_failures_and_other_names_have_their_own() -> None:
    await fail("a")
    await fail("b")
    async with circuit("a", failures=2):
        pass
    await fail("a")
    async with circuit("a", failures=2):
        pass


async def test_after_its_rest_a_failure_opens_it_at_once_and_a_success_closes_it() -> None:
    with time_machine.travel(0, tick=False) as traveller:
        await fail("a")
        await fail("a")
        traveller.shift(31)
        await fail("a")
        with pytest.raises(CircuitOpen):
            await fail("a")
        traveller.shift(31)
        async with circuit("a", failures=2):
            pass
        await fail("a")
        async with circuit("a", failures=2):
            pass
