#!/usr/bin/env python3
"""Erases with several daemons on one PostgreSQL, each a host with its own copy of the keys: one erases, one follows while it runs
(and is killed while it writes its keys anew), one is off and follows at its next start. Then no host's keys open what was erased
in a backup from before, and each host's keys open everything else; `mailroom verify` and `audit verify` are clean.

usage: erase_by_many_test.py --bin BUILD/bin
"""
import argparse, contextlib, pathlib, shutil, subprocess, sys, tempfile, time

import office
import postgres

FIRST_GONE, LATER_GONE, KEPT = "ERASED-FIRST", "ERASED-LATER", "OTHER-PERSON"
HOSTS = ("first", "second", "third")
LEASE = "lease: PT3S\n"  # hosts look for keys to destroy three times within it


def until(claim, what, seconds=30):
    deadline = time.monotonic() + seconds
    while not claim():
        assert time.monotonic() < deadline, what
        time.sleep(0.05)


class Site:
    """Hosts that share a store and have the same keys to begin with."""

    def __init__(self, binaries, folder, database):
        self.binaries, self.folder, self.database = binaries, folder, database
        self.hosts = {name: self.host(name, "mailroom") for name in HOSTS}
        self.restored_ones = []

    def host(self, name, store):
        place = office.Office(self.binaries, self.folder / name, self.database.local_url(store))
        with open(place.folder / "mailroom.yaml", "a") as settings:
            settings.write(LEASE)
        return place

    def keys(self, name):
        return self.hosts[name].folder / "data" / "site.key"

    def hand_in(self):
        first = self.hosts["first"]
        first.hand_in_as("scan.json", office.batch((KEPT, FIRST_GONE), 12))
        first.hand_in_as("alone.json", office.reading(LATER_GONE, 13, "award"))
        first.finish()
        for name in HOSTS[1:]:
            self.keys(name).parent.mkdir(exist_ok=True)
            shutil.copy(self.keys("first"), self.keys(name))
        shutil.copy(self.keys("first"), self.folder / "old.key")

    def psql(self, program, store, *more, **how):
        return subprocess.run([self.database.programs / program, "-h", self.database.folder, "-U", "mailroom", "-d", store, *more],
                              check=True, **how)

    def back_up(self):
        with open(self.folder / "dump", "wb") as dump:
            self.psql("pg_dump", "mailroom", stdout=dump)

    def restored(self, keys):
        """Who can still be read in the backup with these keys."""
        name = f"restored{len(self.restored_ones)}"
        assert self.database.has_made(name)
        self.psql("psql", name, "-q", "-f", self.folder / "dump", capture_output=True)
        place = self.host(name, name)
        self.restored_ones.append(place)
        (place.folder / "data").mkdir()
        shutil.copy(keys, place.folder / "data" / "site.key")
        return place

    def serve(self, name, **environment):
        place = self.hosts[name]
        (place.folder / "data" / "mailroom.sock").unlink(missing_ok=True)
        daemon = place.start(**environment)
        assert place.wait_until_ready(daemon), place.last_words()
        return daemon

    def log(self, name):
        return pathlib.Path(self.hosts[name].log.name).read_text(errors="replace")

    def erase(self, name, number):
        done = subprocess.run([self.binaries / "mailroom", "erase", number, "--why", "asked for", "--yes", "--site", self.hosts[name].folder],
                              capture_output=True, text=True)
        assert done.returncode == 0, done.stderr

    def close(self):
        for place in [*self.hosts.values(), *self.restored_ones]:
            place.close()


def number_of(place, person):
    return place.ask("find", person)[0]["cases"][0]["number"]


def erase_one_after_the_other(site):
    site.hand_in()
    numbers = {person: number_of(site.hosts["first"], person) for person in (FIRST_GONE, LATER_GONE, KEPT)}
    site.back_up()
    first = site.serve("first")
    second = site.serve("second", MAILROOM_FAILPOINTS="site_key.rename=kill")
    site.erase("first", numbers[FIRST_GONE])
    assert second.wait(timeout=30) == -9, "the second host must follow by itself, and was to be killed at it"
    second = site.serve("second")
    until(lambda: "keys_destroyed" in site.log("second"), "started again it follows")
    print("  ✔ a host that runs follows, killed at it or not")
    third = site.serve("third")
    until(lambda: "keys_destroyed" in site.log("third"), "a host that was off follows at its next start")
    print("  ✔ a host that was off follows at its start")
    site.erase("second", numbers[LATER_GONE])
    for name in ("first", "third"):
        until(lambda: site.log(name).count("keys_destroyed") == (1 if name == "first" else 2), f"the {name} host follows the second")
    print("  ✔ whoever erases, the others follow")
    for place in site.hosts.values():
        assert place.ask("cases", "show", numbers[KEPT], "--reveal")[0]["person"] == KEPT
        assert place.ask("cases", "show", numbers[FIRST_GONE])[0]["erased"]["why"] == "asked for"
    assert not (damage := site.hosts["third"].verify()), damage
    audit, code = site.hosts["third"].ask("audit", "verify")
    assert code == 0 and audit["ok"], audit
    for daemon in (first, second, third):
        assert office.end(daemon) == 0
    return numbers


def nobody_reads_the_backup(site, numbers):
    control = site.restored(site.folder / "old.key")
    assert not control.verify(), "the keys of before must open the backup, or this test proves nothing"
    for name in HOSTS:
        place = site.restored(site.keys(name))
        opened = sorted(line for line in place.verify() if "cannot be opened" in line)
        gone = sorted((numbers[FIRST_GONE], numbers[LATER_GONE]))
        assert len(opened) == 2 and all(number in line for number, line in zip(gone, opened)), f"keys of the {name} host: {opened}"
        assert place.ask("cases", "show", numbers[KEPT], "--reveal")[0]["person"] == KEPT
    print(f"  ✔ no host's keys open what was erased in a backup from before, and each opens the rest")


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--bin", required=True, type=pathlib.Path)
    arguments = options.parse_args()
    if why := postgres.why_left_out():
        print(f"left out: {why}")
        return postgres.LEFT_OUT
    with contextlib.ExitStack() as stack:
        folder = pathlib.Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="mailroom-erase-many-")))
        database = postgres.Database(folder)
        stack.callback(database.stop)
        site = Site(office.programs(arguments.bin.resolve(), folder / "bin"), folder, database)
        stack.callback(site.close)
        try:
            nobody_reads_the_backup(site, erase_one_after_the_other(site))
        except AssertionError as problem:
            print(f"  ✘ {problem}")
            for name in HOSTS:
                print(f"--- {name}\n{site.hosts[name].last_words()}", file=sys.stderr)
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
