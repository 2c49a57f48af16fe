"""An event → the kind of entity that it happens to, so that recording gives back that entity."""

from typing import Generic, TypeVar

Entity = TypeVar("Entity", covariant=True)


class EventOf(Generic[Entity]):
    """Base of all events. A family has the events of one entity: see evaluation/heart.py."""
