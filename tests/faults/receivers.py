"""The receivers that deliveries_test.py can send to. Each is a class like web_service.WebService, made on a folder of its own:
delivery() is what the workflow says, behave(share=, seed=) ends the server and starts it again on its port, kill() ends it, effects()
is what took effect as (key, person, amount), honours_keys says whether the same key twice takes effect once, is_slow_to_begin whether a
daemon that was killed needs a while before it delivers again, and environment, if there is one, holds the secrets that the delivery names.
It may have prepare(site): what the site needs besides, and settle(deliveries), which waits for what is delivered later. One that is a program
of the build finds it in the folder MAILROOM_BIN.

A receiver that cannot be started here raises Unavailable, which says why: the test is left out."""
import functools

import batch_file
import broker
import bucket
import file_host
import kafka_cluster
import mail_server
import payment_file
import robots
import sql_servers
import web_service
from unavailable import Unavailable  # noqa: F401: whoever asks for a receiver catches it here


RECEIVERS = {
    "batch-file": batch_file.BatchFile,
    "payment-file": payment_file.PaymentFile,
    "http": web_service.WebService,
    "http-without-keys": functools.partial(web_service.WebService, honours_keys=False),
    "postgresql": sql_servers.Postgres,
    "mariadb": sql_servers.Mariadb,
    "odbc-postgresql": functools.partial(sql_servers.Postgres, driver="psqlodbcw.so"),
    "odbc-mariadb": functools.partial(sql_servers.Mariadb, driver="libmaodbc.so"),
    "mail": mail_server.MailServer,
    "sftp": file_host.FileHost,
    "s3": bucket.AwardsBucket,
    "amqp": broker.Broker,
    "kafka": kafka_cluster.KafkaCluster,
    "amqp-without-keys": functools.partial(broker.Broker, honours_keys=False),
    "browser": robots.LegacyApp,
    "browser-without-look-up": functools.partial(robots.LegacyApp, looks_up=False),
    "terminal": robots.LedgerProgram,
    "terminal-without-look-up": functools.partial(robots.LedgerProgram, looks_up=False),
    "tn3270": robots.TestHost,
    "tn3270-without-look-up": functools.partial(robots.TestHost, looks_up=False),
}
