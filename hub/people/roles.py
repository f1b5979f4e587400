"""Roles (角色) and what each may do: one table, asked by whatever acts, never by a page alone."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final


class Role(StrEnum):
    """What a person is to the desk."""

    VIEWER = "viewer"
    """查看: sees everything of their districts, changes nothing."""
    OFFICER = "officer"
    """联络员: mends failures."""
    SUPERVISOR = "supervisor"
    """负责人: an officer who also approves, assigns to others, and pauses counterparts."""
    ADMINISTRATOR = "administrator"
    """管理员: looks after accounts, counterparts and mappings, and may do all the rest."""
    AUDITOR = "auditor"
    """审计: sees everything and the audit trail, changes nothing."""


class Action(StrEnum):
    """Something that needs a permission."""

    SEE = "see"
    EXPORT = "export"
    RETRY = "retry"
    CORRECT = "correct"
    APPROVE = "approve"
    ANSWER = "answer"
    RESOLVE = "resolve"
    ASSIGN = "assign"
    COMMENT = "comment"
    SNOOZE = "snooze"
    BULK = "bulk"
    ENTER = "enter"
    """Enter the answers of a company without a system."""
    TEST = "test"
    """Ask a counterpart for a sign of life."""
    PAUSE = "pause"
    """Pause and resume a counterpart."""
    MAP = "map"
    AUDIT = "audit"
    PEOPLE = "people"


_LOOKING: Final = frozenset({Action.SEE})
_MENDING: Final = _LOOKING | {
    Action.EXPORT,
    Action.RETRY,
    Action.CORRECT,
    Action.ANSWER,
    Action.RESOLVE,
    Action.ASSIGN,
    Action.COMMENT,
    Action.SNOOZE,
    Action.BULK,
    Action.ENTER,
    Action.TEST,
}

PERMISSIONS: Final[Mapping[Role, frozenset[Action]]] = {
    Role.VIEWER: _LOOKING,
    Role.OFFICER: _MENDING,
    Role.SUPERVISOR: _MENDING | {Action.APPROVE, Action.PAUSE, Action.AUDIT},
    Role.ADMINISTRATOR: frozenset(Action),
    Role.AUDITOR: _LOOKING | {Action.EXPORT, Action.AUDIT},
}
"""Role → what it may do."""
