"""An editorial page: what the shop says about itself in words of its own, and every version of that."""

from datetime import datetime
from typing import ClassVar
from uuid import UUID

from beanie import Document
from pydantic import Field
from pymongo import ASCENDING, DESCENDING, IndexModel

from ...shared import clock
from ...shared.ids import new_id


class Article(Document):
    """Its id is its address. `text` is Markdown with placeholders; `summary` is for search engines; `hidden` keeps it
    from shoppers."""

    id: str  # type: ignore[assignment]  # how Beanie lets us choose the key
    title: str
    text: str
    summary: str = ""
    hidden: bool = False
    changed_by: str = ""
    updated_at: datetime = Field(default_factory=clock.now)

    class Settings:
        name = "articles"
        use_revision = True

    @property
    def revision(self) -> UUID | None:
        return self.revision_id


class ArticleVersion(Document):
    """What an article was made on one occasion; never changed."""

    id: UUID = Field(default_factory=new_id)  # type: ignore[assignment]  # how Beanie lets us choose the key
    article: str
    title: str
    text: str
    summary: str
    hidden: bool
    changed_by: str
    made_at: datetime

    class Settings:
        name = "article_versions"
        indexes: ClassVar[list[IndexModel]] = [IndexModel([("article", ASCENDING), ("_id", DESCENDING)])]

    @classmethod
    def of(cls, article: Article) -> "ArticleVersion":
        return cls(
            article=article.id,
            title=article.title,
            text=article.text,
            summary=article.summary,
            hidden=article.hidden,
            changed_by=article.changed_by,
            made_at=article.updated_at,
        )
