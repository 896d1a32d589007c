#!/usr/bin/env python3
"""What a whole daemon does, beside what the machine can do at all: the real mailroomd and mailroom-reader on sites of their own.

  forms    text-layer forms from inbox to outbox: how many a second, CPU time of each, and how long one takes at 80% of that
  idle     memory and CPU of a daemon with ten inboxes and nothing to do, for a minute
  start    until it is ready, with a store of a million cases
  status   `mailroom status` on it, before and after the daemon counted what has ended
  memory   while 50,000 cases go through it (the fake reader of tests/fakes)
  queue    CPU of a daemon while 1,000 cases wait for a destination that takes a second for each

usage: office_bench.py --bin BUILD/bin [--folder DIR] [--forms 2000] [--cases 50000] [--store URL] [PART...]
DIR lies on the disk that is to be measured; what is made there is removed. Beside each figure stands the machine's load.
"""
import argparse, http.server, json, os, pathlib, random, shutil, socket, sqlite3, subprocess, sys, tempfile, threading, time

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "faults")]
import office, office_post

TAX_OFFICE = HERE.parent.parent / "examples" / "tax-office"
TICKS = os.sysconf("SC_CLK_TCK")
PATIENCE_SECONDS = 600
FIRST_NUMBER = 1_000_000
QUEUED = 1000


def say(what, figure):
    print(f"{what:<66} {figure:>24}   load {os.getloadavg()[0]:.1f}", flush=True)


def until(claim, what, pause=0.02):
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not claim():
        assert time.monotonic() < deadline, what
        time.sleep(pause)


class Daemon:
    """A mailroomd that said that it is ready."""

    def __init__(self, binaries, site, cache):
        self.site, self.log = site, open(site.parent / (site.name + ".log"), "ab")
        ready = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        address = str(site.parent / "ready.sock")
        pathlib.Path(address).unlink(missing_ok=True)
        ready.bind(address)
        ready.settimeout(120)
        begun = time.monotonic()
        self.process = subprocess.Popen([binaries / "mailroomd", "--site", site], stdout=self.log, stderr=self.log,
                                        env={**os.environ, "NOTIFY_SOCKET": address, "XDG_CACHE_HOME": str(cache)})
        while b"READY=1" not in ready.recv(4096):
            pass
        self.start_seconds = time.monotonic() - begun
        ready.close()

    def pids(self):
        """The daemon and its reader's parent."""
        own = self.process.pid
        children = pathlib.Path(f"/proc/{own}/task").glob("*/children")
        return [own] + [int(pid) for child in children for pid in child.read_text().split()]

    def cpu_seconds(self):
        """Of the daemon, and of its reader with all that it forked."""
        seconds = []
        for pid in self.pids():
            stat = pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
            seconds.append(sum(int(ticks) for ticks in stat[11:15]) / TICKS)
        return seconds[0], sum(seconds[1:])

    def own_cpu_seconds(self):
        """Of its threads alone, to the microsecond."""
        return sum(int(task.read_text().split()[0]) for task in pathlib.Path(f"/proc/{self.process.pid}/task").glob("*/schedstat")) / 1e9

    def anonymous_megabytes(self, pid=None):
        for line in pathlib.Path(f"/proc/{pid or self.process.pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Anonymous:"):
                return int(line.split()[1]) / 1024

    def stop(self):
        self.process.terminate()
        self.process.wait(timeout=120)
        self.log.close()


def put(folder, name, data):
    """As a scanner does: whole, by a rename. When that was, in nanoseconds."""
    hidden = folder / ("." + name)
    hidden.write_bytes(data)
    at = time.time_ns()
    hidden.rename(folder / name)
    return at


def delivered(site):
    try:
        return sum(1 for entry in os.scandir(site / "outbox") if entry.name.endswith(".json"))
    except FileNotFoundError:
        return 0


