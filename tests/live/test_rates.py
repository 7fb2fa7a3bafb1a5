"""How often something may be done."""

from kompas.live.rates import Rates


def test_a_burst_and_then_a_pace() -> None:
    """So many at once, then one for each second; everyone for themselves."""
    now = 0.0
    rates = Rates(3, 1, lambda: now)
    assert [rates.allow("a") for _ in range(4)] == [True, True, True, False]
    assert rates.allow("b")
    now = 2
    assert [rates.allow("a") for _ in range(3)] == [True, True, False]
    now = 1000
    assert [rates.allow("a") for _ in range(4)] == [True, True, True, False]


def test_strangers_do_not_fill_the_memory() -> None:
    """However many there are, few are remembered: those that came last."""
    rates = Rates(1, 0, lambda: 0)
    for number in range(20_000):
        assert rates.allow(str(number))
    assert not rates.allow("19999")
    assert len(rates._left) <= 5_000
