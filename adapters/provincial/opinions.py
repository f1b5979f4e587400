"""A reply to the joint review as the gateway takes it."""

from typing import Any, Final

from pydantic import Field

from adapters.provincial.china import written
from adapters.provincial.wire import Wire
from models.opinions import Asked, GivenOpinion, OpinionReply
from models.stage import Opinion

_OPINIONS: Final = {
    Opinion.AGREE: "AGREE",
    Opinion.AGREE_WITH_CONDITIONS: "AGREE_WITH_CONDITIONS",
    Opinion.DISAGREE: "DISAGREE",
}
_LONGEST_TEXT: Final = 4000


class Returned(Wire):
    """The joint review's number for the reply."""

    replyNo: str = Field(min_length=1, max_length=64)


def operation_of(reply: OpinionReply, key: str) -> dict[str, Any]:
    """The operation that returns `reply` under `key`."""
    return {
        "operation": "RETURN_OPINIONS",
        "key": key,
        "schemeNo": reply.scheme_id,
        "version": reply.version,
        "supplement": reply.supplement,
        "closedAt": written(reply.closed_at),
        "opinions": [_given(each) for each in reply.opinions],
        "missing": [_asked(each) for each in reply.missing],
    }


def _given(given: GivenOpinion) -> dict[str, Any]:
    code = {"unitCode": given.credit_code} if given.credit_code else {}
    return {
        **_asked(given),
        **code,
        "opinion": _OPINIONS[given.opinion],
        "text": given.text[:_LONGEST_TEXT],
        "givenAt": written(given.given_at),
    }


def _asked(asked: Asked) -> dict[str, Any]:
    return {"unitName": asked.name, "type": asked.kind.value.upper()}
