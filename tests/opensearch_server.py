"""A server that answers as OpenSearch does, as far as the search asks it."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread


class Server:
    """What OpenSearch was told, and what it has: documents by index, and aliases."""

    def __init__(self):
        self.indices = {}
        self.aliases = {}
        self.asked = []
        self.is_broken = False

    def documents(self, name):
        return self.indices[self.aliases.get(name, name)]

    def answer(self, method, path, body):
        """Return the status and the answer to a request."""
        if self.is_broken:
            return 503, {"error": "away"}
        name, _slash, what = path.strip("/").rpartition("/")
        answers = {
            "_aliases": lambda: self._move(body["actions"]),
            "_bulk": lambda: self._bulk(name, body),
            "_search": lambda: self._search(name, body),
            "_refresh": dict,
        }
        return 200, answers.get(what, lambda: self._index(method, what))()

    def _index(self, method, name):
        if method == "PUT":
            self.indices[name] = {}
            return {"acknowledged": True}
        assert method == "GET", method
        return {key: {} for key in self.indices if key.startswith(name.rstrip("*"))}

    def _move(self, actions):
        for action in actions:
            if "add" in action:
                self.aliases[action["add"]["alias"]] = action["add"]["index"]
            else:
                del self.indices[action["remove_index"]["index"]]
        return {"acknowledged": True}

    def _bulk(self, name, lines):
        items, statuses, found, lines = [], [], self.documents(name), iter(lines)
        for line in lines:
            (kind, about), status = next(iter(line.items())), 200
            if kind == "delete":
                status = 200 if found.pop(about["_id"], None) else 404
            else:
                found[about["_id"]] = next(lines)
            statuses.append(status)
            items.append({kind: {"_id": about["_id"], "status": status}})
        return {"errors": any(status == 404 for status in statuses), "items": items}

    def _search(self, name, body):
        self.asked.append(body)
        found = {key: one for key, one in self.documents(name).items() if _fits(one, body["query"])}
        hits = [{"_id": key, "_source": one} for key, one in found.items()][: body["size"]]
        counts = {}
        for facet, wanted in body.get("aggs", {}).items():
            values = {}
            for one in found.values():
                value = one.get(wanted["terms"]["field"], [])
                for each in value if isinstance(value, list) else [value]:
                    values[each] = values.get(each, 0) + 1
            counts[facet] = {"buckets": [{"key": k, "doc_count": n} for k, n in values.items()]}
        return {"hits": {"hits": hits}, "aggregations": counts}


def _fits(document, query):
    """Return whether a document fulfils a query."""
    ((kind, said),) = query.items()
    if kind in ("term", "terms"):
        ((field, wanted),) = said.items()
        has = document.get(field, [])
        has = set(has if isinstance(has, list) else [has])
        return not has.isdisjoint(wanted if kind == "terms" else [wanted])
    assert kind == "bool"
    whole = all(_fits(document, one) for one in (*said.get("filter", ()), *said.get("must", ())))
    some = sum(_fits(document, one) for one in said.get("should", ()))
    return whole and some >= said.get("minimum_should_match", 0)


@contextmanager
def running(server) -> Iterator[str]:
    class Handler(BaseHTTPRequestHandler):
        def answer(self):
            length = int(self.headers.get("Content-Length") or 0)
            text = self.rfile.read(length).decode()
            path = self.path.partition("?")[0]
            if path.endswith("_bulk"):
                body = [json.loads(line) for line in text.splitlines() if line]
            else:
                body = json.loads(text) if text else None
            status, answer = server.answer(self.command, path, body)
            content = json.dumps(answer).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        do_GET = do_POST = do_PUT = answer  # noqa: N815 - names of the base class

        def log_message(self, *_arguments):
            """Say nothing on the console."""

    http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=http.serve_forever, daemon=True).start()
    try:
        yield f"opensearch://127.0.0.1:{http.server_port}/llex"
    finally:
        http.shutdown()
        http.server_close()
