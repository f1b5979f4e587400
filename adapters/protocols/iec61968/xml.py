"""XML as this wire reads and writes it: nothing in it may make us fetch, expand or remember without bound."""

import re
from collections.abc import Iterable, Mapping
from typing import Any, Final
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement, TreeBuilder

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser

MESSAGE: Final = "http://iec.ch/TC57/2011/schema/message"
SUPPLY: Final = "urn:liandong:supply:1"
MOST_BYTES: Final = 4 << 20
MOST_DEPTH: Final = 32
MOST_ELEMENTS: Final = 50_000

Content = str | Mapping[str, "Content"] | Iterable[Mapping[str, "Content"]] | None
"""What an element holds: text, children by name, or several elements of one name; `None` leaves it out.

Beside children, `@name` is an attribute and `#` the text between them.
"""

_NOT_XML: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

ElementTree.register_namespace("m", MESSAGE)
ElementTree.register_namespace("s", SUPPLY)


class XmlRefused(Exception):
    """A text that is not read: `reason` is one of syntax, encoding, size, depth, elements, doctype."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class _Bounded(TreeBuilder):
    """Builds a tree as long as it stays within bounds."""

    def __init__(self) -> None:
        super().__init__()
        self._depth = self._elements = 0

    def start(self, tag: Any, attrs: Any, /) -> Any:
        self._depth += 1
        self._elements += 1
        if self._depth > MOST_DEPTH:
            raise XmlRefused("depth")
        if self._elements > MOST_ELEMENTS:
            raise XmlRefused("elements")
        return super().start(tag, attrs)

    def end(self, tag: Any, /) -> Element:
        self._depth -= 1
        return super().end(tag)


def read(body: bytes) -> Element:
    """The root of an XML text in UTF-8. Raises `XmlRefused`, before anything declared in it takes effect.

    A document type declaration is refused as such: without one there are no entities to expand or fetch.
    """
    if len(body) > MOST_BYTES:
        raise XmlRefused("size")
    try:
        body.decode("utf-8")
    except UnicodeDecodeError:
        raise XmlRefused("encoding") from None
    parser = DefusedXMLParser(target=_Bounded(), encoding="utf-8", forbid_dtd=True)
    try:
        parser.feed(body)
        root: Element = parser.close()
    except DefusedXmlException:
        raise XmlRefused("doctype") from None
    except (ElementTree.ParseError, ValueError):
        raise XmlRefused("syntax") from None
    return root


def fields(element: Element, namespace: str) -> Any:
    """An element as a value: text, or its children of this namespace by name, a repeated one as a list."""
    if len(element) == 0:
        return (element.text or "").strip()
    found: dict[str, Any] = {}
    for child in element:
        space, _, name = str(child.tag).rpartition("}")
        if space != "{" + namespace:
            continue
        value = fields(child, namespace)
        if name not in found:
            found[name] = value
        elif isinstance(found[name], list):
            found[name].append(value)
        else:
            found[name] = [found[name], value]
    return found


def local(element: Element, namespace: str) -> str | None:
    """An element's name when it is of this namespace."""
    space, _, name = str(element.tag).rpartition("}")
    return name if space == "{" + namespace else None


def element(namespace: str, name: str, content: Content) -> Element:
    """An element of this namespace with its content, in the order given."""
    root = Element(f"{{{namespace}}}{name}")
    _fill(root, namespace, content)
    return root


def write(root: Element) -> bytes:
    """The XML text of a message, in UTF-8."""
    text: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return text


def _fill(parent: Element, namespace: str, content: Content) -> None:
    if isinstance(content, str):
        # What XML cannot hold at all, such as a control character in a name, would make the whole unreadable.
        parent.text = _NOT_XML.sub("\ufffd", content)
    elif isinstance(content, Mapping):
        for name, inner in content.items():
            if name.startswith("@"):
                parent.set(name[1:], str(inner))
            elif name == "#":
                _fill(parent, namespace, inner)
            else:
                several = [inner] if isinstance(inner, str | Mapping) else inner or ()
                for each in several:
                    _fill(SubElement(parent, f"{{{namespace}}}{name}"), namespace, each)
