"""A workflow and where a cycle stands → what would keep the cycle from coming to its end from there."""

from collections.abc import Collection, Iterator

from evalflow.engine.soundness.exploring import Kind, explored
from evalflow.engine.soundness.finding import MOST
from evalflow.engine.soundness.net import Net, NetPlace, net_of
from evalflow.engine.soundness.reaching import opening_on_the_first
from evalflow.engine.words import Workflow


def goes_wrong_from(
    workflow: Workflow, active: Collection[str], arcs: Collection[tuple[str, str]], most: int = MOST
) -> frozenset[Kind]:
    """Return what can go wrong once the steps `active` are open and these `arcs` (from, to) have arrived; or nothing.

    A step that no way of this workflow leads to is `never-reached`; more than `most` markings are `not-judged`.
    """
    net = net_of(workflow)
    places = {place: number for number, place in enumerate(net.places)}
    standing = [*(NetPlace("open", name) for name in active), *_memory(workflow, net, arcs)]
    if any(place not in places for place in standing):
        return frozenset(["never-reached"])
    verdict = explored(net, most, frozenset(places[place] for place in standing))
    return verdict.kinds if verdict else frozenset(["not-judged"])


def _memory(workflow: Workflow, net: Net, arcs: Collection[tuple[str, str]]) -> Iterator[NetPlace]:
    """Yield the places of arcs that wait at a join, and of what joins that open on the first remember."""
    on_first = opening_on_the_first(workflow)
    busy = {name for _, name in arcs if name in on_first}
    for came_from, name in arcs:
        yield NetPlace("spent" if name in on_first else "arc", name, came_from)
    for place in net.places:
        if place.kind == ("busy" if place.step in busy else "idle"):
            yield place
