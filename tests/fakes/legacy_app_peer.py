#!/usr/bin/env python3
"""The legacy application of examples/ as a test wants it: of what it is told to store a share goes wrong, before or after it took
effect, and it may be killed at any instant and started again on its port.

usage: legacy_app_peer.py --awards FILE [--port PORT] [--manner NAME] [--share 0.2] [--seed N] [--patience SECONDS]
"""
import pathlib, random, sys, time

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent.parent / "examples" / "legacy-app"))
import legacy_app

MANNERS = ("hangs", "hangs_after", "cuts_before", "cuts_after", "says_503", "says_500_after", "late", "forgets_session", "refuses")


class Handler(legacy_app.Handler):
    def store(self, fields):
        options, chance = self.server.options, self.server.chance
        with self.server.lock:
            manner = (options.manner or chance.choice(MANNERS)) if chance.random() < options.share else ""
        if manner == "hangs":
            time.sleep(options.patience)
        if manner in ("hangs", "cuts_before"):
            self.close_connection = True
            return
        if manner == "says_503":
            return self.page("Unavailable", "<p>Come back later.</p>", 503)
        if manner == "refuses":
            return self.page("New award", "<p>Not accepted: the books are closed.</p>")
        if manner == "forgets_session":
            self.server.sessions.clear()
            return self.redirect("/login")
        if manner == "late":
            time.sleep(options.patience / 2)
        reference = self.server.take(fields)
        if manner == "hangs_after":
            time.sleep(options.patience)
        if manner in ("hangs_after", "cuts_after"):
            self.close_connection = True
            return
        if manner == "says_500_after":
            return self.page("Error", "<p>Something broke.</p>", 500)
        self.stored(reference)


options = legacy_app.arguments()
options.add_argument("--manner", choices=MANNERS)
options.add_argument("--share", type=float, default=0)
options.add_argument("--seed", type=int, default=1)
options.add_argument("--patience", type=float, default=3)
application = legacy_app.Application(options.parse_args(), Handler)
application.chance = random.Random(application.options.seed)
print(application.server_address[1], flush=True)
application.serve_forever()
