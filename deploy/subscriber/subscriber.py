#!/usr/bin/env python3
"""Takes the feed of one agency from e-PUPNS into an SQLite file: every event once, in order, none missing.

Over NATS from the agency's durable, or with --http over HTTP alone. Each event's signature is checked; the event and
what you make of it (see `apply`) are kept in one transaction, and only then acknowledged. Kill it whenever you like.

Bahasa Indonesia: mengambil kejadian instansi Anda ke berkas SQLite, berurutan, tanpa celah dan tanpa ganda; tanda tangan
setiap kejadian diperiksa. Tulis pengolahan Anda sendiri di fungsi `apply`. Penjelasan: README.md.
"""
import argparse
import asyncio
import json
import os
import sqlite3
import sys
import time
from signal import SIGINT, SIGTERM
from urllib import error, parse

import nats

from feed import Door, KeyUnknown, Refused, canonical, unbase64, verified

TABLES = """
pragma journal_mode = wal;
pragma synchronous = full; -- an acknowledged event survives a power cut
create table if not exists feed (agency text primary key);
create table if not exists keys (kid text primary key, x text not null);
create table if not exists events (agency_seq integer primary key, id text not null unique, type text not null,
    subject text not null, time text not null, event text not null);
create table if not exists people (nip text primary key, type text not null, time text not null, agency_seq integer);
"""


def apply(db, event):
    """YOUR EFFECT: runs once per event, in the transaction that keeps it. Here: what was last heard of each person."""
    if nip := event["data"].get("nip"):
        last = (nip, event["type"], event["time"], int(event["agencyseq"]))
        db.execute("insert or replace into people values (?, ?, ?, ?)", last)


class Gap(Refused):
    """Events before it are missing."""


def say(text):
    """Numbers, types, ids: never the data of an event."""
    print(time.strftime("%Y-%m-%dT%H:%M:%S%z"), text, file=sys.stderr, flush=True)


