"""The whole application, and beside its own routes the probes."""

from pathlib import Path

import httpx
from jinja2 import ChoiceLoader, DictLoader, FileSystemLoader
from litestar import Litestar

from app.main import create_app
from app.security import rates
from tests.app import probes

HERE = Path(__file__).parent
HOME = "http://127.0.0.1:8000"


def make_app() -> Litestar:
    made = create_app()
    for route in probes.ROUTES:
        made.register(route)
    templates = made.state.templates
    templates.loader = ChoiceLoader([templates.loader, FileSystemLoader(HERE), DictLoader(probes.TEMPLATES)])
    return made


def browser_of(app: Litestar, base_url: str = HOME, **headers: str) -> httpx.AsyncClient:
    """A client that keeps cookies and never follows by itself."""
    transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
    return httpx.AsyncClient(transport=transport, base_url=base_url, headers=headers)


def forget_limits() -> None:
    rates.limiter.pop()
