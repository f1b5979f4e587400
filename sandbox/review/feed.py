"""The joint review: pushes schemes over the days, revises some, recalls some, and lists the changes."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from random import Random

from sandbox.clock import CLOSES, Clock, add_days, add_minutes, china_text
from sandbox.config import Config
from sandbox.deliberate import Wrongs
from sandbox.ledger import Ledger
from sandbox.names import district
from sandbox.review import documents
from sandbox.review.documents import Document
from sandbox.review.projects import Project, generate

_OPINION_DAYS = 5
_FIRST_DAY_SHARE = 0.6
_RECALL_REASON = "建设单位调整方案，撤回联审"


@dataclass(frozen=True)
class Change:
    """One entry of the feed."""

    number: int
    project: Project
    version: int
    pushed_at: datetime
    deadline: datetime
    documents: tuple[Document, ...]
    withdrawn_at: datetime | None = None

    def listed(self) -> dict[str, object]:
        """As the province gateway lists it; draws the documents the first time."""
        recalled = self.withdrawn_at is not None
        return {
            "changeNo": self.number,
            "schemeNo": self.project.scheme_no,
            "version": self.version,
            "state": "WITHDRAWN" if recalled else "ACTIVE",
            "pushedAt": china_text(self.pushed_at),
            "opinionDeadline": china_text(self.deadline),
            "withdrawnAt": china_text(self.withdrawn_at) if self.withdrawn_at else None,
            "withdrawReason": _RECALL_REASON if recalled else None,
            "project": self.project.columns,
            "demands": self.project.demands_of(self.version),
            "site": self.project.site,
            "documents": [document.listed() for document in self.documents],
        }


class Review:
    """The feed and what is still going to be pushed into it."""

    def __init__(
        self, config: Config, clock: Clock, ledger: Ledger, wrongs: Wrongs, counterpart: str
    ) -> None:
        self._config = config
        self._clock = clock
        self._ledger = ledger
        self._wrongs = wrongs
        self._counterpart = counterpart
        self._current: dict[str, Change] = {}
        self._documents: dict[str, Document] = {}
        self.changes: list[Change] = []
        self.projects = generate(config)
        for project in self.projects:
            self._plan(project)
        clock.run_until(clock.now)

    def since(self, number: int, limit: int) -> tuple[list[Change], bool]:
        """Up to `limit` changes after this number, and whether there are more."""
        page = self.changes[number : number + limit]
        return page, number + limit < len(self.changes)

    def document(self, sha256: str) -> Document | None:
        """A document that some scheme lists."""
        if sha256 not in self._documents:
            for change in self.changes:
                self._documents.update((each.content.sha256, each) for each in change.documents)
        return self._documents.get(sha256)

    def revise(self, scheme_no: str) -> None:
        """Push the next version of a scheme. Raises `KeyError` when it was not pushed, `ValueError` when recalled."""
        held = self._held(scheme_no)
        version = held.version + 1
        plan = documents.site_plan(held.project.title, version, held.project.seed)
        self._push(held.project, version, (plan, *held.documents[1:]))

    def recall(self, scheme_no: str) -> None:
        """Withdraw a scheme. Raises as `revise` does."""
        held = self._held(scheme_no)
        now = self._clock.now
        self._ledger.record(self._counterpart, "scheme_recalled", scheme_no)
        self._enter(
            Change(
                len(self.changes) + 1,
                held.project,
                held.version,
                held.pushed_at,
                held.deadline,
                held.documents,
                now,
            )
        )

    def _held(self, scheme_no: str) -> Change:
        held = self._current[scheme_no]
        if held.withdrawn_at is not None:
            raise ValueError(f"{scheme_no} is withdrawn")
        return held

    def _plan(self, project: Project) -> None:
        rng = Random(f"{project.seed}/calendar")
        day = 0 if rng.random() < _FIRST_DAY_SHARE else rng.randint(1, self._config.push_days)
        start = self._clock.now
        when = add_minutes(add_days(start, day), rng.randint(0, 300)) if day else start
        self._clock.at(when, lambda: self._push(project, 1, self._first_documents(project)))
        later = add_minutes(add_days(when, rng.randint(1, 3)), rng.randint(0, 300))
        if project.flaw == "revised":
            self._clock.at(later, lambda: self.revise(project.scheme_no))
        elif project.flaw == "withdrawn":
            self._clock.at(later, lambda: self.recall(project.scheme_no))

    def _push(self, project: Project, version: int, listed: tuple[Document, ...]) -> None:
        now = self._clock.now
        deadline = add_days(now, _OPINION_DAYS).replace(hour=CLOSES.hour)
        self._ledger.record(self._counterpart, "scheme_pushed", f"{project.scheme_no}/v{version}")
        self._enter(Change(len(self.changes) + 1, project, version, now, deadline, listed))

    def _wrong(self, project: Project, sentence: str, repair: Callable[[], None] | None) -> None:
        self._wrongs.add(str(project.flaw), self._counterpart, project.scheme_no, sentence, repair)

    def _enter(self, change: Change) -> None:
        self.changes.append(change)
        self._current[change.project.scheme_no] = change

    def _first_documents(self, project: Project) -> tuple[Document, ...]:
        title = project.title
        plan, pipes = documents.site_plan(title, 1, project.seed), documents.pipe_plan(title, project.seed)
        where = f"{title.project}（{project.scheme_no}）"
        if project.flaw == "wrong_types":
            plan = documents.of_another_type(title)
            sentence = f"{where}的总平面图不是 PDF 文件。"
            self._wrong(project, sentence, lambda: self.revise(project.scheme_no))
        elif project.flaw == "wrong_digests":
            pipes, content = documents.tampered(pipes)
            self._wrong(project, f"{where}的管线综合图与登记的摘要不符。", content.mend)
        elif project.flaw == "unserved":
            self._wrong(project, f"{where}位于{district(project.area)}，没有单位服务该区域。", None)
        listed = [plan, pipes]
        if project.extra_notes:
            listed.append(documents.notes(title))
        if project.number == 1 and self._config.big_document_mb:
            listed.append(documents.big(title, project.seed, self._config.big_document_mb))
        return tuple(listed)
