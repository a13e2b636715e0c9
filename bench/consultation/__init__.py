"""The live consultation under load: votes, the stampede at the reveal, and the stream.

    python -m bench.consultation            500, 2,000 and 5,000 voters, 5,000 listeners
    python -m bench.consultation --small    a tenth of it, to see that it runs

It starts what production has (PostgreSQL and Redis, two WSGI workers for pages and votes, one
process for the stream), on databases of its own that it removes again, on this machine alone, and
ends by itself. Beside it, in the same run, stand what it can be compared with: a minimal Django
view with a single-row upsert, bare inserts by pgbench, and a bare ASGI stream.
"""
