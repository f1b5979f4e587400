"""By which events two certificates differ."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Difference:
    """One event that two certificates do not have alike: what each side held of it by the one and by the other."""

    company: str
    district: str
    event: str
    before: Mapping[str, str] | None
    after: Mapping[str, str] | None

    def as_dict(self) -> dict[str, Any]:
        """JSON-ready."""
        return {
            "company": self.company,
            "district": self.district,
            "event": self.event,
            "before": self.before,
            "after": self.after,
        }


def difference(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[Difference, ...]:
    """The events by which two certificates differ, by district and id."""
    old, new = _events(before), _events(after)
    return tuple(
        Difference(*place, old.get(place), new.get(place))
        for place in sorted({*old, *new})
        if old.get(place) != new.get(place)
    )


def _events(certificate: Mapping[str, Any]) -> dict[tuple[str, str, str], dict[str, str]]:
    company = certificate["company"]["id"]
    return {
        (company, record["district"], event["id"]): dict(event["held"])
        for record in certificate["records"]
        for event in record["events"]
    }
