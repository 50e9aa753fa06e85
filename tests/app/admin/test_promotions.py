"""Promotions in the back office: put together from parts, looked over, published, ended; and their codes."""

from uuid import UUID

import httpx
import pytest

from domains import catalog, users
from tests.support import office
from tests.support.catalog import eur, make_product, make_variant
from tests.support.draining import drain
from tests.support.forms import Form, forms
from tests.support.stored_promotions import make_promotion, terms

TWENTY = {"benefits-0-kind": "percent_off", "benefits-0-basis_points": "20"}
FORM = {"name": "Friday", "label": "Black Friday", "kind": "line", "priority": "0"} | TWENTY


def form_of(page: httpx.Response) -> Form:
    [found] = [form for form in forms(page.text, str(page.url)) if "label" in form.fields]
    return found


async def press(staff: httpx.AsyncClient, page: httpx.Response, deed: str, **typed: str) -> httpx.Response:
    """One of the buttons that add and remove; whatever is typed stays."""
    form = form_of(page)
    answer = await staff.post(form.action, data=form.fields | typed | {"deed": deed})
    assert answer.status_code == 200
    return answer


async def test_a_kept_promotion_saved_untouched_stays_as_it_is(staff: httpx.AsyncClient) -> None:
    mug = await make_product(variants=[make_variant("A"), make_variant("B")], category="Table/Mugs", slug="mug")
    gifts = await catalog.create_collection("Gifts", catalog.CollectionKind.MANUAL)
    all_the_same = catalog.Scope(skus=frozenset({"B"}))
    left_out = catalog.Scope(products=frozenset({mug.id}), but_not=all_the_same)
    table = catalog.Scope(categories=frozenset({"table"}), but_not=catalog.Scope(skus=frozenset({"A"})))
    nested = catalog.Scope(categories=frozenset({"table"}), but_not=left_out)
    steps = (
        catalog.PromotionStep(3, catalog.PercentOff(1000, 5_00)),
        catalog.PromotionStep(6, catalog.AmountOff(50, each=True)),
    )
    said = terms(
        announcement="12.5% off everything",
        benefits=(
            catalog.PercentOff(1250, 50_00),
            catalog.AmountOff(5_00, each=True),
            catalog.Tiered(catalog.Measure.QUANTITY, steps),
            catalog.Tiered(catalog.Measure.AMOUNT, (catalog.PromotionStep(100_00, catalog.AmountOff(15_00)),)),
            catalog.BuyGet(1, 1, 5_000, table, 2),
            catalog.SetPrice(20_00, 3),
            catalog.Gift("A", 2),
        ),
        scope=catalog.Scope(products=frozenset({mug.id}), collections=frozenset({gifts.id}), but_not=table.but_not),
        all_of=(
            catalog.MinimumQuantity(3, nested),
            catalog.MinimumAmount(50_00, table),
            catalog.NthOrder(5, every=True),
        ),
        any_of=(catalog.InGroup(frozenset({"friends", "staff"})), catalog.ShippingBy(frozenset({"express"}))),
        combines_with=frozenset({catalog.PromotionClass.ORDER}),
        limits=catalog.Limits(overall=10, per_customer=1),
        most=99_00,
    )
    made = await catalog.create_promotion(said)
    page = await staff.get(f"/admin/promotions/{made.id}")
    await users.create_group(users.GroupDraft("Friends"), actor=users.OPERATOR)
    unknown = await staff.post(form_of(page).action, data=form_of(page).fields)
    [told] = office.summary(unknown)
    assert told.endswith(
        "groups, by their keys: “staff” is the key of no customer group, or of none any more. There are: friends."
    )
    assert "Save without “staff”" in unknown.text
    without = await catalog.create_promotion(said)
    leaving = form_of(await staff.get(f"/admin/promotions/{without.id}"))
    assert (await staff.post(leaving.action, data=leaving.fields | {"leave_out_groups": "yes"})).status_code == 303
    assert catalog.InGroup(frozenset({"friends"})) in (await catalog.find_promotion(without.id)).promotion.any_of
    await users.create_group(users.GroupDraft("Staff"), actor=users.OPERATOR)
    assert (await staff.post(form_of(page).action, data=form_of(page).fields)).status_code == 303
    kept = await catalog.find_promotion(made.id)
    assert (kept.promotion, kept.revision) == (made.promotion, made.revision)


