"""Temporary servers for the site: PostgreSQL, Redis, nginx and a mail server."""

import os
import pwd
import shutil
import signal
import socket
import socketserver
import subprocess
import threading
import time
from pathlib import Path

from bench.faults.disks import Disk

# Seconds for which what was killed is away.
OUTAGE = 3
# An address at which there is no Redis.
NOBODY = "redis://127.0.0.1:1/0"
_DEPLOY = Path(__file__).resolve().parent.parent.parent / "deploy"


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port


class Postgres:
    """A cluster of its own, as durable as in production.

    On a *disk* of its own it has its tables only: its log lies beside, as is common.
    """

    def __init__(self, folder: Path, disk: Disk | None = None) -> None:
        self.disk = disk
        self.port = free_port()
        # PostgreSQL does not run as root.
        self._user = "postgres" if os.geteuid() == 0 else pwd.getpwuid(os.geteuid()).pw_name
        self._data = (disk.folder if disk else folder) / "postgres"
        log = folder / "postgres-log"
        for place in (self._data, log):
            place.mkdir()
            shutil.chown(place, self._user)
        folder.chmod(0o755)
        self._run(
            "initdb",
            "--waldir",
            str(log / "wal"),
            "--auth",
            "trust",
            "--username",
            "postgres",
            "--encoding",
            "UTF8",
        )
        options = f"-c port={self.port} -c listen_addresses=127.0.0.1 -c unix_socket_directories=''"
        self._options = options
        self._run("pg_ctl", "start", "--wait", "--options", options, "--log", f"{self._data}/log")

    def _run(self, command: str, *arguments: str) -> None:
        user = self._user if os.geteuid() == 0 else None
        subprocess.run(
            [command, "--pgdata", str(self._data), *arguments],
            user=user,
            cwd=self._data,
            check=True,
            stdout=subprocess.DEVNULL,
        )

    def restart(self) -> None:
        """Stop it as a power cut would, and start it again after a while."""
        self._run("pg_ctl", "stop", "--mode", "immediate")
        time.sleep(OUTAGE)
        self._run(
            "pg_ctl", "start", "--wait", "--options", self._options, "--log", f"{self._data}/log"
        )

    def fill_disk(self) -> None:
        """Have no room for any table to grow, for a while."""
        if self.disk:
            self.disk.fill()
            time.sleep(OUTAGE)
            self.disk.free()

    def stop(self) -> None:
        self._run("pg_ctl", "stop", "--mode", "immediate")


class Redis:
    """A server of its own that keeps nothing."""

    def __init__(self) -> None:
        self.port = free_port()
        self.start()

    def start(self) -> None:
        command = ["redis-server", "--port", str(self.port), "--bind", "127.0.0.1", "--save", ""]
        self._process = subprocess.Popen(command, stdout=subprocess.DEVNULL)

    def stop(self) -> None:
        self._process.kill()
        self._process.wait()

    def restart(self) -> None:
        """Be away for a while."""
        self.stop()
        time.sleep(OUTAGE)
        self.start()

    def pause(self) -> None:
        """Stop answering, and forget nothing."""
        os.kill(self._process.pid, signal.SIGSTOP)

    def go_on(self) -> None:
        os.kill(self._process.pid, signal.SIGCONT)


class Proxy:
    """nginx with the configuration of production, but for its ports and folders."""

    def __init__(self, folder: Path, pages: int, stream: int) -> None:
        self.port = free_port()
        folder = folder / "proxy"
        folder.mkdir()
        text = (_DEPLOY / "nginx.conf").read_text()
        for was, now in (
            ("worker_processes auto;", f"pid {folder}/pid; worker_processes 1; daemon off;"),
            ("include mime.types;", "types { text/html html; }"),
            ("/var/cache/nginx", str(folder)),
            ("/usr/share/nginx/html", str(_DEPLOY)),
            ("listen 80 backlog=8192;", f"listen 127.0.0.1:{self.port};"),
            ("web:8000", f"127.0.0.1:{pages}"),
            ("stream:8000", f"127.0.0.1:{stream}"),
        ):
            text = text.replace(was, now)
        for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"):
            text = text.replace("http {", f"http {{ {kind}_temp_path {folder}/{kind};", 1)
        user = "user root;" if os.geteuid() == 0 else ""
        (folder / "nginx.conf").write_text(user + text)
        self._process = subprocess.Popen(
            ["nginx", "-e", str(folder / "errors"), "-p", str(folder), "-c", "nginx.conf"],
            cwd=folder,
        )
        time.sleep(1)

    def stop(self) -> None:
        self._process.terminate()
        self._process.wait()


class MailServer:
    """A mail server that takes mails, or does not, as its *mode* says."""

    def __init__(self) -> None:
        self.port = free_port()
        self.mode = "ok"
        self.received: list[str] = []
        self._server: socketserver.ThreadingTCPServer | None = None
        self.start()

    def start(self) -> None:
        outer = self

        class Handler(socketserver.StreamRequestHandler):
            def handle(self) -> None:
                outer.serve(self)

        class Server(socketserver.ThreadingTCPServer):
            allow_reuse_address = True
            daemon_threads = True

        self._server = Server(("127.0.0.1", self.port), Handler)
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def stop(self) -> None:
        """Refuse connections from now on."""
        if self._server:
            self._server.shutdown()
            self._server.server_close()
            self._server = None

    def serve(self, line: socketserver.StreamRequestHandler) -> None:
        """Speak SMTP on one connection."""
        if self.mode == "silent":
            time.sleep(30)
            return
        self._say(line, "220 ready")
        recipient = ""
        while command := line.rfile.readline().decode().strip():
            verb = command.split(" ")[0].upper()
            if verb == "QUIT":
                self._say(line, "221 bye")
                return
            if verb == "RCPT":
                recipient = command.partition("<")[2].partition(">")[0]
            if verb == "DATA":
                self._take(line, recipient)
            else:
                self._say(line, "250 ok")

    def _take(self, line: socketserver.StreamRequestHandler, recipient: str) -> None:
        self._say(line, "354 go on")
        while line.rfile.readline() not in (b".\r\n", b""):
            pass
        if self.mode == "451":
            self._say(line, "451 try again later")
            return
        if self.mode == "slow":
            time.sleep(0.3)
        self.received.append(recipient)
        self._say(line, "250 taken")

    @staticmethod
    def _say(line: socketserver.StreamRequestHandler, text: str) -> None:
        line.wfile.write(f"{text}\r\n".encode())
