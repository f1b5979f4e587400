"""What the office refuses, in the wire's codes."""

from starlette.responses import HTMLResponse, Response

from sandbox.iec61968.messages import MEDIA_TYPE, Fault, fault_message
from sandbox.iec61968.payloads import xpath
from sandbox.utility.problems import Problem

_CODES = {
    "bad-request": "1.4",
    "too-large": "1.4",
    "unsupported-media-type": "1.4",
    "unknown-key": "2.3",
    "unknown-scheme": "2.4",
    "version-superseded": "2.5",
    "scheme-withdrawn": "2.6",
    "withdrawal-too-late": "2.7",
    "idempotency-key-reused": "2.8",
    "unknown-document": "2.9",
    "length-mismatch": "2.10",
    "digest-mismatch": "2.11",
    "request-in-flight": "4.3",
    "offset-mismatch": "4.4",
    "upload-in-progress": "4.4",
}
_VALUE, _AREA = "2.1", "2.2"
_SYSTEM = {401: ("3.1", "签名不符"), 403: ("3.2", "没有权限"), 429: ("4.2", "请求过于频繁")}
_SYSTEM |= {500: ("5.1", "系统内部错误"), 503: ("4.1", "系统繁忙，请稍后再试")}
_BY_HTTP = (401, 403)


def faults(problem: Problem, about: tuple[str, str]) -> list[Fault]:
    """The errors of a reply: one for each field at fault, or one for the whole."""
    if not problem.errors:
        return [Fault(_CODES[problem.name], problem.detail or problem.title, about=about)]
    return [
        Fault(
            _AREA if each["code"] == "unknown_area" else _VALUE,
            str(each["detail"]),
            xpath(str(each["pointer"])),
            tuple(str(value) for value in _listed(each.get("allowed"))),
            about,
        )
        for each in problem.errors
    ]


def outside_of_messages(problem: Problem) -> Response:
    """Of an attachment's call: the status, and a FaultMessage."""
    fault = Fault(_CODES[problem.name], problem.detail or problem.title)
    return Response(fault_message(fault), problem.status, problem.headers, MEDIA_TYPE)


def not_let_in(code: str) -> Response:
    """Of a call whose signature does not hold."""
    reasons = {"3.1": "签名不符", "3.3": "签名时间与本系统相差过大"}
    return Response(fault_message(Fault(code, reasons[code])), 401, media_type=MEDIA_TYPE)


def refusal(status: int, retry_after: str | None) -> Response:
    """A refusal for an HTTP status: most go out as HTTP 200 and a code; one without a code is a machine in between."""
    if status not in _SYSTEM:
        return HTMLResponse(f"<h1>{status}</h1>", status)
    headers = {"Retry-After": retry_after} if retry_after else None
    body = fault_message(Fault(*_SYSTEM[status]))
    return Response(body, status if status in _BY_HTTP else 200, headers, MEDIA_TYPE)


def _listed(value: object) -> list[object]:
    return list(value) if isinstance(value, list | tuple) else []
