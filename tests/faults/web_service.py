"""A web service beside an office of this folder (tests/fakes/http_peer.py), as a process that may be killed."""
import pathlib, subprocess, sys

PEER = pathlib.Path(__file__).parent.parent / "fakes" / "http_peer.py"


class WebService:

    def __init__(self, folder, honours_keys=True):
        self.effects_file, self.honours_keys, self.port, self.process = folder / "effects", honours_keys, 0, None
        self.behave()

    def behave(self, manner=None, share=0, seed=1):
        """From now on: it is started again on its port."""
        self.kill()
        command = [sys.executable, PEER, "--effects", self.effects_file, "--port", str(self.port), "--share", str(share), "--seed", str(seed)]
        command += ["--manner", manner] if manner else []
        command += [] if self.honours_keys else ["--forgets"]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        self.port = int(self.process.stdout.readline())

    def kill(self):
        if self.process:
            self.process.kill()
            self.process.communicate()
            self.process = None

    def delivery(self):
        """What a workflow says to deliver here."""
        return (f"    http: http://127.0.0.1:{self.port}/awards\n"
                "    body: {person: award.person, amount: doubled}\n"
                f"    idempotency: {'key' if self.honours_keys else 'none'}\n"
                "    timeout: PT2S\n")

    def effects(self):
        """Each as key, person, amount."""
        return [tuple(line.split()) for line in self.effects_file.read_text().splitlines()]
