#!/usr/bin/env python3
"""A machine that fails mailroomd in every other way than by ending it: a full disk, one that cannot be written or synced,
no more descriptors, short writes, a clock that jumps a day, a receiver that hangs or goes away after it took what was sent.
After each the daemon is as it promises to be, and once the machine is well the post comes to what it comes to undisturbed.

usage: machine_test.py --bin BUILD/bin --machine libbad_machine.so [NAME...]
"""
import argparse, pathlib, random, signal, struct, sys, tempfile, time

import office
import web_service

ITEMS = 12
DAY = 24 * 3600


class Trial:
    """One office and one way in which its machine fails."""

    def __init__(self, binaries, machine, folder, delivers_by_http):
        self.folder = folder
        self.service = web_service.WebService(folder) if delivers_by_http else None
        self.place = office.Office(binaries, folder / "site", receiver=self.service)
        self.machine = {"LD_PRELOAD": str(machine), "BAD_MACHINE_ROOT": str(self.place.folder)}
        for number in range(ITEMS):
            self.place.hand_in([number], random.Random(number))

    def close(self):
        self.place.close()
        if self.service:
            self.service.kill()

    def run_for(self, seconds, **environment):
        daemon = self.place.start(**environment)
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline and daemon.poll() is None:
            time.sleep(0.05)
        return daemon

    def serves_in_spite_of(self, seconds, **environment):
        """It goes on, answers, and stops cleanly."""
        daemon = self.run_for(seconds, **environment)
        assert daemon.poll() is None, f"it ended with {daemon.returncode}\n{self.place.last_words()}"
        assert self.place.ask("status")[1] in (0, 1)
        assert office.end(daemon) == 0, "a clean stop ends with 0"

    def ends_by_itself(self, saying="disk_lost", **environment):
        daemon = self.run_for(20, **environment)
        assert daemon.poll() == 3, f"it must end at once with 3, not {daemon.poll()}"
        self.log_says(saying)

    def log_says(self, event):
        assert event in pathlib.Path(self.place.log.name).read_text(errors="replace"), f"the log says no '{event}'\n{self.place.last_words()}"


def full_disk_for_documents(trial):
    trial.serves_in_spite_of(2, MAILROOM_FAILPOINTS="object.write=error:ENOSPC@3+")
    trial.log_says("reason=disk_full")


def full_disk_for_the_store(trial):
    trial.serves_in_spite_of(3, **trial.machine, BAD_MACHINE_FAIL="write:.db-wal:ENOSPC@400+")
    trial.log_says("reason=disk_full")


def full_disk_at_commit(trial):
    trial.serves_in_spite_of(2, MAILROOM_FAILPOINTS="store.commit=error:ENOSPC@20+")


def full_disk_for_the_receiver(trial):
    trial.serves_in_spite_of(2, MAILROOM_FAILPOINTS="outbox.write=error:ENOSPC@2+")


def fsync_of_a_document_fails(trial):
    trial.ends_by_itself(MAILROOM_FAILPOINTS="object.sync=error:EIO@3")


def fsync_of_a_folder_fails(trial):
    trial.ends_by_itself(MAILROOM_FAILPOINTS="object.sync_folder=error:EIO@3")


def fsync_of_the_store_fails_at_the_start(trial):
    trial.ends_by_itself("the store cannot be synced to disk", **trial.machine, BAD_MACHINE_FAIL="fsync:.db-wal:EIO@2")


def fsync_of_the_store_fails(trial):
    # Well after the dozen of a new store's schema, one for each version.
    trial.ends_by_itself(**trial.machine, BAD_MACHINE_FAIL="fsync:.db-wal:EIO@30")


def fsync_of_a_delivered_file_fails(trial):
    trial.serves_in_spite_of(2, MAILROOM_FAILPOINTS="outbox.sync=error:EIO@2")


def read_only_documents(trial):
    trial.serves_in_spite_of(2, MAILROOM_FAILPOINTS="object.write=error:EROFS@2+")


def read_only_inbox(trial):
    trial.serves_in_spite_of(2, MAILROOM_FAILPOINTS="inbox.let_go=error:EROFS@1+")
    trial.log_says("reason=file_not_moved")


def no_descriptors(trial):
    trial.serves_in_spite_of(3, **trial.machine, BAD_MACHINE_FAIL="open:.json:EMFILE@2")
    trial.serves_in_spite_of(2, MAILROOM_FAILPOINTS="object.write=error:EMFILE@2+")


def short_writes(trial):
    trial.serves_in_spite_of(2, MAILROOM_FAILPOINTS="object.write=short-write@1+,outbox.write=short-write@1+,site_key.write=short-write")


