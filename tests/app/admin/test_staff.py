"""The pages of staff and roles: let in by a letter, given roles, kept out; roles written and changed."""

import re

import httpx
from litestar import Litestar

from domains import inventory, users
from tests.app.making import browser_of
from tests.support import office
from tests.support.draining import drain
from tests.support.staff import actor, hired

NEWCOMER = "kim@barrow.example"


async def invite(staff: httpx.AsyncClient, email: str = NEWCOMER, role: str = "fulfilment") -> httpx.Response:
    form = office.form_to(await staff.get("/admin/staff"), "/admin/staff")
    return await staff.post(form.action, data={"email": email, "name": "Kim", "role": role})


async def test_somebody_is_let_in_by_a_letter_and_sees_what_their_role_allows(
    app: Litestar, staff: httpx.AsyncClient, outside: str
) -> None:
    answer = await invite(staff)
    assert answer.status_code == 303
    page = await staff.get(answer.headers["location"])
    assert office.said(page) == "An e-mail asks them to choose a password. From then on they can sign in."
    await drain()
    [person] = [each for each in await users.staff() if each.email == NEWCOMER]
    assert [given.role_key for given in person.roles] == ["fulfilment"]
    async with browser_of(app) as newcomer:
        assert (await office.sign_in(newcomer, NEWCOMER)).status_code == 422
        await office.signed_in(newcomer, person)
        home = await newcomer.get("/admin")
        assert home.headers["location"] == "/admin/orders"
        bar = (await newcomer.get("/admin/orders")).text.split("</nav>")[0]
        assert [name for name in ("Orders", "Products", "Promotions", "Staff", "Audit log") if f">{name}" in bar] == [
            "Orders", "Products",
        ]  # fmt: skip
    [entry, *_] = (await users.audit_entries(users.AuditFilter(action="invite_staff"))).entries
    assert (entry.actor, entry.subject, entry.after) == (
        office.EMAIL, f"person {NEWCOMER}", {"roles": ["fulfilment"]},
    )  # fmt: skip


async def test_an_account_that_comes_to_work_here_chooses_a_password_fit_for_staff(staff: httpx.AsyncClient) -> None:
    async with users.database.transaction() as session:
        session.add(users.Person(email=NEWCOMER, name="Kim", roles=[]))
    assert (await invite(staff, NEWCOMER.upper())).status_code == 303
    again = await invite(staff)
    assert again.status_code == 422
    assert office.summary(again) == [f"{NEWCOMER} works here already. Change their roles on their page."]
    assert len(await users.staff()) == 2


async def test_what_cannot_be_is_said_at_its_field(staff: httpx.AsyncClient) -> None:
    assert office.summary(await invite(staff, "kim")) == ["Enter an e-mail address like name@example.com."]
    nothing = await staff.post("/admin/staff", data={"email": NEWCOMER, "name": "<b>Kim"})
    assert office.summary(nothing) == ["Choose one role at least."]
    assert 'value="&lt;b&gt;Kim"' in nothing.text
    unknown = await invite(staff, role="kings")
    assert office.summary(unknown) == ["There is no such role."]
    assert len(await users.staff()) == 1


async def test_roles_are_given_and_somebody_is_kept_out_at_once(app: Litestar, staff: httpx.AsyncClient) -> None:
    person = await hired(NEWCOMER, "fulfilment")
    async with browser_of(app) as other:
        await office.signed_in(other, person)
        assert (await other.get("/admin/promotions")).status_code == 403
        gave = await staff.post(f"/admin/staff/{person.id}/roles", data={"role": ["fulfilment", "catalogue"]})
        assert office.said(await staff.get(gave.headers["location"])) == (
            "The roles are saved. They hold from the next page on."
        )
        assert (await other.get("/admin/promotions")).status_code == 200
        out = office.form_to(await staff.get(f"/admin/staff/{person.id}"), "/disabling")
        assert (await staff.post(out.action)).status_code == 303
        assert (await other.get("/admin/promotions")).status_code == 303
    back = office.form_to(await staff.get(f"/admin/staff/{person.id}"), "/enabling")
    assert (await staff.post(back.action)).status_code == 303
    assert (await users.find_staff(person.id)).disabled_at is None


async def test_who_works_here_no_longer_is_a_customer_who_may_go(app: Litestar, staff: httpx.AsyncClient) -> None:
    person = await hired(NEWCOMER, "manager")
    await users.create_key(users.KeyDraft.of("Stock", ["orders:read"], 30, 60), actor=actor(person))
    async with browser_of(app) as other:
        await office.signed_in(other, person)
        told = await other.get("/account/data")
        assert ("Whoever looks after the staff can say" in told.text, "/account/deletion" in told.text) == (True, False)
        form = office.form_to(await staff.get(f"/admin/staff/{person.id}"), "/leaving")
        assert office.summary(await staff.post(form.action)) == ["Please tick the box to confirm."]
        gone = await staff.post(form.action, data=office.CONFIRMED)
        assert office.said(await staff.get(gone.headers["location"])).startswith("They work here no longer.")
        assert (await other.get("/admin/orders")).status_code == 303
        assert [key.revoked_at is None for key in await users.api_keys()] == [False]
        assert (await staff.get(f"/admin/staff/{person.id}")).status_code == 404
        await office.signed_in(other, person)
        assert (await other.get("/admin/orders")).status_code == 303
        deleted = await other.post("/account/deletion", data={"sure": "yes"})
        assert deleted.headers["location"] == "/account?done=deleted"
    [entry] = (await users.audit_entries(users.AuditFilter(action="let_go"))).entries
    assert (entry.actor, entry.subject) == (office.EMAIL, "somebody erased")


