"""The officer's morning in a real browser, and what must not happen to her there.

The tests share a town and use it up in this order: the morning first.
"""

import csv
import io
import re
from pathlib import Path

from playwright.sync_api import Browser, Page, expect

from tests.desk.browser import signed_in
from tests.desk.town import Town

OBSTINATE = "FA-511723-2026-0005"
"""The scheme whose pipe the water company will not have; of the others it has changed its mind."""


def cause(page: Page, id: str) -> "object":
    return page.locator(f'article[data-cause="{id}"]')


def test_the_officers_morning(browser: Browser, desk: Town, tmp_path: Path) -> None:
    desk.mend("refused_schemes", but=OBSTINATE)
    with signed_in(browser, desk) as page:
        _the_largest_cause_is_retried_three_first(page)
        _the_one_they_refuse_again_is_corrected_and_taken(page, desk)
        _one_is_resolved_with_a_reason_and_one_answered_by_phone(page, desk)
        _what_is_left_is_exported(page, desk, tmp_path)
    with signed_in(browser, desk, "wu") as page:
        _the_auditor_finds_all_of_it(page, desk)


def _the_largest_cause_is_retried_three_first(page: Page) -> None:
    largest = page.locator("article.cause").first
    expect(largest).to_contain_text("达州市供水有限公司没有收下该方案")
    count = int(largest.locator(".many").inner_text().split()[0])
    assert count > 3
    largest.get_by_role("button", name="先试 3 项").click()
    expect(page.get_by_text("先试的 3 项都成功了")).to_be_visible()
    page.get_by_role("button", name=f"继续其余 {count - 3} 项").click()
    expect(page.get_by_text("批量已结束")).to_contain_text(f"成功 {count - 1} 项，又失败 1 项")


def _the_one_they_refuse_again_is_corrected_and_taken(page: Page, desk: Town) -> None:
    page.get_by_role("region", name="又失败的").get_by_role("link").click()
    expect(page.get_by_role("main")).to_contain_text(OBSTINATE)
    page.get_by_role("link", name="更正后重发").click()
    field = page.locator(".field.wrong input")
    expect(page.locator(".field.wrong")).to_contain_text("该地块现状管网不支持此取值")
    allowed = re.findall(r"\d+", page.locator(".field.wrong .fault").inner_text().partition("可填")[2])
    field.fill(allowed[0])
    page.get_by_placeholder("依据什么更正").fill("与供水公司王工电话核实")
    page.get_by_role("button", name="更正并发送").click()
    expect(page.get_by_text("已更正，马上发送")).to_be_visible()
    page.wait_for_function("() => document.querySelector('#live-when')?.innerText.includes('成为第 2 版')")
    _wait_until(page, lambda: f"{OBSTINATE}/v2" in desk.taken())


def _wait_until(page: Page, done: "object") -> None:
    for _ in range(100):
        if done():  # type: ignore[operator]
            return
        page.wait_for_timeout(100)
    raise AssertionError("it did not happen")


def _one_is_resolved_with_a_reason_and_one_answered_by_phone(page: Page, desk: Town) -> None:
    page.goto(desk.url + "/failures?cause=province-row-refused")
    page.locator("tbody tr th a").first.click()
    page.get_by_text("处理完毕或略过").first.click()
    form = page.locator('form[action$="/resolve"]')
    form.locator("select").select_option("agreed")
    form.locator("textarea").fill("已与省平台商定，由其补录")
    form.get_by_role("button").click()
    expect(page.get_by_text("已处理。")).to_be_visible()
    page.goto(desk.url + "/failures?cause=province-row-refused")
    page.locator("tbody tr th a").first.click()
    page.get_by_text("电话核实后登记").click()
    form = page.locator('form[action$="/answer"]')
    form.locator("[name=remote_ref]").fill("2026030500009999")
    form.get_by_role("button").click()
    expect(page.get_by_text("已登记：对方已经收到")).to_be_visible()


