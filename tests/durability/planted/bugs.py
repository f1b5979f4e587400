"""All planted bugs."""

from tests.durability.planted import arriving, ordering, sending
from tests.durability.planted.registry import BUGS, Bug, Programme, planted

__all__ = ["BUGS", "Bug", "Programme", "arriving", "ordering", "planted", "sending"]
