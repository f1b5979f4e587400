"""Pictures of every page, for the documentation: `python -m tests.desk.pictures ADDRESS PASSWORD FOLDER`.

Of a desk on the demo's data, its stand-ins still running (`liandong demo --keep-running`, `liandong desk`).
"""

import re
import sys
from pathlib import Path
from typing import Final

from playwright.sync_api import Browser, Page, sync_playwright

from tests.desk.browser import ARGUMENTS, chromium

WIDTH, HEIGHT = 1280, 800
_TALLEST: Final = 1400
_REFUSED: Final = "/failures?company=water-tc"
_PLAIN: Final = {
    "today": "/",
    "failures": "/failures",
    "bulk-preview": "/bulk/new",
    "bulk": "/bulk",
    "projects": "/projects",
    "companies": "/companies",
    "company": "/companies/water-xq",
    "mapping": "/companies/gas-tc/mapping",
    "work": "/companies/gas-xq/tasks",
    "reconcile": "/reconcile",
    "report": "/report",
    "audit": "/audit",
    "people": "/people",
    "account": "/account",
}


class Camera:
    """Takes pictures of one desk into a folder."""

    def __init__(self, browser: Browser, url: str, folder: Path) -> None:
        self.browser, self.url, self.folder = browser, url, folder

    def open(
        self, login: str, password: str, *, language: str = "zh-CN", theme: str = "light", width: int = WIDTH
    ) -> Page:
        """A page of somebody signed in."""
        context = self.browser.new_context(
            viewport={"width": width, "height": HEIGHT},
            color_scheme=theme,  # type: ignore[arg-type]  # one of its own words
            locale=language,
            timezone_id="Asia/Shanghai",
        )
        cookies = {"liandong_language": language, "liandong_theme": theme}
        context.add_cookies(
            [{"name": name, "value": value, "url": self.url} for name, value in cookies.items()]
        )
        page = context.new_page()
        page.goto(self.url + "/sign-in")
        page.fill("[name=login]", login)
        page.fill("[name=password]", password)
        page.click("main form button.main-act")
        page.wait_for_url(self.url + "/")
        return page

    def take(self, page: Page, name: str, address: str | None = None) -> None:
        """One picture, of at most `_TALLEST` pixels."""
        if address is not None:
            page.goto(self.url + address)
        page.wait_for_load_state("networkidle")
        size = page.viewport_size or {"width": WIDTH, "height": HEIGHT}
        height = page.evaluate("document.documentElement.scrollHeight")
        page.set_viewport_size({"width": size["width"], "height": min(max(height, HEIGHT), _TALLEST)})
        page.screenshot(path=self.folder / f"{name}.png")
        page.set_viewport_size(size)


def take_all(browser: Browser, url: str, password: str, folder: Path) -> None:
    """Every page: in Chinese, some in English, in the dark, and narrow."""
    camera = Camera(browser, url, folder)
    page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT}, locale="zh-CN")
    camera.take(page, "sign-in", "/sign-in")
    page.close()
    page = camera.open("administrator", password)
    page.goto(url + "/reconcile")
    page.get_by_role("button", name="现在核对").click()
    _the_refused_one(camera, page)
    _a_job(camera, page)
    for name, address in _PLAIN.items():
        camera.take(page, name, address)
    page.goto(url + "/companies/gas-xq/tasks")
    entry = page.get_by_role("link", name="录入答复").first
    if entry.is_visible():
        entry.click()
        camera.take(page, "entry")
    _elsewhere(camera, password)


def _the_refused_one(camera: Camera, page: Page) -> None:
    page.goto(camera.url + _REFUSED)
    page.locator("tbody tr th a").first.click()
    failure = page.url
    camera.take(page, "failure")
    page.get_by_role("link", name="更正后重发").click()
    camera.take(page, "correct")
    page.goto(failure)
    page.locator('dl.facts a[href^="/projects/"]').first.click()
    camera.take(page, "project")


def _a_job(camera: Camera, page: Page) -> None:
    page.goto(camera.url + "/bulk/new")
    page.get_by_role("button", name=re.compile("先试 3 项|全部重试")).first.click()
    page.wait_for_url(re.compile(r"/bulk/\d+$"))
    page.wait_for_timeout(6000)
    camera.take(page, "job")


def _elsewhere(camera: Camera, password: str) -> None:
    english = camera.open("officer", password, language="en")
    camera.take(english, "today-en", "/")
    english.goto(camera.url + _REFUSED)
    english.locator("tbody tr th a").first.click()
    camera.take(english, "failure-en")
    dark = camera.open("officer", password, theme="dark")
    camera.take(dark, "today-dark", "/")
    dark.goto(camera.url + _REFUSED)
    dark.locator("tbody tr th a").first.click()
    camera.take(dark, "failure-dark")
    narrow = camera.open("officer", password, width=390)
    camera.take(narrow, "failures-narrow", "/failures")


def main() -> None:
    """Take the pictures of the desk at an address."""
    url, password, folder = sys.argv[1], sys.argv[2], Path(sys.argv[3])
    folder.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=ARGUMENTS)
        take_all(browser, url, password, folder)
        browser.close()


if __name__ == "__main__":
    main()
