"""Which version of a field two editors are offered first."""

from app.admin import conflicts

LABELS = {"title": "Title", "attribute-lining": "Lining"}


def offered(shown: dict[str, str], typed: dict[str, str], saved: dict[str, str]) -> dict[str, str]:
    """By field that differs, whose is chosen."""
    clash = conflicts.clash(typed | {"was": conflicts.mark(shown)}, saved, LABELS, None)
    return {each.name: each.chosen for each in clash.differences}


def test_what_another_has_filled_in_for_the_first_time_stays_unless_it_was_typed_too() -> None:
    shown, saved = {"title": "Coat"}, {"title": "Coat", "attribute-lining": "Silk"}
    assert offered(shown, {"title": "Coat", "attribute-lining": ""}, saved) == {"attribute-lining": "theirs"}
    assert offered(shown, {"title": "Coat"}, saved) == {"attribute-lining": "theirs"}
    assert offered(shown, {"title": "Coat", "attribute-lining": "Wool"}, saved) == {"attribute-lining": "mine"}


def test_what_was_emptied_was_changed() -> None:
    assert offered({"title": "Coat"}, {"title": ""}, {"title": "Cape"}) == {"title": "mine"}


def test_a_form_that_does_not_say_what_it_showed_was_typed_as_a_whole() -> None:
    [only] = conflicts.clash({"title": "Coat"}, {"title": "Cape"}, LABELS, None).differences
    assert only.chosen == "mine"
