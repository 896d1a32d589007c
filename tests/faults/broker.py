"""RabbitMQ beside an office of this folder (tests/fakes/broker), behind a line that is cut. It looks at no message-id; the reader that honours
keys takes each once."""
import json

from server import BehindProxy, Server
from unavailable import Unavailable


class Broker(BehindProxy):
    environment = {"MAILROOM_SECRET_BROKER_PASSWORD": "swordfish"}
    kills_server_each = 6  # it takes some seconds to come up

    def __init__(self, folder, honours_keys=True):
        try:
            import pika
        except ImportError:
            raise Unavailable("python3-pika is not installed") from None
        self.pika, self.honours_keys = pika, honours_keys
        super().__init__(Server("broker", folder / "broker"))

    def delivery(self):
        return (f"    amqp: amqp://127.0.0.1:{self.port}\n"
                "    login: {user: office, password: \"${secret:BROKER_PASSWORD}\"}\n"
                "    exchange: decisions\n"
                "    routing_key: award.decided\n"
                "    body: {person: award.person, amount: doubled}\n"
                f"    idempotency: {'key' if self.honours_keys else 'none'}\n"
                "    timeout: PT5S\n")

    def effects(self):
        parameters = self.pika.ConnectionParameters("127.0.0.1", self.server.port, credentials=self.pika.PlainCredentials("office", "swordfish"))
        connection = self.pika.BlockingConnection(parameters)
        channel, found = connection.channel(), []
        while True:
            method, properties, body = channel.basic_get("awards")
            if method is None:
                break
            award = json.loads(body, parse_float=str, parse_int=str)
            found.append((properties.message_id, award["person"], award["amount"]))
        connection.close()  # what was not acknowledged goes back
        return sorted(set(found)) if self.honours_keys else found
