#!/usr/bin/env python3
"""Documents in a bucket of S3: a whole office works with it while the server and the daemon are killed at random; the post comes
to what it comes to undisturbed, every document is in the bucket, sealed, and none beside it. Left out (77) where tests/fakes/s3rver
cannot be started.

usage: bucket_test.py --bin BUILD/bin [--items 40] [--kills 6] [--seed N]
"""
import argparse, pathlib, random, subprocess, sys, tempfile, time

import office

S3RVER = pathlib.Path(__file__).parent.parent / "fakes" / "s3rver"
BUCKET = "northmere"


class Bucket:
    def __init__(self, folder):
        self.data, self.port, self.process = folder / "s3", 0, None
        self.start()

    def start(self):
        self.process = subprocess.Popen([S3RVER, "-s", "-d", self.data, "-a", "127.0.0.1", "-p", str(self.port), "--configure-bucket", BUCKET],
                                        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        for line in self.process.stdout:
            if "listening" in line:
                self.port = int(line.rsplit(":", 1)[1])
                return
        print(self.process.communicate()[1])
        sys.exit(self.process.returncode)

    def kill(self):
        self.process.kill()
        self.process.communicate()

    def settings(self):
        return f"objects: s3://{BUCKET}/post\ns3: {{endpoint: 'http://127.0.0.1:{self.port}'}}\n"

    def objects(self):
        return [file for file in (self.data / BUCKET / "post").rglob("*_object") if file.is_file()]


def disturbed(place, bucket, kills, chance):
    daemon = place.start()
    for _ in range(kills):
        assert place.wait_until_ready(daemon)
        time.sleep(chance.uniform(0.1, 0.8))
        bucket.kill()
        time.sleep(chance.uniform(0, 0.5))
        if chance.random() < 0.5:
            office.kill(daemon)
            daemon = place.start()
        bucket.start()
    assert place.wait_until_ready(daemon)
    assert office.end(daemon) == 0, "a clean stop ends with 0"
    place.finish()
    return place.outcome()


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--bin", required=True, type=pathlib.Path)
    options.add_argument("--items", type=int, default=40)
    options.add_argument("--kills", type=int, default=6)
    options.add_argument("--seed", type=int, default=random.randrange(1 << 30))
    arguments = options.parse_args()
    print("seed", arguments.seed, flush=True)
    chance = random.Random(arguments.seed)
    with tempfile.TemporaryDirectory(prefix="mailroom-bucket-") as temporary:
        folder = pathlib.Path(temporary)
        binaries = office.programs(arguments.bin.resolve(), folder / "bin")
        bucket, offices = Bucket(folder), []
        try:
            for name in ("quiet", "hurt"):
                place = office.Office(binaries, folder / name)
                offices.append(place)
                for number in range(arguments.items):
                    place.hand_in([number], random.Random(number))
            quiet, hurt = offices
            quiet.finish()
            with open(hurt.folder / "mailroom.yaml", "a") as settings:
                settings.write(bucket.settings())
            hurt.environment = {"MAILROOM_SECRET_S3_ACCESS_KEY": "S3RVER", "MAILROOM_SECRET_S3_SECRET_KEY": "S3RVER"}
            problems = office.differences(quiet.outcome(), disturbed(hurt, bucket, arguments.kills, chance)) + hurt.verify()
            objects = bucket.objects()
            if (hurt.folder / "data" / "objects").exists():
                problems.append("there are documents beside the bucket")
            if len(objects) < arguments.items * 0.9 or any(b"award" in file.read_bytes() for file in objects):
                problems.append(f"{len(objects)} objects in the bucket, or one that can be read")
        finally:
            bucket.kill()
            for place in offices:
                place.close()
        print(f"{'✘' if problems else '✔'} {arguments.items} items, {len(objects)} objects in the bucket, {arguments.kills} kills", *problems, sep="\n    ")
    return 1 if problems else 0


sys.exit(main())
