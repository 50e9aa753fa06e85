"""What a product's address says of its reviews: in which order, through which filter, and which page of them."""

from dataclasses import dataclass
from typing import Any

from app.requests import Request
from app.security.visitor import visitor_of
from domains import catalog

from . import forms

Context = dict[str, Any]


@dataclass(frozen=True)
class AskedReviews:
    """`variant` is the one the address names, which every other choice keeps."""

    slug: str
    variant: str
    sort: str
    stars: int
    verified: bool
    page: int

    def parameters(self, **changed: Any) -> dict[str, Any]:
        """For the page's address with some of it changed; what is as it would be anyway is left out."""
        kept = {"variant": self.variant, "reviews": self.sort, "stars": self.stars, "verified": self.verified}
        said = kept | changed
        said["verified"] = "yes" if said["verified"] else ""
        for name, usual in (("reviews", "newest"), ("page", 1)):
            said[name] = None if said.get(name) == usual else said.get(name)
        return {"slug": self.slug, **{name: value or None for name, value in said.items()}}


def read(request: Request, slug: str) -> AskedReviews:
    stars = forms.asked(request, "stars")
    return AskedReviews(
        slug=slug,
        variant=forms.asked(request, "variant"),
        sort=forms.asked(request, "reviews"),
        stars=int(stars) if stars in {"1", "2", "3", "4", "5"} else 0,
        verified=forms.asked(request, "verified") == "yes",
        page=forms.page_number(request),
    )


async def reviews(request: Request, product: catalog.Product, asked: AskedReviews) -> Context:
    """What `partials/product/reviews.html` shows."""
    wanted = catalog.ReviewFilter(asked.stars, asked.verified)
    found = await catalog.published_reviews(product, asked.sort, asked.page, wanted)
    visitor = await visitor_of(request)
    voted = await catalog.votes_of(visitor.party_id, found.reviews) if visitor.party_id else frozenset()
    return {"product": product, "reviews": found, "asked_reviews": asked, "voted": voted}