def _what_is_left_is_exported(page: Page, desk: Town, folder: Path) -> None:
    page.goto(desk.url + "/failures?state=all")
    with page.expect_download() as coming:
        page.get_by_role("link", name="CSV").click()
    path = folder / "failures.csv"
    coming.value.save_as(path)
    rows = list(csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig"))))
    shown = page.locator("tbody tr").count()
    assert len(rows) == shown + 1
    assert any("已与供水公司" in cell or "达州市供水有限公司" in cell for row in rows for cell in row)


def _the_auditor_finds_all_of_it(page: Page, desk: Town) -> None:
    page.get_by_role("link", name="审计").click()
    trail = page.locator("tbody")
    deeds = ("导出失败清单", "登记电话核实", "处理或略过", "更正后重发", "批量结束", "开始批量")
    for deed in deeds:
        expect(trail).to_contain_text(deed)
    expect(trail.locator("tr", has_text="登记电话核实")).to_contain_text("周敏")
    page.get_by_role("button", name="校验整条记录").click()
    expect(page.get_by_role("main")).to_contain_text("校验通过")


def test_going_back_finds_the_filter_and_the_place(browser: Browser, desk: Town) -> None:
    with signed_in(browser, desk) as page:
        page.set_viewport_size({"width": 1360, "height": 420})
        page.goto(desk.url + "/failures?state=all&sort=newest")
        last = page.locator("tbody tr th a").last
        last.scroll_into_view_if_needed()
        place = page.evaluate("scrollY")
        assert place > 0
        last.click()
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        page.go_back()
        expect(page).to_have_url(desk.url + "/failures?state=all&sort=newest")
        expect(page.locator("[name=sort]")).to_have_value("newest")
        page.wait_for_function(f"() => Math.abs(scrollY - {place}) < 3")


def test_a_filter_applies_as_it_is_chosen_and_stands_in_the_address(browser: Browser, desk: Town) -> None:
    with signed_in(browser, desk) as page:
        page.goto(desk.url + "/failures")
        page.locator("[name=state]").select_option("all")
        expect(page).to_have_url(re.compile(r"state=all"))
        assert "search=" not in page.url
        expect(page.locator("a.chip")).to_contain_text("全部")


def test_a_live_page_loses_nothing_that_is_being_typed(browser: Browser, desk: Town) -> None:
    with signed_in(browser, desk) as page, signed_in(browser, desk, "he") as other:
        page.goto(desk.url + "/failures?state=all")
        address = page.locator("tbody tr th a").first.get_attribute("href")
        page.clock.install()
        page.goto(desk.url + str(address))
        page.get_by_placeholder("给同事").fill("我正在写")
        other.goto(desk.url + str(address))
        other.get_by_placeholder("给同事").fill("何建国来过")
        other.get_by_role("button", name="添加备注").click()
        page.clock.run_for(11_000)
        expect(page.locator("#live-comments")).to_contain_text("何建国来过")
        expect(page.get_by_placeholder("给同事")).to_have_value("我正在写")
        page.locator("form[data-keep]").evaluate_all("forms => forms.forEach(form => form.reset())")


def test_the_second_of_two_officers_is_told_who_was_first_and_keeps_what_was_typed(
    browser: Browser, desk: Town
) -> None:
    with signed_in(browser, desk) as page, signed_in(browser, desk, "he") as other:
        page.goto(desk.url + "/failures?kind=document")
        address = str(page.locator("tbody tr th a").first.get_attribute("href"))
        for each in (page, other):
            each.goto(desk.url + address)
            each.get_by_text("处理完毕或略过").first.click()
            each.locator('form[action$="/resolve"] select').select_option("agreed")
        other.locator('form[action$="/resolve"] textarea').fill("先到")
        other.locator('form[action$="/resolve"] button').click()
        expect(other.get_by_text("已处理。")).to_be_visible()
        page.locator('form[action$="/resolve"] textarea').fill("后到")
        page.locator('form[action$="/resolve"] button').click()
        expect(page.get_by_role("alert")).to_contain_text("有人先处理了")
        expect(page.get_by_role("alert")).to_contain_text("何建国")
