#include "daemon/site.h"

#include "base/error.h"
#include "base/file.h"
#include "daemon/secrets.h"

namespace mailroom::daemon {

namespace {

struct SiteFolder {
  TemporaryFolder folder;
  std::vector<Diagnostic> problems;

  std::optional<Site> load(std::string_view yaml) {
    write_file(folder.path() / kSiteFile, yaml);
    return load_site(folder.path(), problems);
  }
};

}  // namespace

TEST(Site, ServesOneMachineWithoutAnyKey) {
  SiteFolder here;
  const auto site = here.load("");
  ASSERT_TRUE(site);
  EXPECT_EQ(site->name, here.folder.path().filename());
  ASSERT_EQ(site->inboxes.size(), 1u);
  EXPECT_EQ(site->inboxes[0].folder, here.folder.path() / "inbox");
  EXPECT_EQ(site->store, here.folder.path() / "data/mailroom.db");
  EXPECT_GE(site->workers, 1);
}

TEST(Site, NamesAServerInsteadOfAFile) {
  SiteFolder here;
  auto site =
      here.load("store: postgresql://mailroom:${secret:STORE_PASSWORD}@db.example/mailroom\nlease: PT10S\n");
  ASSERT_TRUE(site);
  EXPECT_EQ(site->store_url, "postgresql://mailroom:${secret:STORE_PASSWORD}@db.example/mailroom");
  EXPECT_TRUE(site->objects_in_store);
  EXPECT_EQ(site->lease, std::chrono::seconds(10));
  site = here.load("store: ${secret:STORE_URL}\nobjects: /srv/mailroom/objects\n");
  ASSERT_TRUE(site);
  EXPECT_EQ(site->store_url, "${secret:STORE_URL}");
  EXPECT_FALSE(site->objects_in_store);
  EXPECT_EQ(site->objects, "/srv/mailroom/objects");
}

TEST(Site, TakesNoPasswordAndNoOtherServerInItsStore) {
  SiteFolder here;
  EXPECT_FALSE(here.load("store: postgresql://mailroom:hunter2@db.example/mailroom\n"));
  EXPECT_EQ(here.problems.at(0).code, "secret_in_file");
  SiteFolder other;
  EXPECT_FALSE(other.load("store: mysql://db.example/mailroom\n"));
  EXPECT_EQ(other.problems.at(0).message,
            "'store': expected a file or postgresql://HOST/DATABASE, got 'mysql://db.example/mailroom'");
}

TEST(Site, MovesMailsByTheirOutcome) {
  const std::string mailbox =
      "inboxes:\n  mail:\n    imap: imaps://m.example\n    user: a\n    password: ${secret:P}\n";
  SiteFolder here;
  const auto site = here.load(mailbox + "    move: {closed: Done, waiting: Pending}\n");
  ASSERT_TRUE(site);
  EXPECT_EQ(site->inboxes[0].mailbox->moves,
            (std::map<ItemOutcome::Kind, std::string>{{ItemOutcome::Kind::closed, "Done"},
                                                      {ItemOutcome::Kind::waiting, "Pending"}}));
  for (const auto& [wrong, said] :
       std::map<std::string, std::string>{{"    move: {closed: Taken}\n",
                                           "'closed': expected another mailbox than those that mails are "
                                           "taken from and put into, got 'Taken'"},
                                          {"    move: {clsed: Done}\n", "unknown key 'clsed'"},
                                          {"    release: delete\n    move: {closed: Done}\n",
                                           "'move': mails that are deleted cannot be moved any more"}}) {
    SiteFolder other;
    EXPECT_FALSE(other.load(mailbox + wrong)) << wrong;
    EXPECT_EQ(other.problems.at(0).message, said);
  }
}

TEST(Site, KnowsFoldersOnOtherHosts) {
  SiteFolder here;
  const auto site = here.load(
      "inboxes:\n  scans: {sftp: 'sftp://h.example/out', known_hosts: tls/h, user: a, key: secrets/k, "
      "release: delete}\n");
  ASSERT_TRUE(site && site->inboxes[0].remote);
  EXPECT_EQ(site->inboxes[0].remote->key_file, here.folder.path() / "secrets/k");
  EXPECT_EQ(site->inboxes[0].settle, std::chrono::seconds(10));
  for (const auto& [wrong, said] : std::map<std::string, std::string>{
           {"{sftp: 'sftp://u@h.example/out', known_hosts: k, user: a, key: k}",
            "'sftp': expected sftp://HOST/FOLDER, got 'sftp://u@h.example/out'"},
           {"{sftp: 'sftp://h.example/out', user: a, key: k}",
            "a folder on another host needs its key, 'known_hosts'"},
           {"{sftp: 'sftp://h.example/out', known_hosts: k, user: a}",
            "a folder on another host needs a 'key' or a 'password', one of them"},
           {"{sftp: 'sftp://h.example/out', known_hosts: k, user: a, key: k, mailbox: X}",
            "'mailbox' means nothing to an inbox that is a folder on another host"}}) {
    SiteFolder other;
    EXPECT_FALSE(other.load("inboxes:\n  scans: " + wrong + "\n")) << wrong;
    EXPECT_EQ(other.problems.at(0).message, said);
  }
}

TEST(Site, NamesABucketInsteadOfAFolder) {
  SiteFolder here;
  auto site = here.load("objects: s3://northmere/post/2026/\n");
  ASSERT_TRUE(site && site->bucket);
  EXPECT_EQ(site->bucket->bucket, "northmere");
  EXPECT_EQ(site->bucket->prefix, "post/2026");
  EXPECT_FALSE(site->bucket->in_path);  // Amazon's own
  EXPECT_EQ(site->bucket->secret_key, "${secret:S3_SECRET_KEY}");
  site = here.load(
      "objects: s3://northmere\n"
      "s3: {endpoint: 'https://s3.example', region: eu-west-2, access_key: post, trust: tls/ca.pem}\n");
  ASSERT_TRUE(site && site->bucket);
  EXPECT_EQ(site->bucket->prefix, "");
  EXPECT_TRUE(site->bucket->in_path);
  EXPECT_EQ(site->bucket->region, "eu-west-2");
  EXPECT_EQ(site->bucket->access_key, "post");
  EXPECT_EQ(site->bucket->trust_file, here.folder.path() / "tls/ca.pem");
  site = here.load("store: '${secret:STORE_URL}'\nobjects: s3://northmere\n");
  ASSERT_TRUE(site && site->bucket);
  EXPECT_FALSE(site->objects_in_store);
}

TEST(Site, TakesNoKeyAndNoNonsenseForABucket) {
  SiteFolder here;
  EXPECT_FALSE(
      here.load("objects: s3://No_Bucket/\ns3: {endpoint: s3.example, style: both, secret_key: hunter2}\n"));
  std::string codes;
  for (const Diagnostic& problem : here.problems) codes += problem.code + " ";
  EXPECT_EQ(codes, "wrong_value secret_in_file wrong_value wrong_value ");
}

TEST(Site, NamesThePrivateNetworksThatDeliveriesMayGoTo) {
  SiteFolder here;
  EXPECT_TRUE(here.load("private_networks: [10.20.0.0/16, '::1']\n"));
  EXPECT_FALSE(here.load("private_networks: [10.20.0.0/16, ledger.example]\n"));
  EXPECT_EQ(here.problems.at(0).message,
            "'private_networks': expected an address or a network, got 'ledger.example'");
}

TEST(Site, TakesWhatIsWritten) {
  SiteFolder here;
  const auto site = here.load(R"(
name: benefits-office
time_zone: Europe/London
workers: 3
error_budget: 0.5%
largest_item: 20 MB
review_lease: PT30M
inboxes:
  post: {folder: in/post, release: leave, settle: PT5S}
  portal:
secrets: {folder: keys, environment: false}
retention: {documents: P2Y}
stamps: ignore
letters:
  hardship: {queue: duty, urgent: true, due: P1D}
  thanks:
)");
  ASSERT_TRUE(site) << here.problems.at(0).message;
  EXPECT_EQ(site->workers, 3);
  EXPECT_DOUBLE_EQ(site->error_budget, 0.005);
  EXPECT_EQ(site->item_bytes, 20u << 20);
  EXPECT_EQ(site->review_lease, std::chrono::minutes(30));
  ASSERT_EQ(site->inboxes.size(), 2u);
  EXPECT_EQ(site->inboxes[0].release, Release::leave);
  EXPECT_EQ(site->inboxes[0].settle, std::chrono::seconds(5));
  EXPECT_EQ(site->inboxes[1].folder, here.folder.path() / "portal");
  EXPECT_FALSE(site->secrets_from_environment);
  EXPECT_EQ(site->retention.documents, "P2Y");
  EXPECT_FALSE(site->post.reads_stamps);
  ASSERT_EQ(site->post.letters.size(), 2u);
  EXPECT_EQ(site->post.letters[0].queue, "duty");
  EXPECT_TRUE(site->post.letters[0].urgent);
  EXPECT_EQ(site->post.letters[0].due, parse_period("P1D"));
  EXPECT_EQ(site->post.letters[1].kind, "thanks");
}

TEST(Site, ReportsEveryProblemOfTheFileInOneRun) {
  SiteFolder here;
  EXPECT_FALSE(
      here.load("nmae: office\nworkers: many\ninboxes:\n  post: {release: burn}\n"
                "letters: {thanks: {due: soon}}\n"));
  ASSERT_EQ(here.problems.size(), 4u);
  EXPECT_EQ(here.problems[0].message, "unknown key 'nmae'");
  EXPECT_EQ(here.problems[0].hint, "write 'name'");
  EXPECT_EQ(here.problems[0].place.line, 1);
  EXPECT_EQ(here.problems[1].message, "'workers': expected a number from 1 to 256, got 'many'");
  EXPECT_EQ(here.problems[2].message, "'release': expected 'archive', 'leave' or 'delete', got 'burn'");
  EXPECT_EQ(here.problems[2].place.line, 4);
  EXPECT_EQ(here.problems[3].message, "'due': expected a period, got 'soon'");
}

TEST(Site, IsFoundUpwardsFromWhereOneStands) {
  SiteFolder here;
  write_file(here.folder.path() / kSiteFile, "name: office\n");
  make_folder(here.folder.path() / "workflows/old");
  EXPECT_EQ(open_site(here.folder.path() / "workflows/old").folder, here.folder.path());
  const TemporaryFolder elsewhere;
  try {
    open_site(elsewhere.path());
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), "no_site");
    EXPECT_EQ(error.fault(), Fault::usage);
  }
}

