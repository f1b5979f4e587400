"""What must hold of the stand-ins' ledgers, read there alone: nothing lost, nothing twice, nothing out of order.

What ought to have happened follows from what the joint review pushed and from the projects as the stand-ins drew
them; what did happen, from the effects each stand-in wrote down itself.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from itertools import combinations
from math import inf
from typing import Any, Final

from sandbox.clock import china_text
from sandbox.config import Config
from sandbox.review.projects import generate
from tests.durability.city import STAGES
from tests.durability.town import PROVINCE, WIRES, Town

EVENTS: Final = "SPGL_XMSPSXBLXXXXB"

TOO_EARLY: Final = ("UNKNOWN_PARENT", "ORDER")
"""The province refuses a child without its parent, and an end without a beginning,"""
TOO_OFTEN: Final = ("KEY_REUSED", "ALREADY_HELD")
"""and what it holds already under another key or with other contents."""

CONCLUDED: Final = (11, 12, 13)

Entry = Mapping[str, Any]
Step = tuple[int, str]
"""A handling status, and when it was reached."""


@dataclass
class Findings:
    """How many items were looked for, and what was wrong with which."""

    items: int = 0
    lost: list[str] = field(default_factory=list)
    duplicated: list[str] = field(default_factory=list)
    out_of_order: list[str] = field(default_factory=list)

    @property
    def numbers(self) -> dict[str, int]:
        """For the tally."""
        return {
            "items": self.items,
            "lost": len(self.lost),
            "duplicated": len(self.duplicated),
            "out_of_order": len(self.out_of_order),
        }

    def assert_clean(self) -> None:
        """Fail with everything that was found."""
        found = {name: getattr(self, name) for name in ("lost", "duplicated", "out_of_order")}
        assert not any(found.values()), found


async def judged(town: Town, *, until: int | None = None) -> Findings:
    """What is wrong in `town`: in whole, once it has settled; or of what was due at the ledger's entry `until`."""
    report = (await town.ledger()).report
    found = Judge(town, report, until).findings()
    if until is None:
        for id, counts in (await town.get("/state"))["counterparts"].items():
            waiting = counts.get("waiting_for_documents", 0)
            found.lost += [f"{id}: the documents of {waiting} cases"] * bool(waiting)
    return found


