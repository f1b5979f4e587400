"""What the parser refuses, as sentences of ours. Its own are English, and do not always say what would be right."""

from typing import Any, Final

from pydantic import ValidationError

from hub.cli.refusals import Refusal
from models.messages import FieldFault, Message
from models.problems import faults_of, quoted

_HELP_SHOWN: Final = "NoArgsIsHelpError"


def is_usage(error: BaseException) -> bool:
    """Whether the parser raised it. Its classes are private to the library; this method is what they share."""
    return hasattr(error, "format_message")


def usage_refusal(error: Any) -> Refusal:
    """The refusal that a usage error stands for; an empty line was answered by the help page already."""
    if type(error).__name__ == _HELP_SHOWN:
        return Refusal(None)
    command = error.ctx.command_path if getattr(error, "ctx", None) else "liandong"
    option = getattr(error, "option_name", None)
    param = getattr(error, "param", None)
    name = _name(param)
    cause = error.__cause__
    if isinstance(cause, ValidationError):
        faults = _faults(param, name, cause)
        return Refusal(Message(id="usage-wrong-value", params={"name": name, "command": command}), faults)
    if option is not None:
        known = hasattr(error, "possibilities")
        id_ = "usage-no-such-option" if known else "usage-option-without-value"
        return Refusal(Message(id=id_, params={"name": quoted(option), "command": command}))
    if param is not None:
        return Refusal(Message(id="usage-missing", params={"name": name, "command": command}))
    return Refusal(Message(id="usage-wrong", params={"command": command}))


def _faults(param: Any, name: str, cause: ValidationError) -> list[FieldFault]:
    choices = getattr(getattr(param, "type_descriptor", None), "choices", None)
    if not choices:
        return [
            FieldFault(field=name, message=each.message, allowed=each.allowed) for each in faults_of(cause)
        ]
    # The library checks a choice by a function of its own, whose error says nothing but that.
    value = cause.errors(include_url=False)[0]["input"]
    message = Message(id="invalid-value-not-allowed", params={"value": quoted(value)})
    return [FieldFault(field=name, message=message, allowed=tuple(str(choice) for choice in choices))]


def _name(param: Any) -> str:
    if param is None:
        return "-"
    longest: str = max(param.opts, key=len)
    return longest if longest.startswith("-") else longest.upper()
