"""What the filter of the failures can be set to, each value with its word."""

from collections.abc import Mapping
from typing import Final

from desk.visit import Visit
from hub.liaison.filters import ME, NOBODY, Filter
from hub.people import accounts
from hub.store import desk_groups, desk_lists
from hub.store.engine import Tx
from models.stage import Stage

Option = tuple[str, str]
SHOWN: Final = (
    "cause",
    "kind",
    "company",
    "stage",
    "owner",
    "district",
    "snoozed",
    "state",
    "delivery",
    "search",
)
"""The parts of a filter that are shown as chips, in this order."""
_LONGEST_CAUSE: Final = 40


def options(tx: Tx, visit: Visit) -> dict[str, list[Option]]:
    """The options of every part of the filter, for this person now."""
    t, person = visit.words.t, visit.who
    people = accounts.names(tx)
    groups = desk_groups.groups(tx, person.areas)
    mine = [(ME, t("desk-owner-me")), (NOBODY, t("desk-owner-none"))]
    return {
        "cause": _causes(tx, visit, groups),
        "company": list(visit.words.names.items()),
        "stage": [(stage.value, t(f"stage-{stage.value}")) for stage in Stage],
        "owner": mine + [(login, name) for login, name in people.items() if login != person.login],
        "district": [(area, area) for area in sorted(person.areas)],
        "state": [(each, t(f"desk-state-{each}")) for each in ("open", "closed", "all")],
        "snoozed": [(each, t(f"desk-snoozed-{each}")) for each in ("hide", "only", "all")],
        "sort": [(each, t(f"desk-sort-{each}")) for each in ("oldest", "newest")],
    }


def _causes(tx: Tx, visit: Visit, groups: tuple[desk_groups.Group, ...]) -> list[Option]:
    latest = {group.cause: group.latest_id for group in groups}
    samples = desk_lists.many(tx, list(latest.values()))
    words = visit.words
    found = {
        cause: words.short(samples[id_].item.message, _LONGEST_CAUSE)
        for cause, id_ in latest.items()
        if id_ in samples
    }
    return sorted(found.items(), key=lambda each: each[1])


def chips(chosen: Filter, known: Mapping[str, list[Option]]) -> list[tuple[str, str, str]]:
    """What is filtered by: the part, its value as a word, and the address without it."""
    empty = Filter()
    found = []
    for name in SHOWN:
        value = getattr(chosen, name)
        if value == getattr(empty, name):
            continue
        code = str(getattr(value, "value", value))
        without = chosen.narrowed(**{name: getattr(empty, name)}).to_query()
        word = dict(known.get(name, [])).get(code, code)
        found.append((name, word, f"/failures?{without}" if without else "/failures"))
    return found
