"""librdkafka's mock cluster beside an office of this folder (tests/fakes/kafka_cluster.cc). It keeps everything in memory, so it is not killed:
all of its brokers are away for a moment. It looks at no key; its reader takes each once."""
import json, os, pathlib, subprocess, time

AWAY_SECONDS = 0.3


class KafkaCluster:
    honours_keys = True

    def __init__(self, folder):
        program = pathlib.Path(os.environ["MAILROOM_BIN"]) / "kafka_cluster"
        self.process = subprocess.Popen([program], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.broker = self.process.stdout.readline().split()[-1]

    def tell(self, word):
        self.process.stdin.write(word + "\n")
        self.process.stdin.flush()

    def behave(self, share=0, seed=1):
        self.tell("down")
        time.sleep(AWAY_SECONDS)
        self.tell("up")

    def kill(self):
        self.process.kill()
        self.process.communicate()

    def delivery(self):
        return (f"    kafka: {self.broker}\n"
                "    topic: awards\n"
                "    tls: {required: false}\n"
                "    body: {person: award.person, amount: doubled}\n"
                "    idempotency: key\n"
                "    timeout: PT5S\n")

    def effects(self):
        self.tell("records")
        found = {}
        for line in iter(self.process.stdout.readline, "end\n"):
            key, body = line.split(" ", 1)
            award = json.loads(body, parse_float=str, parse_int=str)
            found[key] = (key, award["person"], award["amount"])
        return list(found.values())
