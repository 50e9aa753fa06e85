"""Settings: read once, from the environment, and outside production also from the running sandbox's run.json."""

import json
import os
from functools import lru_cache
from pathlib import Path
from typing import Literal, Self

from pydantic import Field, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

INSECURE_SECRET = "only-for-a-laptop-never-in-production"  # noqa: S105 - refused in production below
SERVICES = (
    "users_database_url",
    "orders_database_url",
    "payments_database_url",
    "inventory_database_url",
    "catalog_mongodb_url",
    "notifications_mongodb_url",
    "redis_url",
    "broker_url",
    "smtp_url",
    "stripe_secret_key",
    "stripe_webhook_secret",
)


class Settings(BaseSettings):
    model_config = SettingsConfigDict(frozen=True, extra="ignore", env_ignore_empty=True)

    barrow_env: Literal["development", "test", "production"] = "development"
    barrow_home: Path = Path("var")
    host: str = "127.0.0.1"
    port: int = 8000
    base_url: str = "http://127.0.0.1:8000"
    secret_key: str = INSECURE_SECRET
    trusted_hops: int = Field(default=0, ge=0)
    log_level: str = "INFO"

    shop_name: str = "Barrow"
    shop_currency: str = "EUR"
    shop_country: str = "DE"
    shop_email: str = "shop@barrow.example"
    prices_include_tax: bool = True

    users_database_url: str = ""
    orders_database_url: str = ""
    payments_database_url: str = ""
    inventory_database_url: str = ""
    catalog_mongodb_url: str = ""
    notifications_mongodb_url: str = ""
    redis_url: str = ""
    broker_url: str = ""
    smtp_url: str = ""
    media_url: str = ""
    stripe_secret_key: str = ""
    stripe_webhook_secret: str = ""
    stripe_api_base: str = ""

    database_pool: int = Field(default=8, ge=1)
    checkout_minutes: int = Field(default=31, ge=1)
    hold_grace_seconds: int = Field(default=120, ge=0)
    relay_interval: float = 0.2
    relay_lease: float = 60.0
    relay_attempts: int = 20
    clock_interval: float = 5.0
    reconcile_after: float = 120.0
    worker_heartbeat_ms: int = 5000
    rate_browse: str = "600/minute"
    rate_act: str = "120/minute"
    rate_sign_in: str = "10/minute"

    @field_validator("users_database_url", "orders_database_url", "payments_database_url", "inventory_database_url")
    @classmethod
    def _through_asyncpg(cls, url: str) -> str:
        """Hosts hand out `postgres://`; SQLAlchemy wants its driver named."""
        for plain in ("postgres://", "postgresql://"):
            if url.startswith(plain):
                return "postgresql+asyncpg://" + url.removeprefix(plain)
        return url

    @property
    def production(self) -> bool:
        return self.barrow_env == "production"

    @property
    def secure(self) -> bool:
        """Whether visitors reach us over https: decides cookie names and flags (ARCHITECTURE 10)."""
        return self.base_url.startswith("https://")

    @property
    def sandboxed(self) -> bool:
        return bool(self.stripe_api_base)

    @model_validator(mode="after")
    def _stripe_base_only_for_tests(self) -> Self:
        if self.stripe_api_base and not self.stripe_secret_key.startswith("sk_test_"):
            raise ValueError("STRIPE_API_BASE is only taken together with an sk_test_ key.")
        return self

    @model_validator(mode="after")
    def _fit_for_production(self) -> Self:
        if not self.production:
            return self
        wrong = [f"{name.upper()} is not set" for name in SERVICES if not getattr(self, name)]
        if len(self.secret_key) < 32 or self.secret_key == INSECURE_SECRET:
            wrong.append("SECRET_KEY needs 32 characters or more of your own")
        if not self.secure:
            wrong.append("BASE_URL must be the shop's https address")
        if self.sandboxed:
            wrong.append("STRIPE_API_BASE names a sandbox")
        if wrong:
            raise ValueError("Not fit for production: " + "; ".join(wrong) + ".")
        return self


@lru_cache
def settings() -> Settings:
    for name, value in _running_sandbox().items():
        os.environ.setdefault(name, value)
    return Settings()


def _running_sandbox() -> dict[str, str]:
    """What `make run` wrote for those who come beside it (`barrow import` in a second terminal)."""
    if os.environ.get("BARROW_ENV") == "production":
        return {}
    path = Path(os.environ.get("BARROW_HOME") or "var") / "run.json"
    try:
        environment = json.loads(path.read_text())["environment"]
    except (OSError, ValueError, KeyError):
        return {}
    return {str(name): str(value) for name, value in environment.items()}
