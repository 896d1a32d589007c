// What is told of a wrong mailroom.yaml: tests/data/site_diagnostics.golden.
#include <gtest/gtest.h>

#include "daemon/site_text.h"
#include "tests/mistakes.h"

namespace mailroom::daemon {
namespace {

constexpr std::string_view kSite = R"(name: benefits-office
time_zone: Europe/London
store: data/mailroom.db
objects: s3://claims/post
s3: {endpoint: "https://s3.example", secret_key: "${secret:S3}", style: path}
workers: 2
error_budget: 0.1%
largest_item: 200 MB
look_every: PT2S
stamps: ignore
secrets: {folder: secrets, environment: true}
retention: {documents: P1Y, facts: P7Y}
private_networks: [10.20.0.0/16]
letters:
  complaint: {queue: complaints, urgent: false, due: P5D}
inboxes:
  post: {folder: inbox, settle: PT5S, accept: [pdf, tiff], release: archive}
  mail:
    imap: imaps://mail.example
    user: claims
    password: ${secret:MAIL}
    move: {closed: Done}
    facts: {team: {subject: {"*hardship*": hardship}, otherwise: general}}
  portal: {http: "127.0.0.1:8421", token: "${secret:TOKEN}"}
  scans: {sftp: sftp://scans.example/out, known_hosts: hosts, user: scans, key: scans.key}
)";

constexpr Mistake kMistakes[] = {
    // YAML itself, and what YAML 1.1 read otherwise.
    {"a tab", "  post: {folder", "\tpost: {folder"},
    {"a quote that is not closed", "http: \"127.0.0.1:8421\"", "http: \"127.0.0.1:8421"},
    {"a brace that is not closed", "move: {closed: Done}", "move: {closed: Done"},
    {"a colon without a blank", "workers: 2", "workers:2"},
    {"braces without quotes", "name: benefits-office", "name: {{ office }}"},
    {"several mistakes at once", "workers: 2\nerror_budget: 0.1%",
     "wokers: 2\nerror_budget: \"0.1%\nlook_evry: PT2S"},
    {"a yes that should be true", "environment: true", "environment: yes"},
    {"a number with a leading zero", "workers: 2", "workers: 02"},
    {"a number with underscores", "largest_item: 200 MB", "largest_item: 1_000 MB"},
    {"a list instead of a mapping", kSite.data(), "- name: benefits-office\n"},
    // Keys.
    {"a key misspelt", "workers: 2", "wokers: 2"},
    {"a key like none", "workers: 2", "colour: red"},
    {"a key of an inbox misspelt", "settle: PT5S", "setle: PT5S"},
    {"a key of another kind of inbox", "settle: PT5S", "token: \"${secret:TOKEN}\""},
    {"a key twice", "workers: 2", "workers: 2\nworkers: 4"},
    {"an inbox twice", "  portal:", "  post:"},
    {"an empty key", "name: benefits-office", "name:"},
    {"a mapping instead of a text", "name: benefits-office", "name: {is: benefits-office}"},
    {"a text instead of a mapping", "secrets: {folder: secrets, environment: true}", "secrets: secrets"},
    // Values.
    {"workers in words", "workers: 2", "workers: two"},
    {"no workers", "workers: 2", "workers: 0"},
    {"a budget beyond all", "error_budget: 0.1%", "error_budget: 60%"},
    {"a size without its unit", "largest_item: 200 MB", "largest_item: 200"},
    {"a duration in words", "look_every: PT2S", "look_every: 2 seconds"},
    {"a period in words", "retention: {documents: P1Y", "retention: {documents: one year"},
    {"a time zone that is none", "time_zone: Europe/London", "time_zone: Europe/Lodnon"},
    {"stamps that are something else", "stamps: ignore", "stamps: ignor"},
    {"a network that is none", "[10.20.0.0/16]", "[10.20.0.0/160]"},
    {"networks that are no list", "[10.20.0.0/16]", "10.20.0.0/16"},
    {"a store of another kind", "store: data/mailroom.db", "store: mysql://db/mailroom"},
    {"a bucket that is none", "s3://claims/post", "s3://Claims_/post"},
    {"a style that is none", "style: path", "style: paht"},
    {"an endpoint that is none", "https://s3.example", "s3.example"},
    {"a calibration that is not there", "stamps: ignore", "calibration: calibration.yaml"},
    {"a letter that is due some day", "due: P5D", "due: soon"},
    {"a letter that is a text", "complaint: {queue: complaints, urgent: false, due: P5D}",
     "complaint: complaints"},
    // Inboxes.
    {"a release misspelt", "release: archive", "release: archiv"},
    {"a type that is none", "accept: [pdf, tiff]", "accept: [pdf, doc]"},
    {"types that are no list", "accept: [pdf, tiff]", "accept: pdf"},
    {"two inboxes on one folder", "  portal:", "  second: {folder: inbox}\n  portal:"},
    {"a mail server by another name", "imaps://mail.example", "pop3://mail.example"},
    {"a mailbox without a user", "    user: claims\n", ""},
    {"a mailbox without a password", "    password: ${secret:MAIL}\n", ""},
    {"mails that are moved where they come from", "closed: Done", "closed: INBOX"},
    {"mails that are deleted and moved", "    move: {closed: Done}",
     "    release: delete\n    move: {closed: Done}"},
    {"a fact by something that is not known", "team: {subject:", "team: {subjct:"},
    {"a fact of a name that every inbox has", "facts: {team:", "facts: {sender:"},
    {"a fact with a blank in its name", "facts: {team:", "facts: {the team:"},
    {"an upload without a port", "127.0.0.1:8421", "127.0.0.1"},
    {"an upload without a token", ", token: \"${secret:TOKEN}\"", ""},
    {"a folder elsewhere without its host's key", "known_hosts: hosts, ", ""},
    {"a folder elsewhere by another way", "sftp://scans.example/out", "ftp://scans.example/out"},
    // Secrets.
    {"a password in plain text", "password: ${secret:MAIL}", "password: geheim"},
    {"a token in plain text", "\"${secret:TOKEN}\"", "geheim"},
    {"a bucket's key in plain text", "\"${secret:S3}\"", "geheim"},
    {"a store's password in plain text", "store: data/mailroom.db",
     "store: postgresql://mailroom:geheim@db/mailroom"},
    {"a password in a mail server's address", "imaps://mail.example", "imaps://claims:geheim@mail.example"},
    {"a password in a host's address", "sftp://scans.example/out", "sftp://scans:geheim@scans.example/out"},
};

TEST(SiteMistakes, EveryMistakeIsExplainedAtItsPlace) {
  const TemporaryFolder folder;
  expect_golden("site_diagnostics", explained(kSite, kMistakes, [&](const std::string& text) {
                  std::vector<Diagnostic> problems;
                  read_site(folder.path(), text, problems);
                  std::string said;
                  for (const Diagnostic& problem : problems) said += to_text(problem, text);
                  return said;
                }));
}

}  // namespace
}  // namespace mailroom::daemon
