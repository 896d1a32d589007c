#!/usr/bin/env python3
"""The Monday set, from end to end: a copy of an example site, the real daemon, every sample into the inbox, and then
each case against the truth file that lies beside the samples.

usage: monday.py --bin BUILD/bin --site examples/benefits-office [--kills N] [--seed S]

With --kills the daemon is killed with SIGKILL at N random instants while it works, and started again each time:
every case must still end as the truth says, and each delivery must have been made once.
"""
import argparse, json, pathlib, random, shutil, signal, sqlite3, subprocess, sys, tempfile, time

import yaml

TIMEOUT = 240  # seconds for the whole set; a bound on a hang, not a measurement


class Office:
    """A site of its own in a temporary folder, and the daemon that works it."""

    def __init__(self, binaries, example, folder):
        self.binaries = pathlib.Path(binaries).resolve()
        self.site = pathlib.Path(folder) / "site"
        shutil.copytree(example, self.site, ignore=shutil.ignore_patterns("samples", "data", "inbox"))
        (self.site / "inbox").mkdir(exist_ok=True)
        self.log = open(pathlib.Path(folder) / "mailroomd.log", "ab")
        self.daemon = None

    def start(self):
        self.daemon = subprocess.Popen([self.binaries / "mailroomd", "--site", self.site], stderr=self.log, stdout=self.log)

    def kill(self):
        self.daemon.send_signal(signal.SIGKILL)
        self.daemon.wait()

    def stop(self):
        self.daemon.terminate()
        assert self.daemon.wait(timeout=60) == 0, "a clean stop must exit with 0"

    def ask(self, *command):
        done = subprocess.run([self.binaries / "mailroom", *command, "--json"], cwd=self.site, capture_output=True, text=True, timeout=60)
        if done.returncode != 0:
            raise RuntimeError(f"mailroom {' '.join(command)}: exit {done.returncode}: {done.stderr.strip()}")
        return json.loads(done.stdout)

    def cases(self):
        listed = self.ask("cases", "list", "--limit", "1000")["cases"]
        return [self.ask("cases", "show", c["number"], "--reveal") for c in listed]


def settled(office, items):
    """True when everything that was put in has arrived and nothing moves any more without a person."""
    try:
        status = office.ask("status")
    except (RuntimeError, subprocess.TimeoutExpired):
        return False  # the daemon is starting
    if status["totals"]["items"]["arrived"] < items or status["working"] > 0:
        return False
    return True


def put_samples(office, samples):
    """As a scanner would: under a temporary name first, then renamed; the sidecar before its file."""
    for file in sorted(samples.iterdir()):
        if file.name.endswith(".meta.json"):
            shutil.copy(file, office.site / "inbox" / file.name)
    for file in sorted(samples.iterdir()):
        if file.name != "truth.yaml" and not file.name.endswith(".meta.json"):
            part = office.site / "inbox" / (file.name + ".part")
            shutil.copy(file, part)
            part.rename(office.site / "inbox" / file.name)


def same(expected, got):
    """Numbers by value, texts exactly; a mapping needs only the names that the truth has."""
    if isinstance(expected, dict):
        return isinstance(got, dict) and all(same(v, got.get(k)) for k, v in expected.items())
    try:
        return float(expected) == float(got) if not isinstance(expected, bool) else expected is got
    except (TypeError, ValueError):
        return str(expected) == str(got)


class Comparison:
    def __init__(self):
        self.problems = []
        self.waiting = set()  # cases whose sample may wait for a person, and does

    def expect(self, condition, text):
        if not condition:
            self.problems.append(text)


def compare(office, truth, example):
    c = Comparison()
    cases = office.cases()
    by_file = {}
    for case in cases:
        for came in case["came"]:
            by_file.setdefault(came["item"], []).append(case)
    samples = {s["file"]: s for s in truth["samples"]}
    straight = set(truth["straight_through"])
    expected_cases = {case["id"]: case for case in truth["cases"]}

    for name, sample in samples.items():
        found = by_file.get(name, [])
        c.expect(found, f"{name}: no case came of it")
        wanted = {d["case"] for d in sample.get("documents", []) if d.get("case")}
        if not wanted:
            for case in found:
                c.expect(case["state"] == sample["state"],
                         f"{name}: expected {sample['state']}, got {case['state']} ({reasons(case)})")
                words = sample.get("reason_words", [])
                c.expect(not words or any(w.lower() in reasons(case).lower() for w in words),
                         f"{name}: a clerk is told '{reasons(case)}', expected one of {words}")
    for case_id, expected in expected_cases.items():
        files = expected["from"]
        candidates = [case for case in by_file.get(files[0], []) if all(
            any(came["item"] == f for came in case["came"]) for f in files) and case["workflow"] == expected["workflow"]]
        candidates = [case for case in candidates if same_subject(case, expected)] or candidates
        may_wait = any(samples[f].get("may_wait") for f in files) and not any(f in straight for f in files)
        if not candidates and may_wait and all(k["state"] == "awaiting_review" for f in files for k in by_file.get(f, [])):
            c.waiting.add(case_id)
            continue
        if not candidates:
            c.problems.append(f"{case_id}: no case of {expected['workflow']} holds {files}; they are in " +
                              "; ".join(f"{f}: {[(k['number'], k['workflow'], k['state'], reasons(k)) for k in by_file.get(f, [])]}" for f in files))
            continue
        case = candidates[0]
        if may_wait and case["state"] == "awaiting_review":
            c.waiting.add(case_id)
            continue
        c.expect(case["state"] == expected["state"], f"{case_id} {files}: expected {expected['state']}, got {case['state']} ({reasons(case)})")
        if case["state"] != expected["state"]:
            continue
        words = [w for f in files for w in samples[f].get("reason_words", [])]
        if expected["state"] == "awaiting_review" and words:
            c.expect(any(w.lower() in reasons(case).lower() for w in words), f"{case_id}: a clerk is told '{reasons(case)}', expected one of {words}")
        for decision, value in expected.get("decisions", {}).items():
            got = next((d["value"] for d in case["decisions"] if d["id"] == decision), None)
            c.expect(same(value, got), f"{case_id} {files}: decision {decision}: expected {value}, got {got}")
        deliveries = {d["name"]: d for d in case["deliveries"]}
        if expected["state"] == "closed":
            c.expect(set(deliveries) == set(expected.get("deliveries", {})),
                     f"{case_id}: expected deliveries {sorted(expected.get('deliveries', {}))}, got {sorted(deliveries)}")
        for name, delivery in deliveries.items():
            c.expect(delivery["state"] == "delivered", f"{case_id}: delivery {name} is {delivery['state']}: {delivery['why']}")
    check_ledger(c, office, [case for name, case in expected_cases.items() if name not in c.waiting])
    check_balance(c, office, truth)
    return c.problems, cases


