"""Servers of the fault tests, as processes of tests/fakes that say "listening on 127.0.0.1:PORT" once they are ready, and a line to them that
is cut at random (tests/fakes/cutting_proxy.py)."""
import os, pathlib, signal, subprocess, sys

from unavailable import Unavailable

FAKES = pathlib.Path(__file__).parent.parent / "fakes"
READY = "listening on 127.0.0.1:"


class Server:
    def __init__(self, program, *arguments):
        self.command, self.port, self.process = [FAKES / program, *arguments], 0, None

    def start(self, *more):
        """On the port that it had before. It ends with all that it started."""
        self.process = subprocess.Popen([*self.command, *more, "--port", str(self.port)], stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                                        text=True, start_new_session=True)
        said = []
        for line in self.process.stdout:
            said.append(line)
            if READY in line:
                self.port = int(line.rsplit(":", 1)[1])
                return self
        raise Unavailable("".join(said).strip() or "no word from " + str(self.command[0]))

    def kill(self):
        if self.process:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
            self.process.stdout.close()
            self.process = None


class BehindProxy:
    """A receiver whose server is real and does not misbehave: the line to it does, and now and then it is killed with it."""
    kills_server_each = 3  # of so many times that the line is

    def __init__(self, server):
        self.server, self.times = server.start(), 0
        self.proxy = Server("cutting_proxy.py", "--to", str(server.port)).start()

    @property
    def port(self):
        return self.proxy.port

    def behave(self, share=0, seed=1):
        self.proxy.kill()
        self.times += 1
        if self.times % self.kills_server_each == 0:
            self.server.kill()
            self.server.start()
        self.proxy.start("--share", str(share), "--seed", str(seed))

    def kill(self):
        self.proxy.kill()
        self.server.kill()
