#!/usr/bin/env python3
"""The life of a mailroomd: it says when it is ready, that it is well, that it reloads and stops; takes changed workflows over
by SIGHUP and by itself, but no wrong ones; stops intake while the disk is nearly full.

usage: life_test.py --bin BUILD/bin [NAME...]
"""
import argparse, http.client, json, os, pathlib, random, signal, socket, sys, tempfile, time

import office

WORKFLOW = "workflows/award.yaml"


class Connection(http.client.HTTPConnection):
    def __init__(self, path):
        super().__init__("localhost", timeout=10)
        self.path = str(path)

    def connect(self):
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.connect(self.path)


def status_of(place, path):
    connection = Connection(place.folder / "data" / "mailroom.sock")
    connection.request("GET", path)
    return connection.getresponse().status


def until(claim, what, seconds=15):
    deadline = time.monotonic() + seconds
    while not claim():
        assert time.monotonic() < deadline, what
        time.sleep(0.05)


def log_of(place):
    return pathlib.Path(place.log.name).read_text(errors="replace")


def change(place, before, after):
    file = place.folder / WORKFLOW
    text = file.read_text()
    assert before in text
    file.write_text(text.replace(before, after))


def version_of_newest_case(place):
    number = place.ask("cases", "list", "--limit", "1")[0]["cases"][0]["number"]
    return place.ask("cases", "show", number)[0]["version"]


def settled(place, items):
    def is_settled():
        status = place.ask("status")[0]
        return status["totals"]["items"]["arrived"] == items and status["working"] == 0
    until(is_settled, f"{items} items must be worked")


def takes_a_changed_workflow_over(place, reload):
    daemon = place.start()
    place.wait_until_ready(daemon)
    place.hand_in([0], random.Random(1))
    settled(place, 1)
    change(place, "version: 1", "version: 2")
    reload(daemon)
    until(lambda: "site_reloaded" in log_of(place), "the daemon must take the change over")
    place.hand_in([1], random.Random(1))
    settled(place, 2)
    assert version_of_newest_case(place) == 2, "new cases are on the new version"
    assert office.end(daemon) == 0


def reloads_by_sighup(place):
    takes_a_changed_workflow_over(place, lambda daemon: daemon.send_signal(signal.SIGHUP))


def reloads_when_files_change(place):
    takes_a_changed_workflow_over(place, lambda daemon: None)


def keeps_the_old_when_the_new_is_wrong(place):
    daemon = place.start()
    place.wait_until_ready(daemon)
    change(place, "award.amount * 2", "award.amuont * 2")
    until(lambda: "reload_refused" in log_of(place), "a wrong workflow must be refused")
    assert "has no field 'amuont'" in log_of(place), "with its diagnostics"
    assert "the old ones stay" in str(place.ask("status")[0]["needs_you"]), "the status says it"
    place.hand_in([0], random.Random(1))
    settled(place, 1)
    assert place.outcome()["ledger"] == [("P000000", "20")], "the old workflow goes on"
    change(place, "award.amuont * 2", "award.amount * 2")
    until(lambda: "site_reloaded" in log_of(place), "put right it is taken over")
    assert place.ask("status")[0]["needs_you"] == []
    assert office.end(daemon) == 0


def rewrite_settings(place, before, after):
    file = place.folder / "mailroom.yaml"
    hidden = place.folder / ".mailroom.yaml"
    assert before in file.read_text()
    hidden.write_text(file.read_text().replace(before, after))
    hidden.rename(file)


def takes_changed_settings_over(place):
    daemon = place.start()
    place.wait_until_ready(daemon)
    place.hand_in([0], random.Random(1))
    settled(place, 1)
    rewrite_settings(place, "workers: 2", "workers: 1\nretention: {documents: P90D}\nprivate_networks: [10.20.0.0/16]")
    rewrite_settings(place, "inboxes:", "inboxes:\n  fax: {folder: fax, settle: PT0.02S}")
    until(lambda: (place.folder / "fax").is_dir(), "the new inbox must be watched")
    (place.folder / "fax" / "1.json").write_text(json.dumps(office.reading("P000001", 11, "award")))
    settled(place, 2)
    place.hand_in([2], random.Random(1))
    settled(place, 3)
    inboxes = {one["name"]: one["items"] for one in place.ask("status")[0]["inboxes"]}
    assert inboxes == {"post": 2, "fax": 1}, inboxes
    assert '"workers":"1"' in log_of(place).replace(" ", "") or "workers=1" in log_of(place), log_of(place)
    assert office.end(daemon) == 0
    assert place.verify() == []


def says_what_needs_a_restart(place):
    daemon = place.start()
    place.wait_until_ready(daemon)
    rewrite_settings(place, "workers: 2", "workers: 3\nlease: PT30S\nstore: data/other.db")
    until(lambda: "restart_needed" in log_of(place), "the log must say it")
    assert "used at the next start: store, lease" in str(place.ask("status")[0]["needs_you"]), place.ask("status")[0]["needs_you"]
    place.hand_in([0], random.Random(1))
    settled(place, 1)
    assert not (place.folder / "data" / "other.db").exists(), "a running daemon keeps its store"
    rewrite_settings(place, "store: data/other.db", "# as it was")
    rewrite_settings(place, "lease: PT30S", "")
    until(lambda: place.ask("status")[0]["needs_you"] == [], "put back there is nothing to restart for")
    assert office.end(daemon) == 0


