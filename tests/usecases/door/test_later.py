"""What is read later is read when somebody looks at it, and once."""

from evalflow.usecases.door.later import Later


def test_it_is_read_when_it_is_looked_at_and_once() -> None:
    asked: list[str] = []

    def read() -> list[str]:
        asked.append("read")
        return ["a", "b"]

    later = Later(read)
    assert asked == []
    assert (list(later), len(later), later[1]) == (["a", "b"], 2, "b")
    assert asked == ["read"]
