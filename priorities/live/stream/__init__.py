"""The live stream: one aggregate per consultation and tick, pushed to everybody who listens.

A plain ASGI callable beside Django, not a view: thousands of open answers cost a Django view a
thread and several times the memory each (docs/decisions/0014-live-stream.md).
"""

from priorities.live.stream.asgi import Stream

__all__ = ["Stream"]
