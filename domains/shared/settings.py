"""Settings: read once, from the environment, and outside production also from the running sandbox's run.json."""

import json
import os
from functools import lru_cache
from pathlib import Path
from typing import Literal, Self

from pydantic import Field, ValidationError, ValidationInfo, field_validator, model_validator
from pydantic_core import ErrorDetails
from pydantic_settings import BaseSettings, SettingsConfigDict

from .setting_kinds import (
    Country,
    Currency,
    Interval,
    LogLevel,
    Mailbox,
    MediaUrl,
    MongoUrl,
    Origin,
    Port,
    PostgresUrl,
    Rate,
    RedisUrl,
    SmtpUrl,
    WebAddress,
)

INSECURE_SECRET = "only-for-a-laptop-never-in-production"  # noqa: S105 - refused in production below
NOBODYS_MAILBOX = "shop@barrow.example"
EVERYWHERE = "0.0.0.0"  # noqa: S104 - production only, where a proxy stands in front
SHORTEST_SECRET = 16
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
    model_config = SettingsConfigDict(
        frozen=True,
        extra="ignore",
        env_ignore_empty=True,
        hide_input_in_errors=True,  # a refusal is printed at the start: no key or password may stand in it
    )

    barrow_env: Literal["development", "test", "production"] = "development"
    barrow_home: Path = Path("var")
    host: str = Field(default="", validate_default=True)
    port: Port = 8000
    web_concurrency: int = Field(default=1, ge=1)
    worker_processes: int = Field(default=1, ge=1)
    worker_threads: int = Field(default=8, ge=1)
    base_url: Origin = "http://127.0.0.1:8000"
    secret_key: str = INSECURE_SECRET
    former_secret_key: str = ""
    trusted_hops: int = Field(default=0, ge=0)
    log_level: LogLevel = "INFO"

    shop_name: str = "Barrow"
    shop_slogan: str = "Well-made things for house and table, sent from stock."
    shop_currency: Currency = "EUR"
    shop_country: Country = "DE"
    shop_email: Mailbox = NOBODYS_MAILBOX
    shop_address: str = ""  # on invoices; lines apart by semicolons
    shop_tax_id: str = ""
    prices_include_tax: bool = True
    return_days: int = Field(default=30, ge=14, le=3_650)  # the EU's shortest is 14 (Directive 2011/83/EU, Art. 9)
    free_returns: bool = True
    offline_page: bool = True
    most_discount_percent: int = Field(default=100, ge=0, le=100)

    users_database_url: PostgresUrl = ""
    users_owner_database_url: PostgresUrl = ""  # migrations alone: the shop then cannot change its audit log
    orders_database_url: PostgresUrl = ""
    payments_database_url: PostgresUrl = ""
    inventory_database_url: PostgresUrl = ""
    catalog_mongodb_url: MongoUrl = ""
    notifications_mongodb_url: MongoUrl = ""
    redis_url: RedisUrl = ""
    broker_url: RedisUrl = ""
    smtp_url: SmtpUrl = ""
    media_url: MediaUrl = ""
    media_base_url: Origin = ""
    stripe_secret_key: str = ""
    stripe_webhook_secret: str = ""
    stripe_api_base: WebAddress = ""

    database_pool: int = Field(default=8, ge=1)
    # Stripe asks for 30 minutes or more, also of a retry a little later, and for 24 hours or less by its own clock
    checkout_minutes: int = Field(default=35, ge=31, le=1_430)
    hold_grace_seconds: int = Field(default=120, ge=0)
    relay_interval: Interval = 0.2
    relay_lease: float = Field(default=60.0, ge=1, le=3_600)
    relay_attempts: int = Field(default=20, ge=1)
    uploads_at_once: int = Field(default=4, ge=1)
    mail_lease: float = Field(default=60.0, ge=3, le=3_600)
    clock_interval: Interval = 5.0
    reconcile_after: float = Field(default=120.0, ge=0, le=86_400)
    claims_kept_days: int = Field(default=730, ge=60)  # of promotions and of sales; offers of payments end long before
    order_data_kept_days: int = Field(default=3_650, ge=30)  # what laws about books ask for, at their longest
    document_days_kept: int = Field(default=3_653, ge=30)  # invoices with their buyers: ten years
    worker_heartbeat_ms: int = Field(default=5000, ge=1000)  # a worker at rest asks once a second
    rate_browse: Rate = "600/minute"
    rate_act: Rate = "120/minute"
    rate_sign_in: Rate = "10/minute"
    rate_code: Rate = "10/minute"
    rate_review: Rate = "10/minute"
    rate_machine: Rate = "60/minute"
    rate_api: Rate = "600/minute"
    rate_mail: Rate = "10/minute"
    rate_mailbox: Rate = "6/hour"

    @field_validator("host")
    @classmethod
    def _where_to_listen(cls, host: str, others: ValidationInfo) -> str:
        """In production a proxy or a health check comes from another machine; a laptop's shop is its own business."""
        return host or (EVERYWHERE if others.data.get("barrow_env") == "production" else "127.0.0.1")

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
        if self.shop_email == NOBODYS_MAILBOX:
            wrong.append("SHOP_EMAIL must be an address of your own")
        if not self.secure:
            wrong.append("BASE_URL must be the shop's https address")
        if len(self.stripe_webhook_secret.strip()) < SHORTEST_SECRET:
            wrong.append("STRIPE_WEBHOOK_SECRET must be the one that Stripe shows for the webhook")
        if not self.media_url:
            wrong.append("MEDIA_URL must name the place of pictures that all hosts share: a bucket or a folder")
        if self.media_base_url.startswith("http:"):
            wrong.append("MEDIA_BASE_URL must be an https address")
        if "trusted_hops" not in self.model_fields_set:
            wrong.append("TRUSTED_HOPS must say how many proxies stand in front (0 for none)")
        if self.sandboxed:
            wrong.append("STRIPE_API_BASE names a sandbox")
        if wrong:
            raise ValueError("Not fit for production: " + "; ".join(wrong) + ".")
        return self


def in_a_sentence(wrong: ValidationError) -> str:
    """Each setting that cannot be, by its name in the environment, and what it must be."""
    return "; ".join(_told(each) for each in wrong.errors())


def _told(error: ErrorDetails) -> str:
    name = "_".join(str(part) for part in error["loc"]).upper()
    told = error["msg"].removeprefix("Value error, ")
    return f"{name}: {told}" if name else told


@lru_cache
def settings() -> Settings:
    for name, value in running_sandbox().items():
        os.environ.setdefault(name, value)
    return Settings()


def running_sandbox() -> dict[str, str]:
    """What `make run` wrote for those who come beside it (`barrow import` in a second terminal)."""
    if os.environ.get("BARROW_ENV") == "production":
        return {}
    path = Path(os.environ.get("BARROW_HOME") or "var") / "run.json"
    try:
        environment = json.loads(path.read_text())["environment"]
    except (OSError, ValueError, KeyError):
        return {}
    return {str(name): str(value) for name, value in environment.items()}
