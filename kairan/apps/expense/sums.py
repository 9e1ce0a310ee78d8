"""Sums of money by state, as pages show them: one for each currency, and how many they are of."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import Enum
from typing import TypeVar

from kairan.apps.expense import money

Key = TypeVar("Key", bound=Enum)


@dataclass(frozen=True)
class Sum:
    """How many there are, and what they amount to in each currency."""

    count: int = 0
    amounts: dict[str, int] = field(default_factory=dict)

    @property
    def written(self) -> list[str]:
        """The amounts as people read them."""
        return [money.write(amount, code) for code, amount in self.amounts.items()]


def by_state(totals: Iterable[tuple[str, str, int, int]], states: type[Key]) -> dict[Key, Sum]:
    """Return the sum of each of ``states`` from rows of state, currency, total and count."""
    sums = {state: Sum() for state in states}
    for state, currency, total, count in totals:
        key = states(state)
        sums[key] = added([sums[key], Sum(count, {currency: total})])
    return sums


def added(sums: Iterable[Sum]) -> Sum:
    """Return all of ``sums`` together."""
    count, amounts = 0, dict[str, int]()
    for each in sums:
        count += each.count
        for currency, amount in each.amounts.items():
            amounts[currency] = amounts.get(currency, 0) + amount
    return Sum(count, amounts)
