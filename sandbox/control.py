"""The control port: let days pass, ask for faults, mend what is wrong, read the ledger."""

from typing import Annotated, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from sandbox.calls import json_response
from sandbox.faults import Fault
from sandbox.province.drift import strike
from sandbox.utility.drift import Rates
from sandbox.world import World

BASE = "/_sandbox"


class _Asked(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Advance(_Asked):
    """So many working days."""

    days: Annotated[int, Field(ge=1, le=400)] = 1


class Mend(_Asked):
    """One deliberate failure by id, or all of them."""

    id: str | None = None


class Change(_Asked):
    """What the joint review is to do with a scheme now."""

    scheme_no: str
    change: Literal["revise", "recall"]


Rate = Annotated[float, Field(ge=0, le=1)]


class Drift(_Asked):
    """What is to go astray, at random by a seed: of a utility's events by rates from now on, of the province's rows,
    and of events to be taken back, so many at once."""

    counterpart: str
    seed: int = 0
    hide: Rate = 0.0
    change: Annotated[float, Field(ge=0)] = 0.0
    duplicate: Rate = 0.0
    delay: Rate = 0.0
    days: Annotated[int, Field(ge=1, le=60)] = 3
    remove: Annotated[int, Field(ge=0)] = 0
    lose: Annotated[int, Field(ge=0)] = 0
    add: Annotated[int, Field(ge=0)] = 0


class Callback(_Asked):
    """Where a utility sends its webhooks from now on; null: nowhere."""

    counterpart: str
    url: str | None


_Body = TypeVar("_Body", bound=BaseModel)


class Control:
    """The app behind the control port. A wrong request answers 422 with the reason, an unknown name 404."""

    def __init__(self, world: World) -> None:
        self._world = world
        self.app = Starlette(
            routes=[
                Route(BASE + "/state", self._state, methods=["GET"]),
                Route(BASE + "/ledger", self._ledger, methods=["GET"]),
                Route(BASE + "/addresses", self._addresses, methods=["GET"]),
                Route(BASE + "/advance", self._advance, methods=["POST"]),
                Route(BASE + "/faults", self._faults, methods=["GET"]),
                Route(BASE + "/faults", self._add_fault, methods=["POST"]),
                Route(BASE + "/faults", self._clear_faults, methods=["DELETE"]),
                Route(BASE + "/mend", self._mend, methods=["POST"]),
                Route(BASE + "/changes", self._change, methods=["POST"]),
                Route(BASE + "/exchange", self._exchange, methods=["POST"]),
                Route(BASE + "/drift", self._drift, methods=["POST"]),
                Route(BASE + "/callbacks", self._callback, methods=["POST"]),
            ],
            exception_handlers={ValidationError: _invalid, ValueError: _invalid, KeyError: _unknown},
        )

    async def _state(self, request: Request) -> Response:
        return json_response(await self._world.state())

    async def _ledger(self, request: Request) -> Response:
        return json_response(self._world.ledger.report(request.query_params.get("counterpart")))

    async def _addresses(self, request: Request) -> Response:
        return json_response(self._world.addresses())

    async def _advance(self, request: Request) -> Response:
        await self._world.advance((await _asked(request, Advance)).days)
        return await self._state(request)

    async def _faults(self, request: Request) -> Response:
        return json_response(self._world.faults.report())

    async def _add_fault(self, request: Request) -> Response:
        self._world.add_fault(await _asked(request, Fault))
        return json_response(self._world.faults.report(), 201)

    async def _clear_faults(self, request: Request) -> Response:
        await self._world.clear_faults()
        return Response(status_code=204)

    async def _mend(self, request: Request) -> Response:
        return json_response({"mended": self._world.wrongs.mend((await _asked(request, Mend)).id)})

    async def _change(self, request: Request) -> Response:
        asked = await _asked(request, Change)
        province = self._world.province
        if province is None:
            raise KeyError("province")
        act = province.review.revise if asked.change == "revise" else province.review.recall
        act(asked.scheme_no)
        return Response(status_code=204)

    async def _exchange(self, request: Request) -> Response:
        if self._world.exchange is None:
            raise KeyError("exchange")
        await self._world.exchange.run()
        return await self._state(request)

    async def _drift(self, request: Request) -> Response:
        asked, province = await _asked(request, Drift), self._world.province
        if province is not None and asked.counterpart == province.id:
            strike(province.rows, asked.seed, lose=asked.lose, change=int(asked.change), add=asked.add)
            return Response(status_code=204)
        feed = self._world.utilities[asked.counterpart].office.feed
        if asked.remove:
            feed.remove(asked.remove, asked.seed)
            return Response(status_code=204)
        shares = {name: getattr(asked, name) for name in ("hide", "change", "duplicate", "delay")}
        feed.drift(Rates(seed=asked.seed, days=asked.days, **shares))
        return Response(status_code=204)

    async def _callback(self, request: Request) -> Response:
        asked = await _asked(request, Callback)
        self._world.webhooks[asked.counterpart].url = asked.url
        return Response(status_code=204)


async def _asked(request: Request, model: type[_Body]) -> _Body:
    return model.model_validate_json(await request.body() or b"{}")


async def _invalid(request: Request, error: Exception) -> Response:
    return json_response({"error": str(error)}, 422)


async def _unknown(request: Request, error: Exception) -> Response:
    return json_response({"error": f"there is no {error}"}, 404)
