#!/usr/bin/env python3
"""Awards delivered to a receiver that is killed and misbehaves at random, as the daemon is. Where it honours keys every award
takes effect exactly once; where it does not none does twice, and what nobody knows waits for a person.

usage: deliveries_test.py --bin BUILD/bin [--deliveries 150] [--pace 1] [--seed N] RECEIVER...      (receivers.py names them)
"""
import argparse, collections, os, pathlib, random, sys, tempfile, time

import office
import receivers

SHARE = 0.3
PACE = (0.1, 0.8)  # seconds between two kills, where a daemon starts in
USUAL_START = 0.25  # as many; in proportion elsewhere: a machine that is busy would deliver nothing between two kills
LEFT_OUT = 77


class Trial:
    def __init__(self, binaries, folder, make_receiver, deliveries, pace, chance):
        folder.mkdir()
        self.deliveries, self.pace, self.chance, self.kills = deliveries, pace, chance, collections.Counter()
        self.receiver = make_receiver(folder)
        self.place = office.Office(binaries, folder / "site", receiver=self.receiver)
        if hasattr(self.receiver, "prepare"):
            self.receiver.prepare(self.place.folder)

    def hand_in(self):
        for number in range(self.deliveries):
            award = office.reading(f"P{number:06}", 10 + number % 90, "award")
            self.place.hand_in_as(f"{number:06}.json", award)

    def counted(self):
        cases = collections.Counter(one["state"] for one in self.place.cases())
        return cases["closed"] + cases["awaiting_review"]

    def run(self):
        """Kills one or the other until everything is sent or waits for a person."""
        self.hand_in()
        self.receiver.behave(share=SHARE, seed=self.chance.randrange(1 << 30))
        begun = time.monotonic()
        # Where keys are not honoured one is surely killed between taking effect and being written down.
        in_flight = {} if self.receiver.honours_keys else {"MAILROOM_FAILPOINTS": "delivery.acknowledge=kill@2"}
        daemon = self.place.start(**in_flight)
        assert self.place.wait_until_ready(daemon) or in_flight
        self.pace *= max(1, (time.monotonic() - begun) / USUAL_START)
        deadline = time.monotonic() + max(600, 5 * self.deliveries)
        while self.counted() < self.deliveries:
            assert time.monotonic() < deadline, f"{self.counted()} of {self.deliveries} in time\n{self.place.last_words()}"
            self.wait_for_the_next_kill()
            if self.chance.random() < 0.5 or daemon.poll() is not None:
                office.kill(daemon)
                daemon = self.place.start()
                assert self.place.wait_until_ready(daemon)
                self.kills["daemon"] += 1
            else:
                self.receiver.behave(share=SHARE, seed=self.chance.randrange(1 << 30))
                self.kills["receiver"] += 1
            self.open_the_receiver()
        if hasattr(self.receiver, "settle"):
            self.receiver.settle(self.deliveries)
        assert office.end(daemon) == 0

    def wait_for_the_next_kill(self):
        """Where a session takes a while to come up, something gets through between two kills: else nothing ever would."""
        before, patience = self.counted(), time.monotonic() + 60
        while getattr(self.receiver, "is_slow_to_begin", False) and self.counted() == before and time.monotonic() < patience:
            time.sleep(1)
        until = time.monotonic() + self.pace * self.chance.uniform(*PACE)
        while (rest := until - time.monotonic()) > 0:
            time.sleep(min(1, rest))
            if rest > 1:
                self.open_the_receiver()

    def open_the_receiver(self):
        """It was away for an instant only: nobody waits half a minute for that. Refused if it is open."""
        self.place.command("deliveries", "resume", "ledger")

    def problems(self):
        effects = collections.Counter(key for key, _, _ in self.receiver.effects())
        twice = [key for key, count in effects.items() if count > 1]
        found = self.place.verify() + [f"{key} took effect {effects[key]} times" for key in twice]
        cases = collections.Counter(one["state"] for one in self.place.cases())
        missing = self.deliveries - len(effects)
        if self.receiver.honours_keys and (missing or cases["closed"] != self.deliveries):
            found.append(f"{missing} awards took no effect, {self.deliveries - cases['closed']} cases are not closed")
        if not self.receiver.honours_keys and (missing > cases["awaiting_review"] or not cases["awaiting_review"]):
            found.append(f"{missing} awards took no effect, {cases['awaiting_review']} wait for a person")
        print(f"{'✘' if found else '✔'} keys {'honoured' if self.receiver.honours_keys else 'not looked at'}: {self.deliveries} deliveries, "
              f"{sum(effects.values())} effects, {cases['closed']} closed, {cases['awaiting_review']} wait for a person; "
              f"{self.kills['daemon']} kills of the daemon, {self.kills['receiver']} of the receiver", flush=True)
        return found

    def close(self):
        self.place.close()
        self.receiver.kill()


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--bin", required=True, type=pathlib.Path)
    options.add_argument("--deliveries", type=int, default=150)
    options.add_argument("--pace", type=float, default=1, help="so many times as long between two kills, for thousands of deliveries")
    options.add_argument("receivers", nargs="+", metavar="RECEIVER", choices=sorted(receivers.RECEIVERS))
    options.add_argument("--seed", type=int, default=random.randrange(1 << 30))
    arguments = options.parse_args()
    print("seed", arguments.seed, flush=True)
    os.environ["MAILROOM_BIN"] = str(arguments.bin.resolve())
    problems, left_out = [], 0
    with tempfile.TemporaryDirectory(prefix="mailroom-deliveries-") as temporary:
        folder = pathlib.Path(temporary)
        binaries = office.programs(arguments.bin.resolve(), folder / "bin")
        for name in arguments.receivers:
            print(name, flush=True)
            try:
                trial = Trial(binaries, folder / name, receivers.RECEIVERS[name], arguments.deliveries, arguments.pace,
                              random.Random(arguments.seed))
            except receivers.Unavailable as why:
                print("left out:", why)
                left_out += 1
                continue
            try:
                trial.run()
                problems += trial.problems()
            finally:
                trial.close()
    print(*problems, sep="\n")
    return 1 if problems else LEFT_OUT if left_out == len(arguments.receivers) else 0


sys.exit(main())
