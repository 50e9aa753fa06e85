"""Settings: a production start refuses what belongs to a laptop."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from domains.shared.settings import INSECURE_SECRET, SERVICES, Settings

FIT: dict[str, Any] = {
    **{name: f"postgresql://db/{name}" for name in SERVICES if name.endswith("_database_url")},
    **{name: f"mongodb://db/{name}" for name in SERVICES if name.endswith("_mongodb_url")},
    **dict.fromkeys(("redis_url", "broker_url"), "redis://cache/0"),
    "smtp_url": "smtp://mail",
    "stripe_secret_key": "sk_live_1",
    "barrow_env": "production",
    "base_url": "https://shop.example",
    "secret_key": "x" * 32,
    "shop_email": "hello@shop.example",
    "stripe_api_base": "",
    "stripe_webhook_secret": "whsec_0123456789abcdef",
    "media_url": "file:///srv/media",
    "trusted_hops": 1,
}


def test_a_complete_production_environment_is_taken() -> None:
    assert Settings(**FIT).production
    assert Settings(**FIT).secure


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"secret_key": INSECURE_SECRET}, "SECRET_KEY"),
        ({"secret_key": "short"}, "SECRET_KEY"),
        ({"shop_email": "shop@barrow.example"}, "SHOP_EMAIL"),
        ({"base_url": "http://shop.example"}, "BASE_URL"),
        ({"checkout_minutes": "1431"}, "less than or equal to 1430"),
        ({"orders_database_url": ""}, "ORDERS_DATABASE_URL"),
        ({"stripe_webhook_secret": ""}, "STRIPE_WEBHOOK_SECRET"),
        ({"stripe_webhook_secret": "whsec_short"}, "STRIPE_WEBHOOK_SECRET"),
        ({"stripe_webhook_secret": " " * 32}, "STRIPE_WEBHOOK_SECRET"),
        ({"media_url": ""}, "MEDIA_URL"),
        ({"media_base_url": "http://cdn.example"}, "MEDIA_BASE_URL"),
        ({"stripe_secret_key": "sk_test_1", "stripe_api_base": "http://127.0.0.1:1"}, "sandbox"),
    ],
)
def test_production_refuses(change: dict[str, str], told: str) -> None:
    with pytest.raises(ValidationError, match=told):
        Settings(**(FIT | change))


def test_production_asks_how_many_proxies_stand_in_front() -> None:
    silent = {name: value for name, value in FIT.items() if name != "trusted_hops"}
    with pytest.raises(ValidationError, match="TRUSTED_HOPS"):
        Settings(**silent)
    assert Settings(**silent, trusted_hops=0).trusted_hops == 0


def test_another_stripe_is_only_taken_with_a_test_key() -> None:
    with pytest.raises(ValidationError, match="sk_test_"):
        Settings(stripe_secret_key="sk_live_1", stripe_api_base="http://127.0.0.1:1")


@pytest.mark.parametrize("given", ["postgres://u@h/d", "postgresql://u@h/d", "postgresql+asyncpg://u@h/d"])
def test_a_host_s_database_address_is_taken_as_it_comes(given: str) -> None:
    assert Settings(orders_database_url=given).orders_database_url == "postgresql+asyncpg://u@h/d"


@pytest.mark.parametrize("environment", ["development", "test", "production"])
@pytest.mark.parametrize(
    "wrong",
    [
        {"shop_currency": "EURO"},
        {"shop_currency": "eur"},
        {"shop_currency": "XQX"},
        {"shop_country": "Germany"},
        {"shop_country": "de"},
        {"shop_country": "EU"},
        {"shop_country": "ZZ"},
        {"rate_browse": "many"},
        {"rate_act": "10/fortnight"},
        {"rate_sign_in": "0/minute"},
        {"port": "0"},
        {"port": "65536"},
        {"web_concurrency": "abc"},
        {"web_concurrency": "0"},
        {"worker_processes": "abc"},
        {"worker_threads": "0"},
        {"worker_heartbeat_ms": "0"},
        {"log_level": "loud"},
        {"relay_interval": "-1"},
        {"relay_interval": "nan"},
        {"relay_lease": "0"},
        {"relay_attempts": "0"},
        {"clock_interval": "0"},
        {"clock_interval": "inf"},
        {"reconcile_after": "-1"},
        {"base_url": "https://"},
        {"base_url": "shop.example"},
        {"base_url": "https://shop.example/shop"},
        {"base_url": "https://shop.example:port"},
        {"shop_email": "garbage"},
        {"users_database_url": "mysql://x"},
        {"users_database_url": "postgresql://"},
        {"orders_database_url": "postgresql://u:p@db:port/orders"},
        {"catalog_mongodb_url": "postgresql://db/catalog"},
        {"redis_url": "http://cache"},
        {"broker_url": "cache:6379"},
        {"smtp_url": "mail.example"},
        {"smtp_url": "smtp://mail.example:port"},
    ],
)
def test_what_means_nothing_is_refused_everywhere(environment: str, wrong: dict[str, str]) -> None:
    [name] = wrong
    with pytest.raises(ValidationError) as refused:
        Settings(**(FIT | {"barrow_env": environment} | wrong))
    assert [error["loc"] for error in refused.value.errors()] == [(name,)]


@pytest.mark.parametrize(
    ("name", "given"),
    [
        ("log_level", "debug"),
        ("shop_email", "shop@barrow.example"),
        ("base_url", "http://[::1]:8000/"),
        ("users_database_url", "postgresql://u:p/a:ss@db:5432/users?ssl=require"),
        ("users_database_url", "postgresql+asyncpg://postgres@/users?host=/tmp/barrow"),
        ("catalog_mongodb_url", "mongodb://u:p@a:27017,b:27017/catalog?replicaSet=rs"),
        ("catalog_mongodb_url", "mongodb+srv://u:p@cluster.example/catalog"),
        ("redis_url", "unix:///tmp/barrow/valkey?db=1"),
        ("broker_url", "rediss://:p@cache:6380/1"),
        ("smtp_url", "smtp+starttls://u:p@mail.example:587"),
    ],
)
def test_what_hosts_hand_out_is_taken(name: str, given: str) -> None:
    taken = getattr(Settings(**{name: given}), name).replace("+asyncpg", "")
    assert taken == {"debug": "DEBUG"}.get(given, given.replace("+asyncpg", "").rstrip("/"))


@pytest.mark.parametrize(("currency", "country"), [("EUR", "DE"), ("JPY", "JP"), ("KWD", "KW"), ("CHF", "CH")])
def test_any_currency_and_country_is_taken(currency: str, country: str) -> None:
    assert Settings(shop_currency=currency, shop_country=country).shop_country == country


@pytest.mark.parametrize(
    ("given", "listens"),
    [
        ({"barrow_env": "development"}, "127.0.0.1"),
        ({"barrow_env": "production"}, "0.0.0.0"),  # noqa: S104 - what is tested
        ({"barrow_env": "production", "host": "10.0.0.7"}, "10.0.0.7"),
    ],
)
def test_where_the_shop_listens_by_itself(given: dict[str, str], listens: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("HOST", raising=False)
    assert Settings(**(FIT | given)).host == listens


@pytest.mark.parametrize("process", ["web", "worker", "clock", "release"])
def test_a_production_refusal_is_one_sentence_without_a_secret(process: str) -> None:
    plain = {name: value for name, value in os.environ.items() if name.lower() not in Settings.model_fields}
    secrets = {"SECRET_KEY": "s3cret-key", "ORDERS_DATABASE_URL": "postgresql://u:s3cret-password@db/orders"}
    command = [sys.executable, "-m", "app.cli", process]
    refused = subprocess.run(
        command, env=plain | secrets | {"BARROW_ENV": "production"}, capture_output=True, text=True, check=False
    )
    assert refused.returncode == 1
    assert refused.stdout == ""
    assert refused.stderr.startswith("Error: Not fit for production: ")
    assert refused.stderr.count("\n") == 1
    assert "s3cret" not in refused.stderr


@pytest.mark.parametrize(
    ("process", "wrong", "told"),
    [
        ("worker", {"WORKER_PROCESSES": "abc"}, "WORKER_PROCESSES: Input should be a valid integer, "),
        ("clock", {"LOG_LEVEL": "loud"}, "LOG_LEVEL: It must be one of DEBUG, INFO, WARNING, ERROR, CRITICAL."),
    ],
)
def test_a_laptop_is_told_in_one_sentence_too(process: str, wrong: dict[str, str], told: str, tmp_path: Path) -> None:
    plain = {name: value for name, value in os.environ.items() if name.lower() not in Settings.model_fields}
    command = [sys.executable, "-m", "app.cli", process]
    environment = plain | wrong | {"BARROW_HOME": str(tmp_path)}
    refused = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert refused.returncode == 1
    assert refused.stdout == ""
    assert refused.stderr.startswith(f"Error: {told}")
    assert refused.stderr.count("\n") == 1


def test_settings_that_cannot_be_never_show_what_was_given() -> None:
    with pytest.raises(ValidationError) as refused:
        Settings(**(FIT | {"secret_key": "s3cret"}))
    assert "s3cret" not in str(refused.value)


@pytest.mark.parametrize("url", ["file:///srv/media", "s3://pictures", "s3://pictures/shop?region=eu-central-1"])
def test_pictures_lie_in_a_folder_or_a_bucket(url: str) -> None:
    assert Settings(**(FIT | {"media_url": url})).media_url == url


@pytest.mark.parametrize(
    "url",
    [
        "https://example.com/bucket",
        "/srv/media",
        "file://",
        "file://other/media",
        "s3://",
        "s3://b?acces_key=1",
        "s3:b",
    ],
)
def test_pictures_lie_nowhere_else(url: str) -> None:
    with pytest.raises(ValidationError, match="media_url"):
        Settings(media_url=url)


@pytest.mark.parametrize("url", ["cdn.example", "https://cdn.example/pictures", "https://cdn.example?a=1", "//cdn"])
def test_pictures_are_fetched_from_a_host_and_nothing_more(url: str) -> None:
    with pytest.raises(ValidationError, match="media_base_url"):
        Settings(media_base_url=url)
    assert Settings(media_base_url="https://cdn.example/").media_base_url == "https://cdn.example"
