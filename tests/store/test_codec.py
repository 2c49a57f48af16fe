"""Every event and every entity survives its way through text, and the text is the only one."""

import json
from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from types import NoneType, UnionType
from typing import Any, Literal, Union, cast, get_args, get_origin, get_type_hints

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from evalflow.errors import InvalidInput
from evalflow.evaluation.heart import EVENTS, FAMILIES
from evalflow.evaluation.people import PersonNamed
from evalflow.store.codec import Unreadable, decode, encode, instant, instant_text
from evalflow.store.journal.journal import KINDS, PayloadErased, event_of, header_of, kind_of, texts_of, written
from evalflow.store.schema.mapping import SHAPES
from tests.store.samples import NOW

TEXT = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=8)
PLAIN: dict[Any, st.SearchStrategy[Any]] = {
    str: TEXT,
    int: st.integers(-(2**62), 2**62),
    bool: st.booleans(),
    datetime: st.datetimes(timezones=st.just(UTC)),
    date: st.dates(),
    NoneType: st.none(),
}


def values_of(kind: Any) -> st.SearchStrategy[Any]:
    """Return any value that a type hint allows."""
    origin, inner = get_origin(kind), get_args(kind)
    if kind in PLAIN:
        return PLAIN[kind]
    if is_dataclass(kind):
        hints = get_type_hints(kind)
        return st.builds(cast(type, kind), **{field.name: values_of(hints[field.name]) for field in fields(kind)})
    if origin is Literal:
        return st.sampled_from(inner)
    if origin in (Union, UnionType):
        return st.one_of(*map(values_of, inner))
    if origin is tuple and inner[-1] is Ellipsis:
        return st.lists(values_of(inner[0]), max_size=2).map(tuple)
    if origin is tuple:
        return st.tuples(*map(values_of, inner))
    if origin is frozenset:
        return st.frozensets(values_of(inner[0]), max_size=3)
    return st.dictionaries(TEXT, values_of(inner[1]), max_size=2)


@pytest.mark.parametrize("name", sorted(EVENTS))
def test_every_event_survives_its_payload(name: str) -> None:
    @settings(max_examples=20, suppress_health_check=list(HealthCheck), deadline=None, database=None)
    @given(values_of(EVENTS[name]))
    def survives(event: Any) -> None:
        text, personal = texts_of(event)
        assert event_of(kind_of(event), text, personal) == event
        assert json.dumps(json.loads(text), ensure_ascii=False, sort_keys=True, separators=(",", ":")) == text
        bare = event_of(kind_of(event), text)  # what is left once the personal part is erased: it has nothing to erase
        assert texts_of(bare) == (text, personal and "{}")

    survives()


def test_every_event_of_every_family_has_a_kind_and_every_entity_a_shape() -> None:
    assert len(KINDS) == len(EVENTS) == sum(len(family.events) for family in FAMILIES)
    assert set(SHAPES) == {family.entity for family in FAMILIES}


@given(st.datetimes(timezones=st.sampled_from([UTC, timezone(timedelta(hours=8)), timezone(-timedelta(minutes=210))])))
def test_an_instant_is_kept_as_utc_in_27_characters(at: datetime) -> None:
    try:
        at.astimezone(UTC)
    except OverflowError:
        return
    text = instant_text(at)
    assert (len(text), instant(text), instant(text).tzinfo) == (27, at, UTC)


@given(st.datetimes(timezones=st.just(UTC)), st.datetimes(timezones=st.just(UTC)))
def test_order_of_text_is_order_of_time(one: datetime, other: datetime) -> None:
    assert (instant_text(one) < instant_text(other)) == (one < other)


def test_sets_are_written_in_one_order() -> None:
    pairs = [("terms", "join"), ("ngo", "join"), ("parliament", "join")]
    kind = frozenset[tuple[str, str]]
    assert encode(frozenset(pairs), kind) == '[["ngo","join"],["parliament","join"],["terms","join"]]'


def test_an_older_text_without_a_field_that_has_a_default_is_read() -> None:
    closed = EVENTS["StepClosed"]
    text = encode(closed("terms", 1, NOW, NOW))
    old = json.loads(text)
    del old["outcome"], old["reason"]
    assert decode(closed, json.dumps(old)) == closed("terms", 1, NOW, NOW)


@pytest.mark.parametrize(
    "text",
    [
        '{"name":"x"}',  # a field is missing
        '{"name":"x","person":"p","more":1}',
        '{"name":1,"person":"p"}',
        '{"name":null,"person":"p"}',
        '["x"]',
        '{"name":',
        "[" * 100_000,
    ],
)
def test_a_text_that_was_not_written_here_is_unreadable(text: str) -> None:
    with pytest.raises(Unreadable):
        decode(PersonNamed, text)


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (datetime, '"2027-01-11T00:00:00Z"'),
        (datetime, '"2027-13-11T00:00:00.000000Z"'),
        (date, '"2027-1-11"'),
        (date, '"2027-02-30"'),
        (Literal["a", "b"], '"c"'),
        (tuple[str, str], '["a"]'),
        (bool, "1"),
        (int, "true"),
    ],
)
def test_a_value_of_another_form_is_unreadable(kind: Any, text: str) -> None:
    with pytest.raises(Unreadable):
        decode(kind, text)


def test_a_naive_instant_and_a_type_that_cannot_be_kept_are_refused() -> None:
    with pytest.raises(InvalidInput, match="zone"):
        encode(datetime(2027, 1, 1))  # noqa: DTZ001 - the point
    with pytest.raises(TypeError, match="cannot be kept"):
        encode(1.5)


def test_a_header_reads_back_and_only_in_its_one_form() -> None:
    header, _, _ = written(7, NOW, "p1", "p1", PersonNamed("p1", "x"), (bytes(32), bytes(32)))
    assert header_of(header.text()) == header
    for other in (
        header.text().replace(":7,", ": 7,"),
        header.text().replace('"v":2', '"v":1'),
        header.text().replace('"v":2', '"v":true'),
        header.text().replace('"v":2', '"v":[]'),
        "[]",
    ):
        with pytest.raises(Unreadable):
            header_of(other)


def test_an_event_is_parted_into_what_is_open_and_what_is_personal() -> None:
    named = PersonNamed("p1", "x")
    assert texts_of(named) == ('{"name":"","person":"p1"}', '{"name":"x"}')
    assert event_of(kind_of(named), *texts_of(named)) == named
    assert event_of(kind_of(named), texts_of(named)[0]) == PersonNamed("p1", "")


def test_an_erasure_of_the_first_version_is_read_still() -> None:
    old = '{"event":"PersonNamed","replacement":{"name":"","person":"p1"},"seq":3}'
    assert event_of("journal.PayloadErased", old) == PayloadErased(3, PersonNamed("p1", ""))
    with pytest.raises(Unreadable):
        event_of("journal.PayloadErased", "{}")
    with pytest.raises(Unreadable):
        event_of("person.PersonForgotten", "{}")
