"""Articles as staff keep them and shoppers read them. Every saving leaves a version behind."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final
from uuid import UUID

from pymongo.asynchronous.client_session import AsyncClientSession

from ...shared import clock
from ...shared.errors import Invalid
from ...shared.remembering import Remembered
from .. import finding
from ..database import documents
from ..errors import Conflict, Unknown
from ..models import Article, ArticleVersion
from ..slugs import slugify
from .wording import WORDS, Figure, drawn_twice, unknown_placeholders

# Addresses that others link to are not for staff to choose; what each of them says is.
ARTICLES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "delivery": "Delivery",
        "returns": "Returns",
        "contact": "Contact",
        "about": "About us",
        "privacy": "Privacy",
        "imprint": "Imprint",
    }
)
LONGEST: Final = {"title": 120, "summary": 320, "text": 40_000}
REMEMBERED: Final = 30.0  # seconds
MOST_VERSIONS: Final = 200


@dataclass(frozen=True)
class ArticleDetails:
    title: str
    text: str
    summary: str = ""
    hidden: bool = False


async def article(key: str) -> Article:
    """For shoppers; Unknown while it is not written, or hidden."""
    found = await Article.get(key) if key in ARTICLES else None
    if found is None or found.hidden:
        raise Unknown("There is no such page.")
    return found


async def shown_articles() -> tuple[Article, ...]:
    """What shoppers can read, in the order of a footer; up to half a minute old."""
    return await _shown.look()


async def kept_articles() -> dict[str, Article]:
    """All that is written, for staff, by key."""
    return {each.id: each for each in await Article.find({"_id": {"$in": list(ARTICLES)}}).to_list()}


async def find_article(key: str) -> Article | None:
    """Unknown where no page has this key; None while nobody has written it."""
    if key not in ARTICLES:
        raise Unknown("There is no such page.")
    return await Article.get(key)


async def save_article(key: str, details: ArticleDetails, *, revision: UUID | None, actor: str) -> Article:
    """Conflict when somebody has saved it since `revision`, which is None for what nobody had written."""
    check_article(details)

    async def work(session: AsyncClientSession) -> Article:
        await find_article(key)
        found = await Article.find_one({"_id": key}, session=session)
        if (found.revision if found else None) != revision:
            raise Conflict("page")
        written = found or Article(id=key, title="", text="")
        written.title, written.text = details.title, details.text
        written.summary, written.hidden = details.summary, details.hidden
        written.changed_by, written.updated_at = actor, clock.now()
        await (written.replace(session=session) if found else written.insert(session=session))
        await ArticleVersion.of(written).insert(session=session)
        return written

    saved = await documents.transaction(work)
    forget_articles()
    return saved


async def article_versions(key: str) -> list[ArticleVersion]:
    """The newest first, as many as anybody looks through."""
    return await ArticleVersion.find({"article": key}).sort("-_id").limit(MOST_VERSIONS).to_list()


async def article_version(key: str, version_id: UUID) -> ArticleVersion:
    found = await finding.one(ArticleVersion, version_id, "There is no such version.")
    if found.article != key:
        raise Unknown("There is no such version.")
    return found


def check_article(details: ArticleDetails) -> None:
    """Invalid names every field that cannot be."""
    wrong = {
        name: f"At most {most} characters fit here."
        for name, most in LONGEST.items()
        if len(getattr(details, name)) > most
    }
    if not slugify(details.title):
        wrong["title"] = "Give a title with letters or digits."
    if not details.text:
        wrong["text"] = "Write something."
    elif unknown := unknown_placeholders(details.text):
        words = ", ".join(f"{{{name}}}" for name in WORDS)
        alone = ", ".join(f"{{{name}}}" for name in Figure)
        wrong["text"] = f"{{{unknown[0]}}} stands for nothing here. There are {words}, and on a line alone {alone}."
    elif twice := drawn_twice(details.text):
        wrong["text"] = f"{{{twice[0]}}} can stand on a page once."
    if wrong:
        raise Invalid("Some of this cannot be saved as it is.", wrong)


async def _read_shown() -> tuple[Article, ...]:
    kept = await kept_articles()
    return tuple(kept[key] for key in ARTICLES if key in kept and not kept[key].hidden)


_shown = Remembered(_read_shown, REMEMBERED)
forget_articles = _shown.forget
