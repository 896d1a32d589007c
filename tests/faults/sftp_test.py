#!/usr/bin/env python3
"""A folder on another host (OpenSSH's sftp-server) as an inbox, behind a line that is cut. Files are put there in every way while the daemon is killed at
random instants and at each step, and the line and the server with it: each file becomes exactly one item and is let go of only then, its documents
become the same cases as in a folder of this machine; a file that is still being written is waited for.

usage: sftp_test.py --bin BUILD/bin [--files 120] [--kills 12] [--seed N] [TEST...]
"""
import argparse, collections, getpass, json, pathlib, random, sys, tempfile, time

import file_host, office
from unavailable import Unavailable

STEPS = ("sftp.fetch", "inbox.record", "store.commit", "sftp.let_go")
PAGE = pathlib.Path(__file__).parents[2] / "docs" / "inboxes" / "sftp.md"


class Trial:
    """An office whose post lies on another host."""

    def __init__(self, binaries, folder, settle="PT0.2S", look_every="PT0.05S", **settings):
        folder.mkdir()
        self.host = file_host.FileHost(folder)
        self.files = self.host.folder / "files"
        self.place = office.Office(binaries, folder / "site")
        self.settings = {"sftp": f"sftp://127.0.0.1:{self.host.port}{self.files}", "known_hosts": self.host.folder / "known_line",
                         "user": getpass.getuser(), "key": self.host.folder / "login", "settle": settle, "look_every": look_every, **settings}
        with open(self.place.folder / "mailroom.yaml", "a") as site:
            site.write("  scans:\n" + "".join(f"    {key}: {value}\n" for key, value in self.settings.items()))

    def put(self, name, content, chance=None):
        """Renamed in, or written in pieces as slow scanners do."""
        file, text = self.files / name, json.dumps(content)
        file.parent.mkdir(parents=True, exist_ok=True)
        if chance is None or chance.random() < 0.5:
            hidden = file.parent / f".{file.name}"
            hidden.write_text(text)
            hidden.rename(file)
            return
        with open(file, "w") as out:
            for at in range(0, len(text), 1 + len(text) // 3):
                out.write(text[at:at + 1 + len(text) // 3])
                out.flush()
                time.sleep(0.01)

    def left(self):
        return sorted(file.name for file in self.files.rglob("*") if file.is_file() and ".taken" not in file.parts and file.name[0] != ".")

    def taken(self):
        return sorted(file.name for file in (self.files / ".taken").rglob("*") if file.is_file())

    def start(self):
        """Its store is there once it is ready."""
        daemon = self.place.start()
        assert self.place.wait_until_ready(daemon)
        return daemon

    def items(self):
        return self.place.ask("status")[0]["totals"]["items"]["arrived"]

    def close(self):
        self.place.close()
        self.host.kill()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()


def file_number(number, seed):
    chance = random.Random(seed * 1_000_003 + number)
    return chance.choice(("", "north/", "south/deep/")) + f"scan {number:04}.json", office.document(number, chance)


def undisturbed(binaries, folder, options):
    """The same files in a folder of this machine: what has to come of them."""
    folder.mkdir()
    place = office.Office(binaries, folder / "site")
    for number in range(options.files):
        name, content = file_number(number, options.seed)
        (place.folder / "inbox" / name).parent.mkdir(parents=True, exist_ok=True)
        (place.folder / "inbox" / name).write_text(json.dumps(content))
    place.finish()
    outcome = place.outcome()
    place.close()
    return {name: outcome[name] for name in ("cases", "ledger", "files", "arrived")}


def killed(binaries, folder, options):
    """The daemon killed at random instants and at each step, the line cut, the server killed with it."""
    expected = undisturbed(binaries, folder.with_name("undisturbed"), options)
    chance, kills = random.Random(options.seed), collections.Counter()
    with Trial(binaries, folder) as trial:
        waiting = list(range(options.files))
        for turn in range(options.kills):
            for number in waiting[:len(waiting) // (options.kills - turn)]:
                trial.put(*file_number(number, options.seed), chance)
            del waiting[:len(waiting) // (options.kills - turn)]
            if turn % 3 == 0:
                step = STEPS[turn // 3 % len(STEPS)]
                daemon = trial.place.start(MAILROOM_FAILPOINTS=f"{step}=kill@{1 + turn % 5}")
                try:
                    daemon.wait(timeout=20)
                    kills[f"at {step}"] += 1
                except Exception:  # there was less to do than that
                    office.kill(daemon)
                continue
            daemon = trial.place.start()
            time.sleep(chance.uniform(0.3, 1.2))
            if turn % 3 == 1:
                trial.host.behave(0.3, turn)
                kills["line"] += 1
                time.sleep(chance.uniform(0.3, 1))
            office.kill(daemon)
            kills["daemon"] += 1
        trial.host.behave()
        daemon = trial.start()
        wait_for(lambda: not trial.left(), trial, "empty folder")
        assert office.end(daemon) == 0
        trial.place.finish()
        outcome = trial.place.outcome()
        print("killed:", ", ".join(f"{who} {count}" for who, count in kills.items()), flush=True)
        problems = trial.place.verify() + office.differences(expected, {name: outcome[name] for name in expected})
        if len(trial.taken()) != options.files:
            problems.append(f"{options.files} files were put there, {len(trial.taken())} lie among the taken")
        return problems


def still_being_written(binaries, folder, options):
    """A file that grows is not taken before it stands still, a name of work in progress not at all; a note goes with its file."""
    problems = []
    with Trial(binaries, folder, settle="PT1S", look_every="PT0.1S") as trial:
        (trial.files / "half.json.part").write_text("{")
        (trial.files / "noted.json.meta.json").write_text(json.dumps({"received": "2026-11-20"}))
        text = json.dumps(office.reading("P1", 10, "award"))
        daemon = trial.start()
        with open(trial.files / "noted.json", "w") as out:
            for piece in (text[:40], text[40:80], text[80:]):
                out.write(piece)
                out.flush()
                time.sleep(0.6)
                if trial.items():
                    problems.append("a file was taken while it was written")
        wait_for(lambda: trial.left() == ["half.json.part"], trial, "file that is whole")
        wait_for(lambda: trial.place.ask("cases", "list")[0]["cases"], trial, "case")
        assert office.end(daemon) == 0
        received = trial.place.ask("cases", "list")[0]["cases"][0]["received"]
        if not received.startswith("2026-11-20"):
            problems.append(f"the note's date is not the case's: {received}")
        if [name.split("-", 1)[1] for name in trial.taken()] != ["noted.json", "noted.json.meta.json"] and len(trial.taken()) != 2:
            problems.append(f"taken: {trial.taken()}")
        return problems + trial.place.verify()


def written_in_place(binaries, folder, options):
    """A file that has its size from the start and is filled in place, as some programs upload: a listing shows no change for a minute, its own time does."""
    problems = []
    with Trial(binaries, folder, settle="PT1.5S", look_every="PT0.1S") as trial:
        daemon = trial.start()
        text = json.dumps(office.reading("P1", 10, "award")).encode()
        piece = 1 + len(text) // 6
        with open(trial.files / "scan.json", "wb") as out:
            out.truncate(len(text))
            for at in range(0, len(text), piece):
                out.write(text[at:at + piece])
                out.flush()
                time.sleep(0.6)
                if trial.items():
                    problems.append("a file was taken while it was written")
        wait_for(lambda: not trial.left(), trial, "file that is whole")
        assert office.end(daemon) == 0
        trial.place.finish()
        rows = office.ledger_rows(trial.place.folder / "data" / "ledger.db")
        return problems + trial.place.verify() + ([] if [row[0] for row in rows] == ["P1"] else [f"it became {rows}"])


def the_line_breaks(binaries, folder, options):
    """A line that breaks at any step leaves nothing behind that only a new start would take."""
    with Trial(binaries, folder) as trial:
        trial.start()
        for turn in range(6):
            for number in range(turn * 10, turn * 10 + 10):
                trial.put(*file_number(number, options.seed))
            trial.host.behave(0.9, turn)
            time.sleep(1.5)
            trial.host.behave()
            wait_for(lambda: not trial.left(), trial, "empty folder")
        wait_for(lambda: trial.items() == 60, trial, "60 items")
        return trial.place.verify()


def left_and_deleted(binaries, folder, options):
    """release: leave takes each once, over restarts; release: delete leaves nothing; what is too large stays and is named."""
    problems = []
    for release in ("leave", "delete"):
        with Trial(binaries, folder.with_name(f"{folder.name}-{release}"), release=release, largest="1 MB") as trial:
            for number in range(6):
                trial.put(f"{number}.json", office.reading(f"P{number}", 10, "award"))
            (trial.files / "large.json").write_text(" " * (2 << 20))
            for _ in range(3):
                daemon = trial.start()
                wait_for(lambda: trial.items() == 6 and (release == "leave" or trial.left() == ["large.json"]), trial, "6 items")
                wait_for(lambda: "large.json" in json.dumps(trial.place.ask("status")[0]), trial, "word of the large file")
                time.sleep(0.5)
                assert office.end(daemon) == 0
            if trial.items() != 6:
                problems.append(f"{release}: 6 files became {trial.items()} items")
            there = [*(file.name for file in trial.files.rglob("*") if file.is_file())]
            wanted = ["large.json", *(f"{number}.json" for number in range(6) if release == "leave")]
            if sorted(there) != sorted(wanted):
                problems.append(f"{release}: there is {there}")
            problems += trial.place.verify()
    return problems


def replaced(binaries, folder, options):
    """A new file under the name of one that was just fetched is not taken for it: both become items."""
    with Trial(binaries, folder) as trial:
        trial.put("scan.json", office.reading("P1", 10, "award"))
        daemon = trial.place.start(MAILROOM_FAILPOINTS="sftp.let_go=kill")
        daemon.wait(timeout=30)
        trial.put("scan.json", office.reading("P2", 20, "award"))
        daemon = trial.start()
        wait_for(lambda: not trial.left(), trial, "empty folder")
        assert office.end(daemon) == 0
        trial.place.finish()
        rows = office.ledger_rows(trial.place.folder / "data" / "ledger.db")
        return trial.place.verify() + ([] if [row[0] for row in rows] == ["P1", "P2"] else [f"two files became {rows}"])


def wrong(binaries, folder, options):
    """What `mailroom inbox test` says of a folder that is fine (as docs/inboxes/sftp.md shows it), and of each thing that may be wrong."""
    problems = []
    with Trial(binaries, folder) as trial:
        settings = trial.place.folder / "mailroom.yaml"
        good = settings.read_text()
        for number in range(3):
            trial.put(f"{number}.json", {})
        host = f"127.0.0.1:{trial.host.port}"
        (trial.host.folder / "other_line").write_text((trial.host.folder / "known_line").read_text()[:-20] + "A" * 19 + "\n")
        for what, text, said in (
                ("fine", good, None),
                ("nobody there", good.replace(host, "127.0.0.1:9"), "cannot be reached"),
                ("another host's key", good.replace("known_line", "other_line"), "not the one in 'known_hosts'"),
                ("another user", good.replace(f"user: {getpass.getuser()}", "user: nobody-else"), "does not take our login"),
                ("no such folder", good.replace(f"{trial.files}\n", f"{trial.files}/nowhere\n"), "not there")):
            settings.write_text(text)
            answer, code = trial.place.ask("inbox", "test", "scans")
            told = " ".join(one["what"] for one in answer["inboxes"][0]["wrong"])
            if (said is None and (code or told)) or (said and (said not in told or code != 1)):
                problems.append(f"inbox test with {what}: exit code {code}, {answer}")
        settings.write_text(good)
        shown = trial.place.shown("inbox", "test", "scans").replace(trial.settings["sftp"], "sftp://scans.example/outgoing")
        if f"$ mailroom inbox test scans\n{shown}```" not in PAGE.read_text():
            problems.append(f"docs/inboxes/sftp.md shows something else than\n{shown}")
        if trial.left() != ["0.json", "1.json", "2.json"]:
            problems.append("inbox test took or moved files")
    return problems


def wait_for(condition, trial, what, pause=0.1, patience=office.PATIENCE_SECONDS):
    deadline = time.monotonic() + patience
    while not condition():
        assert time.monotonic() < deadline, f"no {what}\n{trial.place.last_words()}"
        time.sleep(pause)


TESTS = (killed, still_being_written, written_in_place, the_line_breaks, left_and_deleted, replaced, wrong)


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--bin", required=True, type=pathlib.Path)
    options.add_argument("--files", type=int, default=120)
    options.add_argument("--kills", type=int, default=12)
    options.add_argument("--seed", type=int, default=random.randrange(1 << 20))
    options.add_argument("tests", nargs="*", metavar="TEST")
    arguments = options.parse_args()
    print("seed", arguments.seed, flush=True)
    problems = []
    with tempfile.TemporaryDirectory(prefix="mailroom-sftp-") as temporary:
        folder = pathlib.Path(temporary)
        folder.chmod(0o755)  # the server's own accounts go through it
        binaries = office.programs(arguments.bin.resolve(), folder / "bin")
        try:
            for test in TESTS:
                if not arguments.tests or test.__name__ in arguments.tests:
                    found = test(binaries, folder / test.__name__, arguments)
                    print(test.__name__, "ok" if not found else found, flush=True)
                    problems += found
        except Unavailable as why:
            print("left out:", why)
            return 77
    return 1 if problems else 0


sys.exit(main())
