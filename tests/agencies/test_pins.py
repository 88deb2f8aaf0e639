"""Which PINs are too easy, and what a counter allows."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ikrar.agencies.pins import Counter, Weak, weakness

AT = dt.datetime(2024, 10, 14, 1, 0, tzinfo=dt.UTC)
NUMBER = "198609262023212014"


@pytest.mark.parametrize(
    ("pin", "why"),
    [
        ("12345", Weak.SHAPE), ("1234567", Weak.SHAPE), ("12a456", Weak.SHAPE), ("", Weak.SHAPE), ("١٢٣٤٥٦", Weak.SHAPE),
        ("123456", Weak.RUN), ("654321", Weak.RUN), ("890123", Weak.RUN), ("210987", Weak.RUN),
        ("111111", Weak.REPEATED), ("121212", Weak.REPEATED), ("474747", Weak.REPEATED), ("482482", Weak.REPEATED),
        ("260986", Weak.BIRTH), ("860926", Weak.BIRTH), ("092686", Weak.BIRTH), ("091986", Weak.BIRTH), ("198609", Weak.BIRTH),
        ("212014", Weak.NUMBER), ("202321", Weak.NUMBER),
        ("482915", None), ("073916", None),
    ],
)  # fmt: skip
def test_easy_pins_are_refused_with_the_reason(pin, why):
    assert weakness(pin, NUMBER) == why


@given(st.integers(0, 12))
def test_no_six_digits_in_a_row_of_the_number_are_a_pin(start):
    assert weakness(NUMBER[start : start + 6], NUMBER) is not None


def test_somebody_without_a_number_may_use_any_pin_that_is_not_easy():
    assert weakness("260986", "") is None


def test_five_wrong_ones_pause_and_ten_end():
    counter = Counter()
    for _n in range(4):
        counter = counter.after_wrong(AT)
        assert not counter.is_closed(AT)
    counter = counter.after_wrong(AT)
    assert counter.is_closed(AT + dt.timedelta(minutes=14))
    assert not counter.is_closed(AT + dt.timedelta(minutes=15))
    for _n in range(5):
        counter = counter.after_wrong(AT)
    assert counter.is_over
    assert counter.is_closed(AT + dt.timedelta(days=400))


def test_how_many_tries_are_left_is_told():
    assert [Counter(n).left for n in range(10)] == [5, 4, 3, 2, 1, 5, 4, 3, 2, 1]
