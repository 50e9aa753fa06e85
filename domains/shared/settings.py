"""Settings: read once, from the environment, and outside production also from the running sandbox's run.json."""

import json
import os
from functools import lru_cache
from pathlib import Path
from typing import Literal, Self
from urllib.parse import parse_qsl, urlsplit

from babel.core import get_global
from babel.numbers import is_currency
from limits import parse
from pydantic import Field, ValidationInfo, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

INSECURE_SECRET = "only-for-a-laptop-never-in-production"  # noqa: S105 - refused in production below
EVERYWHERE = "0.0.0.0"  # noqa: S104 - production only, where a proxy stands in front
NO_COUNTRIES = ("EU", "ZZ")  # codes that are reserved for something else
SHORTEST_SECRET = 16
BUCKET_OPTIONS = {"endpoint", "region"}
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
    port: int = 8000
    base_url: str = "http://127.0.0.1:8000"
    secret_key: str = INSECURE_SECRET
    trusted_hops: int = Field(default=0, ge=0)
    log_level: str = "INFO"

    shop_name: str = "Barrow"
    shop_slogan: str = "Well-made things for house and table, sent from stock."
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
    media_base_url: str = ""
    stripe_secret_key: str = ""
    stripe_webhook_secret: str = ""
    stripe_api_base: str = ""

    database_pool: int = Field(default=8, ge=1)
    checkout_minutes: int = Field(default=35, ge=31)  # Stripe asks for 30 or more, also of a retry a little later
    hold_grace_seconds: int = Field(default=120, ge=0)
    relay_interval: float = 0.2
    relay_lease: float = 60.0
    relay_attempts: int = 20
    mail_lease: float = Field(default=60.0, ge=3)
    clock_interval: float = 5.0
    reconcile_after: float = 120.0
    worker_heartbeat_ms: int = 5000
    rate_browse: str = "600/minute"
    rate_act: str = "120/minute"
    rate_sign_in: str = "10/minute"
    rate_code: str = "10/minute"
    rate_review: str = "10/minute"
    rate_mail: str = "10/minute"
    rate_mailbox: str = "6/hour"

    @field_validator("users_database_url", "orders_database_url", "payments_database_url", "inventory_database_url")
    @classmethod
    def _through_asyncpg(cls, url: str) -> str:
        """Hosts hand out `postgres://`; SQLAlchemy wants its driver named."""
        for plain in ("postgres://", "postgresql://"):
            if url.startswith(plain):
                return "postgresql+asyncpg://" + url.removeprefix(plain)
        return url

    @field_validator("host")
    @classmethod
    def _where_to_listen(cls, host: str, others: ValidationInfo) -> str:
        """In production a proxy or a health check comes from another machine; a laptop's shop is its own business."""
        return host or (EVERYWHERE if others.data.get("barrow_env") == "production" else "127.0.0.1")

    @field_validator("shop_currency")
    @classmethod
    def _a_currency(cls, code: str) -> str:
        if not is_currency(code):
            raise ValueError("It must be the code of a currency (ISO 4217), such as EUR.")
        return code

    @field_validator("shop_country")
    @classmethod
    def _a_country(cls, code: str) -> str:
        if code in NO_COUNTRIES or code not in get_global("territory_currencies"):
            raise ValueError("It must be the code of a country (ISO 3166), such as DE.")
        return code

    @field_validator("media_url")
    @classmethod
    def _a_folder_or_a_bucket(cls, url: str) -> str:
        parts = urlsplit(url)
        folder = parts.scheme == "file" and parts.netloc in ("", "localhost") and parts.path.strip("/")
        bucket = parts.scheme == "s3" and parts.netloc and dict(parse_qsl(parts.query)).keys() <= BUCKET_OPTIONS
        if url and not folder and not bucket:
            raise ValueError("It must be file:///path/to/media or s3://bucket/prefix?region=…&endpoint=https://….")
        return url

    @field_validator("media_base_url")
    @classmethod
    def _an_origin(cls, url: str) -> str:
        parts = urlsplit(url)
        if url and (parts.scheme not in ("https", "http") or not parts.netloc or parts.path.strip("/") or parts.query):
            raise ValueError("It must be the address of a host alone, such as https://cdn.shop.example.")
        return url.rstrip("/")

    @field_validator("rate_browse", "rate_act", "rate_sign_in", "rate_code", "rate_review", "rate_mail", "rate_mailbox")
    @classmethod
    def _a_rate(cls, text: str) -> str:
        """Refused at the start, not at the first visit."""
        try:
            allowed = parse(text).amount
        except ValueError:
            allowed = 0
        if allowed < 1:
            raise ValueError("It must be a rate of one or more, such as 120/minute.")
        return text

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
