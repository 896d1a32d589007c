"""The receivers that deliveries_test.py can send to. Each is a class like web_service.WebService, made on a folder of its own:
delivery() is what the workflow says, behave(share=, seed=) ends the server and starts it again on its port, kill() ends it, effects()
is what took effect as (key, person, amount), honours_keys says whether the same key twice takes effect once, and environment, if there is one,
holds the secrets that the delivery names. One that is a program of the build finds it in the folder MAILROOM_BIN; one that takes what was
delivered later has settle(deliveries), which waits for that.

A receiver that cannot be started here raises Unavailable, which says why: the test is left out."""
import functools

import batch_file
import broker
import bucket
import file_host
import kafka_cluster
import mail_server
import sql_servers
import web_service
from unavailable import Unavailable  # noqa: F401: whoever asks for a receiver catches it here


RECEIVERS = {
    "batch-file": batch_file.BatchFile,
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
}