async def test_parts_are_added_and_removed_by_plain_buttons_and_nothing_typed_is_lost(staff: httpx.AsyncClient) -> None:
    blank = await staff.get("/admin/promotions/new")
    page = await press(staff, blank, "add:benefits", name="Friday", **{"benefits-add": "tiered"})
    page = await press(
        staff, page, "add:benefits-1-steps", **{"benefits-0-basis_points": "20", "benefits-1-steps-add": "amount_off"}
    )
    page = await press(staff, page, "add:all_of", **{"all_of-add": "minimum_amount", "benefits-1-steps-0-at": "3"})
    page = await press(
        staff, page, "add:all_of-0-scope", **{"all_of-0-scope-add": "skus", "benefits-1-steps-0-amount": "5"}
    )
    page = await press(staff, page, "add:scope", **{"scope-add": "category", "all_of-0-scope-0-names": "A\nB"})
    page = await press(staff, page, "remove:benefits-0")
    typed = form_of(page).fields
    assert typed["name"] == "Friday"
    assert {
        name: value for name, value in typed.items() if name.startswith("benefits-") and not name.endswith("-add")
    } == {
        "benefits-1-kind": "tiered",
        "benefits-1-by": "quantity",
        "benefits-1-steps-0-kind": "amount_off",
        "benefits-1-steps-0-at": "3",
        "benefits-1-steps-0-amount": "5",
    }
    assert (typed["all_of-0-scope-0-names"], typed["scope-0-kind"], typed["scope-0-names"]) == ("A\nB", "category", "")
    refused = await staff.post(form_of(page).action, data=typed)
    assert sorted(office.summary(refused)) == [
        "A category and all below it, its address: Say which, or remove this.",
        "At least for an amount, amount: Give an amount in EUR, such as 12.50.",
    ]
    assert form_of(refused).fields == typed
    assert (await catalog.promotions_by_status(catalog.PromotionStatus.DRAFT)).entries == ()


@pytest.mark.parametrize(
    "deed", ["add:", "add:limits", "add:benefits-0-kind", "remove:", "remove:name", "add:benefits-x", "💥"]
)
async def test_a_button_that_does_not_exist_changes_nothing(staff: httpx.AsyncClient, deed: str) -> None:
    answer = await staff.post("/admin/promotions/new", data=FORM | {"deed": deed, "benefits-add": "nothing"})
    assert (answer.status_code, form_of(answer).fields["benefits-0-basis_points"]) == (200, "20")


async def create(staff: httpx.AsyncClient, **more: str) -> httpx.Response:
    return await staff.post("/admin/promotions/new", data=FORM | more)


PARTS = {
    "scope-0-kind": "skus", "scope-0-names": "a\nB", "all_of-0-kind": "minimum_quantity", "all_of-0-quantity": "2",
}  # fmt: skip