async def test_a_limit_that_would_limit_nothing_is_refused_with_what_was_ticked(staff: httpx.AsyncClient) -> None:
    await inventory.create_location("hamburg", "Hamburg", "DE", 10)
    person = await hired(NEWCOMER, "fulfilment")
    here = f"/admin/staff/{person.id}/roles"
    for typed, told in (
        ({"role": ["support", "fulfilment"], "location": "hamburg"}, "“Support” cannot be limited to locations"),
        ({"role": "fulfilment", "location": ["nowhere"]}, "Choose from the locations offered."),
        ({"role": "\x00", "location": []}, "There is no such role."),
    ):
        refused = await staff.post(here, data=typed)
        assert refused.status_code in (404, 422)
        assert office.summary(refused)[0].startswith(told)
        for name, values in typed.items():
            ticked = set(re.findall(f'name="{name}" value="([^"]+)" checked', refused.text))
            assert ticked == set([values] if isinstance(values, str) else values) & {"support", "fulfilment", "hamburg"}
    assert (await staff.post(here, data={"role": "fulfilment", "location": "hamburg"})).status_code == 303
    [given] = (await users.find_staff(person.id)).roles
    assert (given.role_key, given.locations) == ("fulfilment", ["hamburg"])


async def test_the_last_owner_stays_and_is_told_why(staff: httpx.AsyncClient) -> None:
    [owner] = await users.staff()
    for path, data in (("disabling", {}), ("roles", {"role": "support"}), ("leaving", office.CONFIRMED)):
        answer = await staff.post(f"/admin/staff/{owner.id}/{path}", data=data)
        assert answer.status_code == 409
        assert office.summary(answer) == ["The shop would be left without an owner. Make somebody else an owner first."]


async def test_a_manager_is_offered_and_gives_no_more_than_they_hold(app: Litestar, staff: httpx.AsyncClient) -> None:
    person = await hired(NEWCOMER, "fulfilment")
    async with browser_of(app) as other:
        await office.signed_in(other, await hired("mia@barrow.example", "manager"))
        page = await other.get(f"/admin/staff/{person.id}")
        assert 'value="support"' in page.text
        assert 'value="owner"' not in page.text
        answer = await other.post(f"/admin/staff/{person.id}/roles", data={"role": "owner"})
        assert answer.status_code == 403
        assert "Only somebody who may do this too can give it" in office.read(answer)
        [owner] = [each for each in await users.staff() if each.owns]
        for deed in ("disabling", "leaving"):
            refused = await other.post(f"/admin/staff/{owner.id}/{deed}", data=office.CONFIRMED)
            assert (refused.status_code, (await users.find_staff(owner.id)).owns) == (403, True)
    assert [given.role_key for given in (await users.find_staff(person.id)).roles] == ["fulfilment"]


async def test_a_role_is_written_changed_and_removed(staff: httpx.AsyncClient) -> None:
    typed = {"name": "Packers", "about": "They pack.", "permission": ["orders:read", "orders:fulfil"]}
    made = await staff.post("/admin/roles/new", data=typed)
    assert made.headers["location"] == "/admin/roles/packers?done=created"
    form = office.form_to(await staff.get("/admin/roles/packers"), "/admin/roles/packers")
    changed = await staff.post(form.action, data=form.fields | {"permission": ["orders:read"], "name": "Readers"})
    assert changed.status_code == 303
    assert (await users.find_role("packers")).permissions == ["orders:read"]
    stale = await staff.post(form.action, data=form.fields | {"name": "Others"})
    assert office.summary(stale) == ["Somebody else has changed this meanwhile. Look at it again, then change it."]
    gone = office.form_to(await staff.get("/admin/roles/packers"), "/removal")
    assert office.summary(await staff.post(gone.action, data=gone.fields)) == ["Please tick the box to confirm."]
    assert (await staff.post(gone.action, data=gone.fields | office.CONFIRMED)).status_code == 303
    assert (await staff.get("/admin/roles/packers")).status_code == 404


async def test_what_a_role_cannot_be_is_said_and_kept(staff: httpx.AsyncClient) -> None:
    typed = {"name": "", "about": "They pack.", "permission": ["orders:read"]}
    answer = await staff.post("/admin/roles/new", data=typed)
    assert office.summary(answer) == ["Give the role a name of 60 characters at most."]
    assert 'id="role-orders-read" name="permission" value="orders:read" checked' in answer.text
    assert (await staff.get("/admin/roles/owner")).text.count("disabled") == 1
