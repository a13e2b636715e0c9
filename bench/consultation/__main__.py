"""Run it all; exit 1 when a budget is exceeded."""

import argparse
import asyncio
import resource
import signal
import sys
import time

from bench.consultation import site
from bench.consultation.report import Report

_FILES_BESIDE_LISTENERS = 500
HALLS = (500, 2_000, 5_000)
LISTENERS = 5_000
CHANGES = 8


def main() -> int:
    """Measure, print, and return 1 when a budget is exceeded."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--small", action="store_true", help="a tenth of everything")
    parser.add_argument("--only", choices=["votes", "stream"], help="one half of it")
    options = parser.parse_args()
    share = 10 if options.small else 1
    _allow_files(LISTENERS // share + _FILES_BESIDE_LISTENERS)
    # A run that is cut short stops its servers and removes its database all the same.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    site.settle()
    report = Report()
    with site.database():
        load_site()
        if options.only != "stream":
            asyncio.run(_measure_votes(report, [voters // share for voters in HALLS]))
        if options.only != "votes":
            asyncio.run(_measure_stream(report, LISTENERS // share))
    print(f"\nExceeded: {', '.join(report.exceeded)}" if report.exceeded else "\nAll kept.")
    return 1 if report.exceeded else 0


def _allow_files(wanted: int) -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (min(wanted, hard), hard))


def load_site() -> None:
    """Load Django, and bring the database up to date."""
    import django

    django.setup()
    from django.core.management import call_command

    from bench.consultation import limits

    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    limits.prepare()


async def _measure_votes(report: Report, halls: list[int]) -> None:
    with site.served("llex.wsgi:application", *site.PAGES) as pages:
        await asyncio.to_thread(site.answers, pages.port)
        for voters in halls:
            await _votes(report, pages, voters)
        await _closing(report, pages, halls[1])
    await _bare_inserts(report)


async def _votes(report: Report, pages: site.Server, voters: int) -> None:
    from bench.consultation import limits
    from bench.consultation.hall import Hall

    report.head(f"{voters:,} voters, ten services each; one in ten taps twice, one in ten changes")
    hall = await asyncio.to_thread(Hall, pages.port, f"hall{voters}", voters)
    await limits.upserts(pages.port, 200)  # the workers open their connections
    busy = pages.busy()
    upserts = await limits.upserts(pages.port, voters)
    upserts_busy, busy = pages.busy() - busy, pages.busy()
    votes = await hall.vote()
    votes_busy = pages.busy() - busy
    changes = await hall.change()
    ratio = votes.rate / upserts.rate
    report.say("ballots acknowledged", votes.rate, "/s")
    report.say("a minimal view with a single-row upsert", upserts.rate, "/s")
    report.say("ballots to upserts", ratio, "", least=0.5)
    report.say("processor time of a ballot", 1000 * votes_busy / len(votes.seconds), "ms")
    report.say("of an upsert", 1000 * upserts_busy / len(upserts.seconds), "ms")
    report.say("a ballot, half of them within", votes.at(0.5), "ms")
    report.say("a ballot, p99", votes.at(0.99), "ms")
    report.say("changed ballots", changes.rate, "/s")
    failures = len(votes.failures) + len(changes.failures)
    report.say("ballots not acknowledged", failures, "", most=0)
    report.say("acknowledged ballots lost", await asyncio.to_thread(hall.lost), "", most=0)
    report.say("duplicates", await asyncio.to_thread(hall.duplicates), "", most=0)
    wrong = not await asyncio.to_thread(hall.is_counted_right)
    report.say("tally other than what was acknowledged", wrong, "", most=0)
    await asyncio.to_thread(hall.consultation.reveal)
    busy = pages.busy()
    stampede = await hall.reload()
    busy = pages.busy() - busy
    report.say("pages when all reload at the reveal", stampede.rate, "/s")
    report.say("processor time of such a page", 1000 * busy / len(stampede.seconds), "ms")
    report.say("such a page, p99", stampede.at(0.99), "ms")
    report.say("such pages that failed", len(stampede.failures), "", most=0)
    polls = await hall.poll()
    report.say("state.json when all ask at once", polls.rate, "/s")
    report.say("such an answer, p99", polls.at(0.99), "ms")
    report.say("such answers that failed", len(polls.failures), "", most=0)
    for failure in {*votes.failures, *changes.failures, *stampede.failures, *polls.failures}:
        print("   ", failure)


async def _closing(report: Report, pages: site.Server, voters: int) -> None:
    from bench.consultation.hall import Hall

    report.head(f"{voters:,} voters, and voting is closed when half of them have voted")
    hall = await asyncio.to_thread(Hall, pages.port, "closing", voters)
    votes = await hall.vote_while_it_closes()
    report.say("ballots refused, because voting had ended", hall.refused, "", least=1)
    report.say("ballots neither taken nor refused", len(votes.failures), "", most=0)
    report.say("acknowledged ballots lost", await asyncio.to_thread(hall.lost), "", most=0)
    wrong = not await asyncio.to_thread(hall.is_counted_right)
    report.say("frozen other than what was acknowledged", wrong, "", most=0)
    for failure in set(votes.failures):
        print("   ", failure)


async def _bare_inserts(report: Report) -> None:
    from bench.consultation import limits

    report.head("PostgreSQL alone")
    rate = await asyncio.to_thread(limits.bare_inserts)
    if rate is None:
        report.skip("single-row inserts", "pgbench is not installed")
    else:
        report.say("single-row inserts, a transaction each", rate, "/s")


async def _measure_stream(report: Report, listeners: int) -> None:
    from bench.consultation import limits
    from bench.consultation.hall import make
    from bench.consultation.listening import Recognise, crowd
    from priorities.models import Ballot

    consultation = await asyncio.to_thread(make, "stream")
    ballots = 0

    def cast() -> Recognise:
        nonlocal ballots
        from priorities.live.notify import changed

        ballots += 1
        Ballot.objects.create(
            consultation=consultation, voter_key=f"voter-{ballots}", language="en"
        )
        moment = time.time()
        changed(consultation.pk)
        now = ballots
        return lambda _version, data: moment if data["ballots"] == now else None

    report.head(f"{listeners:,} listeners on one process, {CHANGES} changes")
    with site.served("llex.stream:application", *site.STREAM) as server:
        await asyncio.to_thread(site.answers, server.port)
        ours = await crowd(
            server, "/v/stream/stream", listeners, lambda: asyncio.to_thread(cast), CHANGES
        )
    bare = await limits.bare_stream(listeners, CHANGES)
    missing = ours.expected - len(ours.seconds)
    report.say("listeners not taken", listeners - ours.listeners, "", most=0)
    report.say("updates that did not come", missing, "", most=0)
    report.say("from the vote to the listener, half within", ours.at(0.5), "s")
    report.say("from the vote to the listener, p99", ours.at(0.99), "s", most=1)
    report.say("memory of a listener", ours.bytes_each / 1024, "KB", most=20)
    report.say("processor used by the stream", 100 * ours.busy, "%")
    report.say("a bare ASGI stream, p99 from its tick", bare.at(0.99), "s")
    report.say("memory of a bare listener", bare.bytes_each / 1024, "KB")
    report.say("processor used by it", 100 * bare.busy, "%")


if __name__ == "__main__":
    sys.exit(main())
