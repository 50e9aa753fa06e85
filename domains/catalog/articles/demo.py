"""The demonstration shop's own words: delivery, returns and the rest, for a shop that has none yet."""

from pathlib import Path

from .keeping import ARTICLES, ArticleDetails, kept_articles, save_article

HERE = Path(__file__).parent.parent / "demo" / "articles"


async def write_demo_articles(by: str) -> None:
    """What somebody has written meanwhile stays."""
    kept = await kept_articles()
    for key in ARTICLES:
        if key not in kept:
            await save_article(key, demo_article(key), revision=None, actor=by)


def demo_article(key: str) -> ArticleDetails:
    """A file of three parts: its title, what search engines show of it, and its text."""
    title, summary, text = (HERE / f"{key}.md").read_text().split("\n\n", 2)
    return ArticleDetails(title.removeprefix("# "), text.strip(), " ".join(summary.split()))