TEST(Secrets, ComeFromFilesBeforeTheEnvironment) {
  const TemporaryFolder folder;
  write_file(folder.path() / "LEDGER_URL", "sqlite:data/ledger.db\n");
  ::setenv("MAILROOM_SECRET_LEDGER_URL", "from the environment", 1);
  ::setenv("MAILROOM_SECRET_ONLY_HERE", "x", 1);
  const Secrets secrets(folder.path(), true);
  EXPECT_EQ(secrets.resolve(std::string_view("${secret:LEDGER_URL}")), "sqlite:data/ledger.db");
  EXPECT_EQ(secrets.resolve(std::string_view("a${secret:ONLY_HERE}b")), "axb");
  EXPECT_FALSE(Secrets(folder.path(), false).find("ONLY_HERE"));
  EXPECT_FALSE(secrets.find("../LEDGER_URL"));
  const Value resolved = secrets.resolve(Value(Context{{"sql", "${secret:LEDGER_URL}"}, {"n", 1}}));
  EXPECT_EQ(resolved.context().at("sql"), Value("sqlite:data/ledger.db"));
}

TEST(Secrets, SayWhereAMissingOneIsLookedFor) {
  const TemporaryFolder folder;
  try {
    Secrets(folder.path(), true).resolve(std::string_view("${secret:NOWHERE}"));
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.message(), "there is no secret 'NOWHERE'");
    EXPECT_THAT(error.hint(), ::testing::HasSubstr("MAILROOM_SECRET_NOWHERE"));
  }
}

