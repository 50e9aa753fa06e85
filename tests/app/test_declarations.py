"""Every route says who may, whose things it touches, how often, kept by whom and sent from where, and is held to it."""

import httpx
import pytest
from litestar import Litestar, get

from app.main import create_app
from app.responses import Response
from app.security.bearer import callers_only
from app.security.declarations import Cache, Declaration, From, Of, Rate, Who
from app.security.guards import permitted
from app.security.proving import proved_lately
from domains.users import Permission
from tests.app.making import browser_of, forget_limits
from tests.support.routes import Way, ways

LOOKING = {"GET", "HEAD"}


@pytest.fixture(scope="module")
def every_way(migrated: None) -> list[tuple[Way, Declaration]]:
    found = list(ways(create_app()))
    silent = [f"{way.method} {way.path}" for way in found if way.declared is None]
    assert silent == [], "declare them: opt=seen_by(…) or opt=done_by(…)"
    return [(way, way.declared) for way in found if way.declared]


def named(every_way: list[tuple[Way, Declaration]], **wanted: object) -> set[str]:
    return {way.name for way, said in every_way if all(getattr(said, key) == value for key, value in wanted.items())}


def test_every_route_declares_itself(every_way: list[tuple[Way, Declaration]]) -> None:
    assert len(every_way) > 200
    assert all(way.name for way, _ in every_way)


def test_what_looks_changes_nothing_and_what_changes_comes_from_our_pages(
    every_way: list[tuple[Way, Declaration]],
) -> None:
    for way, said in every_way:
        assert (said.sent_from is From.ANYWHERE) == (way.method in LOOKING), way
    assert named(every_way, sent_from=From.SIGNED) == {"webhooks.stripe"}
    assert named(every_way, sent_from=From.LINK) == {"alerts.end"}


def test_the_back_office_asks_for_a_permission_and_nothing_else_does(every_way: list[tuple[Way, Declaration]]) -> None:
    doors = {"admin.sign_in", "admin.start_session", "admin.sign_out"}
    for way, said in every_way:
        inside = way.path.startswith("/admin") and way.name not in doors
        for_programs = way.path.startswith("/api/") and said.who is not Who.ANYONE
        asks = said.who not in (Who.ANYONE, Who.PERSON)
        assert inside <= asks <= (inside or for_programs), way
        assert (permitted in way.handler.resolve_guards()) == inside, way
        assert (callers_only in way.handler.resolve_guards()) == for_programs, way
        assert (said.cache is Cache.NEVER) >= inside, way
    assert named(every_way, who=Who.STAFF) == {
        "admin.home", "admin.components", "admin.end_impersonation", "admin.choose_stock_letters",
    }  # fmt: skip


def test_every_permission_is_asked_for_somewhere(every_way: list[tuple[Way, Declaration]]) -> None:
    asked = {said.who for _, said in every_way}
    assert [each.value for each in Permission if each not in asked] == []


def test_whatever_staff_change_is_written_down(every_way: list[tuple[Way, Declaration]]) -> None:
    """By the route, or in the very transaction by the verbs of users; a preview keeps nothing."""
    unwritten = {
        way.name for way, said in every_way if way.method == "POST" and "admin." in way.name and not said.recorded
    }
    assert unwritten == {
        "admin.start_session", "admin.sign_out", "admin.preview_article", "admin.invite_staff", "admin.give_roles",
        "admin.disable_staff", "admin.enable_staff", "admin.let_go",
        "admin.disable_customer", "admin.enable_customer",
        "admin.create_role", "admin.change_role", "admin.remove_role",
        "admin.create_group", "admin.change_group", "admin.remove_group", "admin.put_in_group",
        "admin.take_out_of_group",
        "admin.create_key", "admin.revoke_key", "admin.begin_impersonation", "admin.end_impersonation",
    }  # fmt: skip


def test_who_may_only_read_changes_nothing(every_way: list[tuple[Way, Declaration]]) -> None:
    for way, said in every_way:
        if isinstance(said.who, Permission) and said.who.endswith(":read"):
            assert way.method in LOOKING, way


def test_only_machines_and_files_are_not_counted(every_way: list[tuple[Way, Declaration]]) -> None:
    assert named(every_way, rate=Rate.NONE) == {
        "health.alive", "health.ready", "static", "media", "offline.worker", "webhooks.stripe",
    }  # fmt: skip
    assert named(every_way, rate=Rate.SIGN_IN) == {
        "admin.start_session", "sign_in.enter", "registration.begin", "lost_password.replace", "security.password",
        "sign_in.second", "proof.give", "second_factor.confirm", "api.begin_tokens", "sign_in.by_passkey",
        "sign_in.second_by_passkey", "proof.give_passkey", "passkeys.add",
    }  # fmt: skip


def test_what_any_cache_may_keep_belongs_to_nobody(every_way: list[tuple[Way, Declaration]]) -> None:
    kept = named(every_way, cache=Cache.PUBLIC)
    assert kept == {"static", "media", "robots.show", "offline.show", "sitemap.index", "sitemap.part"}
    assert kept <= named(every_way, of=Of.NOBODY)


def test_whoever_holds_a_link_is_told_to_keep_no_copy(every_way: list[tuple[Way, Declaration]]) -> None:
    """But where the answer leads on at once, or what is shared shows nothing of its owner."""
    looked = {way.name for way, said in every_way if said.of is Of.TOKEN and way.method == "GET"}
    kept = {way.name for way, said in every_way if said.of is Of.TOKEN and said.cache is not Cache.NEVER}
    assert looked & kept == {"checkout.back", "checkout.given_up", "wishlists.shared"}


def test_what_money_roles_and_accounts_hang_on_asks_for_a_fresh_proof(every_way: list[tuple[Way, Declaration]]) -> None:
    weighty = {
        Permission.ORDERS_REFUND, Permission.ORDERS_CANCEL, Permission.STAFF_WRITE, Permission.ROLES_WRITE,
        Permission.KEYS_WRITE, Permission.USERS_IMPERSONATE, Permission.CUSTOMERS_DISABLE,
    }  # fmt: skip
    deeds = [
        (way, way.handler.resolve_guards()) for way, said in every_way if said.who in weighty and way.method == "POST"
    ]
    assert {way.name for way, guards in deeds if proved_lately not in guards} == {
        "admin.revoke_key"
    }  # gives nobody more


async def test_a_route_that_declares_nothing_admits_nobody(migrated: None) -> None:
    @get("/undeclared", name="undeclared")
    async def undeclared() -> Response[str]:
        return Response("let in")

    app = create_app()
    app.register(undeclared)
    forget_limits()
    async with browser_of(app) as browser:
        answer = await browser.get("/undeclared")
    assert (answer.status_code, "let in" in answer.text) == (403, False)


async def test_answers_are_kept_as_their_routes_declare(app: Litestar, browser: httpx.AsyncClient, shop: None) -> None:
    """Where one can look without anything being there; what is refused is never for everybody to keep."""
    for way in ways(app):
        if way.method != "GET" or way.name in {"feed.google", "probe.stream"} or way.declared is None:
            continue
        forget_limits()
        answer = await browser.get(way.address)
        public = "public" in answer.headers["cache-control"]
        assert public <= (way.declared.cache is Cache.PUBLIC), (way.name, answer.headers["cache-control"])
        if way.declared.cache is Cache.NEVER:
            assert "no-store" in answer.headers["cache-control"], way.name
