#!/usr/bin/env python3
"""Cuts the power again and again while mailroomd works: kills it and has the disk forget what was not fsynced
(tests/faults/bad_machine.cc). What it said to be durable must be: `mailroom verify` clean after each cut, at the end the
same cases, ledger and files as undisturbed.

usage: power_cut_test.py --bin BUILD/bin --machine libbad_machine.so [--cuts 60] [--seed N]
"""
import argparse, pathlib, random, sys, tempfile, time

import office, power_cut

# Half of the cuts fall right after a step that says that something is durable, where a missing fsync shows.
STEPS = ["store.committed", "inbox.let_go", "outbox_mark.write", "sql.acknowledge", "delivery.acknowledge", "inbox.record"]


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--bin", required=True, type=pathlib.Path)
    options.add_argument("--machine", required=True, type=pathlib.Path)
    options.add_argument("--cuts", type=int, default=60)
    options.add_argument("--seed", type=int, default=int(time.time()))
    options.add_argument("--without-fsync-of", metavar="TEXT", help="of what has TEXT in its path: the loss must be seen")
    arguments = options.parse_args()
    chance, problems, forgotten, handed_in = random.Random(arguments.seed), [], 0, 0
    with tempfile.TemporaryDirectory(prefix="mailroom-power-") as temporary:
        folder = pathlib.Path(temporary)
        binaries = office.programs(arguments.bin.resolve(), folder / "bin")
        place, undo = office.Office(binaries, folder / "cut"), folder / "undo"
        undo.mkdir()
        disk = {"LD_PRELOAD": str(arguments.machine.resolve()), "BAD_MACHINE_ROOT": str(place.folder), "BAD_MACHINE_UNDO": str(undo),
                "BAD_MACHINE_LIES": arguments.without_fsync_of or ""}
        for cut in range(arguments.cuts):
            for _ in range(chance.randint(1, 3) if cut else 1):
                place.hand_in([handed_in], random.Random(handed_in))
                handed_in += 1
            # Of a new site the disk keeps that the inbox let go of an item, which is returned and so delivered nowhere, and
            # nothing else that it may forget.
            if cut == 0:
                daemon = place.start("--once", **disk)
                daemon.wait(timeout=120)
            elif cut % 2 and cut > 10:
                daemon = place.start("--once", **disk, MAILROOM_FAILPOINTS=f"{chance.choice(STEPS)}=kill@{chance.randint(1, 6)}")
                daemon.wait(timeout=120)
            else:
                daemon = place.start(**disk)
                time.sleep(chance.uniform(0.02, 0.7))
                office.kill(daemon)
            time.sleep(0.05)  # the reader sees that its daemon is gone
            lost = power_cut.cut(place.folder, undo, chance, place.folder / "inbox" if cut == 0 else None)
            forgotten += lost
            if (place.folder / "data" / "mailroom.db").exists() and (place.folder / "data" / "mailroom.db").stat().st_size > 0:
                problems += [f"after cut {cut}, which forgot {lost} changes: {damage}" for damage in place.verify()]
            if problems:
                break
        if not problems:
            try:
                place.finish()
            except AssertionError as failed:
                problems.append(str(failed))
        if not problems:
            problems += place.verify()
            quiet = office.Office(binaries, folder / "quiet")
            for number in range(handed_in):
                quiet.hand_in([number], random.Random(number))
            quiet.finish()
            problems += office.differences(quiet.outcome(), place.outcome())
        print(f"{arguments.cuts} power cuts (seed {arguments.seed}) forgot {forgotten} changes: {handed_in} items, {len(problems)} problems")
        for problem in problems:
            print("  ✘", problem)
        if arguments.without_fsync_of:
            print("seen, as it must be" if problems else f"nobody saw that '{arguments.without_fsync_of}' is not fsynced")
            return 0 if problems else 1
        if problems:
            print(place.last_words(), file=sys.stderr)
        return 1 if problems else 0


sys.exit(main())
