import json
import re
from urllib.parse import quote

import pytest
import yaml
from django.core.management import call_command
from environs import Env, EnvError

from bench.consultation.site import GRANIAN, PAGES, RESPAWN, STREAM
from llex.core.db import connections
from llex.core.mail import outgoing
from llex.core.monitoring import healthcheck

from . import ROOT, run_manage, settings_in_example

KEY = "a-key-for-these-tests-only-0123456789-abcdefghijklmnopqrstuvwxyz"


def test_no_migration_is_pending(db):
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_example_names_exactly_what_settings_read():
    code = "".join((ROOT / f"llex/{name}.py").read_text() for name in ("settings", "site_settings"))
    read = re.findall(r"""\benv(?:\.\w+)?\(\s*["']([A-Z_]+)""", code)
    named = settings_in_example()

    assert len(named) == len(set(named))
    assert set(named) == set(read)


def test_site_starts_with_the_settings_that_make_setup_writes(tmp_path):
    lines = (ROOT / ".env.example").read_text().splitlines()
    given = dict(line.split("=", 1) for line in lines if re.match(r"[A-Z_]+=", line))

    check = run_manage("check", **given | {"SECRET_KEY": KEY, "VAR_DIR": str(tmp_path)})

    assert check.returncode == 0, check.stderr


@pytest.mark.parametrize("key", ["", "too-short"])
def test_site_does_not_start_without_a_good_key(key):
    check = run_manage("check", DEBUG="false", SECRET_KEY=key)

    assert check.returncode != 0
    assert "SECRET_KEY" in check.stderr


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("DEBUG", "perhaps"),
        ("HTTPS", "ture"),
        ("DATABASE_URL", "oracle"),
        ("EMAIL_URL", "pigeon://roof"),
        ("LOG_LEVEL", "loud"),
    ],
)
def test_site_does_not_start_with_a_value_that_cannot_be_read(variable, value):
    check = run_manage("check", **{"DEBUG": "false", "SECRET_KEY": KEY, variable: value})

    assert check.returncode != 0
    assert variable in check.stderr


def test_settings_of_production_pass_the_deployment_checks(tmp_path):
    check = run_manage(
        "check", "--deploy", "--fail-level", "WARNING",
        SECRET_KEY=KEY, DEBUG="false", ALLOWED_HOSTS="example.org", VAR_DIR=str(tmp_path),
        EMAIL_URL="smtp+tls://llex:word@mail.example.org:587",
    )  # fmt: skip

    assert check.returncode == 0, check.stderr


def test_compose_sets_only_settings_that_exist():
    services = yaml.safe_load((ROOT / "docker-compose.yml").read_text())["services"]

    services_of_ours = {"migrate", "web", "stream", "worker", "clock", "proxy", "database", "cache"}
    assert set(services) == services_of_ours
    assert set(services["web"]["environment"]) <= set(settings_in_example())


def test_what_people_upload_outlives_the_container():
    image = (ROOT / "Dockerfile").read_text()
    services = yaml.safe_load((ROOT / "docker-compose.yml").read_text())["services"]
    code = "".join((ROOT / f"llex/{name}.py").read_text() for name in ("settings", "site_settings"))
    # Where files of the site's users go; what is in VAR_DIR beside them can be made anew.
    roots = re.findall(r"^(\w+_ROOT) = Path\(env", code, re.MULTILINE)

    assert set(roots) == {"MEDIA_ROOT", "PRIVATE_ROOT"}
    assert all(f"{root}=/data/" in image for root in roots)
    assert 'location": str(VAR_DIR' not in code
    for name in ("web", "worker", "clock"):
        assert services[name]["volumes"] == ["media:/data"]


def test_compose_hands_on_the_settings_that_a_site_may_need():
    services = yaml.safe_load((ROOT / "docker-compose.yml").read_text())["services"]
    # Of the image, or of one service.
    fixed = {"VAR_DIR", "MEDIA_ROOT", "PRIVATE_ROOT", "STREAM_LISTENERS"}

    assert set(services["web"]["environment"]) == set(settings_in_example()) - fixed


