"""A recorded body as values that can be compared, however it was written down."""

import json
from typing import Any
from xml.etree.ElementTree import Element, ParseError

from defusedxml import ElementTree


def content(body: str | None) -> Any:
    """JSON as its value, XML as names, attributes and texts whatever the prefixes, anything else as it is."""
    if not body:
        return None
    try:
        return json.loads(body)
    except ValueError:
        pass
    try:
        root = ElementTree.fromstring(body)
    except (ParseError, ValueError):  # no XML, or one that defusedxml does not open
        return body
    return {root.tag: _element(root)}


def _element(element: Element) -> Any:
    if not len(element) and not element.attrib:
        return element.text or ""
    members: dict[str, Any] = {f"@{name}": value for name, value in element.attrib.items()}
    if element.text and element.text.strip():
        members["#"] = element.text.strip()
    for child in element:
        members.setdefault(child.tag, []).append(_element(child))
    return members
