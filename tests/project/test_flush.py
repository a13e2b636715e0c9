"""What a test that commits leaves behind is gone before the next, on either database."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.management import call_command
from django.db import connection, transaction

from cities.models import City
from tests.concurrency import on_postgresql
from tests.factories import make_ballot, make_city, make_consultation, make_contribution


def flush():
    call_command("flush", verbosity=0, interactive=False, reset_sequences=False)


def filled_tables():
    with connection.cursor() as cursor:
        return {
            table
            for table in connection.introspection.table_names(cursor)
            if cursor.execute(f'SELECT * FROM "{table}" LIMIT 1').fetchone()  # noqa: S608
        }


def test_every_table_is_emptied_whatever_refers_to_it(transactional_db):
    flush()
    before = filled_tables()
    make_contribution()
    make_ballot(consultation=make_consultation(), scores=[3])
    assert len(filled_tables() - before) > 5

    flush()

    assert filled_tables() == before


@on_postgresql
@pytest.mark.django_db(transaction=True)
def test_rows_that_are_still_being_written_are_waited_for():
    written, committed = threading.Event(), threading.Event()

    def write():
        with transaction.atomic():
            make_city()
            written.set()
            time.sleep(0.3)
            committed.set()
        connection.close()

    with ThreadPoolExecutor(1) as pool:
        writing = pool.submit(write)
        assert written.wait(10)

        flush()

        assert committed.is_set()
        writing.result()
    assert not City.objects.exists()
