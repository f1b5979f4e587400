"""Every page for those who see it otherwise: axe finds nothing serious in the light or in the dark."""

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.desk.browser import signed_in
from tests.desk.pages import PAGES, address_of
from tests.desk.town import Town

WEIGHTY = {"serious", "critical"}
OF_THEME: dict[str, dict[str, Any]] = {"light": {}, "dark": {"runOnly": ["color-contrast"]}}
"""In the dark nothing is other than the colours."""


def violations(page: Page, **options: Any) -> list[str]:
    found = Axe().run(page, options={"resultTypes": ["violations"], **options}).response["violations"]
    return [
        f"{each['id']}: {node['html'][:160]}"
        for each in found
        if each["impact"] in WEIGHTY
        for node in each["nodes"][:3]
    ]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_serious_on_any_page(
    browser: Browser, desk: Town, theme: str, subtests: pytest.Subtests
) -> None:
    with signed_in(browser, desk, "admin") as page:
        page.context.add_cookies([{"name": "liandong_theme", "value": theme, "url": desk.url}])
        for name in PAGES:
            with subtests.test(name):
                page.goto(desk.url + address_of(desk, name))
                expect(page.locator("h1")).to_be_visible()
                assert violations(page, **OF_THEME[theme]) == []


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_serious_at_the_way_in(browser: Browser, desk: Town, theme: str) -> None:
    with browser.new_context(color_scheme=theme) as context:  # type: ignore[arg-type]  # one of its own words
        page = context.new_page()
        for address in ("/sign-in", "/nowhere"):
            page.goto(desk.url + address)
            assert violations(page) == []


def test_the_keyboard_alone_leads_past_the_navigation_and_to_the_search(browser: Browser, desk: Town) -> None:
    with signed_in(browser, desk) as page:
        page.keyboard.press("Tab")
        expect(page.get_by_text("跳到正文")).to_be_focused()
        page.keyboard.press("Enter")
        expect(page.locator("#main")).to_be_focused()
        page.keyboard.press("/")
        expect(page.locator("#find")).to_be_focused()


@pytest.mark.parametrize("name", ["today", "failures", "failure", "project", "bulk"])
def test_a_narrow_screen_shows_the_whole_width_of_a_page(browser: Browser, desk: Town, name: str) -> None:
    with signed_in(browser, desk) as page:
        page.set_viewport_size({"width": 390, "height": 800})
        page.goto(desk.url + address_of(desk, name))
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
