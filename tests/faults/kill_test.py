#!/usr/bin/env python3
"""Kills mailroomd with SIGKILL at random instants while it works, starts it again each time, and compares what became
of the post with a run that nobody disturbed: the same cases in the same states, the same rows in the ledger, each once;
every item, document and page accounted for; the audit whole.

usage: kill_test.py --bin BUILD/bin --site examples/benefits-office [--kills 25] [--seed N]
"""
import argparse, collections, http.client, json, pathlib, random, shutil, signal, socket, sqlite3, subprocess, sys, tempfile, time

# Fast to work, so that many kills fall on every stage: typed forms, mails of several, an unreadable and an empty file.
SAMPLES = ["01-*", "02-*", "05-*", "07-*", "11-*", "16-*", "19-*", "22-*", "23-*", "28-*", "30-*"]


class DeskConnection(http.client.HTTPConnection):
    def __init__(self, path):
        super().__init__("localhost", timeout=30)
        self.path = str(path)

    def connect(self):
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.connect(self.path)


def ask(site, verb):
    connection = DeskConnection(site / "data" / "mailroom.sock")
    connection.request("POST", f"/v1/desk/{verb}", "{}", {"Content-Type": "application/json"})
    answer = connection.getresponse()
    body = json.loads(answer.read())
    assert answer.status == 200, body
    return body


def make_site(example, folder):
    site = folder / "site"
    shutil.copytree(example, site, ignore=shutil.ignore_patterns("samples", "data", "inbox"))
    (site / "inbox").mkdir()
    for pattern in SAMPLES:
        for file in sorted((example / "samples").glob(pattern)):
            shutil.copy(file, site / "inbox")
    return site


def start(binaries, site, log, *more):
    return subprocess.Popen([binaries / "mailroomd", "--site", site, *more], stdout=log, stderr=log)


def finish(binaries, site, log):
    daemon = start(binaries, site, log, "--once")
    assert daemon.wait(timeout=300) == 0, "mailroomd --once must end with 0"


def outcome(binaries, site, log):
    """Cases and ledger as they can be compared between two runs."""
    store = sqlite3.connect(f"file:{site}/data/mailroom.db?mode=ro", uri=True)
    cases = collections.Counter(store.execute("select workflow, state, standing from cases where rank >= 0"))
    twice = store.execute("select document_id, part from filings group by 1, 2 having count(*) > 1").fetchall()
    ledger = []
    if (site / "data" / "ledger.db").exists():
        rows = sqlite3.connect(f"file:{site}/data/ledger.db?mode=ro", uri=True)
        for (table,) in rows.execute("select name from sqlite_master where type = 'table' and name not like 'sqlite%'").fetchall():
            columns = [c[1] for c in rows.execute(f"pragma table_info({table})") if c[1] != "idempotency_key"]
            ledger += [(table, *row) for row in rows.execute(f"select {','.join(columns)} from {table}")]
    daemon = start(binaries, site, log)
    for _ in range(300):
        if (site / "data" / "mailroom.sock").exists():
            break
        time.sleep(0.1)
    status, audit = ask(site, "status"), ask(site, "audit.verify")
    daemon.terminate()
    assert daemon.wait(timeout=60) == 0, "a clean stop must exit with 0"
    left = [f.name for f in (site / "inbox").iterdir() if not f.name.startswith(".")]
    return {"cases": cases, "filed twice": twice, "ledger": sorted(ledger), "totals": status["totals"],
            "balanced": status["balanced"], "audit": audit["problems"], "left in the inbox": left}


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--bin", required=True, type=pathlib.Path)
    options.add_argument("--site", required=True, type=pathlib.Path)
    options.add_argument("--kills", type=int, default=25)
    options.add_argument("--seed", type=int, default=int(time.time()))
    arguments = options.parse_args()
    binaries = arguments.bin.resolve()
    chance = random.Random(arguments.seed)
    with tempfile.TemporaryDirectory(prefix="kill-") as temporary:
        folder = pathlib.Path(temporary)
        log = open(folder / "log", "ab")
        quiet = make_site(arguments.site, folder / "quiet")
        finish(binaries, quiet, log)
        expected = outcome(binaries, quiet, log)

        # Killed, and given the next file only now and then, so that kills fall on intake as well.
        site = make_site(arguments.site, folder / "killed")
        waiting = sorted((site / "inbox").iterdir())
        held = folder / "held"
        held.mkdir()
        for file in waiting[2:]:
            shutil.move(file, held)
        for _ in range(arguments.kills):
            daemon = start(binaries, site, log)
            more = sorted(held.iterdir())
            if more:
                shutil.copy(more[0], site / "inbox" / (more[0].name + ".part"))
                (site / "inbox" / (more[0].name + ".part")).rename(site / "inbox" / more[0].name)
                more[0].unlink()
            time.sleep(chance.uniform(0.02, 1.5))
            daemon.send_signal(signal.SIGKILL)
            daemon.wait()
        for file in held.iterdir():
            shutil.move(file, site / "inbox")
        finish(binaries, site, log)
        got = outcome(binaries, site, log)

        problems = [f"{name}: expected {expected[name]}, got {got[name]}" for name in expected if expected[name] != got[name]]
        if not got["balanced"]:
            problems.append("the totals do not balance")
        print(f"{arguments.kills} kills (seed {arguments.seed}): {sum(got['cases'].values())} cases, {len(got['ledger'])} ledger rows, "
              f"{len(problems)} differences from the undisturbed run")
        for problem in problems:
            print("  ✘", problem)
        if problems:
            print((folder / "log").read_text()[-3000:], file=sys.stderr)
        return 1 if problems else 0


sys.exit(main())
