"""From what the sandbox announces of a company to what its adapter is configured with, wire by wire."""

from collections.abc import Mapping
from typing import Any


def gateway(address: Mapping[str, Any]) -> Mapping[str, Any]:
    """The Utility Gateway API."""
    return {
        "base_url": address["base_url"],
        "token": address["token"],
        "webhook_secrets": [address["webhook_secret"]],
        "part_bytes": 64 << 10,
        "page_size": 3,
    }


def tmf641(address: Mapping[str, Any]) -> Mapping[str, Any]:
    """TM Forum TMF641."""
    return {
        "base_url": address["base_url"],
        "token": address["token"],
        "webhook_secrets": [address["webhook_secret"]],
        "page_size": 2,
    }


def iec61968(address: Mapping[str, Any]) -> Mapping[str, Any]:
    """IEC 61968-100 over HTTP."""
    return {
        "base_url": address["base_url"],
        "key_id": address["key_id"],
        "secret": address["token"],
        "callback_secrets": [address["webhook_secret"]],
        "part_bytes": 64 << 10,
        "page_size": 3,
    }
