"""The four stages of a case, and a utility's opinion on a scheme."""

from enum import StrEnum


class Stage(StrEnum):
    """审查, 报装, 接入, 验收: each is handled as a matter (办件) of its own."""

    REVIEW = "review"
    APPLICATION = "application"
    HOOKUP = "hookup"
    ACCEPTANCE = "acceptance"


class Opinion(StrEnum):
    """审查意见 on a design scheme."""

    AGREE = "agree"
    AGREE_WITH_CONDITIONS = "agree_with_conditions"
    DISAGREE = "disagree"


class UtilityKind(StrEnum):
    """水, 电, 气, 通信."""

    WATER = "water"
    POWER = "power"
    GAS = "gas"
    TELECOM = "telecom"
