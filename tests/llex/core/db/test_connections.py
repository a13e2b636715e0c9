"""Databases as their addresses say, with what suits their kind."""

import dj_database_url

from llex.core.db.connections import with_options


def database(address):
    return with_options(dj_database_url.parse(address))


def test_connections_to_postgresql_are_kept_and_looked_at_before_they_are_used():
    kept = database("postgres://llex@db/llex")

    assert kept["CONN_MAX_AGE"] == 60
    assert kept["CONN_HEALTH_CHECKS"]
    assert kept["OPTIONS"] == {"prepare_threshold": 0}


def test_options_of_an_address_stay():
    said = database("postgres://llex@db/llex?sslmode=require")

    assert said["OPTIONS"]["sslmode"] == "require"


def test_writer_of_sqlite_takes_its_lock_at_once():
    options = database("sqlite:///llex.sqlite3?timeout=5")["OPTIONS"]

    assert options["transaction_mode"] == "IMMEDIATE"
    assert "journal_mode=WAL" in options["init_command"]
