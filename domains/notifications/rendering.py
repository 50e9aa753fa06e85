"""The words of a message: a folder of `subject.txt`, `body.txt` and `body.html` below templates/notifications."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from domains.shared import media, texts
from domains.shared.settings import settings

TEMPLATES = Path(__file__).resolve().parents[2] / "templates" / "notifications"


@dataclass(frozen=True)
class Written:
    subject: str
    text: str
    html: str


def render(template: str, context: Mapping[str, object]) -> Written:
    """`context` is what the templates of that folder name; a missing name is an error, never an empty gap."""
    parts = {"shop": settings().shop_name, "base_url": settings().base_url.rstrip("/"), **context}
    return Written(
        subject=" ".join(_env().get_template(f"{template}/subject.txt").render(parts).split()),
        text=_env().get_template(f"{template}/body.txt").render(parts),
        html=_env().get_template(f"{template}/body.html").render(parts),
    )


@lru_cache
def _env() -> Environment:
    env = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=select_autoescape(("html",)),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    env.filters["money"] = texts.minor_units
    env.filters["day"] = texts.day
    env.globals |= {"picture_url": media.whole_picture_url, "picture_srcset": media.whole_picture_srcset}
    return env
