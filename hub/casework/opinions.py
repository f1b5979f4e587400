"""Opinions on their way back to the joint review (方案联审): together, by its deadline; what comes late, after them."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final

from hub.casework.intake import City
from hub.casework.names import opinions_key, opinions_lane
from hub.delivery.kinds import Kind
from hub.store import epochs, outbox, reviews
from hub.store.claims import Claimed
from hub.store.engine import Store, Tx
from hub.store.outbox import NewMessage
from hub.store.reviews import Answer, Round, RoundState
from models.company import Company
from models.messages import Message
from models.opinions import Asked, GivenOpinion, OpinionReply
from models.stage import Opinion, UtilityKind

NUMBERS_OF_A_LIFE: Final = 1000
"""How many replies on one version a life of the store may number: more than a city has companies."""
GROUP: Final = 100
"""Most rounds closed in one transaction."""


def heard(tx: Tx, city: City, scheme_id: str) -> None:
    """An opinion may have come: return all of them when it was the last one awaited, or it alone when it was late."""
    round_ = reviews.latest(tx, scheme_id)
    if round_ is None or round_.state not in (RoundState.OPEN, RoundState.CLOSED):
        return
    answers = reviews.answers(tx, round_)
    if round_.state is RoundState.CLOSED:
        _supplement(tx, city, round_, answers)
    elif answers and all(answer.event_id is not None for answer in answers):
        _close(tx, city, round_, answers, max(each.given_at for each in answers if each.given_at))


def close_due(tx: Tx, city: City, *, limit: int = GROUP) -> int:
    """Return what there is of rounds whose deadline has passed; how many rounds that were."""
    rounds = reviews.due(tx, limit)
    for round_ in rounds:
        _close(tx, city, round_, reviews.answers(tx, round_), round_.due_at or tx.now())
    return len(rounds)


def close_all_due(store: Store, city: City) -> int:
    """`close_due` until nothing is due, a group at a time."""
    total = 0
    while True:
        with store.read() as tx:
            if not reviews.due(tx, 1):
                return total
        with store.begin() as tx:
            total += close_due(tx, city)


def _close(tx: Tx, city: City, round_: Round, answers: Sequence[Answer], closed_at: datetime) -> None:
    _return(tx, city, round_, answers, answers, closed_at)
    told = {each.company: each.event_id for each in answers if each.event_id is not None}
    reviews.save(tx, replace(round_, state=RoundState.CLOSED, closed_at=closed_at, told=told))


def _supplement(tx: Tx, city: City, round_: Round, answers: Sequence[Answer]) -> None:
    late = [each for each in answers if each.event_id and round_.told.get(each.company) != each.event_id]
    if not late:
        return
    following = replace(
        round_,
        supplements=round_.supplements + 1,
        told={**round_.told, **{each.company: each.event_id or 0 for each in late}},
    )
    _return(tx, city, following, late, answers, max(each.given_at for each in late if each.given_at))
    reviews.save(tx, following)


def _return(
    tx: Tx,
    city: City,
    round_: Round,
    told: Sequence[Answer],
    everyone: Sequence[Answer],
    closed_at: datetime,
) -> None:
    if round_.source not in city.returns or not everyone:
        return
    companies = {company.id: company for company in city.companies}
    reply = OpinionReply(
        scheme_id=round_.scheme_id,
        version=round_.version,
        supplement=round_.supplements,
        closed_at=closed_at,
        opinions=tuple(_given(each, companies) for each in told if each.opinion),
        missing=tuple(_asked(each, companies) for each in everyone if each.opinion is None),
    )
    message = NewMessage(
        key=opinions_key(round_.source, round_.scheme_id, round_.version, round_.supplements),
        destination=round_.source,
        lane=opinions_lane(round_.source, round_.scheme_id),
        kind=Kind.OPINIONS,
        body=reply.to_store(),
        scheme_id=round_.scheme_id,
        version=round_.version,
    )
    outbox.enqueue(tx, [message])


def tell_anew(tx: Tx, delivery: Claimed) -> bool:
    """A reply whose number the joint review has from a life of the store that was lost (`hub.backup`), with other
    opinions: told under a number of this life, above all of that. False where nothing was lost: a person must look."""
    lives = epochs.current(tx).number - 1
    reply = OpinionReply.from_store(delivery.body)
    if not lives or reply.supplement >= lives * NUMBERS_OF_A_LIFE:
        return False
    anew = reply.model_copy(update={"supplement": lives * NUMBERS_OF_A_LIFE + reply.supplement})
    message = NewMessage(
        key=opinions_key(delivery.destination, anew.scheme_id, anew.version, anew.supplement),
        destination=delivery.destination,
        lane=delivery.lane,
        kind=Kind.OPINIONS,
        body=anew.to_store(),
        scheme_id=anew.scheme_id,
        version=anew.version,
    )
    outbox.enqueue(tx, [message])
    because = Message(id="opinions-told-anew", params={"supplement": anew.supplement})
    return outbox.supersede_one(tx, delivery.id, because)


def _given(answer: Answer, companies: Mapping[str, Company]) -> GivenOpinion:
    if answer.given_at is None:
        raise LookupError(answer.case_number)
    company = companies.get(answer.company)
    return GivenOpinion(
        **_asked(answer, companies).model_dump(),
        credit_code=company.credit_code or "" if company else "",
        opinion=Opinion(answer.opinion or ""),
        text=answer.text,
        given_at=answer.given_at,
    )


def _asked(answer: Answer, companies: Mapping[str, Company]) -> Asked:
    # A company that the configuration has no more goes by its id.
    company = companies.get(answer.company)
    name = company.name if company else answer.company
    return Asked(company=answer.company, name=name, kind=UtilityKind(answer.kind))
