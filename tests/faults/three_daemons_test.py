#!/usr/bin/env python3
"""Three daemons on three hosts (network namespaces, joined by a bridge in a fourth, where PostgreSQL runs) work one inbox into one
store. One is killed with SIGKILL, one is cut off from the network and healed, one is stopped with SIGSTOP until long after its lease
ended. Then what became of the post is compared with a run that nobody disturbed: the same cases, each once; the same rows in the
ledger, each once; every item, document and page accounted for; the audit whole.

usage: three_daemons_test.py --bin BUILD/bin --site examples/benefits-office [--seed N]
Ends with 77 (left out) where namespaces are not permitted or PostgreSQL is not installed.
"""
import argparse, collections, contextlib, json, os, pathlib, random, shutil, signal, sqlite3, subprocess, sys, tempfile, time

import postgres

LEASE = 3  # seconds
HOSTS = ["a", "b", "c"]
# Fast to work, and in several ways: typed forms, mails of several documents, an unreadable and an empty file.
SAMPLES = ["01-*", "02-*", "05-*", "07-*", "11-*", "16-*", "19-*", "22-*", "23-*", "28-*", "30-*"]


def run(*command, **options):
    return subprocess.run([str(word) for word in command], check=True, capture_output=True, text=True, **options).stdout


class Network:
    """A bridge in the namespace of the database, and a cable to each host."""

    def __init__(self):
        self.prefix = f"mailroom{os.getpid()}"
        self.names = []

    def name(self, host):
        return self.prefix + host

    def build(self):
        for host in ["db", *HOSTS]:
            run("ip", "netns", "add", self.name(host))
            self.names.append(self.name(host))
            run("ip", "-n", self.name(host), "link", "set", "lo", "up")
        db = self.name("db")
        run("ip", "-n", db, "link", "add", "bridge", "type", "bridge")
        run("ip", "-n", db, "address", "add", "10.77.0.1/24", "dev", "bridge")
        run("ip", "-n", db, "link", "set", "bridge", "up")
        for number, host in enumerate(HOSTS, 2):
            run("ip", "-n", db, "link", "add", f"to-{host}", "type", "veth", "peer", "name", "eth0", "netns", self.name(host))
            run("ip", "-n", db, "link", "set", f"to-{host}", "master", "bridge", "up")
            run("ip", "-n", self.name(host), "address", "add", f"10.77.0.{number}/24", "dev", "eth0")
            run("ip", "-n", self.name(host), "link", "set", "eth0", "up")

    def cut(self, host):
        run("ip", "-n", self.name("db"), "link", "set", f"to-{host}", "down")

    def heal(self, host):
        run("ip", "-n", self.name("db"), "link", "set", f"to-{host}", "up")

    def inside(self, host):
        return ["ip", "netns", "exec", self.name(host)]

    def remove(self):
        for name in self.names:
            subprocess.run(["ip", "netns", "del", name], capture_output=True)


class Office:
    """Sites of one office: the same workflows, inbox and ledger for all of them."""

    def __init__(self, example, folder, binaries):
        self.example, self.folder, self.binaries = example, folder, binaries
        self.inbox = folder / "inbox"
        self.inbox.mkdir(parents=True)
        self.log = open(folder / "log", "ab")

    def site(self, name, store):
        site = self.folder / name
        shutil.copytree(self.example, site, ignore=shutil.ignore_patterns("samples", "data", "inbox"))
        for workflow in (site / "workflows").glob("*.yaml"):
            workflow.write_text(workflow.read_text().replace("sqlite:data/ledger.db", f"sqlite:{self.folder}/ledger.db"))
        settings = (site / "mailroom.yaml").read_text().replace("{folder: inbox}", f"{{folder: {self.inbox}}}")
        (site / "mailroom.yaml").write_text(settings + f"\nworkers: 1\nlease: PT{LEASE}S\n" + (f"store: {store}\n" if store else ""))
        if (self.folder / "site.key").exists():
            (site / "data").mkdir()
            shutil.copy(self.folder / "site.key", site / "data")
        return site

    def daemon(self, site, *more, inside=()):
        return subprocess.Popen([*inside, self.binaries / "mailroomd", "--site", site, *more], stdout=self.log, stderr=self.log)

    def once(self, site):
        assert self.daemon(site, "--once").wait(timeout=300) == 0, "mailroomd --once must end with 0"

    def ask(self, site, *command):
        done = subprocess.run([self.binaries / "mailroom", *command, "--json", "--site", site], capture_output=True, text=True, timeout=60)
        return json.loads(done.stdout)

    def put(self, file):
        shutil.copy(file, self.inbox / (file.name + ".part"))
        (self.inbox / (file.name + ".part")).rename(self.inbox / file.name)

    def outcome(self, site):
        cases = self.ask(site, "cases", "list", "--limit", "1000")["cases"]
        status, audit = self.ask(site, "status"), self.ask(site, "audit", "verify")
        rows = sqlite3.connect(f"file:{self.folder}/ledger.db?mode=ro", uri=True)
        ledger = []
        for (table,) in rows.execute("select name from sqlite_master where type = 'table' and name not like 'sqlite%'").fetchall():
            columns = [column[1] for column in rows.execute(f"pragma table_info({table})") if column[1] != "idempotency_key"]
            ledger += [(table, *row) for row in rows.execute(f"select {','.join(columns)} from {table}")]
        return {"cases": collections.Counter((c["workflow"], c["state"], c["standing"]) for c in cases), "ledger": sorted(ledger),
                "totals": status["totals"], "balanced": status["balanced"], "audit": audit["problems"],
                "left in the inbox": [f.name for f in self.inbox.iterdir() if not f.name.startswith(".")]}