def ceilings(scratch):
    """What the disk and plain SQLite do, in two seconds each."""
    page, file = b"x" * 4096, os.open(scratch / "fsync", os.O_RDWR | os.O_CREAT)
    count, begun = 0, time.monotonic()
    while time.monotonic() - begun < 2:
        os.pwrite(file, page, count % 1024 * 4096)
        os.fdatasync(file)
        count += 1
    say("fsync (4 KB, fdatasync)", f"{count / (time.monotonic() - begun):.0f} /s")
    os.close(file)
    plain = sqlite3.connect(scratch / "plain.db", isolation_level=None)
    plain.executescript("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; CREATE TABLE t(id INTEGER PRIMARY KEY, body BLOB)")
    count, begun = 0, time.monotonic()
    while time.monotonic() - begun < 2:
        plain.execute("INSERT INTO t(body) VALUES (?)", (page[:400],))
        count += 1
    say("plain SQLite, one row a commit", f"{count / (time.monotonic() - begun):.0f} /s")
    plain.close()


def settings_of(options, inboxes=1):
    folders = "".join(f"  post{i}: {{folder: inbox{i}}}\n" for i in range(inboxes))
    store = f"store: {options.store}\n" if options.store else ""
    return f"name: bench\nkeep_free: 100MB\n{store}inboxes:\n{folders}"


def forms(options, scratch):
    site = office_post.make_site(scratch / "forms", TAX_OFFICE, settings_of(options))
    post = office_post.TextForms(TAX_OFFICE, scratch)
    inbox = site / "inbox0"
    daemon = Daemon(options.bin, site, scratch)
    number = FIRST_NUMBER

    def hand_in(count, a_second=None):
        nonlocal number
        # Printed before the clock runs: an office does not print its post on the machine that reads it.
        printed = [(one, post.of(one)) for one in range(number, number + count)]
        number += count
        times, begun = {}, time.monotonic()
        for i, (one, form) in enumerate(printed):
            if a_second:
                time.sleep(max(0, begun + i / a_second - time.monotonic()))
            times[one] = put(inbox, f"{one}.pdf", form)
        return times, begun

    hand_in(20)
    until(lambda: delivered(site) == 20, "the first forms must be delivered")
    # All at once, and the clock runs until the last is delivered.
    before = daemon.cpu_seconds()
    _, begun = hand_in(options.forms)
    # Seldom: looking through a full outbox takes a millisecond of the machine that is measured.
    until(lambda: delivered(site) == 20 + options.forms, "the forms must be delivered", pause=0.1)
    rate, cpu = options.forms / (time.monotonic() - begun), daemon.cpu_seconds()
    say("text-layer forms through a whole case", f"{rate:.1f} /s")
    say("  CPU time of each: daemon, reader", ", ".join(f"{1000 * (a - b) / options.forms:.1f}" for a, b in zip(cpu, before)) + " ms")
    times, _ = hand_in(options.forms, 0.8 * rate)
    until(lambda: delivered(site) == 20 + 2 * options.forms, "the forms must be delivered")
    took = []
    for file in (site / "outbox").glob("*.json"):
        handed_in = times.get(int(json.loads(file.read_text())["content"]["number"]))
        if handed_in:
            took.append((file.stat().st_ctime_ns - handed_in) / 1e9)
    assert len(took) == len(times)
    took.sort()
    say("  inbox to outbox at 80% of that: p50, p99, longest", ", ".join(f"{took[int(share * (len(took) - 1))]:.2f}" for share in (0.5, 0.99, 1)) + " s")
    daemon.stop()


def idle(options, scratch):
    site = office_post.make_site(scratch / "idle", TAX_OFFICE, settings_of(options, inboxes=10))
    daemon = Daemon(options.bin, site, scratch)
    time.sleep(5)
    reader = daemon.pids()[1:]
    begun, before, whole = time.monotonic(), daemon.own_cpu_seconds(), daemon.cpu_seconds()
    time.sleep(60)
    share = 100 * (daemon.own_cpu_seconds() - before) / (time.monotonic() - begun)
    say("idle, 10 inboxes: anonymous memory of the daemon", f"{daemon.anonymous_megabytes():.1f} MB")
    say("  of its reader's parent", ", ".join(f"{daemon.anonymous_megabytes(pid):.1f}" for pid in reader) + " MB")
    say("  CPU of the daemon over a minute", f"{share:.3f} %")
    say("  CPU of its reader", f"{100 * (daemon.cpu_seconds()[1] - whole[1]) / 60:.3f} %")
    daemon.stop()


