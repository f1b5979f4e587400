"""The seam over httpx: the only way out over HTTP."""

from adapters.http.call import Body, Call, ErrorKind, Reply
from adapters.http.exchange import Exchange, recording
from adapters.http.failures import DEFAULT_ERRORS
from adapters.http.redaction import Redactor
from adapters.http.retry_after import seconds_to_wait
from adapters.http.seam import Download, HttpSeam
from adapters.http.settings import BaseAddress, HttpSettings, secrets_of
from adapters.http.short_retries import without_waiting
from adapters.http.wiring import Clock, SeamLimits, Wiring, utc_now

__all__ = [
    "DEFAULT_ERRORS",
    "BaseAddress",
    "Body",
    "Call",
    "Clock",
    "Download",
    "ErrorKind",
    "Exchange",
    "HttpSeam",
    "HttpSettings",
    "Redactor",
    "Reply",
    "SeamLimits",
    "Wiring",
    "recording",
    "seconds_to_wait",
    "secrets_of",
    "utc_now",
    "without_waiting",
]
