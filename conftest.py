"""Fixtures for all tests: a firm's real database, encrypted SQLCipher or PostgreSQL.

GOODWILL_TEST_DATABASE=sqlite|postgresql chooses; GOODWILL_TEST_POSTGRESQL is the server's superuser address, and
GOODWILL_TEST_SERVER_ENDS=yes says that it is thrown away afterwards, so nothing need be dropped. The migrated
template is kept between runs, named by the digest of the migrations.
"""

import fcntl
import hashlib
import os
import secrets
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from hypothesis import settings as hypothesis_settings

# The same examples in every run, however busy the machine is.
hypothesis_settings.register_profile("goodwill", derandomize=True, deadline=None, database=None)
hypothesis_settings.load_profile("goodwill")
# Kept under names that are no settings of ours, for the workers that a test run starts.
DATABASE = os.environ.pop("GOODWILL_TEST_DATABASE", "") or os.environ.get("TESTED_DATABASE", "sqlite")
POSTGRESQL = os.environ.pop("GOODWILL_TEST_POSTGRESQL", "") or os.environ.get("TESTED_POSTGRESQL", "")
SERVER_ENDS = os.environ.pop("GOODWILL_TEST_SERVER_ENDS", "") == "yes"
FAULTS = os.environ.pop("GOODWILL_TEST_FAULTS", "") or os.environ.get("TESTED_FAULTS", "")
os.environ |= {"TESTED_DATABASE": DATABASE, "TESTED_POSTGRESQL": POSTGRESQL, "TESTED_FAULTS": FAULTS}
HOME = Path(tempfile.mkdtemp(prefix="goodwill-tests-"))
SOURCE = Path(__file__).parent / "src" / "goodwill"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--pictures", action="store_true", help="draw the pictures of the docs anew")


def pytest_configure(config: pytest.Config) -> None:
    for name in [name for name in os.environ if name.startswith("GOODWILL_")]:
        del os.environ[name]
    os.environ |= {
        "GOODWILL_HOME": str(HOME),
        "GOODWILL_KEY": "11" * 32,
        "DJANGO_SETTINGS_MODULE": "goodwill.config.settings",
        "DJANGO_ALLOW_ASYNC_UNSAFE": "1",
    }
    if DATABASE == "postgresql":
        os.environ["GOODWILL_DATABASE_URL"] = _own_directory("CREATE DATABASE {}")
    import django
    from django.conf import settings

    settings.INSTALLED_APPS.append("goodwill.records.toys")
    django.setup()
    _hash_soon()


def _hash_soon() -> None:
    """Passwords of tests guard nothing: the same Argon2, as cheap as it goes."""
    from django.contrib.auth.hashers import Argon2PasswordHasher

    Argon2PasswordHasher.time_cost, Argon2PasswordHasher.memory_cost, Argon2PasswordHasher.parallelism = 1, 8, 1


def pytest_unconfigure(config: pytest.Config) -> None:
    from goodwill.kernel import seen

    seen._noted.clear()  # the firms of which it would be written at the end are gone
    shutil.rmtree(HOME, ignore_errors=True)
    if DATABASE == "postgresql":
        _own_directory("DROP DATABASE IF EXISTS {} WITH (FORCE)")


def _own_directory(statement: str) -> str:
    """The address of a database for this run's directory alone: a worker visits every firm that it finds there."""
    import psycopg
    from psycopg import sql

    name = f"goodwill_directory_{HOME.name.rpartition('-')[2]}".lower()
    with psycopg.connect(POSTGRESQL, autocommit=True) as connection:
        connection.execute(sql.SQL(statement).format(sql.Identifier(name)))
    return urlsplit(POSTGRESQL)._replace(path=f"/{name}").geturl()


OPENS_A_FIRM = frozenset({"new_firm", "as_role", "browse", "database_kind"})


def pytest_collection_modifyitems(config: pytest.Config, items: list[Any]) -> None:
    """What opens no firm, or is marked so, is the same on every database, and runs once: with SQLCipher."""
    if DATABASE == "sqlite":
        return
    here = [item for item in items if OPENS_A_FIRM & set(item.fixturenames) and not item.get_closest_marker("once")]
    chosen = set(here)
    config.hook.pytest_deselected(items=[item for item in items if item not in chosen])
    items[:] = here


@pytest.fixture(scope="session")
def database_kind() -> str:
    return DATABASE


