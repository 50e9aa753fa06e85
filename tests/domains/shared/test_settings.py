"""Settings: a production start refuses what belongs to a laptop."""

from typing import Any

import pytest
from pydantic import ValidationError

from domains.shared.settings import INSECURE_SECRET, SERVICES, Settings

FIT: dict[str, Any] = {
    **dict.fromkeys(SERVICES, "given"),
    "barrow_env": "production",
    "base_url": "https://shop.example",
    "secret_key": "x" * 32,
    "stripe_api_base": "",
}


def test_a_complete_production_environment_is_taken() -> None:
    assert Settings(**FIT).production
    assert Settings(**FIT).secure


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"secret_key": INSECURE_SECRET}, "SECRET_KEY"),
        ({"secret_key": "short"}, "SECRET_KEY"),
        ({"base_url": "http://shop.example"}, "BASE_URL"),
        ({"orders_database_url": ""}, "ORDERS_DATABASE_URL"),
        ({"stripe_webhook_secret": ""}, "STRIPE_WEBHOOK_SECRET"),
        ({"stripe_secret_key": "sk_test_1", "stripe_api_base": "http://127.0.0.1:1"}, "sandbox"),
    ],
)
def test_production_refuses(change: dict[str, str], told: str) -> None:
    with pytest.raises(ValidationError, match=told):
        Settings(**(FIT | change))


def test_another_stripe_is_only_taken_with_a_test_key() -> None:
    with pytest.raises(ValidationError, match="sk_test_"):
        Settings(stripe_secret_key="sk_live_1", stripe_api_base="http://127.0.0.1:1")


@pytest.mark.parametrize("given", ["postgres://u@h/d", "postgresql://u@h/d", "postgresql+asyncpg://u@h/d"])
def test_a_host_s_database_address_is_taken_as_it_comes(given: str) -> None:
    assert Settings(orders_database_url=given).orders_database_url == "postgresql+asyncpg://u@h/d"
