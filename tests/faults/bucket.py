"""An S3 server beside an office of this folder (tests/fakes/s3rver), behind a line that is cut. It keeps one object under a name."""
import json

from server import BehindProxy, Server

BUCKET = "northmere"


class AwardsBucket(BehindProxy):
    honours_keys = True
    environment = {"MAILROOM_SECRET_AWARDS_ACCESS_KEY": "S3RVER", "MAILROOM_SECRET_AWARDS_SECRET_KEY": "S3RVER"}

    def __init__(self, folder):
        self.data = folder / "s3"
        super().__init__(Server("s3rver", "-s", "-d", self.data, "-a", "127.0.0.1", "--configure-bucket", BUCKET))

    def delivery(self):
        return (f"    s3: s3://{BUCKET}/awards\n"
                f"    endpoint: http://127.0.0.1:{self.port}\n"
                "    access_key: ${secret:AWARDS_ACCESS_KEY}\n"
                "    secret_key: ${secret:AWARDS_SECRET_KEY}\n"
                "    content: {person: award.person, amount: doubled}\n"
                "    idempotency: name\n"
                "    timeout: PT5S\n")

    def effects(self):
        objects = [json.loads(file.read_text(), parse_float=str, parse_int=str) for file in (self.data / BUCKET / "awards").glob("*_object")]
        return [(one["idempotency_key"], one["content"]["person"], one["content"]["amount"]) for one in objects]
