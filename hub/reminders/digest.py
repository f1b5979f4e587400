"""The morning digest: what is a recipient's business today, in a few lines; nothing where there is nothing."""

from collections import Counter
from typing import Final

from hub.language import Language, listing, say, term
from hub.reminders.notices import Situation, by_counterpart, lines
from hub.reminders.settings import Recipient
from models.calendar import CHINA
from models.colour import Colour
from models.messages import Message, Value

MOST_LINES: Final = 20
_SHOWN: Final = {
    "company": (Colour.RED, Colour.YELLOW),
    "officer": (Colour.RED, Colour.PAUSED),
    "supervisor": (Colour.RED,),
}


def digest(recipient: Recipient, now: Situation, language: Language) -> str | None:
    """The digest's text; `None` where there is nothing to tell."""
    clocks = now.clocks_of(recipient)
    chosen = [each for each in clocks if each.colour in _SHOWN[recipient.duty]]
    if recipient.duty == "company":
        chosen = [each for each in chosen if each.paused_since is None]
    desk = _desk(recipient, now, language) if recipient.duty == "officer" else []
    if not chosen and not desk:
        return None
    counts = Counter(each.colour for each in clocks)
    head = {colour.value: counts[colour] for colour in Colour}
    parts = [say(Message(id="digest-colours", params={**head}), language)]
    parts += [say(each, language) for each in lines(chosen, now.names, MOST_LINES)]
    return "\n".join([*parts, *desk])


def _desk(recipient: Recipient, now: Situation, language: Language) -> list[str]:
    items = now.items_of(recipient)
    if not items:
        return []
    parts = tuple(
        f"{now.name_of(id_) if id_ else term('digest-nobody', language)} {count}"
        for id_, count in by_counterpart(items).items()
    )
    own = sum(each.owner == recipient.login for each in items) if recipient.login else 0
    oldest = min(each.opened_at for each in items).astimezone(CHINA).isoformat(timespec="minutes")
    params: dict[str, Value] = {
        "count": len(items),
        "parts": listing(parts, language),
        "oldest": oldest,
        "own": own,
    }
    return [say(Message(id="digest-desk", params=params), language)]
