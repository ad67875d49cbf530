"""Which group an article belongs to."""

import pytest

from framing.aggregate.groups import group_key, parse_fields
from framing.errors import UsageError
from tests.report_samples import analysis


def test_fields_are_read_in_order():
    assert parse_fields("Outlet, month") == ("outlet", "month")


@pytest.mark.parametrize("by", ["", "outlet,", "month,month"])
def test_empty_and_double_fields_are_refused(by):
    with pytest.raises(UsageError, match="--by"):
        parse_fields(by)


def test_periods_are_cut_from_the_date():
    made = analysis(date="2024-05-17T08:00:00")
    assert group_key(made, ("year", "month", "day")) == ("2024", "2024-05", "2024-05-17")


@pytest.mark.parametrize("date", [None, "17. mai 2024", "2024", "20240517"])
def test_a_date_that_names_no_month_gives_none(date):
    assert group_key(analysis(date=date), ("month",)) == (None,)


def test_columns_of_the_input_are_fields():
    made = analysis(outlet="Morna Blad", metadata={"desk": "utenriks"})
    assert group_key(made, ("outlet", "language", "desk", "owner")) == ("Morna Blad", "nb", "utenriks", None)


def test_values_that_differ_in_capitals_are_one_group_under_the_first_spelling():
    spellings = {}
    keys = [group_key(analysis(outlet=name), ("outlet",), spellings) for name in ("VG", "Vg", "vg", "BT", None)]
    assert keys == [("VG",), ("VG",), ("VG",), ("BT",), (None,)]


def test_a_spelling_counts_in_its_own_field_only():
    made = analysis(outlet="NB")
    assert group_key(made, ("language", "outlet"), {}) == ("nb", "NB")