TEST(Site, TakesMailFromAMailboxAndFilesByHttp) {
  SiteFolder here;
  const auto site = here.load(
      "inboxes:\n"
      "  post: {folder: inbox}\n"
      "  mail:\n"
      "    imap: imaps://mail.example:9993\n"
      "    user: claims@office.example\n"
      "    password: ${secret:MAIL_PASSWORD}\n"
      "    trust: tls/ca.pem\n"
      "    taken: Done\n"
      "    largest: 30 MB\n"
      "    accept: [pdf, tiff]\n"
      "  portal: {http: '[::1]:8421', token: '${secret:UPLOAD_TOKEN}'}\n");
  ASSERT_TRUE(site) << here.problems.at(0).message;
  const InboxSettings& mail = inbox_named(*site, "mail");
  ASSERT_TRUE(mail.mailbox);
  EXPECT_FALSE(mail.is_folder());
  EXPECT_EQ(mail.mailbox->url, "imaps://mail.example:9993");
  EXPECT_EQ(mail.mailbox->password, "${secret:MAIL_PASSWORD}");
  EXPECT_EQ(mail.mailbox->trust_file, here.folder.path() / "tls/ca.pem");
  EXPECT_EQ(mail.mailbox->name, "INBOX");
  EXPECT_EQ(mail.mailbox->taken, "Done");
  EXPECT_EQ(mail.largest, 30u << 20);
  EXPECT_EQ(mail.accepted_types, (std::vector<std::string>{"application/pdf", "image/tiff"}));
  const InboxSettings& portal = inbox_named(*site, "portal");
  ASSERT_TRUE(portal.upload);
  EXPECT_EQ(portal.upload->host, "::1");
  EXPECT_EQ(portal.upload->port, 8421);
  EXPECT_EQ(portal.largest, UploadSettings::kLargest);
}