def reasons(case):
    return " · ".join(r["text"] if isinstance(r, dict) else r for r in case["reasons"])


def same_subject(case, expected):
    return case.get("person") == expected.get("subject")


def check_ledger(c, office, expected):
    """Each awarded case has its row, once; nobody else has one."""
    path = office.site / "data" / "ledger.db"
    rows = [case["deliveries"]["ledger"] for case in expected if "ledger" in case.get("deliveries", {})]
    if not path.exists():
        c.expect(not rows, "no ledger was written")
        return
    ledger = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    ledger.row_factory = sqlite3.Row
    for table in {r["table"] for r in rows}:
        got = [dict(r) for r in ledger.execute(f"select * from {table}")]
        wanted = [r["row"] for r in rows if r["table"] == table]
        for row in wanted:
            matches = [g for g in got if same(row, g)]
            c.expect(len(matches) == 1, f"ledger {table}: {len(matches)} rows are {row}")
        c.expect(len(got) == len(wanted), f"ledger {table}: {len(got)} rows, expected {len(wanted)}")
        keys = [g.get("idempotency_key") for g in got]
        c.expect(len(set(keys)) == len(keys), f"ledger {table}: a delivery was made twice")


def check_balance(c, office, truth):
    totals = office.ask("status")["totals"]
    for level, count in totals.items():
        parts = count["finished"] + count["waiting"] + count["returned"] + count["quarantined"]
        c.expect(count["arrived"] == parts, f"status: {level} arrived {count['arrived']}, accounted for {parts}")
        c.expect(count["arrived"] == truth["counts"][level], f"status: {level} arrived {count['arrived']}, the truth says {truth['counts'][level]}")
    audit = office.ask("audit", "verify")
    c.expect(audit["ok"], f"audit: {audit['problems']}")


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--bin", required=True)
    options.add_argument("--site", required=True)
    options.add_argument("--kills", type=int, default=0)
    options.add_argument("--seed", type=int, default=int(time.time()))
    options.add_argument("--keep", help="keep the site in this folder")
    arguments = options.parse_args()
    example = pathlib.Path(arguments.site)
    truth = yaml.safe_load((example / "samples" / "truth.yaml").read_text())
    chance = random.Random(arguments.seed)
    with tempfile.TemporaryDirectory(prefix="monday-") as temporary:
        folder = arguments.keep or temporary
        office = Office(arguments.bin, example, folder)
        office.start()
        try:
            put_samples(office, example / "samples")
            started = time.monotonic()
            kills = 0
            while True:
                if kills < arguments.kills:
                    time.sleep(chance.uniform(0.05, 1.2))
                    office.kill()
                    kills += 1
                    office.start()
                    continue
                if settled(office, len(truth["samples"])):
                    break
                if office.daemon.poll() is not None:
                    raise RuntimeError("the daemon ended by itself")
                if time.monotonic() - started > TIMEOUT:
                    raise RuntimeError(f"not settled after {TIMEOUT} s: {json.dumps(office.ask('status'))}")
                time.sleep(0.3)
            problems, cases = compare(office, truth, example)
        except Exception:
            print(pathlib.Path(office.log.name).read_text()[-4000:], file=sys.stderr)
            office.kill()
            raise
        office.stop()
        waiting = sum(case["state"] == "awaiting_review" for case in cases)
        print(f"{example.name}: {len(truth['samples'])} items, {len(cases)} cases, {waiting} wait for a person, "
              f"{len(truth['straight_through'])} must go straight through; {kills} kills (seed {arguments.seed})")
        for problem in problems:
            print("  ✘", problem)
        if problems:
            print(f"{len(problems)} differences from the truth")
        return 1 if problems else 0


sys.exit(main())
