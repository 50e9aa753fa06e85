"""The shared scenarios, against the sandbox."""

from collections.abc import AsyncIterator

import pytest

from tests.sandbox.stripe_scenarios import SCENARIOS, Scenario
from tests.sandbox.world import World, outside_world


@pytest.fixture(scope="module")
async def world(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[World]:
    async with outside_world(tmp_path_factory.mktemp("outside")) as running:
        yield running


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda scenario: scenario.__name__)
async def test_the_sandbox_answers_like_stripe(world: World, scenario: Scenario) -> None:
    await scenario(world.stripe)
