"""A small office to be hurt: the site in tests/faults/site with the real daemon and a reader that is told by each
document what to read on it, so that a case goes from inbox to ledger in no time. Used by the tests of this folder."""
import collections, json, os, pathlib, random, shutil, signal, socket, sqlite3, subprocess, time

SITE = pathlib.Path(__file__).parent / "site"
WORK_SECONDS = 600
PATIENCE_SECONDS = 120
START_SECONDS = 30
BATCH_EVERY = 8  # documents
LEDGER = """    sql: sqlite:data/ledger.db
    create: true
    insert: {table: awards, row: {person: award.person, amount: doubled}}
"""


def programs(binaries, folder):
    """The daemon and the command line beside the fake reader: a daemon starts the reader that lies beside it."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, source in (("mailroomd", "mailroomd"), ("mailroom", "mailroom"), ("mailroom-reader", "fake_reader")):
        shutil.copy(binaries / source, folder / name)
    return folder


def field(name, kind, value, page=1):
    return {"id": name, "acroform": "", "type": kind, "page": page, "value": value, "text": value, "confidence": 1, "accepted": True,
            "altered": False, "alternatives": [], "source": "acroform", "zone": [40, 40, 200, 60]}


def fields(person, amount, outcome, page=1):
    return [field("person", "text", person, page), field("amount", "amount", str(amount), page), field("outcome", "text", outcome, page)]


def reading(person, amount, outcome):
    return {"file": "", "error": None, "pages": [{"page": 1, "form": "award", "form_page": 1, "confidence": 0.99}],
            "fields": fields(person, amount, outcome)}


def batch(people, amount):
    """One scan of an award for each, with a separator sheet before each."""
    pages, written = [], []
    for number, person in enumerate(people):
        pages += [{"page": 2 * number + 1, "form": None, "form_page": 0, "confidence": 0, "separator": "separator"},
                  {"page": 2 * number + 2, "form": "award", "form_page": 1, "confidence": 0.99}]
        written += fields(person, amount, "award", 2 * number + 2)
    return {"file": "", "error": None, "pages": pages, "fields": written}


def document(number, chance):
    """What is handed in as number so-and-so: mostly awards, and one of everything else that happens to post."""
    person, amount, kind = f"P{number:06}", 10 + number % 90, chance.random()
    if number % BATCH_EVERY == 5:
        return batch([f"{person}-{part}" for part in (1, 2)], amount)
    if kind < 0.70:
        return reading(person, amount, "award")
    if kind < 0.78:
        return reading(person, amount, "ask")
    if kind < 0.86:
        return reading(person, amount, "wrong")
    if kind < 0.90:
        return {"file": "", "error": {"code": "truncated", "message": "the file is cut off"}, "pages": [], "fields": []}
    if kind < 0.95:  # no form that anybody knows: a person sorts it, by its picture
        return {"file": "", "error": None, "pages": [{"page": 1, "form": None, "form_page": 0, "confidence": 0, "why": str(number)}], "fields": []}
    return {"parts": [{"name": f"{part}.json", "document": reading(f"{person}-{part}", amount, "award")} for part in (1, 2)]}


class Office:
    def __init__(self, binaries, folder, store=None, receiver=None):
        """With a receiver, awards go there and not into the ledger."""
        self.binaries, self.folder, self.receiver = binaries, folder, receiver
        shutil.copytree(SITE, folder)
        if receiver:
            workflow = folder / "workflows" / "award.yaml"
            workflow.write_text(workflow.read_text().replace(LEDGER, receiver.delivery()))
            with open(folder / "mailroom.yaml", "a") as settings:
                settings.write("private_networks: [127.0.0.1]\n")
        if store:
            with open(folder / "mailroom.yaml", "a") as settings:
                settings.write(f"store: {store}\n")
        (folder / "inbox").mkdir()
        self.log = open(folder.parent / (folder.name + ".log"), "ab")
        self.environment = dict(getattr(receiver, "environment", {}))
        self.daemons = []
        self.is_made = False

    def close(self):
        """Ends what a test that went wrong left running."""
        for daemon in self.daemons:
            if daemon.poll() is None:
                kill(daemon)
        self.log.close()

    def hand_in(self, numbers, chance):
        for number in numbers:
            self.hand_in_as(f"{number:06}.json", document(number, chance))

    def hand_in_as(self, name, content):
        hidden = self.folder / "inbox" / f".{name}"
        hidden.write_text(json.dumps(content))
        hidden.rename(self.folder / "inbox" / name)

    def start(self, *more, **environment):
        self.daemons.append(subprocess.Popen([self.binaries / "mailroomd", "--site", self.folder, *more], stdout=self.log, stderr=self.log,
                                             env={**os.environ, **self.environment, **environment}))
        return self.daemons[-1]

    def finish(self, **environment):
        """Until nothing is left to do, what is tried again after a while included: a destination that was closed after failures
        is tried after half a minute."""
        deadline = None
        while deadline is None or time.monotonic() < deadline:
            daemon = self.start("--once", **environment)
            code = daemon.wait(timeout=WORK_SECONDS)
            assert code == 0, f"mailroomd --once must end with 0, not {code}\n{self.last_words()}"
            if not self.ask("cases", "list", "--state", "delivering")[0]["cases"]:
                return
            # From when the post was worked off once, which takes as long as there is post.
            deadline = deadline or time.monotonic() + PATIENCE_SECONDS
            time.sleep(0.5)
        raise AssertionError("deliveries are tried again and again\n" + self.last_words())

    def wait_until_ready(self, daemon):
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            if daemon.poll() is not None:
                return False
            with socket.socket(socket.AF_UNIX) as desk:   # one that was killed leaves its file behind
                if desk.connect_ex(str(self.folder / "data" / "mailroom.sock")) == 0:
                    return True
            time.sleep(0.02)
        raise AssertionError("the daemon does not get ready\n" + self.last_words())

    def command(self, *command):
        return subprocess.run([self.binaries / "mailroom", *command, "--site", self.folder, "--json"], capture_output=True, text=True,
                              env={**os.environ, **self.environment})

    def shown(self, *command):
        """What a person sees of a command."""
        return subprocess.run([self.binaries / "mailroom", *command, "--site", self.folder], capture_output=True, text=True,
                              env={**os.environ, **self.environment}).stdout

    def ask(self, *command):
        """A command's JSON, and its exit code."""
        done = self.command(*command)
        assert done.stdout, f"mailroom {' '.join(command)}: {done.stderr}"
        return json.loads(done.stdout), done.returncode

    def verify(self):
        """Empty if nothing was lost, otherwise what does not hold."""
        try:
            answer, code = self.ask("verify")
        except AssertionError as failed:
            # A store whose making was interrupted has no tables yet; one that had them must not lose them.
            is_in_the_making = "older Mailroom" in str(failed) and not self.is_made
            return [] if is_in_the_making else [str(failed)]
        self.is_made = True
        assert (code == 0) == answer["ok"], f"exit code {code} for {answer}"
        return [damage["what"] for damage in answer["damages"]]

    def cases(self):
        found, page, after = [], [], []
        while not after or len(page) == 1000:
            page = self.ask("cases", "list", "--limit", "1000", *after)[0]["cases"]
            found += page
            after = ["--after", page[-1]["number"]] if page else ["--after", ""]
        return found

    def outcome(self):
        """What became of the post, as it can be compared between two runs: numbers and times differ, nothing else may."""
        states = collections.Counter((one["workflow"], one["state"]) for one in self.cases())
        if self.receiver:
            ledger = sorted((person, amount) for _, person, amount in self.receiver.effects())
        else:
            ledger = ledger_rows(self.folder / "data" / "ledger.db")
        files = [delivered(file) for file in (self.folder / "outbox").glob("*.json")]
        left = sorted(file.name for file in (self.folder / "inbox").iterdir() if not file.name.startswith("."))
        return {"cases": states, "ledger": ledger, "files": files, "left in the inbox": left,
                "arrived": self.ask("status")[0]["totals"]["items"]["arrived"]}

    def last_words(self):
        return pathlib.Path(self.log.name).read_text(errors="replace")[-3000:]


def ledger_rows(file):
    if not file.exists():
        return []
    try:
        return sqlite3.connect(file).execute("select person, amount from awards order by 1, 2").fetchall()
    except sqlite3.DatabaseError as damage:  # what a power cut leaves of writes that nobody synced
        return [(file.name, str(damage))]


def delivered(file):
    try:
        content = json.loads(file.read_text())["content"]
        return content["person"], str(content["amount"])
    except ValueError:
        return file.name, "is no JSON"


def differences(expected, got):
    found = []
    for name in expected:
        if isinstance(expected[name], int):
            if expected[name] != got[name]:
                found.append(f"{name}: expected {expected[name]}, got {got[name]}")
            continue
        wanted, there = collections.Counter(expected[name]), collections.Counter(got[name])
        if wanted != there:
            found.append(f"{name}: lost {dict(wanted - there)}, too many {dict(there - wanted)}")
    return found


def end(daemon, within=30):
    daemon.send_signal(signal.SIGTERM)
    return daemon.wait(timeout=within)


def kill(daemon):
    daemon.send_signal(signal.SIGKILL)
    return daemon.wait()