async def test_a_promotion_is_written_looked_over_published_and_ended(staff: httpx.AsyncClient) -> None:
    await make_product("Mug", variants=[make_variant("A", cost=eur(11_00)), make_variant("B", cost=eur(3_00))])
    await make_promotion("Other", exclusive=True)
    made = await create(staff, overall="10", beside_order="yes", **PARTS)
    assert made.status_code == 303
    page = await staff.get(made.headers["location"])
    assert office.said(page) == "The promotion is saved."
    assert form_of(page).fields["scope-0-names"] == "A\nB"
    address = made.headers["location"].split("?")[0]
    waiting = await staff.get(f"{address}/preview")
    assert ("Counting products" in waiting.text, "is for" in waiting.text) == (True, False)
    await drain()
    looked = await staff.get(f"{address}/preview")
    assert 'hx-trigger="every 1s"' not in looked.text
    assert "It is for 2 of 2 variants that are sold." in looked.text
    assert "Other</a> on 2 of its variants" in looked.text
    assert office.rows(looked, "Sold below cost") == [["A", "Mug", "2", "€20.00", "€22.00"]]
    form = office.form_to(looked, "/publication")
    assert (await staff.post(form.action, data=form.fields)).status_code == 303
    assert [each.name for each in (await catalog.live_promotions(fresh=True)).values()] == ["Other", "Friday"]
    sheet = await staff.get(address)
    form = office.form_to(sheet, "/end")
    unticked = await staff.post(form.action, data=form.fields)
    assert (unticked.status_code, office.summary(unticked)) == (422, ["Please tick the box to confirm."])
    assert (await staff.post(form.action, data=form.fields | office.CONFIRMED)).status_code == 303
    assert [each.name for each in (await catalog.live_promotions(fresh=True)).values()] == ["Other"]
    assert "Friday" in (await staff.get("/admin/promotions?status=ended")).text


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"name": ""}, "Give 1 to 80 characters."),
        ({"benefits-0-basis_points": "half"}, "Give a percentage such as 20 or 12.5."),
        ({"benefits-0-basis_points": "1.234"}, "Give a percentage such as 20 or 12.5."),
        ({"benefits-0-basis_points": "120"}, "Give a percentage above 0 and up to 100."),
        ({"benefits-0-most": "5.001"}, "Give an amount in EUR, such as 12.50."),
        ({"benefits-0-kind": "free_shipping"}, "A promotion on lines cannot give this."),
        ({"benefits-0-kind": "💥"}, "Say what it gives, 1 to 20 things."),
        ({"kind": "nothing"}, "Choose one of those offered."),
        ({"scope-0-kind": "skus", "scope-0-names": "GONE"}, "There is no GONE."),
        ({"scope-0-kind": "products", "scope-0-names": "GONE"}, "We know no product with the SKU or address “GONE”."),
        ({"scope-0-kind": "collection", "scope-0-names": "GONE"}, "There is no collection with the address “GONE”."),
        ({"all_of-3-kind": "shipping_by"}, "Name at least one way of shipping."),
        ({"overall": "none"}, "Give a whole number, 0 or more."),
        ({"priority": "9" * 9}, "Give a number from -1000 to 1000."),
    ],
)
async def test_what_is_refused_keeps_what_was_typed(staff: httpx.AsyncClient, wrong: dict[str, str], told: str) -> None:
    answer = await create(staff, label="A label to keep", **wrong)
    assert (answer.status_code, [each.rpartition(": ")[2] for each in office.summary(answer)]) == (422, [told])
    assert 'value="A label to keep"' in answer.text
    assert (await catalog.promotions_by_status(catalog.PromotionStatus.DRAFT)).entries == ()


async def test_what_was_counted_is_counted_again_when_asked_for_or_when_the_promotion_has_changed(
    staff: httpx.AsyncClient,
) -> None:
    await make_product("Mug", variants=[make_variant("A"), make_variant("B")])
    made = await make_promotion("Friday")
    address = f"/admin/promotions/{made.id}/preview"
    for scope, told in ((None, "It is for 2 of 2"), (catalog.Scope(skus=frozenset({"A"})), "It is for 1 of 2")):
        await catalog.edit_promotion(made.id, terms("Friday", scope=scope))
        await staff.get(address)
        await drain()
        assert told in (await staff.get(address)).text
    await make_product("Bowl", sku="C")
    assert "It is for 1 of 2" in (await staff.get(address, headers={"HX-Request": "true"})).text
    form = office.form_to(await staff.get(address), "/preview")
    assert (await staff.post(form.action, data=form.fields)).status_code == 303
    await drain()
    assert "It is for 1 of 3" in (await staff.get(address)).text