CROWD = """
PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF; PRAGMA cache_size=-400000;
BEGIN;
CREATE TEMP TABLE n(i INTEGER PRIMARY KEY);
WITH RECURSIVE up(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM up WHERE i < {cases}) INSERT INTO n SELECT i FROM up;
INSERT INTO cases(id, number, workflow, version, state, standing, rank, queue, urgent, received, changed, due_at, revision, body)
  SELECT printf('0190a000-0000-7000-8000-%012d', i), printf('24-%09d', i), 'vat-return', 1,
    CASE i % 100 WHEN 0 THEN 'awaiting_review' WHEN 1 THEN 'delivering' ELSE 'closed' END,
    CASE i % 100 WHEN 0 THEN 'waiting for a person' WHEN 1 THEN 'waiting for export' ELSE 'closed' END,
    CASE i % 100 WHEN 0 THEN 1 WHEN 1 THEN 2 ELSE 3 END, '', 0, i, i, CASE i % 100 WHEN 1 THEN 4000000000000000 END, 5, randomblob(600)
  FROM n;
INSERT INTO keys SELECT 'case:' || printf('0190a000-0000-7000-8000-%012d', i), randomblob(60) FROM n;
INSERT INTO chains SELECT printf('0190a000-0000-7000-8000-%012d', i), 5, hex(randomblob(32)) FROM n;
COMMIT;
"""


def start(options, scratch):
    site = office_post.make_site(scratch / "start", TAX_OFFICE, settings_of(options))
    first = Daemon(options.bin, site, scratch)
    first.stop()
    say("start on an empty store, its making included", f"{1000 * first.start_seconds:.0f} ms")
    store = sqlite3.connect(site / "data" / "mailroom.db", isolation_level=None)
    store.executescript(CROWD.format(cases=options.crowd))
    store.close()
    took, cpu = [], []
    for _ in range(7):
        daemon = Daemon(options.bin, site, scratch)
        cpu.append(1000 * (daemon.own_cpu_seconds() + daemon.cpu_seconds()[1]))
        took.append(1000 * daemon.start_seconds)
        daemon.stop()
    took.sort()
    say(f"start until ready, {options.crowd:,} cases: median of seven, longest", f"{took[3]:.0f}, {took[-1]:.0f} ms")
    say("  CPU time of it, the reader's included: median", f"{sorted(cpu)[3]:.0f} ms")


# Each case of an item of its own, of one document of three pages.
POST = """
PRAGMA synchronous=OFF; PRAGMA cache_size=-400000; PRAGMA foreign_keys=OFF;
BEGIN;
CREATE TEMP TABLE n(i INTEGER PRIMARY KEY);
WITH RECURSIVE up(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM up WHERE i < {cases}) INSERT INTO n SELECT i FROM up;
INSERT INTO items(id, inbox, identity, object, arrived, received, state, body)
  SELECT printf('0190a000-0001-7000-8000-%012d', i), 'post0', hex(randomblob(32)), hex(randomblob(32)), i, i, 'unpacked', randomblob(300)
  FROM n;
INSERT INTO documents(id, item_id, position, object, pages, state, body)
  SELECT printf('0190a000-0002-7000-8000-%012d', i), printf('0190a000-0001-7000-8000-%012d', i), 0, hex(randomblob(32)), 3, 'filed',
    randomblob(300) FROM n;
INSERT INTO filings SELECT printf('0190a000-0000-7000-8000-%012d', i), printf('0190a000-0002-7000-8000-%012d', i), 0, 3 FROM n;
COMMIT;
"""