def test_what_is_measured_is_what_runs():
    image = dict(re.findall(r"GRANIAN_(\w+)=(\S+)", (ROOT / "Dockerfile").read_text()))
    services = yaml.safe_load((ROOT / "docker-compose.yml").read_text())["services"]

    for option, value in zip(PAGES[::2], PAGES[1::2], strict=True):
        assert image[option.removeprefix("--").replace("-", "_").upper()] == value, option
    assert set(STREAM) <= set(services["stream"]["command"])


OURS = ("migrate", "web", "stream", "worker", "clock")


@pytest.fixture(scope="module")
def services():
    return yaml.safe_load((ROOT / "docker-compose.yml").read_text())["services"]


def test_every_service_is_contained(services):
    for name, service in services.items():
        assert service["read_only"] is True, name
        assert service["cap_drop"] == ["ALL"], name
        assert service["security_opt"] == ["no-new-privileges:true"], name
        assert "mem_limit" in service, name
        assert {"max-size", "max-file"} <= set(service["logging"]["options"]), name
        assert any(folder.partition(":")[0] == "/tmp" for folder in service["tmpfs"]), name  # noqa: S108


def test_images_have_exact_tags(services):
    images = {service["image"] for name, service in services.items() if name not in OURS}
    bases = re.findall(r"^FROM (\S+)", (ROOT / "Dockerfile").read_text(), re.MULTILINE)

    assert len(images) == 3
    for image in (*images, *bases):
        assert re.search(r":\d+\.\d+(\.\d+)?-\w+", image), image
        assert image.count(".") >= 2 or "postgres" in image, image


def test_every_service_that_goes_on_is_looked_after(services):
    image = (ROOT / "Dockerfile").read_text()
    assert "HEALTHCHECK" in image
    for name, service in services.items():
        if name == "migrate":
            continue
        assert service["restart"] == "unless-stopped", name
        assert not service.get("healthcheck", {}).get("disable"), name


def test_killed_worker_is_started_again(services):
    image = dict(re.findall(r"GRANIAN_(\w+)=(\S+)", (ROOT / "Dockerfile").read_text()))
    # The stream's command and the image agree with what `bench.faults` tries.
    assert image["RESPAWN_FAILED_WORKERS"] == "true"
    assert image["RESPAWN_INTERVAL"] == RESPAWN[-1]
    assert set(RESPAWN) <= set(services["stream"]["command"])


def test_stuck_web_worker_is_looked_for(services):
    command = re.search(r"^CMD (.*)", (ROOT / "Dockerfile").read_text(), re.MULTILINE)

    for run in (json.loads(command[1]), services["stream"]["command"], ["python", *GRANIAN[1:]]):
        assert run[:3] == ["python", "-m", "llex.core.web_workers"]


def test_compose_takes_the_password_as_it_is_and_believes_its_proxy(services):
    environment = services["web"]["environment"]

    assert "@" in environment["DATABASE_URL"]
    assert "PASSWORD" not in environment["DATABASE_URL"]
    assert environment["DATABASE_PASSWORD"] == "${DATABASE_PASSWORD:-llex}"
    assert services["database"]["environment"]["POSTGRES_PASSWORD"] == "${DATABASE_PASSWORD:-llex}"
    assert environment["BEHIND_PROXY"] == "${BEHIND_PROXY:-true}"


@pytest.mark.parametrize("url", ["", "console://", "dummy://", "memory://", "file:///tmp/mail"])
def test_production_does_not_start_without_a_mail_server(url):
    given = {"DEBUG": "false", "SECRET_KEY": KEY} | ({"EMAIL_URL": url} if url else {})

    refused = run_manage("check", **given)

    assert refused.returncode != 0
    assert "EMAIL_URL must name a mail server" in refused.stderr


@pytest.mark.parametrize("more", [{"MAIL_WITHOUT_SERVER": "true"}, {"DEMO": "true"}])
def test_production_starts_without_a_mail_server_when_told_so(more):
    started = run_manage("check", DEBUG="false", SECRET_KEY=KEY, EMAIL_URL="console://", **more)

    assert started.returncode == 0, started.stderr


