"""The browser that tests look at the desk with, and the hands that use it."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from playwright.sync_api import Browser, Page

from tests.desk.town import PASSWORD, Town

ARGUMENTS: Final = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
MISSING: Final = (
    "没有 Chromium 或中文字体：请运行 tools/debian-packages，或安装 chromium 与 fonts-noto-cjk。 "
    "There is no Chromium or no Chinese font: run tools/debian-packages, or install chromium and fonts-noto-cjk."
)
_FONTS: Final = Path("/usr/share/fonts")


def chromium() -> str | None:
    """Where Debian's Chromium is; `None` without it, or without a font for Chinese."""
    has_font = any(_FONTS.rglob("*CJK*"))
    return shutil.which("chromium") if has_font else None


@contextmanager
def signed_in(
    browser: Browser, town: Town, login: str = "zhou", *, language: str = "zh-CN", **context: Any
) -> Iterator[Page]:
    """A page of somebody signed in. What the browser complains of fails the test."""
    complaints: list[str] = []
    with browser.new_context(viewport={"width": 1360, "height": 860}, **context) as opened:
        opened.set_default_timeout(15_000)
        opened.add_cookies([{"name": "liandong_language", "value": language, "url": town.url}])
        page = opened.new_page()
        page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        sign_in(page, town, login)
        yield page
    assert complaints == []


def sign_in(page: Page, town: Town, login: str) -> None:
    """Give name and password."""
    page.goto(town.url + "/sign-in")
    page.fill("[name=login]", login)
    page.fill("[name=password]", PASSWORD)
    page.click("main form button.main-act")
    page.wait_for_url(town.url + "/")