def status(options, scratch):
    site = office_post.make_site(scratch / "status", TAX_OFFICE, settings_of(options))
    Daemon(options.bin, site, scratch).stop()
    store = sqlite3.connect(site / "data" / "mailroom.db", isolation_level=None)
    for script in (CROWD, POST):
        store.executescript(script.format(cases=options.crowd))
        store.execute("DROP TABLE n")

    def cost(said):
        took = []
        for _ in range(3):
            begun = os.times()
            subprocess.run([options.bin / "mailroom", "status", "--site", site], stdout=subprocess.DEVNULL, check=True)
            took.append(os.times().children_user + os.times().children_system - begun.children_user - begun.children_system)
        say(f"status, {options.crowd:,} items, {said}: CPU time", f"{1000 * sorted(took)[1]:.0f} ms")

    cost("none counted")
    # A turn of keeping house counts 50,000.
    counting = time.monotonic()
    for _ in range(-(-options.crowd // 50_000)):
        known = counted(store)
        daemon = Daemon(options.bin, site, scratch)
        until(lambda: counted(store) - known >= min(49_000, 0.97 * (options.crowd - known)), "items must be counted", 0.2)
        daemon.stop()
    say("  until they are counted", f"{time.monotonic() - counting:.0f} s")
    cost("those that ended counted")
    store.close()


def counted(store):
    return store.execute("SELECT coalesce(sum(count), 0) FROM tally WHERE what = 'items'").fetchone()[0]


def memory(options, scratch):
    programs = office.programs(options.bin, scratch / "fake")
    site = scratch / "memory"
    shutil.copytree(office.SITE, site)
    (site / "inbox").mkdir()
    daemon = Daemon(programs, site, scratch)
    at_once = min(1000, options.cases)
    handed_in, begun = 0, time.monotonic()
    while handed_in < options.cases:
        for number in range(handed_in, handed_in + at_once):
            put(site / "inbox", f"{number:06}.json", json.dumps(office.reading(f"P{number:06}", 10 + number % 90, "award")).encode())
        handed_in += at_once
        until(lambda: delivered(site) >= handed_in - at_once // 2, "the post must be worked", 0.05)
        if handed_in % max(at_once, options.cases // 10) == 0:
            say(f"memory after {handed_in - at_once // 2:,} cases: anonymous", f"{daemon.anonymous_megabytes():.1f} MB")
    until(lambda: delivered(site) >= handed_in, "the post must be worked")
    say("  cases a second, nearly nothing to read", f"{handed_in / (time.monotonic() - begun):.1f} /s")
    daemon.stop()


class SlowService(http.server.BaseHTTPRequestHandler):
    """Takes a second for whatever it is sent."""
    protocol_version = "HTTP/1.1"
    taken = 0

    def do_POST(self):
        self.rfile.read(int(self.headers["Content-Length"]))
        time.sleep(1)
        SlowService.taken += 1
        self.send_response(204)
        self.end_headers()

    def log_message(self, *_):
        pass


class SlowReceiver:
    def __init__(self):
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), SlowService)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def delivery(self):
        return f"""    http: http://127.0.0.1:{self.server.server_port}/awards
    body: {{person: award.person, amount: doubled}}
    idempotency: key
"""


def queue(options, scratch):
    receiver = SlowReceiver()
    place = office.Office(office.programs(options.bin, scratch / "fake"), scratch / "queue", receiver=receiver)
    daemon = Daemon(place.binaries, place.folder, scratch)
    for number in range(QUEUED):
        place.hand_in_as(f"{number:06}.json", office.reading(f"P{number:06}", 10 + number % 90, "award"))
    decided = lambda: sum(case["state"] in ("delivering", "closed") for case in place.cases())
    until(lambda: decided() == QUEUED, "all must be decided", 2)
    time.sleep(5)
    taken, used, begun = SlowService.taken, daemon.own_cpu_seconds(), time.monotonic()
    time.sleep(20)
    seconds = time.monotonic() - begun
    say(f"{QUEUED:,} cases wait for one that takes 1 s each: taken", f"{(SlowService.taken - taken) / seconds:.2f} /s")
    say("  CPU of the daemon", f"{100 * (daemon.own_cpu_seconds() - used) / seconds:.1f} %")
    daemon.stop()
    receiver.server.shutdown()
    place.close()


PARTS = {"forms": forms, "queue": queue, "idle": idle, "start": start, "status": status, "memory": memory}


def main():
    parser = argparse.ArgumentParser(usage=__doc__.replace("%", "%%"))
    parser.add_argument("--bin", type=lambda path: pathlib.Path(path).resolve(), required=True)
    parser.add_argument("--folder", default=None)
    parser.add_argument("--forms", type=int, default=2000)
    parser.add_argument("--cases", type=int, default=50_000)
    parser.add_argument("--crowd", type=int, default=1_000_000)
    parser.add_argument("--store", default="")
    parser.add_argument("parts", nargs="*", choices=[[], *PARTS], default=[])
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=options.folder, prefix="office-bench-") as folder:
        ceilings(pathlib.Path(folder))
        for name in options.parts or PARTS:
            PARTS[name](options, pathlib.Path(folder))


if __name__ == "__main__":
    main()
