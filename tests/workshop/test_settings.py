import re

import pytest
import yaml
from django.core.management import call_command

from bench.consultation.site import PAGES, STREAM

from . import ROOT, run_manage, settings_in_example

KEY = "a-key-for-these-tests-only-0123456789-abcdefghijklmnopqrstuvwxyz"


def test_no_migration_is_pending(db):
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_example_names_exactly_what_settings_read():
    code = (ROOT / "llex/settings.py").read_text()
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
    code = (ROOT / "llex/settings.py").read_text()
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
