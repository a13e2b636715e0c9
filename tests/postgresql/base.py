"""Django's own backend, but for the way it empties the tables after a test that commits.

TRUNCATE writes new files for every table and index, however few rows there are: more than a second
for each such test, where DELETE takes hundredths.
"""

from django.db.backends.postgresql import base, operations

# All tables or none, tried for ten seconds: taken one by one, they could be waited for by a writer
# that is itself waited for.
_LOCK = """
DO $$ BEGIN
    FOR attempt IN 1..1000 LOOP
        BEGIN
            LOCK TABLE %s IN EXCLUSIVE MODE NOWAIT;
            RETURN;
        EXCEPTION WHEN lock_not_available THEN
            PERFORM pg_sleep(0.01);
        END;
    END LOOP;
    RAISE 'The tables are still being written to.';
END $$
"""


class DatabaseOperations(operations.DatabaseOperations):
    def sql_flush(self, style, tables, *, reset_sequences=False, allow_cascade=False):
        """Return the statements that empty *tables*, once whoever still writes to them is done."""
        if reset_sequences or allow_cascade or not tables:
            return super().sql_flush(
                style, tables, reset_sequences=reset_sequences, allow_cascade=allow_cascade
            )
        names = [self.quote_name(table) for table in tables]
        # Foreign keys are checked at the end of the transaction: any order will do.
        deletions = [f"DELETE FROM {name}" for name in names]  # noqa: S608 - our own tables
        return [_LOCK % ", ".join(names), *deletions]


class DatabaseWrapper(base.DatabaseWrapper):
    ops_class = DatabaseOperations