def disturb(office, network, sites, files, chance):
    """The three faults, with post coming in meanwhile."""
    daemons = {host: office.daemon(sites[host], inside=network.inside(host)) for host in HOSTS}

    def post(count):
        for _ in range(min(count, len(files))):
            office.put(files.pop(0))

    post(4)
    time.sleep(chance.uniform(1, 3))
    daemons["a"].send_signal(signal.SIGKILL)
    daemons["a"].wait()
    print("  a killed")
    network.cut("b")
    post(4)
    print("  b cut off")
    time.sleep(chance.uniform(1, 3))
    daemons["c"].send_signal(signal.SIGSTOP)
    print("  c stopped")
    post(2)
    time.sleep(LEASE)
    network.heal("b")
    print("  b healed")
    time.sleep(4 * LEASE)
    daemons["c"].send_signal(signal.SIGCONT)
    print("  c goes on")
    post(len(files))
    return {host: daemons[host] for host in ["b", "c"]}


def wait_until_settled(office, site, seconds):
    still = 0
    for _ in range(seconds):
        status = office.ask(site, "status")
        empty = not [f for f in office.inbox.iterdir() if not f.name.startswith(".")]
        still = still + 1 if empty and status.get("working", 0) == 0 else 0
        if still == 3:
            return
        time.sleep(1)
    raise RuntimeError("the daemons did not come to an end of it")


def may_be_left_out():
    if why := postgres.why_left_out():
        return why
    if not shutil.which("ip"):
        return "the program 'ip' is missing"
    if subprocess.run(["unshare", "--net", "true"], capture_output=True).returncode != 0:
        return "network namespaces are not permitted here"
    return None


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--bin", required=True, type=pathlib.Path)
    options.add_argument("--site", required=True, type=pathlib.Path)
    options.add_argument("--seed", type=int, default=int(time.time()))
    arguments = options.parse_args()
    if why := may_be_left_out():
        print(f"left out: {why}")
        return postgres.LEFT_OUT
    binaries, example = arguments.bin.resolve(), arguments.site.resolve()
    files = [file for pattern in SAMPLES for file in sorted((example / "samples").glob(pattern))]
    with contextlib.ExitStack() as stack:
        folder = pathlib.Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="three-")))
        quiet = Office(example, folder / "quiet", binaries)
        alone = quiet.site("alone", None)
        for file in files:
            quiet.put(file)
        quiet.once(alone)
        expected = quiet.outcome(alone)

        network = Network()
        stack.callback(network.remove)
        network.build()
        database = postgres.Database(folder, network.inside("db"), "10.77.0.1", "10.77.0.0/24")
        stack.callback(database.stop)
        office = Office(example, folder / "office", binaries)
        looking = office.site("looking", database.local_url())
        office.once(looking)  # makes the store and the site's key
        shutil.copy(looking / "data" / "site.key", office.folder)
        sites = {host: office.site(host, "postgresql://mailroom@10.77.0.1/mailroom") for host in HOSTS}
        print(f"seed {arguments.seed}")
        left = disturb(office, network, sites, list(files), random.Random(arguments.seed))
        for daemon in left.values():
            stack.callback(daemon.kill)
        wait_until_settled(office, looking, 180)
        got = office.outcome(looking)
        for host, daemon in left.items():
            daemon.terminate()
            code = daemon.wait(timeout=60)
            assert code == 0, f"a clean stop of {host} must exit with 0, not {code}\n{(office.folder / 'log').read_text()[-5000:]}"

        problems = [f"{name}: expected {expected[name]}, got {got[name]}" for name in expected if expected[name] != got[name]]
        if not got["balanced"]:
            problems.append("the totals do not balance")
        log = (office.folder / "log").read_text()
        print(f"three daemons (seed {arguments.seed}): {sum(got['cases'].values())} cases, {len(got['ledger'])} ledger rows, "
              f"{log.count('lease_lost')} commits refused of who had slept, {len(problems)} differences from the undisturbed run")
        for problem in problems:
            print("  ✘", problem)
        if problems:
            print(log[-5000:], file=sys.stderr)
        return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
