"""The core path in English and with scripts switched off: sign in, look, act, retry many, watch, sign out."""

from playwright.sync_api import Browser, expect

from tests.desk.browser import signed_in
from tests.desk.town import Town


def test_the_core_path_in_english_without_script(browser: Browser, desk: Town) -> None:
    with signed_in(browser, desk, language="en", java_script_enabled=False) as page:
        expect(page.get_by_role("heading", level=1)).to_have_text("Today")
        assert page.locator("html").get_attribute("lang") == "en"
        page.get_by_role("link", name="Failures", exact=True).click()
        page.locator("[name=company]").select_option("water-a")
        page.locator("[name=state]").select_option("all")
        page.get_by_role("button", name="Filter").click()
        page.locator("tbody tr th a").first.click()
        expect(page.get_by_role("heading", name="What happened and what to do")).to_be_visible()
        page.get_by_placeholder("A word to colleagues").fill("Seen without a script")
        page.get_by_role("button", name="Add a comment").click()
        expect(page.locator("#live-comments")).to_contain_text("Seen without a script")
        page.get_by_role("link", name="Back to the list").click()
        page.goto(desk.url + "/failures")
        page.locator("[name=id]:not([disabled])").first.check()
        page.get_by_role("button", name="Retry the chosen").click()
        expect(page.get_by_text("1 item chosen")).to_be_visible()
        page.get_by_role("button", name="Retry all (1)").click()
        page.wait_for_url("**/bulk/*")
        expect(page.get_by_text("The job has ended")).to_be_visible()  # the page asks for itself again
        page.get_by_role("button", name="Sign out").click()
        expect(page.get_by_text("You are signed out.")).to_be_visible()


def test_the_language_is_switched_where_one_is(browser: Browser, desk: Town) -> None:
    with signed_in(browser, desk) as page:
        page.goto(desk.url + "/failures?state=all&sort=newest")
        page.get_by_role("button", name="English").click()
        expect(page).to_have_url(desk.url + "/failures?state=all&sort=newest")
        expect(page.get_by_role("heading", level=1)).to_have_text("Failures")
        page.get_by_role("button", name="中文").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("失败")
