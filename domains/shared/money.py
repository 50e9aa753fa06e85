"""Money is a whole number of minor units and an ISO 4217 currency. Never a float; rounding happens here alone."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import cache

from babel.numbers import get_currency_precision, is_currency

from .errors import Invalid


@dataclass(frozen=True, order=False)
class Money:
    """`amount` in minor units of `currency`: 1250 EUR is 12.50, 1250 JPY is 1,250, 1250 KWD is 1.250."""

    amount: int
    currency: str

    def __post_init__(self) -> None:
        if type(self.amount) is not int:  # a bool is an int too, and no amount
            raise TypeError(f"money is a whole number of minor units, not {self.amount!r}")

    @classmethod
    def zero(cls, currency: str) -> "Money":
        return cls(0, currency)

    @classmethod
    def parse(cls, text: str, currency: str) -> "Money":
        """Read `12.50` as a person or a file writes it; more decimals than the currency has are refused."""
        try:
            value = Decimal(text.strip())
            scaled = value.scaleb(exponent(currency))
        except (ArithmeticError, ValueError):  # 1e999999 is beyond what decimals can be
            raise Invalid(f"“{text}” is not an amount of money.") from None
        if not scaled.is_finite() or scaled != scaled.to_integral_value() or abs(scaled) > 10**15:
            raise Invalid(f"“{text}” is not an amount in {currency}.")
        return cls(int(scaled), currency)

    @property
    def decimal(self) -> Decimal:
        return Decimal(self.amount).scaleb(-exponent(self.currency))

    def __add__(self, other: "Money") -> "Money":
        return Money(self.amount + self._same(other), self.currency)

    def __sub__(self, other: "Money") -> "Money":
        return Money(self.amount - self._same(other), self.currency)

    def __mul__(self, quantity: int) -> "Money":
        return Money(self.amount * quantity, self.currency)

    def __neg__(self) -> "Money":
        return Money(-self.amount, self.currency)

    def __bool__(self) -> bool:
        return self.amount != 0

    def __lt__(self, other: "Money") -> bool:
        return self.amount < self._same(other)

    def __le__(self, other: "Money") -> bool:
        return self.amount <= self._same(other)

    def __gt__(self, other: "Money") -> bool:
        return self.amount > self._same(other)

    def __ge__(self, other: "Money") -> bool:
        return self.amount >= self._same(other)

    def share(self, numerator: Decimal | int, denominator: Decimal | int = 1) -> "Money":
        """This amount × numerator / denominator, rounded half up to a whole minor unit."""
        exact = Decimal(self.amount) * Decimal(numerator) / Decimal(denominator)
        return Money(int(exact.quantize(Decimal(1), rounding=ROUND_HALF_UP)), self.currency)

    def spread(self, weights: Sequence[int]) -> list["Money"]:
        """Split by largest remainder: the parts always sum to the whole. Equal remainders go to the first."""
        return [Money(part, self.currency) for part in spread(self.amount, weights)]

    def _same(self, other: "Money") -> int:
        if other.currency != self.currency:
            raise ValueError(f"{self.currency} and {other.currency} cannot be mixed")
        return other.amount


def spread(amount: int, weights: Sequence[int]) -> list[int]:
    """`Money.spread` in bare minor units."""
    whole = sum(weights)
    if whole <= 0:
        raise ValueError("nothing to spread over")
    floors = [amount * weight // whole for weight in weights]
    missing = amount - sum(floors)
    if missing:
        remainders = [amount * weight % whole for weight in weights]
        if missing == 1:
            floors[remainders.index(max(remainders))] += 1
            return floors
        by_remainder = sorted(range(len(weights)), key=remainders.__getitem__, reverse=True)
        for index in by_remainder[:missing]:
            floors[index] += 1
    return floors


def part(amount: int, basis_points: int) -> int:
    """So many ten-thousandths of an amount that is not negative, rounded half up to a whole minor unit."""
    return (amount * basis_points + 5_000) // 10_000


def parts(amounts: Iterable[int], basis_points: int) -> list[int]:
    """`part` of each, without a call for each."""
    return [(amount * basis_points + 5_000) // 10_000 for amount in amounts]


def total(amounts: Iterable[Money], currency: str) -> Money:
    return sum(amounts, Money.zero(currency))


@cache
def exponent(currency: str) -> int:
    """Decimals of a currency: EUR 2, JPY 0, KWD 3. An unknown code is refused."""
    if not is_currency(currency):
        raise Invalid(f"“{currency}” is not a currency we know.")
    return get_currency_precision(currency)
