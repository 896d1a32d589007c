"""The receivers that deliveries_test.py can send to. Each is a class like web_service.WebService, made on a folder of its own:
delivery() is what the workflow says, behave(share=, seed=) ends the server and starts it again on its port, kill() ends it, effects()
is what took effect as (key, person, amount), honours_keys says whether the same key twice takes effect once, and is_slow_to_begin
whether a daemon that was killed needs a while before it delivers again. It may have prepare(site): what the site needs besides.

A receiver that cannot be started here raises Unavailable, which says why: the test is left out."""
import functools

import robots
import web_service


class Unavailable(Exception):
    pass


RECEIVERS = {
    "http": web_service.WebService,
    "http-without-keys": functools.partial(web_service.WebService, honours_keys=False),
    "browser": functools.partial(robots.LegacyApp, unavailable=Unavailable),
    "browser-without-look-up": functools.partial(robots.LegacyApp, looks_up=False, unavailable=Unavailable),
    "terminal": robots.LedgerProgram,
    "terminal-without-look-up": functools.partial(robots.LedgerProgram, looks_up=False),
    "tn3270": functools.partial(robots.TestHost, unavailable=Unavailable),
    "tn3270-without-look-up": functools.partial(robots.TestHost, looks_up=False, unavailable=Unavailable),
}
