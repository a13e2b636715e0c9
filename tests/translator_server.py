"""A machine translator on this machine, for tests."""

import json
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Translator(BaseHTTPRequestHandler):
    """Answers as LibreTranslate does, or as *server.behaviour* says."""

    def do_POST(self):
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.asked.append((self.path, asked))
        status, content = self.server.behaviour(asked)
        body = content if isinstance(content, bytes) else json.dumps(content).encode()
        try:
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)
        except OSError:
            pass  # The client gave up.

    def log_message(self, *args):
        pass


def translated(asked):
    return 200, {"translatedText": [f"[{asked['target']}] {text}" for text in asked["q"]]}


@contextmanager
def running_translator(settings):
    """Have the site ask a translator that marks texts with the language, or does as it is told."""
    running = ThreadingHTTPServer(("127.0.0.1", 0), Translator)
    running.asked, running.behaviour = [], translated
    thread = threading.Thread(target=running.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    settings.MACHINE_TRANSLATION_URL = f"http://127.0.0.1:{running.server_port}/"
    settings.MACHINE_TRANSLATION_TIMEOUT = 1
    yield running
    running.shutdown()
    running.server_close()
