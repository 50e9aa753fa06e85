"""Staff's words: what else a word means, and which words lead straight to a page."""

from collections.abc import Iterable
from dataclasses import dataclass

from .notes import NotedWord
from .words import words

Phrase = tuple[str, ...]


@dataclass(frozen=True)
class Meanings:
    """`others`: by what was typed, as words, all that it also means. `targets`: where it leads."""

    others: dict[Phrase, tuple[Phrase, ...]]
    targets: dict[Phrase, str]

    @classmethod
    def of(cls, noted: Iterable[NotedWord]) -> "Meanings":
        """A synonym works both ways: whoever types the one also finds the other."""
        others: dict[Phrase, list[Phrase]] = {}
        targets: dict[Phrase, str] = {}
        for word in noted:
            typed = phrase(word.typed)
            if word.target:
                targets[typed] = word.target
            alike = [typed, *map(phrase, word.synonyms)] if word.synonyms else []
            for one in alike:
                others.setdefault(one, []).extend(other for other in alike if other != one and other)
        return cls({one: tuple(dict.fromkeys(all_of)) for one, all_of in others.items() if one}, targets)

    def of_word(self, word: str) -> tuple[Phrase, ...]:
        return self.others.get((word,), ())

    def of_text(self, text: Phrase) -> tuple[Phrase, ...]:
        """What a text of several words also means as a whole."""
        return self.others.get(text, ()) if len(text) > 1 else ()


NO_MEANINGS = Meanings({}, {})


def phrase(text: str) -> Phrase:
    return tuple(words(text))
