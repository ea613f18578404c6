"""Redis as a broker whose workers outlive it (ADR 8).

A task that ends just when Redis goes away owes it an acknowledgement on a line that is closed. kombu 5.7 then looks for
the address of a connection that is no more, and the worker dies of an ``AttributeError`` that nobody expects. Here that
is what it is, a lost connection: it is logged, the worker waits for Redis, and the message comes again.
"""

from __future__ import annotations

from typing import Any

from kombu.transport import redis
from redis.exceptions import ConnectionError as ConnectionLost


class Channel(redis.Channel):
    def _connparams(self, asynchronous: bool = False) -> dict[str, Any]:
        if self.connection is None or self.connection.client is None:
            raise ConnectionLost("The connection to Redis was closed.")
        parameters: dict[str, Any] = super()._connparams(asynchronous=asynchronous)  # type: ignore[no-untyped-call]
        return parameters


class Transport(redis.Transport):
    Channel = Channel
