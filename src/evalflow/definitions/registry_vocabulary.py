"""The closed vocabulary of registry files: dialogues with their objectives, pairs, and statements on a topic."""

from collections.abc import Mapping
from typing import Final, get_args

from evalflow.definitions.shape import DAY, LINE, TEXT, Group, Key, ListOfItems, MapOf, OneOfWords, Shape, Word
from evalflow.definitions.vocabulary import CODE, FILE_NAME, FORMAT
from evalflow.evaluation.dialogues.dialogue import FIELDS
from evalflow.evaluation.objectives.fields import FieldShape
from evalflow.evaluation.objectives.objective import DECLARED
from evalflow.evaluation.statements import Knowledge

SOURCE_ID: Final = Word("the short name of a source, such as S1", "S[1-9][0-9]{0,2}")
SOURCE: Final = Word("a source and a place in it, such as S1, l. 120", r"S[1-9][0-9]{0,2}(, \S[^\n]*)?")

_SOURCE: Final = Key("the source and the place in it, such as S1, l. 120", SOURCE)
_PRECISION: Final = {
    "date": Key("a date, no more precise than the source gives it", DAY),
    "hedge": Key("the source's reservation, such as apparently", LINE),
    "comparator": Key("the source's comparison, such as at least", LINE),
    "note": Key("what a reader should know about it", TEXT),
}
_POINT: Final = {
    "value": Key("what is stated, in own words", TEXT, required=True),
    "source": Key(_SOURCE.title, SOURCE, required=True),
    **_PRECISION,
}
ITEM: Final = Group({**_POINT, "cause": Key("why it happened, as the source has it", TEXT)})
STATEMENT: Final = Group(
    {
        "knowledge": Key("what kind of knowledge it is", OneOfWords(get_args(Knowledge)), required=True),
        "value": Key("what is stated, in own words", TEXT),
        "source": _SOURCE,
        **_PRECISION,
        "items": Key("what is stated, one by one", ListOfItems(ITEM)),
        "variants": Key("what sources, or places in one, state differently", ListOfItems(ITEM)),
    }
)
_SHAPES: Final[Mapping[FieldShape, Shape]] = {
    "text": TEXT,
    "line": LINE,
    "name": LINE,
    "day": DAY,
    "code": CODE,
    "source": SOURCE,
    "timeframe": STATEMENT,
}


def _of_objective(name: str) -> Key:
    declared = DECLARED[name]
    item = OneOfWords(declared.words) if declared.words else _SHAPES[declared.shape]
    return Key(declared.key, ListOfItems(item) if declared.many else item, required=declared.needed != "never")


_FIRST: Final = (
    "same_as", "title", "text", "wording", "parts", "actor", "kind", "instrument", "article", "un_recommendations",
    "published_on", "timeframe", "milestones",
)  # fmt: skip
OBJECTIVE: Final = Group(
    {
        "code": Key("the objective's code", CODE, required=True),
        **{name: _of_objective(name) for name in (*_FIRST, *DECLARED) if DECLARED[name].key},
    }
)
_PAIR: Final = Group(
    {
        "title": Key("what the pair is about", LINE, required=True),
        "outcome": Key("the stated outcome", Group(_POINT), required=True),
        "concern": Key(
            "the concern of NGOs about it",
            Group({**_POINT, "items": Key("the concern, point by point", ListOfItems(ITEM))}),
            required=True,
        ),
    }
)
_ON_A_TOPIC: Final = Group(
    {
        "topic": Key("what it is about", LINE, required=True),
        **_POINT,
        "applies_to": Key("whom it names, in words", TEXT),
    }
)


def _file(registry: str, keys: dict[str, Key]) -> Group:
    kind = Key("what kind of registry file this is", OneOfWords((registry,)), required=True)
    titles = Group({"title": Key("what the source is", LINE, required=True), "note": Key("how far it goes", TEXT)})
    sources = Key("the sources by their short names", MapOf(SOURCE_ID, titles), required=True)
    title = Key("what the file holds", LINE, required=True)
    return Group({"evalflow": FORMAT, "registry": kind, "title": title, "sources": sources, **keys})


def _listing(registry: str, name: str, title: str, item: Shape) -> Group:
    return _file(registry, {name: Key(title, ListOfItems(item), required=True)})


PAIRS: Final = _listing("pairs", "pairs", "stated outcomes, each with the concern of NGOs", _PAIR)
COORDINATION: Final = _listing("coordination", "statements", "what is stated on coordination", _ON_A_TOPIC)
GENERAL: Final = _listing("general", "statements", "what is stated in general", _ON_A_TOPIC)
DIALOGUE: Final = _file(
    "dialogue",
    {
        "code": Key("the dialogue's code", FILE_NAME, required=True),
        "partner": Key("the government that conducts it", LINE, required=True),
        "counterpart": Key("the other government", LINE, required=True),
        "fields": Key(
            "what is stated about it",
            Group({name: Key(label, STATEMENT, required=True) for name, label in FIELDS.items()}),
            required=True,
        ),
        "objectives": Key("its objectives", ListOfItems(OBJECTIVE)),
    },
)
