#!/usr/bin/env python3
"""Erases one of two cases that came in one archive, or in one scan with separator sheets, with the real programs: nothing of it
is readable anywhere, a backup of the data from before included; the other is whole; `mailroom verify` and `audit verify` are
clean. The same with the daemon killed at each durable step of the erasure. With the keys of before the backup does tell all: it hangs on the keys.

usage: erase_test.py --bin BUILD/bin [--postgres]
"""
import argparse, contextlib, json, os, pathlib, random, shutil, subprocess, sys, tempfile, time

import office
import postgres

STEPS = ("", "erase.begin", "erase.destroy", "site_key.write", "site_key.sync", "site_key.rename", "site_key.sync_folder", "erase.forget")
# How the two came together, and where the daemon is killed.
TRIALS = [("archive", step) for step in STEPS] + [("scan", step) for step in ("", "erase.destroy")]
OF_THE_STORE = [(kind, step) for kind, step in TRIALS if not step.startswith("site_key.")]  # the key's file is the same for all stores
GONE, KEPT = "ERASED-PERSON", "OTHER-PERSON"
RECEIVERS = ("ledger.db", "outbox")  # what was delivered is theirs


class Trial:
    def __init__(self, binaries, folder, database, name):
        folder.mkdir()
        self.folder, self.database, self.name = folder, database, name
        self.place = office.Office(binaries, folder / "site", self.store(name))

    def store(self, name):
        if not self.database:
            return None
        assert self.database.has_made(name)
        return self.database.local_url(name)

    def serve(self, place, **environment):
        daemon = place.start(**environment)
        assert place.wait_until_ready(daemon), place.last_words()
        return daemon

    def number_of(self, place, person):
        return place.ask("find", person)[0]["cases"][0]["number"]

    def hand_in(self, kind):
        parts = [{"name": f"{person}.json", "document": office.reading(person, 12, "award")} for person in (GONE, KEPT)]
        self.place.hand_in_as("batch.json", {"parts": parts} if kind == "archive" else office.batch((KEPT, GONE), 12))
        self.place.finish()

    def back_up(self):
        """The data without keys, and the keys apart."""
        shutil.copytree(self.place.folder / "data", self.folder / "backup", ignore=shutil.ignore_patterns("*.sock", "*.lock", "site.key"))
        shutil.copy(self.place.folder / "data" / "site.key", self.folder / "old.key")
        if self.database:
            with open(self.folder / "dump", "wb") as dump:
                subprocess.run([self.database.programs / "pg_dump", "-h", self.database.folder, "-U", "mailroom", self.name], check=True, stdout=dump)

    def restored(self, name, keys):
        """A site that has the backup and these keys."""
        other = office.Office(self.place.binaries, self.folder / name, self.store(f"{self.name}_{name}"))
        shutil.copytree(self.folder / "backup", other.folder / "data", dirs_exist_ok=True)
        shutil.copy(keys, other.folder / "data" / "site.key")
        if self.database:
            subprocess.run([self.database.programs / "psql", "-q", "-h", self.database.folder, "-U", "mailroom", "-d", f"{self.name}_{name}",
                            "-f", self.folder / "dump"], check=True, capture_output=True)
        return other

    def erase(self, number, step):
        """Killed at a step or not; asked again if the kill came before it was written down."""
        environment = {"MAILROOM_FAILPOINTS": f"{step}=kill"} if step else {}
        daemon = self.serve(self.place)
        if step:
            office.end(daemon)
            daemon = self.serve(self.place, **environment)
        command = [self.place.binaries / "mailroom", "erase", number, "--why", "asked for", "--yes", "--site", self.place.folder]
        done = subprocess.run(command, capture_output=True, text=True)
        if step:
            assert daemon.wait(timeout=30) == -9, f"nothing was killed at {step}: {done.stdout}{done.stderr}"
            (self.place.folder / "data" / "mailroom.sock").unlink()  # of the killed one: it says nothing of the next
            daemon = self.serve(self.place)
            if not self.place.ask("cases", "show", number)[0].get("erased"):
                done = subprocess.run(command, capture_output=True, text=True)
        assert step or done.returncode == 0, done.stderr
        office.end(daemon)

    def in_the_clear(self, text):
        return [str(file) for file in self.place.folder.rglob("*") if file.is_file()
                and not any(name in str(file) for name in RECEIVERS) and text.encode() in file.read_bytes()]

    def person(self, place, number):
        return place.ask("cases", "show", number, "--reveal")[0]["person"]

    def run(self, kind, step):
        self.hand_in(kind)
        gone, kept = (self.number_of(self.place, person) for person in (GONE, KEPT))
        self.back_up()
        control = self.restored("control", self.folder / "old.key")
        assert self.person(control, gone) == GONE, "the keys of before must open the backup, or this test proves nothing"
        self.erase(gone, step)
        assert self.place.ask("cases", "show", gone)[0]["erased"]["why"] == "asked for"
        assert self.person(self.place, kept) == KEPT
        assert not (damage := self.place.verify()), damage
        audit, code = self.place.ask("audit", "verify")
        assert code == 0 and audit["ok"], audit
        assert not (files := self.in_the_clear(GONE)), f"still in the clear: {files}"
        later = self.restored("later", self.place.folder / "data" / "site.key")
        opened = [line for line in later.verify() if "cannot be opened" in line]
        assert len(opened) == 1 and gone in opened[0], f"the backup, with the keys of now: {later.verify()}"
        assert self.person(later, kept) == KEPT
        assert later.start("--once").wait(timeout=60) == 0
        assert later.ask("cases", "show", gone)[0]["erased"], "a restored backup must not bring it back"
        assert not (damage := later.verify()), damage
        assert self.person(later, kept) == KEPT
        for place in (self.place, control, later):
            place.close()


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--bin", required=True, type=pathlib.Path)
    options.add_argument("--postgres", action="store_true")
    arguments = options.parse_args()
    if arguments.postgres and (why := postgres.why_left_out()):
        print(f"left out: {why}")
        return postgres.LEFT_OUT
    failed, trials = 0, OF_THE_STORE if arguments.postgres else TRIALS
    with contextlib.ExitStack() as stack:
        folder = pathlib.Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="mailroom-erase-")))
        binaries = office.programs(arguments.bin.resolve(), folder / "bin")
        database = None
        if arguments.postgres:
            database = postgres.Database(folder)
            stack.callback(database.stop)
        for number, (kind, step) in enumerate(trials):
            what = f"from one {kind}, {'killed at ' + step if step else 'undisturbed'}"
            try:
                Trial(binaries, folder / str(number), database, f"office{number}").run(kind, step)
                print(f"  ✔ erased {what}")
            except (AssertionError, KeyError) as problem:
                failed += 1
                print(f"  ✘ {what}: {type(problem).__name__} {problem}")
    print(f"{len(trials) - failed} of {len(trials)} erasures left nothing to read{' on PostgreSQL' if arguments.postgres else ''}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