@dataclass(frozen=True)
class Judge:
    """Compares a town's ledger with what its projects and its joint review made due, up to an entry or in whole."""

    town: Town
    report: Mapping[str, Any]
    until: int | None = None
    """Number of the last entry whose consequences must be there; those of later ones may still be under way."""

    def findings(self) -> Findings:
        """Everything that is wrong."""
        found = Findings()
        self._schemes(found)
        self._happenings(found)
        self._opinions(found)
        found.duplicated += [
            f"{each['counterpart']}: {each['business_key']}" for each in self.report["twice"]
        ]
        refusals = self.report["refusals"].get(PROVINCE, {})
        found.out_of_order += [f"{PROVINCE}: {why} × {refusals[why]}" for why in TOO_EARLY if why in refusals]
        found.duplicated += [f"{PROVINCE}: {why} × {refusals[why]}" for why in TOO_OFTEN if why in refusals]
        return found

    def _due(self, effect: str) -> Iterator[Entry]:
        return (each for each in self._entries(effect) if self.until is None or each["seq"] <= self.until)

    def _entries(self, effect: str) -> Iterator[Entry]:
        return (each for each in self.report["entries"] if each["effect"] == effect)

    def _schemes(self, found: Findings) -> None:
        """The last version of every scheme is where it is asked for, unless it was recalled; versions only grow."""
        pushed: dict[str, int] = {}
        for entry in self._due("scheme_pushed"):
            scheme, _, version = entry["business_key"].rpartition("/v")
            pushed[scheme] = int(version)
        later = {
            entry["business_key"].rpartition("/v")[0]: entry["seq"]
            for entry in self._entries("scheme_pushed")
        }
        recalled = {entry["business_key"]: entry["seq"] for entry in self._entries("scheme_recalled")}
        taken, withdrawn, over = self._taken(), self._withdrawn(), self._over()
        for company, scheme in self._asked(pushed):
            found.items += 1
            name = f"{company}: {scheme}"
            versions = [version for version, _ in taken[company, scheme]]
            if versions != sorted(versions):
                found.out_of_order.append(f"{name} as versions {versions}")
            left = withdrawn.get((company, scheme))
            if left is not None and any(seq > left for _, seq in taken[company, scheme]):
                found.out_of_order.append(f"{name} sent after its withdrawal")
            if scheme in recalled:
                late = self.until is not None and recalled[scheme] > self.until
                if versions and left is None and not late and (company, scheme) not in over:
                    found.lost.append(f"{name}: the withdrawal")
            elif max(versions, default=0) < pushed[scheme]:
                superseded = self.until is not None and later[scheme] > self.until
                if not (superseded and versions):
                    found.lost.append(f"{name}/v{pushed[scheme]}")

    def _asked(self, schemes: Iterable[str]) -> Iterator[tuple[str, str]]:
        config = Config.model_validate(self.town.config)
        kinds = {project.scheme_no: project.kinds() for project in generate(config)}
        for scheme in schemes:
            for company, (kind, _) in WIRES.items():
                if kind in kinds[scheme]:
                    yield company, scheme

    def _taken(self) -> dict[tuple[str, str], list[tuple[int, int]]]:
        taken: dict[tuple[str, str], list[tuple[int, int]]] = defaultdict(list)
        for entry in self._entries("scheme_taken"):
            facts = entry["facts"]
            taken[entry["counterpart"], facts["scheme_id"]].append((facts["version"], entry["seq"]))
        return taken

    def _over(self) -> set[tuple[str, str]]:
        """Cases whose acceptance is concluded: a company refuses to withdraw them, as its wire document says."""
        return {
            (entry["counterpart"], entry["facts"]["scheme_id"])
            for entry in self._entries("event_emitted")
            if entry["facts"]["stage"] == STAGES[-1] and entry["facts"]["handling_status"] in CONCLUDED
        }

    def _withdrawn(self) -> dict[tuple[str, str], int]:
        entries = self._entries("scheme_withdrawn")
        return {(entry["counterpart"], entry["business_key"]): entry["seq"] for entry in entries}

    def _happenings(self, found: Findings) -> None:
        """Whatever a company did stands once in the province's record, in the order in which it was done."""
        due, all_due = _by_matter(self._due("event_emitted")), _by_matter(self._entries("event_emitted"))
        recorded, overtaken = _by_row(self._entries("row_taken")), self._overtaken()
        for matter in {*all_due, *recorded}:
            wanted, held = all_due[matter], recorded[matter]
            found.items += len(due[matter])
            missing, surplus = Counter(due[matter]) - Counter(held), Counter(held) - Counter(wanted)
            found.lost += [f"{matter}: {status} at {at}" for status, at in missing.elements()]
            found.duplicated += [f"{matter}: {status} at {at}" for status, at in surplus.elements()]
            for before, after in combinations([each for each in wanted if each in held], 2):
                if held.index(before) > held.index(after) and (matter, after, before) not in overtaken:
                    found.out_of_order.append(f"{matter}: {after} before {before}")

    def _opinions(self, found: Findings) -> None:
        """The joint review has every opinion back, first all of them and then what came late, in its order.

        Of schemes that were neither revised nor recalled: on others it may have ended its round before.
        """
        changed = {each["business_key"].rpartition("/v") for each in self._entries("scheme_pushed")}
        changed_since = {scheme for scheme, _, version in changed if version != "1"}
        changed_since |= {each["business_key"] for each in self._entries("scheme_recalled")}
        returned: dict[str, list[int]] = defaultdict(list)
        told: set[tuple[str, str]] = set()
        for entry in self._entries("opinions_returned"):
            scheme, _, rest = entry["business_key"].rpartition("/v")
            returned[scheme].append(int(rest.partition("/")[2]))
            told |= {(scheme, unit) for unit in entry["facts"]["opinions"]}
        for entry in self._due("event_emitted"):
            scheme, company = entry["facts"]["scheme_id"], entry["counterpart"]
            gives = entry["facts"]["stage"] == STAGES[0] and entry["facts"]["handling_status"] in CONCLUDED
            if gives and scheme not in changed_since:
                found.items += 1
                unit = self.town.announcement["counterparts"][company]["name"]
                if (scheme, unit) not in told:
                    found.lost.append(f"the opinion of {company} on {scheme}")
        for scheme, numbers in returned.items():
            if scheme not in changed_since and numbers != list(range(len(numbers))):
                found.out_of_order.append(f"opinions on {scheme} as {numbers}")

    def _overtaken(self) -> set[tuple[str, Step, Step]]:
        """Pairs of a matter's happenings of which the company may itself have told the later one first.

        A message that found nobody at home, or whose answer was lost, is sent again on a later day; what happens
        meanwhile overtakes it. Only of a company that calls back, and only where the earlier of the two had not
        been acknowledged when the later one happened.
        """
        taken = {entry["business_key"]: entry["seq"] for entry in self._entries("webhook_taken")}
        calling = {entry["counterpart"] for entry in self._entries("webhook_taken")}
        matters: dict[str, list[tuple[Step, int, float]]] = defaultdict(list)
        for entry in self._entries("event_emitted"):
            if entry["counterpart"] in calling:
                heard = taken.get(f"msg_{entry['business_key']}", inf)
                matters[_matter(entry)].append((_step(entry), entry["seq"], heard))
        return {
            (matter, after, before)
            for matter, steps in matters.items()
            for (before, _, heard), (after, happened, _) in combinations(steps, 2)
            if heard > happened
        }


def _matter(event: Entry) -> str:
    facts = event["facts"]
    return f"{facts['scheme_id']}-{event['counterpart']}-{STAGES.index(facts['stage']) + 1}"


def _step(event: Entry) -> Step:
    return int(event["facts"]["handling_status"]), china_text(datetime.fromisoformat(event["at"]))


def _by_matter(events: Iterable[Entry]) -> defaultdict[str, list[Step]]:
    matters: defaultdict[str, list[Step]] = defaultdict(list)
    for entry in events:
        matters[_matter(entry)].append(_step(entry))
    return matters


def _by_row(rows: Iterable[Entry]) -> defaultdict[str, list[Step]]:
    matters: defaultdict[str, list[Step]] = defaultdict(list)
    for entry in rows:
        facts = entry["facts"]
        if facts["table"] == EVENTS:
            # One matter may go through several rounds, numbered behind the point.
            matters[facts["SPSXSLBM"].rpartition(".")[0]].append((int(facts["BLZT"]), facts["BLSJ"]))
    return matters