TEST(Site, SaysWhatIsWrongWithAnInbox) {
  const std::vector<std::pair<std::string, std::string>> wrong = {
      {"imap: https://mail.example, user: a, password: '${secret:A}'",
       "'imap': expected imaps://HOST or imap://HOST, with :PORT where it is another one, got "
       "'https://mail.example'"},
      {"imap: 'imaps://a:b@mail.example', user: a, password: '${secret:A}'",
       "'imap': a password stands in plain text here"},
      {"imap: 'imaps://mail.example', user: a, password: hunter2",
       "'password': a secret stands in plain text here"},
      {"imap: 'imaps://mail.example', password: '${secret:A}'", "a mailbox needs a 'user'"},
      {"imap: 'imaps://mail.example', user: a, password: '${secret:A}', folder: inbox",
       "'folder' means nothing to an inbox that is a mailbox"},
      {"imap: 'imaps://mail.example', user: a, password: '${secret:A}', taken: INBOX",
       "'taken' is the mailbox itself"},
      {"http: 8421, token: '${secret:A}'", "'http': expected an address and a port, got '8421'"},
      {"http: '127.0.0.1:8421'", "uploads need a 'token' that programs show"},
      {"folder: in, token: '${secret:A}'", "'token' means nothing to an inbox that is a folder"},
      {"accept: [pdf, docx]", "'accept': expected 'jpeg', 'pdf', 'png', 'text' or 'tiff', got 'docx'"},
  };
  for (const auto& [inbox, message] : wrong) {
    SiteFolder here;
    EXPECT_FALSE(here.load("inboxes: {one: {" + inbox + "}}\n")) << inbox;
    ASSERT_FALSE(here.problems.empty()) << inbox;
    EXPECT_EQ(here.problems.at(0).message, message) << inbox;
  }
}

TEST(Site, TwoInboxesDoNotShareASource) {
  SiteFolder here;
  EXPECT_FALSE(
      here.load("inboxes:\n"
                "  a: {imap: 'imaps://mail.example', user: u, password: '${secret:A}'}\n"
                "  b: {imap: 'imaps://mail.example', user: u, password: '${secret:B}'}\n"));
  EXPECT_EQ(here.problems.at(0).message, "inbox 'b' watches the mailbox of another inbox");
}

}  // namespace mailroom::daemon
