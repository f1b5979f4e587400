"""Counterparts in the browser: pausing with a reason, a sign of life, a mapping with its preview, work by hand."""

import re
from pathlib import Path

from openpyxl import load_workbook  # type: ignore[import-untyped]  # published without types
from playwright.sync_api import Browser, expect

from tests.desk.browser import signed_in
from tests.desk.town import Town


def test_a_counterpart_answers_is_paused_with_a_reason_and_resumed(browser: Browser, desk: Town) -> None:
    with signed_in(browser, desk, "he") as page:
        page.goto(desk.url + "/companies/water-a")
        expect(page.locator("svg.plot")).to_be_visible()
        page.get_by_role("button", name="测试连接").click()
        expect(page.get_by_role("alert")).to_contain_text("有应答")
        page.get_by_text("停止投递").first.click()
        page.locator("form[action$=pause] [name=note]").fill("对方系统升级")
        page.locator("form[action$=pause] button").click()
        expect(page.get_by_role("status")).to_contain_text("已停止投递")
        page.goto(desk.url + "/")
        expect(page.locator("#list-paused")).to_contain_text("达州市供水有限公司")
        page.goto(desk.url + "/companies/water-a")
        page.get_by_role("button", name="恢复投递").click()
        expect(page.get_by_role("status")).to_contain_text("已恢复投递")


def test_a_mapping_shows_what_it_would_do_before_it_does_it(browser: Browser, desk: Town) -> None:
    with signed_in(browser, desk, "admin") as page:
        page.goto(desk.url + "/companies/gas-m/mapping")
        page.locator("[name=code]").first.fill("通气点火")
        page.locator("[name=meaning]").first.select_option("11")
        page.get_by_role("button", name="预览").click()
        expect(page.get_by_role("heading", name="这样改会怎样")).to_be_visible()
        page.get_by_role("button", name="保存并生效").click()
        expect(page.get_by_role("status")).to_contain_text("已保存并生效")
        expect(page.locator("[name=code]").first).to_have_value("通气点火")
    assert "通气点火" in (desk.hub.settings.home / "mappings" / "gas-m.toml").read_text(encoding="utf-8")


def test_an_answer_is_entered_by_hand_and_a_list_goes_out_and_comes_back(
    browser: Browser, desk: Town, tmp_path: Path
) -> None:
    with signed_in(browser, desk) as page:
        page.goto(desk.url + "/companies/gas-m/tasks")
        page.get_by_role("link", name="录入答复").first.click()
        page.locator("[name=status]").select_option("1")
        page.locator("[name=occurred_at]").fill("2026-03-03T10:00")
        page.locator("[name=handler]").fill("赵工")
        page.get_by_role("button", name="录入").click()
        expect(page.get_by_role("status")).to_contain_text("已录入")
        with page.expect_download() as coming:
            page.get_by_role("button", name="下载待办清单").click()
        path = tmp_path / "gas-m.xlsx"
        coming.value.save_as(path)
        _fill_in(path)
        page.set_input_files("[name=file]", path)
        page.get_by_role("button", name="上传").click()
        expect(page.get_by_role("alert")).to_contain_text(re.compile(r"新.*1"))


def _fill_in(path: Path) -> None:
    book = load_workbook(path)
    sheet = book.worksheets[0]
    row, heads = next(
        (number, [str(cell.value or "") for cell in cells])
        for number, cells in enumerate(sheet.iter_rows(), start=1)
        if any("办件编号" in str(cell.value) for cell in cells)
    )
    given = {"办理状态": "接件", "发生时间": "2026-03-04 09:30", "经办人": "钱工"}
    for number in range(row + 1, sheet.max_row + 1):
        waits = sheet.cell(number, heads.index(next(h for h in heads if "办件编号" in h)) + 1).value
        if waits and number > row + 1:
            for name, value in given.items():
                place = next(i for i, head in enumerate(heads) if head.startswith(name))
                sheet.cell(number, place + 1).value = value
            break
    book.save(path)


def test_what_differs_is_looked_for_from_the_page(browser: Browser, desk: Town) -> None:
    with signed_in(browser, desk) as page:
        page.goto(desk.url + "/reconcile")
        page.get_by_role("button", name="现在核对").click()
        expect(page.get_by_role("status")).to_contain_text("已开始核对")
        expect(page.locator("#live-last")).to_contain_text("已完成", timeout=30_000)
