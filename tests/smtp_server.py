"""A mail server for tests: it answers as it is told, and keeps what it accepted."""

import socketserver
import threading
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage


class SmtpServer(socketserver.ThreadingTCPServer):
    """Speaks enough SMTP for Django.

    *answers* maps a command, or the end of the text as ".", to what is said instead of 250. The
    answer "silence" says nothing, "hang up" ends the connection. Addresses in *refused* are
    answered as it says; the end of each text is answered after *pause* seconds.
    """

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self, answers: dict[str, str] | None = None) -> None:
        super().__init__(("127.0.0.1", 0), _Conversation)
        self.answers = answers or {}
        self.refused: dict[str, str] = {}
        self.pause = 0.0
        self.accepted: list[EmailMessage] = []
        self.connections = 0
        self.over = threading.Event()


class _Conversation(socketserver.StreamRequestHandler):
    server: SmtpServer

    def handle(self) -> None:
        self.server.connections += 1
        if not self._say("connect", "220 ready"):
            return
        while line := self.rfile.readline():
            command = line.split(None, 1)[0].decode().upper() if line.strip() else ""
            if command == "DATA":
                if not self._say("DATA", "354 go on"):
                    return
                if "DATA" not in self.server.answers and not self._take_text():
                    return
            elif not self._say(command, self._usual(command, line.decode())):
                return

    def _usual(self, command: str, line: str) -> str:
        if command == "QUIT":
            return "221 bye"
        address = line.partition("<")[2].partition(">")[0]
        return self.server.refused.get(address, "250 fine")

    def _take_text(self) -> bool:
        lines = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line)
        if not self.server.answers.get(".", "250").startswith(("4", "5")):
            self.server.accepted.append(message_from_bytes(b"".join(lines), policy=policy.default))
        self.server.over.wait(self.server.pause)
        return self._say(".", "250 accepted")

    def _say(self, command: str, usual: str) -> bool:
        answer = self.server.answers.get(command, usual)
        if answer == "silence":
            self.server.over.wait(5)
            return False
        if answer == "hang up":
            return False
        self.wfile.write(answer.encode() + b"\r\n")
        return command != "QUIT"


@contextmanager
def smtp_server(settings, **answers: str):
    """Run a server that Django's settings lead to; *answers* by command, the text's end as END."""
    said = {("." if name == "END" else name): answer for name, answer in answers.items()}
    with SmtpServer(said) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = server.server_address
        settings.EMAIL_TIMEOUT = 0.2
        try:
            yield server
        finally:
            server.over.set()
            server.shutdown()
            thread.join()