def clock_jumps(trial):
    clock = trial.folder / "clock"
    clock.write_bytes(struct.pack("<q", 0))
    daemon = trial.place.start(**trial.machine, BAD_MACHINE_CLOCK=str(clock))
    assert trial.place.wait_until_ready(daemon)
    for number, days in ((ITEMS, 1), (ITEMS + 1, 0), (ITEMS + 2, -1), (ITEMS + 3, 0)):
        with open(clock, "r+b") as hands:  # in place: the daemon maps it, and must never see it without its 8 bytes
            hands.write(struct.pack("<q", days * DAY * 1_000_000))
        trial.place.hand_in([number], random.Random(number))
        time.sleep(1.5)
    waited = time.monotonic() + 30
    while trial.place.ask("status")[0]["working"] and time.monotonic() < waited:
        time.sleep(0.2)
    assert trial.place.ask("status")[0]["totals"]["items"]["arrived"] == ITEMS + 4, "post must be taken whatever the clock says"
    assert office.end(daemon) == 0
    trial.log_says("clock_set_back")
    # What was planned for tomorrow, by the clock that was ahead, is sent tomorrow.
    clock.write_bytes(struct.pack("<q", (DAY + 60) * 1_000_000))
    trial.place.environment = {**trial.machine, "BAD_MACHINE_CLOCK": str(clock)}
    return ITEMS + 4


def receiver_hangs(trial):
    with open(trial.place.folder / "mailroom.yaml", "a") as settings:
        settings.write("stop_within: PT1S\n")
    daemon = trial.run_for(2, MAILROOM_FAILPOINTS="sql.connect=hang@2")
    began = time.monotonic()
    assert office.end(daemon) == 0 and time.monotonic() - began < 5, "a stop does not wait for a receiver that hangs"
    trial.log_says("work_handed_back")


def receiver_goes_away_after_it_took_it(trial):
    trial.serves_in_spite_of(4, MAILROOM_FAILPOINTS="sql.acknowledge=error:ETIMEDOUT@2")


def receiver_goes_away_before(trial):
    trial.serves_in_spite_of(4, MAILROOM_FAILPOINTS="sql.commit=error:ETIMEDOUT@2")


def commit_is_unknown(trial):
    trial.serves_in_spite_of(2, MAILROOM_FAILPOINTS="store.committed=error:ETIMEDOUT@15")


def misbehaving(manner):
    """One that does so for a while."""
    def trial_of(trial):
        trial.service.behave(manner, share=1)
        trial.serves_in_spite_of(4)
        trial.service.behave()
    trial_of.__name__ = "web_service_" + manner
    trial_of.delivers_by_http = True
    return trial_of


def web_service_is_away(trial):
    trial.service.kill()
    trial.serves_in_spite_of(2)
    trial.service.behave()


web_service_is_away.delivers_by_http = True

TRIALS = [full_disk_for_documents, full_disk_for_the_store, full_disk_at_commit, full_disk_for_the_receiver, fsync_of_a_document_fails,
          fsync_of_a_folder_fails, fsync_of_the_store_fails_at_the_start, fsync_of_the_store_fails,
          fsync_of_a_delivered_file_fails, read_only_documents, read_only_inbox,
          no_descriptors, short_writes, clock_jumps, receiver_hangs, receiver_goes_away_after_it_took_it, receiver_goes_away_before,
          commit_is_unknown, web_service_is_away,
          *(misbehaving(manner) for manner in ("hangs", "hangs_after", "cuts_before", "cuts_after", "says_429", "says_503", "says_500_after"))]


def undisturbed(binaries, folder, items):
    quiet = office.Office(binaries, folder)
    for number in range(items):
        quiet.hand_in([number], random.Random(number))
    quiet.finish()
    return quiet.outcome()


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--bin", required=True, type=pathlib.Path)
    options.add_argument("--machine", required=True, type=pathlib.Path)
    options.add_argument("names", nargs="*", help="of the trials; default: all")
    arguments = options.parse_args()
    failed = 0
    with tempfile.TemporaryDirectory(prefix="mailroom-machine-") as temporary:
        folder = pathlib.Path(temporary)
        binaries = office.programs(arguments.bin.resolve(), folder / "bin")
        for trial in TRIALS:
            name = trial.__name__
            if arguments.names and name not in arguments.names:
                continue
            (folder / name).mkdir()
            by_http = hasattr(trial, "delivers_by_http")
            hurt, began = Trial(binaries, arguments.machine.resolve(), folder / name, by_http), time.monotonic()
            try:
                items = trial(hurt) or ITEMS
                hurt.place.finish()
                problems = hurt.place.verify() + office.differences(undisturbed(binaries, folder / name / "quiet", items), hurt.place.outcome())
            except AssertionError as wrong:
                problems = [str(wrong)]
            hurt.close()
            print(f"{'✘' if problems else '✔'} {name.replace('_', ' ')} ({time.monotonic() - began:.0f} s)", flush=True)
            for problem in problems:
                print("   ", problem)
            failed += bool(problems)
    return 1 if failed else 0


sys.exit(main())
