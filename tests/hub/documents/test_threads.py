"""Blocking work beside the event loop."""

import asyncio
import threading

import pytest

from hub.documents.threads import in_thread


async def test_the_result_and_the_error_come_back() -> None:
    assert await in_thread(divmod, 7, 2) == (3, 1)
    with pytest.raises(ZeroDivisionError):
        await in_thread(divmod, 1, 0)


@pytest.mark.parametrize("ends_badly", [False, True])
async def test_who_is_cancelled_more_than_once_still_waits_for_the_thread(ends_badly: bool) -> None:
    started, may_end, ended = threading.Event(), threading.Event(), threading.Event()

    def work() -> None:
        started.set()
        may_end.wait()
        ended.set()
        if ends_badly:
            raise OSError

    task = asyncio.create_task(in_thread(work))
    await asyncio.to_thread(started.wait)
    for _ in range(3):
        task.cancel()
        await asyncio.sleep(0)
    assert not task.done()
    may_end.set()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert ended.is_set()