def keeps_its_settings_when_the_new_are_wrong(place):
    daemon = place.start()
    place.wait_until_ready(daemon)
    rewrite_settings(place, "workers: 2", "workers: many")
    until(lambda: "reload_refused" in log_of(place), "wrong settings must be refused")
    told = str(place.ask("status")[0]["needs_you"])
    assert "mailroom.yaml:" in told and "expected a number from 1 to 256, got 'many'" in told, told
    place.hand_in([0], random.Random(1))
    settled(place, 1)
    rewrite_settings(place, "workers: many", "workers: 2")
    until(lambda: place.ask("status")[0]["needs_you"] == [], "put right they are taken over")
    assert office.end(daemon) == 0


def tells_its_supervisor(place):
    supervisor = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    supervisor.settimeout(10)
    supervisor.bind(str(place.folder.parent / "notify"))
    daemon = place.start(NOTIFY_SOCKET=str(place.folder.parent / "notify"), WATCHDOG_USEC="400000")
    hear = lambda: supervisor.recv(1000).decode()
    assert hear() == "READY=1"
    assert status_of(place, "/health") == 200 and status_of(place, "/ready") == 200
    for _ in range(2):
        assert hear() == "WATCHDOG=1"
    daemon.send_signal(signal.SIGHUP)
    heard = [hear() for _ in range(6)]
    assert any(one.startswith("RELOADING=1\nMONOTONIC_USEC=") for one in heard), heard
    assert any(one.startswith("READY=1") for one in heard), heard
    daemon.send_signal(signal.SIGTERM)
    until(lambda: hear() == "STOPPING=1", "it must say that it stops")
    assert daemon.wait(timeout=30) == 0


def the_watchdog_hears_nothing_of_a_store_that_stands_still(place):
    supervisor = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    supervisor.settimeout(2)
    supervisor.bind(str(place.folder.parent / "notify"))
    place.hand_in([0], random.Random(1))
    daemon = place.start(NOTIFY_SOCKET=str(place.folder.parent / "notify"), WATCHDOG_USEC="400000", MAILROOM_FAILPOINTS="store.commit=hang@12")
    try:
        while supervisor.recv(1000):
            pass
        raise AssertionError("a store that stands still must be told by silence")
    except socket.timeout:
        pass
    finally:
        office.kill(daemon)
    place.finish()
    assert place.verify() == [] and place.outcome()["ledger"] == [("P000000", "20")]


def stops_intake_before_the_disk_is_full(place):
    settings = place.folder / "mailroom.yaml"
    calm = settings.read_text()
    settings.write_text(calm + "keep_free: 900000 GB\n")
    place.hand_in([0], random.Random(1))
    daemon = place.start()
    place.wait_until_ready(daemon)
    until(lambda: "intake_paused" in log_of(place), "intake must pause")
    status = place.ask("status")[0]
    assert status["totals"]["items"]["arrived"] == 0 and "MB free" in str(status["needs_you"]), status["needs_you"]
    assert office.end(daemon) == 0
    settings.write_text(calm)
    place.finish()
    assert place.outcome()["arrived"] == 1


def the_same_offered_twice_is_one_case(place):
    place.hand_in([0], random.Random(1))
    first = (place.folder / "inbox" / "000000.json").read_bytes()
    place.finish()
    (place.folder / "inbox" / "000000.json").write_bytes(first)  # a folder synchronised anew: another inode, another time
    place.finish()
    assert place.outcome()["arrived"] == 1 and len(place.outcome()["ledger"]) == 1
    again = place.folder.parent / "000000.json"
    again.write_bytes(first)
    answer, code = place.ask("submit", str(again), "--again", "a second award")
    assert code == 0, answer
    place.finish()
    assert place.outcome()["arrived"] == 2 and len(place.outcome()["ledger"]) == 2, "on purpose it is a case of its own"


TRIALS = [reloads_by_sighup, reloads_when_files_change, keeps_the_old_when_the_new_is_wrong, takes_changed_settings_over,
          says_what_needs_a_restart, keeps_its_settings_when_the_new_are_wrong, tells_its_supervisor,
          the_watchdog_hears_nothing_of_a_store_that_stands_still, stops_intake_before_the_disk_is_full, the_same_offered_twice_is_one_case]


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--bin", required=True, type=pathlib.Path)
    options.add_argument("names", nargs="*", help="of the trials; default: all")
    arguments = options.parse_args()
    failed = 0
    with tempfile.TemporaryDirectory(prefix="mailroom-life-") as temporary:
        folder = pathlib.Path(temporary)
        binaries = office.programs(arguments.bin.resolve(), folder / "bin")
        for trial in TRIALS:
            name = trial.__name__
            if arguments.names and name not in arguments.names:
                continue
            (folder / name).mkdir()
            place = office.Office(binaries, folder / name / "site")
            try:
                trial(place)
                wrong = ""
            except (AssertionError, OSError) as failure:
                wrong = f"\n    {failure!r}\n{place.last_words()}"
            place.close()
            print(f"{'✘' if wrong else '✔'} {name.replace('_', ' ')}{wrong}", flush=True)
            failed += bool(wrong)
    return 1 if failed else 0


sys.exit(main())
