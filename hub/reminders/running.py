"""Reminding by the configuration: for the command, and for the flow that does it every few minutes."""

import asyncio

from hub.language import Language
from hub.liaison.names import names_of
from hub.reminders.channels import connect
from hub.reminders.reminding import Office, Sent, remind
from hub.settings import Settings
from hub.store.engine import Store


def office_of(store: Store, settings: Settings) -> Office:
    """What reminding is done with."""
    url = str(settings.flows.desk_url) if settings.flows.desk_url else None
    return Office(store, settings.reminders, names_of(settings), Language(settings.language), url)


def run_now(store: Store, settings: Settings, *, now: bool = False, dry: bool = False) -> tuple[Sent, ...]:
    """Tell every recipient what they have not been told. Raises `NotReady` where a channel cannot be used."""
    channels = connect(settings.reminders.recipients, settings.home)
    return remind(office_of(store, settings), channels, now=now, dry=dry)


async def run(store: Store, settings: Settings) -> tuple[Sent, ...]:
    """`run_now` in a thread of its own: a channel may take its time."""
    return await asyncio.to_thread(run_now, store, settings)
