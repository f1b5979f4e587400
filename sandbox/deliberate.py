"""Deliberate failures: what is wrong on purpose, in a sentence, until somebody mends it."""

from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass
class Deliberate:
    """One thing that is wrong. `repair` puts it right; without one it cannot be mended from here."""

    id: str
    kind: str
    counterpart: str
    subject: str
    sentence: str
    repair: Callable[[], None] | None = field(repr=False)
    mended: bool = False

    def report(self) -> dict[str, object]:
        """As JSON."""
        return {
            "id": self.id,
            "kind": self.kind,
            "counterpart": self.counterpart,
            "subject": self.subject,
            "sentence": self.sentence,
            "mendable": self.repair is not None,
            "mended": self.mended,
        }


class Wrongs:
    """All deliberate failures of a run."""

    def __init__(self) -> None:
        self._all: dict[str, Deliberate] = {}

    def add(
        self,
        kind: str,
        counterpart: str,
        subject: str,
        sentence: str,
        repair: Callable[[], None] | None = None,
    ) -> None:
        """Make a failure known; its id is made of kind and subject."""
        wrong = Deliberate(f"{kind}:{subject}", kind, counterpart, subject, sentence, repair)
        self._all[wrong.id] = wrong

    def mend(self, identifier: str | None) -> list[str]:
        """Put one right, or all that can be (`None`); answers the ids mended now.

        Raises `KeyError` when there is no such failure, `ValueError` when it cannot be mended from here.
        """
        chosen = list(self._all.values()) if identifier is None else [self._all[identifier]]
        done = []
        for wrong in chosen:
            if wrong.repair is None:
                if identifier is not None:
                    raise ValueError(f"{wrong.id} cannot be mended from here")
            elif not wrong.mended:
                wrong.repair()
                wrong.mended = True
                done.append(wrong.id)
        return done

    def report(self) -> list[dict[str, object]]:
        """All of them, as JSON."""
        return [wrong.report() for wrong in self._all.values()]
