"""The receivers that deliveries_test.py can send to. Each is a class like web_service.WebService, made on a folder of its own:
delivery() is what the workflow says, behave(share=, seed=) ends the server and starts it again on its port, kill() ends it, effects()
is what took effect as (key, person, amount), and honours_keys says whether the same key twice takes effect once. One that takes
what was delivered later has settle(deliveries), which waits for that.

A receiver that cannot be started here raises Unavailable, which says why: the test is left out."""
import functools

import batch_file
import payment_file
import web_service


class Unavailable(Exception):
    pass


RECEIVERS = {
    "batch-file": batch_file.BatchFile,
    "payment-file": payment_file.PaymentFile,
    "http": web_service.WebService,
    "http-without-keys": functools.partial(web_service.WebService, honours_keys=False),
}
