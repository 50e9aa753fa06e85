"""Customer groups: by rule and by hand, written down whoever does it, and asked anew at every price."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

import pytest

from domains import users
from domains.shared.errors import Invalid, NotFound
from domains.users import Bought, GroupDraft, Groups, Rule
from tests.support.people import make_person
from tests.support.staff import actor, hired

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


@dataclass(frozen=True)
class Someone:
    email: str = "Ada@Example.com"
    verified_at: datetime | None = NOW - timedelta(days=30)
    created_at: datetime = NOW - timedelta(days=30)
    marketing_at: datetime | None = None


ADA = Someone()
WRITTEN_TO = replace(ADA, marketing_at=NOW)
DAY = date(2026, 10, 24)  # on which she registered


@pytest.mark.parametrize(
    ("rule", "person", "bought", "taken"),
    [
        (Rule(), ADA, Bought(9, 9), False),  # asks nothing, takes nobody
        (Rule(orders=3), ADA, Bought(2, 100_00), False),
        (Rule(orders=3), ADA, Bought(3, 0), True),
        (Rule(spent=100_00), ADA, Bought(9, 99_99), False),
        (Rule(spent=100_00), ADA, Bought(1, 100_00), True),
        (Rule(domains=("example.com",)), ADA, Bought(), True),
        (Rule(domains=("ample.com", "com", "org")), ADA, Bought(), False),
        (Rule(domains=("example.com",)), replace(ADA, verified_at=None), Bought(), False),
        (Rule(since=DAY), ADA, Bought(), True),
        (Rule(since=DAY + timedelta(days=1)), ADA, Bought(), False),
        (Rule(days=30), ADA, Bought(), True),
        (Rule(days=31), ADA, Bought(), False),
        (Rule(marketing=True), ADA, Bought(), False),
        (Rule(marketing=True), WRITTEN_TO, Bought(), True),
        (Rule(orders=1, marketing=True), WRITTEN_TO, Bought(), False),
        (Rule(orders=1, marketing=True), WRITTEN_TO, Bought(1), True),
    ],
)
def test_a_rule_takes_whoever_all_of_it_is_true_of(rule: Rule, person: Someone, bought: Bought, taken: bool) -> None:
    assert rule.takes(person, bought, NOW) is taken
    assert Rule.read(rule.kept) == rule


def test_by_hand_counts_beside_the_rule_and_only_where_the_group_is_still_there() -> None:
    known = Groups({"trade": Rule(), "loyal": Rule(orders=2)})
    assert known.ask_orders
    assert known.of(ADA, frozenset({"trade", "gone"}), Bought(2), NOW) == {"trade", "loyal"}
    assert known.of(ADA, frozenset(), Bought(1), NOW) == frozenset()


async def test_a_group_is_written_changed_and_removed_on_record(shop: None) -> None:
    owner = await hired()
    made = await users.create_group(GroupDraft("Trade & Friends", "", Rule(spent=500_00)), actor=actor(owner))
    assert made.key == "trade-friends"
    again = await users.create_group(GroupDraft("Trade, friends"), actor=actor(owner))
    assert again.key == "trade-friends-2"
    with pytest.raises(Invalid, match="this name already"):
        await users.create_group(GroupDraft("TRADE & friends"), actor=actor(owner))
    draft = GroupDraft("Trade", "Resellers", Rule(domains=("example.com",)))
    changed = await users.change_group(made.key, draft, made.revision, actor=actor(owner))
    with pytest.raises(users.ChangedMeanwhile):
        await users.change_group(made.key, draft, made.revision, actor=actor(owner))
    person = await make_person()
    for _ in range(2):  # put in twice they are in it once
        await users.put_in_group(made.key, person.email.upper(), actor=actor(owner))
    assert await users.members_by_group() == {made.key: 1}
    assert [each.id for each in await users.put_in_by_hand(made.key)] == [person.id]
    with pytest.raises(Invalid, match="Nobody has an account"):
        await users.put_in_group(made.key, "nobody@example.com", actor=actor(owner))
    await users.take_out_of_group(made.key, person.id, actor=actor(owner))
    with pytest.raises(NotFound):
        await users.take_out_of_group(made.key, person.id, actor=actor(owner))
    await users.put_in_group(made.key, person.email, actor=actor(owner))
    await users.remove_group(made.key, changed.revision, actor=actor(owner))
    assert [group.key for group in await users.groups()] == [again.key]
    entries = [each for each in (await users.audit_entries(users.AuditFilter())).entries if "group" in each.action]
    assert [(each.action, each.subject) for each in reversed(entries)] == [
        ("create_group", "group trade-friends"),
        ("create_group", "group trade-friends-2"),
        ("change_group", "group trade-friends"),
        ("put_in_group", "person ada@example.com"),
        ("take_out_of_group", "person ada@example.com"),
        ("put_in_group", "person ada@example.com"),
        ("remove_group", "group trade-friends"),
    ]
    assert entries[4].before == {"name": "Trade & Friends", "about": "", "rule": {"spent": 500_00}}


@pytest.mark.parametrize(
    ("draft", "field"),
    [
        (GroupDraft(""), "name"),
        (GroupDraft("x" * 61), "name"),
        (GroupDraft("Trade", "x" * 301), "about"),
        (GroupDraft("Trade", "", Rule(orders=0)), "orders"),
        (GroupDraft("Trade", "", Rule(days=10**12)), "days"),
        (GroupDraft("Trade", "", Rule(domains=("ada@example.com",))), "domains"),
    ],
)
def test_a_group_that_means_nothing_is_refused(draft: GroupDraft, field: str) -> None:
    with pytest.raises(Invalid) as refused:
        draft.check()
    assert list(refused.value.fields) == [field]
