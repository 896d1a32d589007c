#!/usr/bin/env python3
"""Kills mailroomd with SIGKILL at each of its failpoints (before every write, fsync, rename, commit, send and
acknowledgement), at random instants, and under load; after each kill `mailroom verify` must be clean; at the end what
became of the post must be what becomes of it undisturbed: nothing lost, nothing twice in the ledger or the outbox.

usage: failpoint_test.py --bin BUILD/bin [--kills 300] [--seed N] [--postgres]
"""
import argparse, collections, concurrent.futures, contextlib, pathlib, random, signal, subprocess, sys, tempfile, time

import office
import postgres

FIRST = ("daemon_id", "site_key", "seal_key")  # made once, before there is a store: killed at each of their steps first
PASSINGS = 6  # kills fall on the first to the sixth passing of a failpoint

KILLS_OF_AN_OFFICE = 250


class Campaign:
    def __init__(self, place, chance):
        self.place, self.chance = place, chance
        self.handed_in = 0
        self.kills = collections.Counter()
        self.problems = []

    def hand_in(self, count):
        """More post, each number's content the same in every run."""
        for number in range(self.handed_in, self.handed_in + count):
            self.place.hand_in([number], random.Random(number))
        self.handed_in += count

    def check(self, what):
        for damage in self.place.verify():
            self.problems.append(f"after a kill {what}: {damage}")

    def kill_at(self, failpoint, passing):
        """True if the daemon came that far."""
        daemon = self.place.start("--once", MAILROOM_FAILPOINTS=f"{failpoint}=kill@{passing}")
        code = daemon.wait(timeout=120)
        if code == -signal.SIGKILL:
            self.kills[failpoint] += 1
            if not failpoint.startswith(FIRST):
                self.check(f"at {failpoint}, passing {passing}")
            return True
        if code != 0:
            self.problems.append(f"the daemon ended with {code} at {failpoint}\n{self.place.last_words()}")
        return False

    def kill_after(self, seconds, kind):
        daemon = self.place.start()
        time.sleep(seconds)
        office.kill(daemon)
        self.kills[kind] += 1
        self.check(f"{kind}, after {seconds:.3f} s")


def run(campaign, names, kills, chance):
    for file in FIRST:
        for step in ("write", "sync", "rename", "sync_folder"):
            campaign.kill_at(f"{file}.{step}", 1)
    names = [name for name in names if not name.startswith(FIRST)]
    while sum(campaign.kills.values()) < kills and not campaign.problems:
        for name in names:
            for passing in (chance.randint(1, PASSINGS), 1):
                # Each try needs post of its own: the one before worked it off. One for a batch needs one.
                campaign.hand_in(office.BATCH_EVERY if name.startswith("split.") else chance.randint(2, 3))
                if campaign.kill_at(name, passing):
                    break
        for _ in range(len(names) // 2):
            campaign.hand_in(chance.randint(0, 3))
            campaign.kill_after(chance.uniform(0.01, 0.4), "at a random instant")
        campaign.hand_in(40)
        for _ in range(len(names) // 4):
            campaign.hand_in(2)
            campaign.kill_after(chance.uniform(0.1, 0.6), "under load")


def campaign(binaries, folder, names, kills, seed, store):
    """An office of its own, killed so many times: the campaign, what its post came to, and what it should have."""
    folder.mkdir()
    chance = random.Random(seed)
    killed = Campaign(office.Office(binaries, folder / "killed", store), chance)
    run(killed, names, kills, chance)
    killed.place.finish()
    killed.check("at the end")
    quiet = Campaign(office.Office(binaries, folder / "quiet"), chance)
    quiet.hand_in(killed.handed_in)
    quiet.place.finish()
    got = killed.place.outcome()
    killed.problems += office.differences(quiet.place.outcome(), got)
    return killed, got


def store_of(database, name):
    """Its URL in the server; none where there is no server: SQLite."""
    if not database:
        return None
    assert database.has_made(name), f"there is a database '{name}' already"
    return database.local_url(name)


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--bin", required=True, type=pathlib.Path)
    options.add_argument("--kills", type=int, default=300)
    options.add_argument("--seed", type=int, default=int(time.time()))
    options.add_argument("--at-once", type=int, default=2, help="offices killed at once")
    options.add_argument("--postgres", action="store_true", help="the sites that are killed keep all in PostgreSQL, documents too")
    arguments = options.parse_args()
    if arguments.postgres and (why := postgres.why_left_out()):
        print(f"left out: {why}")
        return postgres.LEFT_OUT
    began = time.monotonic()
    with contextlib.ExitStack() as stack:
        folder = pathlib.Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="mailroom-faults-")))
        pool = stack.enter_context(concurrent.futures.ThreadPoolExecutor(arguments.at_once))
        binaries = office.programs(arguments.bin.resolve(), folder / "bin")
        names = subprocess.run([binaries / "mailroomd", "--failpoints"], capture_output=True, text=True, check=True).stdout.split()
        # Nobody erases here, all post comes to a folder, no delivery is by the batch or by a robot: erase_test.py, imap_test.py,
        # sftp_test.py, upload_test.py, tests/connectors/batch_test.cc, deliveries_test.py.
        elsewhere = ("erase.", "imap.", "sftp.", "upload.", "batch", "robot_mark.")
        names = [name for name in names if not name.startswith(elsewhere)]
        stores = None
        if arguments.postgres:
            names = [name for name in names if not name.startswith("object.")]  # there are no files of documents
            stores = postgres.Database(folder)
            stack.callback(stores.stop)
        # An office of its own for every so many: proving that all is there takes longer the more there is.
        offices = max(arguments.at_once, -(-arguments.kills // KILLS_OF_AN_OFFICE))
        share = -(-arguments.kills // offices)
        running = [pool.submit(campaign, binaries, folder / str(number), names, share, arguments.seed + number,
                               store_of(stores, f"office{number}")) for number in range(offices)]
        done = [one.result() for one in running]
        kills = sum((one.kills for one, _ in done), collections.Counter())
        problems = [problem for one, _ in done for problem in one.problems]
        problems += [f"nothing was killed at {name}" for name in names if kills[name] == 0]
        count = lambda name: sum(len(got[name]) for _, got in done)
        print(f"{sum(kills.values())} kills (seed {arguments.seed}, {offices} offices) in {time.monotonic() - began:.0f} s at "
              f"{len(names)} failpoints, {kills['at a random instant']} at random, {kills['under load']} under load: "
              f"{sum(one.handed_in for one, _ in done)} items, {sum(sum(got['cases'].values()) for _, got in done)} cases, "
              f"{count('ledger')} ledger rows, {count('files')} files, {len(problems)} problems")
        for name in sorted(kills):
            print(f"  {kills[name]:5} {name}")
        for problem in problems:
            print("  ✘", problem)
        if problems:
            print(done[0][0].place.last_words(), file=sys.stderr)
        return 1 if problems else 0


sys.exit(main())