@cache
def _template_digest() -> str:
    from django.db import connections  # noqa: F401 - Django is set up

    sources = [*SOURCE.rglob("migrations/*.py"), *SOURCE.glob("records/toys/*.py"), SOURCE / "kernel/powers.py"]
    digest = hashlib.sha256(DATABASE.encode())
    for path in sorted(sources):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


@contextmanager
def _alone(name: str) -> Iterator[Path]:
    """One process at a time; gives the folder that is kept between runs."""
    folder = Path(tempfile.gettempdir()) / f"goodwill-test-templates-{os.getuid()}"
    folder.mkdir(mode=0o700, exist_ok=True)
    with (folder / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield folder


def _build(workspace: Any) -> None:
    from django.core.management import call_command

    from goodwill.kernel import schema, workspace as workspaces

    schema.migrate(workspace)
    with workspaces.entered(workspace):
        call_command("migrate", verbosity=0, interactive=False, skip_checks=True, run_syncdb=True)
    workspaces.close_all()


def _row(firm_id: str, database: str, hosts: tuple[str, ...]) -> Any:
    from goodwill.kernel import keys, workspace as workspaces
    from goodwill.kernel.directory import Firm

    key = b"\x22" * 32
    return Firm(
        firm_id, "Harbour Bikes", hosts, database, keys.wrap(workspaces.masters().current, key, firm_id), "live"
    )


@pytest.fixture(scope="session")
def new_firm() -> Iterator[Callable[[], Any]]:
    """A function that makes another firm of its own, copied from the template; what it commits stays in it."""
    from goodwill.kernel import workspace as workspaces

    made: list[Any] = []
    make = _new_sqlite_firm if DATABASE == "sqlite" else _new_postgresql_firm

    def new() -> Any:
        firm_id = f"t{secrets.token_hex(5)}"
        made.append(make(firm_id))
        return made[-1]

    yield new
    workspaces.close_all()
    if DATABASE == "sqlite" or not SERVER_ENDS:
        for workspace in made:
            workspaces.remove(workspace)


def _new_sqlite_firm(firm_id: str) -> Any:
    from goodwill.kernel import schema, workspace as workspaces

    with _alone("sqlite") as folder:
        template = folder / f"{_template_digest()}.db"
        if not template.exists():
            draft = folder / f"draft-{os.getpid()}.db"
            blank = workspaces.of(_row("template", "goodwill.db", ()))
            settings = workspaces.sqlcipher_settings(draft, blank.database["OPTIONS"]["raw_key"])
            _build(replace(blank, database=settings))
            draft.rename(template)
    firm = replace(_row(firm_id, "goodwill.db", (f"{firm_id}.localhost",)), stamp=schema.stamp())
    workspace = workspaces.of(firm)
    workspace.folder.mkdir(parents=True)
    shutil.copyfile(template, workspace.database["NAME"])
    workspaces.directory().add(firm)
    return workspace


def _new_postgresql_firm(firm_id: str) -> Any:
    import psycopg

    from goodwill.kernel import schema, workspace as workspaces
    from goodwill.kernel.databases import postgres

    template = workspaces.of(_row("template", f"goodwill_template_{_template_digest()}", ()))
    with _alone("postgresql"), psycopg.connect(POSTGRESQL, autocommit=True) as connection:
        name = template.database["NAME"]
        if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
            try:
                postgres.create(POSTGRESQL, template.database)
                _build(template)
            except BaseException:
                workspaces.close_all()
                postgres.drop(POSTGRESQL, template.database)
                raise
        firm = replace(_row(firm_id, f"goodwill_{firm_id}", (f"{firm_id}.localhost",)), stamp=schema.stamp())
        workspace = workspaces.of(firm)
        _copy(template.database, workspace.database)
    workspace.folder.mkdir(parents=True)
    workspaces.directory().add(firm)
    return workspace


def _copy(source: dict[str, Any], database: dict[str, Any]) -> None:
    """Create role and database as a copy of another firm's, with everything in it handed to the new role.

    REASSIGN OWNED hands over the source database itself too, so that is given back; one copy at a time.
    """
    import psycopg
    from psycopg import sql

    from goodwill.kernel.databases import postgres

    with psycopg.connect(POSTGRESQL, autocommit=True) as connection:
        postgres._create_empty(connection, database, source["NAME"])
    with psycopg.connect(POSTGRESQL, dbname=database["NAME"], autocommit=True) as connection:
        old, new = sql.Identifier(source["USER"]), sql.Identifier(database["USER"])
        connection.execute(sql.SQL("REASSIGN OWNED BY {} TO {}").format(old, new))
        connection.execute(sql.SQL("ALTER DATABASE {} OWNER TO {}").format(sql.Identifier(source["NAME"]), old))


@pytest.fixture(scope="session")
def shared_firm(new_firm: Callable[[], Any]) -> Any:
    workspace = new_firm()
    from goodwill.kernel import workspace as workspaces

    with workspaces.entered(workspace):
        _settle()
    return workspace


def _settle() -> None:
    """The firm after its first run: a profile, and one user of each built-in role."""
    from goodwill.kernel import changes
    from goodwill.kernel.actors import system
    from goodwill.kernel.models import Profile, Role, Team, User

    with changes.batch(system(), "seed"):
        changes.create(Profile(id=1, name="Harbour Bikes", country="GB", currency="GBP", time_zone="Europe/London"))
        team = changes.create(Team(name="Workshop"))
        changes.create(Team(name="Office"))
        for role in Role.objects.exclude(builtin="").order_by("id"):
            user = User(email=f"{role.builtin}@harbour.example", name=role.name, role=role)
            user.set_unusable_password()
            changes.create(user)
            if role.builtin == "staff":
                from goodwill.kernel.models import Membership

                changes.create(Membership(user=user, team=team))


@pytest.fixture
def firm(shared_firm: Any) -> Iterator[Any]:
    """Inside a firm's data, in a transaction that is taken back after the test."""
    from django.db import transaction

    from goodwill.kernel import workspace as workspaces

    with workspaces.entered(shared_firm), transaction.atomic():
        yield shared_firm
        transaction.set_rollback(True)


@pytest.fixture(scope="session")
def in_firm_of_its_own(new_firm: Callable[[], Any]) -> Callable[[], Any]:
    """A context inside a firm that nobody else uses, whose writes are committed."""
    from goodwill.kernel import workspace as workspaces

    @contextmanager
    def inside() -> Iterator[Any]:
        workspace = new_firm()
        with workspaces.entered(workspace):
            _settle()
            yield workspace

    return inside


@pytest.fixture
def own_firm(in_firm_of_its_own: Callable[[], Any]) -> Iterator[Any]:
    """Inside a firm of this test alone, whose writes are committed."""
    with in_firm_of_its_own() as workspace:
        yield workspace


def _actor(builtin: str) -> Any:
    from goodwill.kernel.actors import Actor
    from goodwill.kernel.models import User

    return Actor.of(User.objects.get(role__builtin=builtin))


@pytest.fixture
def as_role(request: pytest.FixtureRequest) -> Callable[[str], Any]:
    """A function from a built-in role (owner, manager, staff, read_only) to an actor who holds it."""
    if "own_firm" not in request.fixturenames:
        request.getfixturevalue("firm")
    return _actor


@pytest.fixture
def owner(as_role: Callable[[str], Any]) -> Any:
    return as_role("owner")


@pytest.fixture
def staff(as_role: Callable[[str], Any]) -> Any:
    return as_role("staff")


@pytest.fixture
def browse(request: pytest.FixtureRequest) -> Callable[..., Any]:
    """A function from an actor (or None) to a Django test client at the firm's host, signed in as that actor."""
    from django.test import Client

    name = "own_firm" if "own_firm" in request.fixturenames else "firm"
    workspace = request.getfixturevalue(name)

    def client(actor: Any = None, **headers: str) -> Client:
        found = Client(HTTP_HOST=workspace.hosts[0], **headers)
        if actor is not None:
            found.force_login(actor.user)
        return found

    return client


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """A Chromium for all tests of a process: a second one cannot be steered beside it."""
    from playwright.sync_api import sync_playwright

    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if not found:
        pytest.skip("chromium is not installed")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=found, args=["--no-sandbox", "--disable-gpu"])
        yield started
        started.close()


@pytest.fixture(scope="session")
def real_data() -> Path:
    """The folder with real data; tests that need it are skipped where it is missing."""
    folder = Path(__file__).resolve().parent.parent / "shared" / "data"
    if not folder.is_dir():
        pytest.skip("the real data is not on this machine")
    return folder


@pytest.fixture
def queries_of() -> Callable[[Callable[[], Any]], int]:
    """A function that runs another one and returns how many queries it made."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def count(run: Callable[[], Any]) -> int:
        with CaptureQueriesContext(connection) as captured:
            run()
        return len(captured)

    return count