class Subscriber:
    def __init__(self, options):
        self.options, self.agency, self.stopping = options, options.agency, False
        self.door, self.asked_for_keys = Door(options.url, options.client), 0.0
        self.db = sqlite3.connect(options.database, isolation_level=None, timeout=30, check_same_thread=False)
        self.db.executescript(TABLES)
        self.db.execute("insert or ignore into feed select ? where not exists (select 1 from feed)", (self.agency,))
        if self.db.execute("select agency from feed").fetchone() != (self.agency,):
            raise SystemExit(f"subscriber: {options.database} holds another agency's feed; name another file")

    def last(self):
        return self.db.execute("select coalesce(max(agency_seq), 0) from events").fetchone()[0]

    def key(self, kid):
        """A key of e-PUPNS. The file remembers them; an unknown one is asked for, at most once a minute."""
        find = "select x from keys where kid = ?"
        known = self.db.execute(find, (kid,)).fetchone()
        if not known and time.monotonic() > self.asked_for_keys:
            self.db.executemany("insert or replace into keys values (?, ?)", self.door.keys().items())
            self.asked_for_keys = time.monotonic() + 60
            known = self.db.execute(find, (kid,)).fetchone()
        if not known:
            raise KeyUnknown("signed under a key that e-PUPNS does not publish")
        return unbase64(known[0])

    def take(self, event):
        """Checks an event and keeps it with its effect in one transaction. One that is known already changes nothing."""
        event = verified(event, self.agency, self.key)
        seq = int(event["agencyseq"])
        self.db.execute("begin immediate")
        with self.db:
            known = self.db.execute("select id from events where agency_seq = ?", (seq,)).fetchone()
            if known and known[0] != event["id"]:
                raise Refused(f"number {seq} of the feed was another event before")
            if known:
                return
            if seq != self.last() + 1:
                raise Gap(f"the events before number {seq} are missing")
            row = (seq, event["id"], event["type"], event["subject"], event["time"], canonical(event))
            self.db.execute("insert into events values (?, ?, ?, ?, ?, ?)", row)
            apply(self.db, event)

    def catch_up(self):
        """Everything after the last kept event, by HTTP."""
        first = self.last()
        while not self.stopping:
            page = self.door.events(self.agency, self.last())
            for event in page["events"]:
                if not self.stopping:
                    self.take(event)
            if not page["events"] or self.last() >= page["newest"]:
                break
        if self.last() > first:
            say(f"kept events {first + 1} to {self.last()}, by HTTP")

    def hear(self, data):
        """What NATS delivered. A gap, or an event that is refused: HTTP has what is true."""
        try:
            self.take(json.loads(data))
        except Gap:
            say(f"events after {self.last()} are missing; asking for them by HTTP")
            self.catch_up()
        except (Refused, ValueError) as refusal:
            say(f"refused a message of NATS: {refusal if isinstance(refusal, Refused) else 'not JSON'}")
            self.catch_up()

    async def by_nats(self):
        async def trouble(what):
            say(f"NATS: {type(what).__name__}")
        token, audit = self.agency.replace(".", "_"), time.monotonic() + self.options.every
        async with await nats.connect(self.options.nats, nkeys_seed=self.options.nkey, error_cb=trouble,
                                      inbox_prefix=f"_INBOX.agency.{token}", max_reconnect_attempts=-1) as client:
            durable = await client.jetstream(domain="AGENCIES").pull_subscribe_bind(token, "AGENCY_EVENTS")
            while True:
                before = self.last()
                try:
                    messages = await durable.fetch(100, timeout=1)
                except TimeoutError:
                    messages = []
                for message in messages:
                    await asyncio.to_thread(self.hear, message.data)
                    await message.ack_sync(timeout=5)  # after the commit: if it is lost, the event comes again
                if self.last() > before:
                    say(f"kept events {before + 1} to {self.last()}")
                if self.options.once and not messages:
                    return
                if time.monotonic() > audit:  # were the newest event lost, no later one would tell
                    await asyncio.to_thread(self.catch_up)
                    audit = time.monotonic() + self.options.every

    async def by_http(self):
        while True:
            await asyncio.to_thread(self.catch_up)
            if self.options.once:
                return
            await asyncio.sleep(self.options.every)

    def stop(self, task):
        self.stopping = True
        task.cancel()

    async def run(self):
        """Until it is told to end; outages are waited for."""
        for signal in (SIGTERM, SIGINT):
            asyncio.get_running_loop().add_signal_handler(signal, self.stop, asyncio.current_task())
        pause = 0
        while True:
            try:
                await asyncio.sleep(pause)
                pause = 5
                return await (self.by_http() if self.options.http else self.by_nats())
            except asyncio.CancelledError:
                return say(f"stopped after event {self.last()}")
            except error.HTTPError as refusal:
                ended = refusal.code == 401 and self.door.token[0]
                if refusal.code < 500 and refusal.code not in (408, 429) and not ended:
                    raise Refused(f"{parse.urlsplit(refusal.url).path} answers {refusal.code}") from None
                self.door.token, pause = (None, 0.0), min(int(refusal.headers.get("Retry-After", 5)), 60)
                say(f"waiting {pause} s: HTTP {refusal.code}")
            except (OSError, KeyUnknown, nats.errors.Error, sqlite3.OperationalError) as trouble:
                say(f"waiting {pause} s: {type(trouble).__name__}: {trouble}")
            if self.options.once:
                sys.exit(1)


def options():
    ends = "Ends with 0 when told to, with 2 when refused; --once with 1 when e-PUPNS is away."
    plain = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=plain, epilog=ends)
    parser.add_argument("--agency", required=True, help="code of your agency, e.g. 3573")
    parser.add_argument("--url", required=True, help="e-PUPNS, e.g. https://epupns.example.go.id")
    parser.add_argument("--client", required=True, metavar="FILE", help="JSON with client_id and client_secret")
    parser.add_argument("--database", required=True, metavar="FILE", help="SQLite file; made when it is missing")
    parser.add_argument("--nats", metavar="URL", help="e.g. tls://nats.epupns.example.go.id:4222")
    parser.add_argument("--nkey", metavar="FILE", help="seed of your agency's nkey (SU...)")
    parser.add_argument("--http", action="store_true", help="without NATS: ask by HTTP")
    parser.add_argument("--every", type=float, default=60, metavar="SECONDS",
                        help="how often HTTP is asked: for everything with --http, else for what NATS lost (default 60)")
    parser.add_argument("--once", action="store_true", help="take what is there and end, e.g. from cron")
    given = parser.parse_args()
    return given if given.http or given.nats and given.nkey else parser.error("name --nats and --nkey, or --http")


if __name__ == "__main__":
    os.umask(0o077)  # the file holds NIPs
    try:
        asyncio.run(Subscriber(options()).run())
    except Refused as refusal:
        say(f"refused: {refusal}")
        sys.exit(2)
