"""Names of facts → the facts, each family of them computed when one of its names is first asked for."""

from collections.abc import Callable, Iterator, Mapping

from evalflow.engine.rules import Fact

Source = Callable[[], Mapping[str, Fact]]


class Supply(Mapping[str, Fact]):
    """Facts by name. `sources` supply them by the first word of their names: `inputs` all that begin with `inputs`."""

    def __init__(self, sources: Mapping[str, Source]) -> None:
        self._sources = sources
        self._supplied: dict[str, Mapping[str, Fact]] = {}

    def __getitem__(self, name: str) -> Fact:
        return self._family(name.partition(".")[0])[name]

    def __iter__(self) -> Iterator[str]:
        return (name for family in self._sources for name in self._family(family))

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def _family(self, name: str) -> Mapping[str, Fact]:
        if name not in self._supplied:
            self._supplied[name] = self._sources[name]()
        return self._supplied[name]


class Each(Mapping[str, Fact]):
    """Facts by name, each computed when it is asked for: where one of a family costs much more than another."""

    def __init__(self, facts: Mapping[str, Callable[[], Fact]]) -> None:
        self._facts = facts
        self._found: dict[str, Fact] = {}

    def __getitem__(self, name: str) -> Fact:
        if name not in self._found:
            self._found[name] = self._facts[name]()
        return self._found[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._facts)

    def __len__(self) -> int:
        return len(self._facts)
