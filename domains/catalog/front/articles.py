"""Editorial pages: written, read, told to machines."""

from ..articles.demo import (
    write_demo_articles,
)
from ..articles.keeping import (
    ARTICLES,
    ArticleDetails,
    article,
    article_version,
    article_versions,
    check_article,
    find_article,
    forget_articles,
    kept_articles,
    save_article,
    shown_articles,
)
from ..articles.wording import (
    Figure,
    Piece,
    pieces,
)
from ..models import (
    Article,
    ArticleVersion,
)

__all__ = [
    "ARTICLES",
    "Article",
    "ArticleDetails",
    "ArticleVersion",
    "Figure",
    "Piece",
    "article",
    "article_version",
    "article_versions",
    "check_article",
    "find_article",
    "forget_articles",
    "kept_articles",
    "pieces",
    "save_article",
    "shown_articles",
    "write_demo_articles",
]
