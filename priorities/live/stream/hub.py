"""Listeners by consultation, and the tick: one count per consultation for all its listeners."""

import asyncio
import json
import logging
import time
from collections.abc import Iterator

from priorities.live.notify import ChangeMarks
from priorities.live.stream.aggregate import Aggregate
from priorities.live.stream.source import Source, SourceAway

logger = logging.getLogger(__name__)

# Seconds between two counts of one consultation, at the least.
TICK = 1.0
# Seconds between two glances at what was noted as changed.
GLANCE = 0.2
# Seconds after which a consultation is counted though nothing was noted: a change may have been
# made by another process without Redis, or by hand in the database.
LOOK = 5.0
# Seconds of silence after which a sign of life is sent, so that no proxy and no phone gives up.
SILENCE = 15.0
# Listeners to whom a frame is handed in one go, before others get their turn.
_BATCH = 500

# A comment for proxies; an event, since only events reach a page, which thereby knows a dead line.
SIGN_OF_LIFE = b": still here\nevent: beat\ndata: 1\n\n"


class Full(Exception):
    """No more listeners can be taken."""


class Listener:
    """One open answer. It keeps no queue: when it is ready again, it gets what is latest then."""

    __slots__ = ("_beats", "_gone", "_room", "_seen", "_waker")

    def __init__(self, room: "Room", seen: int) -> None:
        self._room = room
        self._seen = seen
        self._beats = room.beats
        self._gone = False
        self._waker: asyncio.Future[None] | None = None

    @property
    def code(self) -> str:
        return self._room.code

    async def next(self) -> bytes | None:
        """Wait for what to send next; None once this is over."""
        while not self._gone:
            if self._seen != self._room.version:
                self._seen, self._beats = self._room.version, self._room.beats
                return self._room.frame
            if self._beats != self._room.beats:
                self._beats = self._room.beats
                return SIGN_OF_LIFE
            self._waker = asyncio.get_running_loop().create_future()
            await self._waker
        return None

    def wake(self) -> None:
        """Make `next` look again."""
        if self._waker is not None and not self._waker.done():
            self._waker.set_result(None)

    def end(self) -> None:
        """Make `next` return None."""
        self._gone = True
        self.wake()


class Room:
    """A consultation with listeners: its latest frame, encoded once for all."""

    def __init__(self, code: str, first: Aggregate) -> None:
        self.code = code
        self.consultation = first.consultation
        self.listeners: set[Listener] = set()
        self.version = 0
        self.beats = 0
        self.mark: object = None
        self._content: object = None
        self._read_at = self._sent_at = 0.0
        self.take(first)

    def take(self, aggregate: Aggregate) -> bool:
        """Store what was counted; return whether it differs from before."""
        self._read_at = time.monotonic()
        if aggregate.content == self._content:
            return False
        # The clock may have been set back since.
        self.version = max(aggregate.version, self.version + 1)
        self._content = aggregate.content
        data = json.dumps(
            {"version": self.version, **aggregate.content},
            ensure_ascii=False,
            separators=(",", ":"),
        )
        self.frame = f"id: {self.version}\ndata: {data}\n\n".encode()
        self._sent_at = self._read_at
        return True

    def is_due(self, seen: ChangeMarks) -> bool:
        """Return whether to count again."""
        age = time.monotonic() - self._read_at
        noted = not seen.complete or seen.marks.get(self.consultation) != self.mark
        return age >= (TICK if noted else LOOK)

    def put_off(self) -> None:
        """Have the next count a tick from now."""
        self._read_at = time.monotonic()

    def beat(self) -> bool:
        """Return whether it is time for a sign of life, and note it as sent."""
        now = time.monotonic()
        if now - self._sent_at < SILENCE:
            return False
        self._sent_at = now
        self.beats += 1
        return True

    async def wake(self) -> None:
        """Have the latest sent to all listeners."""
        for number, listener in enumerate(list(self.listeners)):
            listener.wake()
            if number % _BATCH == _BATCH - 1:
                await asyncio.sleep(0)


class Hub:
    """All rooms of this process. Nothing runs without listeners."""

    def __init__(self, source: Source, limit: int) -> None:
        self._source = source
        self._limit = limit
        self._rooms: dict[str, Room] = {}
        self._opening: dict[str, asyncio.Task[Room | None]] = {}
        self._clock: asyncio.Task[None] | None = None
        self._listeners = 0
        self._closed = False

    @property
    def listeners(self) -> int:
        return self._listeners

    async def join(self, code: str, seen: int = 0) -> Listener | None:
        """Begin to listen; None for an unknown code.

        *seen* is the version that the listener has already. Raise Full or SourceAway.
        """
        if self._closed or self._listeners >= self._limit:
            raise Full
        self._listeners += 1
        try:
            room = self._rooms.get(code) or await self._open(code)
        except BaseException:
            self._listeners -= 1
            raise
        if room is None:
            self._listeners -= 1
            return None
        # Of those who opened it together, the first brings it in.
        room = self._rooms.setdefault(code, room)
        listener = Listener(room, seen)
        room.listeners.add(listener)
        self._keep_time()
        return listener

    def leave(self, listener: Listener) -> None:
        """Stop listening; the last one closes the room."""
        self._listeners -= 1
        room = self._rooms.get(listener.code)
        if room is not None:
            room.listeners.discard(listener)
            if not room.listeners:
                del self._rooms[room.code]

    def end(self) -> None:
        """End all answers in good order, and take no more."""
        if self._closed:
            return
        self._closed = True
        for room in list(self._rooms.values()):
            self._end(room)
        if self._clock is not None:
            self._clock.cancel()
        self._source.close()

    async def _open(self, code: str) -> Room | None:
        """Count a consultation for its first listeners, once for all who come at the same time."""
        task = self._opening.get(code)
        if task is None:
            task = asyncio.create_task(self._first(code))
            self._opening[code] = task
            task.add_done_callback(lambda _task: self._opening.pop(code, None))
        return await asyncio.shield(task)

    async def _first(self, code: str) -> Room | None:
        first = await self._source.read(code)
        return None if first is None else Room(code, first)

    def _keep_time(self) -> None:
        if self._clock is None or self._clock.done():
            self._clock = asyncio.create_task(self._run())

    async def _run(self) -> None:
        while self._rooms:
            await asyncio.sleep(GLANCE)
            try:
                await self._tick()
            except Exception:
                # One that cannot be counted must not silence the others for ever.
                logger.exception("The live stream missed a tick")

    async def _tick(self) -> None:
        rooms = list(self._rooms.values())
        seen = await self._source.glance([room.consultation for room in rooms])
        for room in self._due(rooms, seen):
            # The mark from before counting: what changes meanwhile is counted next time.
            mark = seen.marks.get(room.consultation)
            try:
                aggregate = await self._source.read(room.code)
            except SourceAway as error:
                logger.warning("Nothing to stream now: %s", error)
                room.put_off()
                continue
            if aggregate is None:
                self._end(room)
                continue
            room.mark = mark
            if room.take(aggregate):
                await room.wake()

    def _due(self, rooms: list[Room], seen: ChangeMarks) -> Iterator[Room]:
        for room in rooms:
            if room.is_due(seen):
                yield room
            if room.beat():
                for listener in room.listeners:
                    listener.wake()

    @staticmethod
    def _end(room: Room) -> None:
        for listener in list(room.listeners):
            listener.end()
