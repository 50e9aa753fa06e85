"""A word that half of a shop bears is told from the columns, and as the index would tell it."""

from random import Random

import numpy as np
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from domains.catalog import Product, ProductStatus, SearchIndex, search
from domains.catalog.search import common
from domains.catalog.search.build import slots_of
from domains.catalog.search.columns.wording import Wording
from domains.catalog.search.queries import Typed, attempts
from domains.catalog.search.view import View
from tests.support.catalog import make_variant

NAMES = ("Oak", "Oaks", "Oaken", "Running", "Run", "Table", "T-Shirt")
BRANDS = ("Oak & Sons", "Runners", "Elm", "")
WORDS = ("oak", "oak ", "oaks", "oa", "o", "run", "run ", "running ", "table", "tables", "shirt", "sons", "tshirt ")
STEMS = {"oak": ("oak", "oaks"), "tabl": ("table",)}
Texts = list[tuple[int, list[str]]]


def product(number: int, random: Random) -> Product:
    return Product(
        slug=f"thing-{number}",
        title=" ".join(random.choices(NAMES, k=random.randint(1, 4))),
        vendor=random.choice(BRANDS),
        tags=random.choices(NAMES, k=random.randint(0, 2)),
        category=random.choice(("oak-things/tables", "")),
        status=random.choice((ProductStatus.ACTIVE, ProductStatus.ACTIVE, ProductStatus.DRAFT)),
        currency="EUR",
        variants=[make_variant(sku=f"SKU-{number}")],
    )


def by_index(view: View, typed: Typed) -> tuple[list[int], list[float]]:
    """Slots in ascending order with their scores, every hit looked at."""
    reading = next(attempts(typed, lambda *_: True))
    hits = view.searcher.search(reading.query, limit=view.searcher.num_docs, count=False).hits
    slots = slots_of(view.searcher, [address for _, address in hits])
    told = sorted(zip(slots, (float(score) for score, _ in hits), strict=True))
    return [slot for slot, _ in told], [score for _, score in told]


async def test_columns_tell_the_slots_and_the_scores_that_the_index_tells(index: SearchIndex) -> None:
    random = Random(5)
    await Product.insert_many([product(number, random) for number in range(600)])
    await index.catch_up()
    view = index.view
    everything = view.table.products["present"]
    for text in WORDS:
        typed = Typed.of(text)
        told = common.found(view, typed, typed.words[0], everything)
        assert told
        slots, scores = told
        assert slots.tolist() == by_index(view, typed)[0], text
        # the index still counts its deleted entries where it tells how rare a word is
        np.testing.assert_allclose(scores, by_index(view, typed)[1], rtol=0, atol=1e-3, err_msg=text)


async def test_a_common_word_follows_renamed_and_deleted_products(index: SearchIndex) -> None:
    things = [product(number, Random(number)) for number in range(610)]
    for thing in things:
        thing.title, thing.status = "Oak Table", ProductStatus.ACTIVE
    await Product.insert_many(things)
    await index.catch_up()
    assert (await search("oak")).total == 610
    things[0].title, things[0].vendor, things[0].tags, things[0].category = "Elm Table", "", [], ""
    await things[0].replace()
    await things[1].delete()
    await index.catch_up()
    assert (await search("oak")).total == 608
    assert (await search("oak table")).total == 608
    assert (await search("elm")).total == 1 + sum(thing.vendor == "Elm" for thing in things[2:])


async def test_a_word_that_may_be_a_code_or_is_not_alone_is_left_to_the_index(index: SearchIndex) -> None:
    assert common.alone(index.view, Typed.of("oak")) == "oak"
    assert [common.alone(index.view, Typed.of(text)) for text in ("oak table", "the oak", "12", "")] == [""] * 4


def counted(wording: Wording, words: list[int]) -> list[int]:
    return wording.standing(words).counted(words).tolist()


def test_rows_left_behind_by_longer_and_shorter_texts_are_given_up() -> None:
    wording = Wording()
    for times in range(3_000):
        wording.put(times % 7, ["oak"] * (times % 3 + 1))
        wording.settle()
    last = {times % 7: times % 3 + 1 for times in range(3_000)}
    assert counted(wording, wording.the("oak")) == [last[slot] for slot in range(7)]


@hypothesis_settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 9), st.lists(st.sampled_from(["oak", "oaks", "table"]), max_size=5))))
def test_words_are_counted_as_one_counts_them_by_reading(texts: Texts) -> None:
    wording, standing = Wording(), dict[int, list[str]]()
    for slot, words in texts:
        wording.put(slot, words)
        standing[slot] = words
        if len(words) == 3:
            wording.remove(slot)
            standing[slot] = []
        wording.settle()
    for stemmed, forms in STEMS.items():
        told = counted(wording, wording.of_stem(stemmed))
        assert told == [sum(word in forms for word in standing.get(slot, ())) for slot in range(len(told))]
    begun = counted(wording, wording.beginning("oak"))
    assert begun == [sum(word != "table" for word in standing.get(slot, ())) for slot in range(len(begun))]
    assert wording.lengths.tolist() == [len(standing.get(slot, ())) for slot in range(len(begun))]
