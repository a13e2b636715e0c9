"""Django's own backend, but for the way it empties the tables after a test that commits.

TRUNCATE writes new files for every table and index, however few rows there are: more than a second
for each such test, where DELETE takes hundredths.
"""

from django.db.backends.postgresql import base, operations


class DatabaseOperations(operations.DatabaseOperations):
    def sql_flush(self, style, tables, *, reset_sequences=False, allow_cascade=False):
        """Return the statements that empty *tables*, once whoever still writes to them is done."""
        if reset_sequences or allow_cascade or not tables:
            return super().sql_flush(
                style, tables, reset_sequences=reset_sequences, allow_cascade=allow_cascade
            )
        names = [self.quote_name(table) for table in tables]
        lock = f"LOCK TABLE {', '.join(names)} IN EXCLUSIVE MODE"
        # Foreign keys are checked at the end of the transaction: any order will do.
        return [lock, *(f"DELETE FROM {name}" for name in names)]  # noqa: S608 - our own tables


class DatabaseWrapper(base.DatabaseWrapper):
    ops_class = DatabaseOperations