SPECIAL = "p@ss:w&o+r=d!$*~%/?#[]"


@pytest.mark.parametrize(
    ("variable", "url", "reads"),
    [
        ("DATABASE_URL", "postgres://llex:{}@db:5432/llex", "DATABASES['default']['PASSWORD']"),
        ("EMAIL_URL", "smtp+tls://me@example.org:{}@mail:587", "EMAIL_HOST_PASSWORD"),
    ],
)
def test_password_with_special_characters_works_or_is_refused_in_words(variable, url, reads):
    code = f"from django.conf import settings; print(repr(settings.{reads}))"
    given = {"DEBUG": "true", "DEMO": "false"}

    escaped = run_manage(
        "shell", "-v0", "-c", code, **given | {variable: url.format(quote(SPECIAL, safe=""))}
    )
    assert escaped.stdout.strip() == repr(SPECIAL), escaped.stderr
    for sign in "/?#[":
        refused = run_manage("check", **given | {variable: url.format(f"pa{sign}ss")})
        assert f"{variable} cannot be read" in refused.stderr
        assert f"pa{sign}ss" not in refused.stderr.rpartition("EnvError")[2]


@pytest.mark.parametrize("name", ["DATABASE_URL", "REDIS_URL", "EMAIL_URL"])
@pytest.mark.parametrize(
    ("url", "is_read"),
    [
        ("x://u:p@ss:word@h:1/n", True),
        ("x://u:p%2Fss@h:1/n", True),
        ("x://u:p/ss@h:1/n", False),
        ("x://u:p?ss@h:1/n", False),
        ("x://u:p#ss@h:1/n", False),
        ("x://u:p[ss@h:1/n", False),
        ("sqlite:////data/a@b.sqlite3", True),
        ("", True),
    ],
)
def test_address_cut_in_two_by_its_password_is_refused(name, url, is_read):
    if is_read:
        connections.check_url(name, url)
    else:
        with pytest.raises(EnvError, match=name):
            connections.check_url(name, url)


def test_password_of_the_database_may_stand_by_itself():
    database = connections.with_options(
        {"ENGINE": "django.db.backends.postgresql", "PASSWORD": ""}, password=SPECIAL
    )

    assert database["PASSWORD"] == SPECIAL


@pytest.mark.parametrize(
    ("hosts", "name"),
    [
        ("*", "localhost"),
        ("", "localhost"),
        (".example.org,localhost", "example.org"),
        (" example.org , x", "example.org"),
    ],
)
def test_health_check_asks_under_a_name_that_is_let_through(hosts, name):
    assert healthcheck.host({"ALLOWED_HOSTS": hosts}) == name


@pytest.mark.parametrize(
    ("url", "host", "port", "tls", "ssl"),
    [
        ("smtp+tls://me@example.org:p%2Fw@mail.example.org:2587", "mail.example.org", 2587, 1, 0),
        ("smtp+tls://llex:word@mail.example.org", "mail.example.org", 587, 1, 0),
        ("smtp+ssl://llex:word@mail.example.org", "mail.example.org", 465, 0, 1),
        ("smtp+ssl://llex:word@mail.example.org:25", "mail.example.org", 25, 0, 1),
        ("submission://llex:word@mail.example.org", "mail.example.org", 587, 1, 0),
        ("smtp://localhost", "localhost", 25, 0, 0),
    ],
)
def test_mail_is_sent_as_the_address_says(monkeypatch, url, host, port, tls, ssl):
    monkeypatch.setenv("EMAIL_URL", url)

    found = outgoing.completed(Env().dj_email_url("EMAIL_URL"), url)

    assert found["EMAIL_BACKEND"].endswith("smtp.EmailBackend")
    assert (found["EMAIL_HOST"], found["EMAIL_PORT"]) == (host, port)
    assert (found["EMAIL_USE_TLS"], found["EMAIL_USE_SSL"]) == (bool(tls), bool(ssl))
