"""Refusals as the Utility Gateway API words them (RFC 9457)."""

import json
from collections.abc import Mapping, Sequence

from starlette.responses import HTMLResponse, Response

_TYPES = "https://uga.example/problems/"
# In Chinese: they are what a company's people wrote, and what the liaison desk shows as the company's words.
_TITLES = {
    "bad-request": "请求无法读取",
    "invalid-token": "令牌无效",
    "forbidden": "没有权限",
    "unknown-key": "没有这个键的记录",
    "unknown-scheme": "没有这个方案",
    "unknown-document": "没有这份文件",
    "request-in-flight": "同一个键的请求正在办理",
    "version-superseded": "已收到更新的版本",
    "scheme-withdrawn": "该方案已撤回",
    "withdrawal-too-late": "验收已办结，不能撤回",
    "offset-mismatch": "上传进度不一致",
    "upload-in-progress": "该文件正在由另一请求上传",
    "too-large": "内容过大",
    "unsupported-media-type": "内容类型不对",
    "validation-failed": "填报内容未通过校验",
    "idempotency-key-reused": "该键已用于另一内容",
    "length-mismatch": "与登记的文件大小不符",
    "digest-mismatch": "与登记的文件摘要不符",
    "too-many-requests": "请求过于频繁",
    "internal-error": "系统内部错误",
    "unavailable": "系统暂停服务",
}
_BY_STATUS = {
    401: "invalid-token",
    403: "forbidden",
    429: "too-many-requests",
    500: "internal-error",
    503: "unavailable",
}


class Problem(Exception):
    """A refusal; `name` is the last segment of the problem's type."""

    def __init__(
        self,
        status: int,
        name: str,
        detail: str | None = None,
        *,
        errors: Sequence[Mapping[str, object]] = (),
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(name)
        self.status = status
        self.name = name
        self.detail = detail
        self.errors = errors
        self.headers = headers

    @property
    def title(self) -> str:
        """What is wrong, in the company's words."""
        return _TITLES[self.name]

    def response(self) -> Response:
        """The answer."""
        body: dict[str, object] = {
            "type": _TYPES + self.name,
            "title": self.title,
            "status": self.status,
        }
        if self.detail:
            body["detail"] = self.detail
        if self.errors:
            body["errors"] = list(self.errors)
        text = json.dumps(body, ensure_ascii=False)
        return Response(text, self.status, self.headers, "application/problem+json")


def refusal(status: int, retry_after: str | None) -> Response:
    """A refusal for an HTTP status; one the contract does not list comes from a machine in between."""
    if status not in _BY_STATUS:
        return HTMLResponse(f"<h1>{status}</h1>", status)
    headers = {"Retry-After": retry_after} if retry_after else None
    return Problem(status, _BY_STATUS[status], headers=headers).response()