async def test_of_two_editors_the_second_sees_both_versions_and_chooses(staff: httpx.AsyncClient) -> None:
    await make_product(sku="A")
    address = (await create(staff)).headers["location"].split("?")[0]
    mine = form_of(await staff.get(address))
    theirs = mine.fields | {"name": "First", "benefits-0-basis_points": "30", "overall": "5"}
    assert (await staff.post(address, data=theirs)).status_code == 303
    answer = await staff.post(
        address, data=mine.fields | {"name": "Second", "scope-0-kind": "skus", "scope-0-names": "A"}
    )
    assert answer.status_code == 409
    assert office.rows(answer, "What differs") == [
        ["Name for staff", "Second", "First"],
        ["What it gives You left this as it was", "Percent off: percent 20", "Percent off: percent 30"],
        ["What it is for", "Variants: A", "nothing"],
        ["Uses altogether You left this as it was", "nothing", "5"],
    ]
    choice = office.form_to(answer, address)
    saved = await staff.post(address, data=choice.fields | {"keep-scope": "theirs"})
    assert saved.status_code == 303
    kept = (await catalog.find_promotion(UUID(address.rpartition("/")[2]))).promotion
    assert (kept.name, kept.benefits, kept.scope) == ("Second", (catalog.PercentOff(3000),), None)
    assert kept.limits.overall == 5


async def test_codes_are_added_found_disabled_and_taken_out_as_a_file(staff: httpx.AsyncClient) -> None:
    made = await make_promotion(codes=("WELCOME",))
    here = f"/admin/promotions/{made.id}/codes"
    assert (await staff.post(here, data={"code": "SPRING"})).headers["location"] == f"{here}?added=1"
    twice = await staff.post(here, data={"code": "spr1ng"})
    assert (twice.status_code, office.summary(twice)) == (422, ["There is a code that reads like this already."])
    batch = await staff.post(f"{here}/batch", data={"prefix": "VIP", "count": "60"})
    assert batch.headers["location"] == f"{here}?added=60"
    binary = await staff.post(f"{here}/file", files={"file": ("codes.csv", b"\x00\xff", "text/csv")})
    assert (binary.status_code, len(office.summary(binary))) == (422, 1)
    file = {"file": ("codes.csv", b"code\nSUMMER\n=SUM()\n", "text/csv")}
    columns = await staff.get((await staff.post(f"{here}/file", files=file)).headers["location"])
    assert f"Codes whose row names no promotion are for “{made.promotion.name}”." in office.read(columns)
    [_, form] = [form for form in forms(columns.text, str(columns.url)) if form.action.endswith("/columns")]
    begun = (await staff.post(form.action, data=form.fields | {"deed": "import"})).headers["location"]
    await drain()
    assert "code: Use letters and digits" in (await staff.get(begun)).text
    left_out = (await staff.get(f"{begun}/left-out.csv")).content.decode("utf-8-sig").splitlines()
    assert left_out[0] == "code,Why it was left out"
    assert left_out[1].startswith("'=SUM(),")
    found = await staff.get(here, params={"q": "summer"})
    assert [row[:4] for row in office.rows(found, "Codes")] == [["SUMMER", "codes.csv", "0", "good"]]
    assert (await staff.post(f"{here}/state", data={"code": "SUMMER", "disabled": "yes"})).status_code == 303
    taken = await staff.get(f"{here}.csv")
    lines = taken.text.splitlines()
    assert (taken.headers["content-type"], len(lines)) == ("text/csv; charset=utf-8", 64)
    assert f"SUMMER,{made.promotion.name},yes,codes.csv,0" in lines


async def test_promotions_are_for_staff_alone(stranger: httpx.AsyncClient) -> None:
    made = await make_promotion(codes=("WELCOME",))
    for path in ("", "/new", f"/{made.id}", f"/{made.id}/preview", f"/{made.id}/codes", f"/{made.id}/codes.csv"):
        answer = await stranger.get(f"/admin/promotions{path}")
        assert (answer.status_code, answer.headers["location"].split("?")[0]) == (303, "/admin/sign-in")
