"""What the users of other desks complain of, and cannot happen at this one. In the browser: test_morning."""

import re

from hub.liaison import bulk_steps
from hub.store import bulk_jobs
from tests.desk.visitor import Visitor
from tests.hub.fakes import World, update
from tests.hub.liaison.office import refused

MANY = [str(number) for number in range(100, 220)]


def job_number(visitor: Visitor) -> int:
    return int(str(visitor.page.url).rpartition("/")[2])


async def test_a_retry_of_all_that_match_takes_in_what_is_on_no_page_in_view(
    city: World, li: Visitor
) -> None:
    await refused(city, *MANY)
    await li.see("/failures")
    assert li.page.text.count('name="id"') == 50
    await li.send("/failures/chosen", {"scope": "all", "query": ""})
    assert "全部 120 项" in li.text
    await li.send("/bulk", {"query": "", "trial": "0"})
    with city.store.read() as tx:
        job = bulk_jobs.get(tx, job_number(li))
    assert job is not None
    assert job.total == 120


async def test_the_rows_ticked_are_the_rows_that_are_retried(city: World, li: Visitor) -> None:
    ids = await refused(city, "1", "2", "3", "4")
    await li.see("/failures")
    await li.send("/failures/chosen", {"scope": "these", "id": [str(ids[1]), str(ids[3])], "query": ""})
    assert "所选的 2 项" in li.text
    await li.send("/bulk", {"id": [str(ids[1]), str(ids[3])], "trial": "0"})
    bulk_steps.run_due(city.store)
    await li.see("/failures")
    assert re.findall(r'id="f(\d+)"', li.page.text) == [str(ids[0]), str(ids[2])]


async def test_failures_that_arrive_after_the_click_are_not_taken_along(city: World, li: Visitor) -> None:
    await refused(city, "1", "2", "3", "4", "5")
    await li.see("/bulk/new")
    await li.send("/bulk", {"query": "", "trial": "3"})
    number = job_number(li)
    await refused(city, "6", "7")
    await li.see(f"/bulk/{number}")
    await li.send(f"/bulk/{number}/cancel")
    with city.store.read() as tx:
        job = bulk_jobs.get(tx, number)
    assert job is not None
    assert job.total == 5


async def test_an_older_status_that_arrives_late_does_not_overwrite_a_newer_one(
    city: World, li: Visitor
) -> None:
    await refused(city, "7")
    await city.pump()
    city.hear(update(3, 5, scheme_id="FA-7"), update(1, 4, scheme_id="FA-7"))
    city.hear(update(8, 9, scheme_id="FA-7"), update(7, 8, scheme_id="FA-7"), update(6, 7, scheme_id="FA-7"))
    await li.see("/projects/FA-7")
    assert re.search(r'data-case="FA-7-water-a"[^>]*data-status="8"', li.page.text)


async def test_a_job_shows_how_far_it_is_with_and_without_script(city: World, li: Visitor) -> None:
    await refused(city, "1", "2", "3", "4")
    await li.see("/bulk/new")
    await li.send("/bulk", {"query": "", "trial": "0", "per_minute": "10"})
    assert 'http-equiv="refresh"' in li.page.text
    assert "data-live-busy" in li.page.text
    assert 'aria-label="0 / 4"' in li.page.text


async def test_the_way_back_from_a_failure_keeps_the_filter(city: World, li: Visitor) -> None:
    ids = await refused(city, "1", "2", "3")
    await li.see("/failures?company=water-a&sort=newest")
    assert f'href="/failures/{ids[1]}?company=water-a&amp;sort=newest"' in li.page.text
    await li.see(f"/failures/{ids[1]}?company=water-a&sort=newest")
    assert f'href="/failures?company=water-a&amp;sort=newest#f{ids[1]}"' in li.page.text
    assert f'rel="next" href="/failures/{ids[0]}?company=water-a&amp;sort=newest"' in li.page.text
