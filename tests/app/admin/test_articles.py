"""Editorial pages in the back office: written, looked at, saved once by each of two editors, taken back."""

import httpx

from domains import catalog
from domains.catalog import ArticleDetails
from tests.support import office
from tests.support.visiting import heading

ADDRESS = "/admin/articles/about"


async def form(staff: httpx.AsyncClient) -> office.Form:
    return office.form_to(await staff.get(ADDRESS), "/about")


async def test_a_page_is_written_looked_at_and_saved(staff: httpx.AsyncClient, stranger: httpx.AsyncClient) -> None:
    assert ["About us", "/pages/about", "not written", "never"] in office.rows(
        await staff.get("/admin/articles"), "Pages"
    )
    typed = (await form(staff)).fields | {"title": "Who we are", "text": "We are **{shop}**."}
    looked = await staff.post(f"{ADDRESS}/preview", data=typed)
    assert (looked.status_code, heading(looked)) == (200, "Who we are")
    assert "<strong>Barrow</strong>" in looked.text
    assert (await stranger.get("/pages/about")).status_code == 404
    assert (await staff.post(ADDRESS, data=typed)).headers["location"] == f"{ADDRESS}?done=saved"
    assert "Who we are" in (await stranger.get("/pages/about")).text
    kept = await catalog.find_article("about")
    assert kept is not None
    assert (kept.changed_by, kept.hidden) == (office.EMAIL, False)


async def test_what_cannot_be_saved_is_told_beside_its_field_and_stays_typed(staff: httpx.AsyncClient) -> None:
    typed = (await form(staff)).fields | {"title": "", "text": "Free from {price}.", "summary": "s" * 321}
    for address in (ADDRESS, f"{ADDRESS}/preview"):
        refused = await staff.post(address, data=typed)
        assert refused.status_code == 422
        assert office.summary(refused) == [
            "At most 320 characters fit here.",
            "Give a title with letters or digits.",
            "{price} stands for nothing here. There are {shop}, {email}, {return days}, {return cost}, and on a line "
            "alone {delivery prices}.",
        ]
        assert "Free from {price}." in refused.text
    twice = await staff.post(ADDRESS, data=typed | {"title": "A", "summary": "", "text": "{delivery prices}\n" * 2})
    assert office.summary(twice) == ["{delivery prices} can stand on a page once."]
    assert await catalog.kept_articles() == {}


async def test_of_two_editors_the_second_chooses(staff: httpx.AsyncClient) -> None:
    mine, theirs = await form(staff), await form(staff)
    assert (await staff.post(ADDRESS, data=theirs.fields | {"text": "Theirs."})).status_code == 303
    clash = await staff.post(ADDRESS, data=mine.fields | {"text": "Mine.", "title": "Us"})
    assert clash.status_code == 409
    assert office.rows(clash, "What differs") == [["Title", "Us", "About us"], ["Text", "Mine.", "Theirs."]]
    choice = office.form_to(clash, "/about")
    assert (await staff.post(ADDRESS, data=choice.fields | {"keep-title": "theirs"})).status_code == 303
    kept = await catalog.find_article("about")
    assert kept is not None
    assert (kept.title, kept.text) == ("About us", "Mine.")


async def test_every_version_is_kept_and_can_be_taken_again(staff: httpx.AsyncClient) -> None:
    first = await catalog.save_article(
        "about", ArticleDetails("Us", "Old\nSame"), revision=None, actor="eve@example.com"
    )
    await catalog.save_article("about", ArticleDetails("Us", "New\nSame"), revision=first.revision, actor="ada")
    listed = await staff.get(f"{ADDRESS}/versions")
    assert [row[1] for row in office.rows(listed, "Versions")] == ["ada", "eve@example.com"]
    newest, oldest = await catalog.article_versions("about")
    shown = await staff.get(f"{ADDRESS}/versions/{newest.id}")
    assert '<ins class="versions__line">New</ins>' in shown.text
    assert '<del class="versions__line">Old</del>' in shown.text
    stale = office.form_to(await staff.get(f"{ADDRESS}/versions/{oldest.id}"), str(oldest.id))
    assert (await staff.post(stale.action, data=stale.fields | {"revision": str(first.revision)})).status_code == 409
    assert (await staff.post(stale.action, data=stale.fields)).status_code == 303
    kept = await catalog.find_article("about")
    assert kept is not None
    assert (kept.text, kept.changed_by, len(await catalog.article_versions("about"))) == ("Old\nSame", office.EMAIL, 3)
    assert (await staff.get(f"/admin/articles/returns/versions/{oldest.id}")).status_code == 404


async def test_there_are_no_other_pages_and_nobody_else_may_write_them(
    staff: httpx.AsyncClient, stranger: httpx.AsyncClient
) -> None:
    assert (await staff.get("/admin/articles/blog")).status_code == 404
    assert (await staff.post("/admin/articles/blog", data={"title": "A", "text": "B"})).status_code == 404
    assert (await stranger.post(ADDRESS, data={"title": "A", "text": "B"})).status_code == 303
    assert await catalog.kept_articles() == {}
