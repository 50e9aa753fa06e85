"""The outside world on a laptop: a Stripe look-alike, a mail catch-all and its inbox, in one process."""

import argparse
import os
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager, closing
from dataclasses import dataclass
from pathlib import Path

import uvicorn
from litestar import Litestar
from litestar.di import Provide
from litestar.plugins.jinja import JinjaTemplateEngine
from litestar.template import TemplateConfig

from . import inbox
from .mail import LARGEST, Mailbox, taking_mail
from .outside_database import Database
from .stripe.app import HANDLERS, running
from .stripe.dropping import Dropping
from .stripe.site import Site
from .stripe.store import Objects

# httpx forgets an idle connection after 5 s; closing it here at that very moment would break a request on it
KEEP_ALIVE_S = 75
TEMPLATES = Path(__file__).parent / "templates"


@dataclass(frozen=True)
class Settings:
    port: int
    smtp_port: int
    shop_url: str
    home: Path
    webhook_secret: str
    public_url: str
    shop_name: str = "Barrow"


def create_app(settings: Settings) -> Litestar:
    """The web side; its life opens and closes the database and the SMTP server."""
    database = Database(settings.home)
    mailbox = Mailbox(database)
    site = Site(
        Objects(database),
        f"{settings.public_url}/stripe",
        f"{settings.shop_url}/webhooks/stripe",
        settings.webhook_secret,
        settings.shop_name,
    )

    return Litestar(
        [*HANDLERS, *inbox.HANDLERS],
        dependencies={
            "site": Provide(lambda: site, sync_to_thread=False),
            "mailbox": Provide(lambda: mailbox, sync_to_thread=False),
        },
        lifespan=[_open(database), taking_mail(mailbox, settings.smtp_port), running(site)],
        middleware=[Dropping()],
        template_config=TemplateConfig(directory=TEMPLATES, engine=JinjaTemplateEngine),
        openapi_config=None,
        logging_config=None,
        request_max_body_size=LARGEST,
    )


def _open(database: Database) -> Callable[[Litestar], AbstractAsyncContextManager[None]]:
    @asynccontextmanager
    async def lifespan(_: Litestar) -> AsyncIterator[None]:
        with closing(database):
            yield

    return lifespan


def main() -> None:
    settings = _settings()
    try:
        uvicorn.run(
            create_app(settings),
            host="127.0.0.1",
            port=settings.port,
            log_level="warning",
            timeout_graceful_shutdown=3,
            timeout_keep_alive=KEEP_ALIVE_S,
        )
    except KeyboardInterrupt:
        return


def _settings() -> Settings:
    parser = argparse.ArgumentParser(prog="python -m sandbox.outside", description=__doc__)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--smtp-port", type=int, required=True)
    parser.add_argument("--shop-url", default="http://127.0.0.1:8000", help="where webhooks go")
    parser.add_argument("--home", type=Path, required=True, help="folder of outside.sqlite3")
    parser.add_argument("--public-url", help="where browsers reach this process (default http://127.0.0.1:PORT)")
    parser.add_argument("--shop-name", default=os.environ.get("SHOP_NAME", "Barrow"))
    given = parser.parse_args()
    secret = (
        os.environ.get("STRIPE_WEBHOOK_SECRET", "").partition(",")[0].strip()
    )  # the newer of two, while one is replaced
    if not secret:
        sys.exit("STRIPE_WEBHOOK_SECRET is not set: the sandbox signs its webhooks with it.")
    public_url = given.public_url or f"http://127.0.0.1:{given.port}"
    return Settings(
        given.port,
        given.smtp_port,
        given.shop_url.rstrip("/"),
        given.home,
        secret,
        public_url.rstrip("/"),
        given.shop_name,
    )


if __name__ == "__main__":
    main()
