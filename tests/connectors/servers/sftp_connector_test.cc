// Files to OpenSSH's server and from it: whom we believe, what becomes of a folder that is not as it was
// left, what is known of a file.
#include "connectors/sftp_connector.h"

#include <gtest/gtest.h>
#include <pwd.h>
#include <unistd.h>

#include "base/error.h"
#include "base/file.h"
#include "base/json.h"
#include "base/text.h"
#include "connectors/sftp_client.h"
#include "tests/connectors/server_process.h"

namespace mailroom::connectors {
namespace {

namespace fs = std::filesystem;
using Kind = DeliveryOutcome::Kind;

class SftpConnectorTest : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    place = new TemporaryFolder("mailroom-sftp");
    server = new ServerProcess("sftp_server", {place->path().string()});
  }
  static void TearDownTestSuite() {
    delete server;
    delete place;
  }
  void SetUp() override {
    if (!server->why().empty()) GTEST_SKIP() << server->why();
    if (!server->is_up()) server->start();
    fs::remove_all(files());
    make_folder(files());
    fs::copy_file(place->path() / "known_hosts", site.path() / "known_hosts");
    around.private_networks.add("127.0.0.1");
  }
  fs::path files() const { return place->path() / "files" / "an incoming folder"; }
  Context settings(Context more = {}) const {
    Context made{{"sftp", "sftp://127.0.0.1:" + std::to_string(server->port()) + place->path().string() +
                              "/files/an%20incoming%20folder"},
                 {"known_hosts", "known_hosts"},
                 {"login", Context{{"user", std::string(getpwuid(getuid())->pw_name)},
                                   {"key", (place->path() / "login").string()}}},
                 {"timeout", "PT5S"}};
    for (const auto& [name, value] : more.entries()) made.put(name, value);
    return made;
  }
  DeliveryOutcome deliver(Context more = {}) const {
    const Context all = settings(std::move(more));
    return SftpConnector(all, all, around).deliver(delivery());
  }
  static Delivery delivery() {
    return {"0192/export",
            "26-48817-9",
            "export",
            {{"content", Context{{"amount", Decimal::parse("15.70").value()}}}}};
  }
  int count() const {
    int found = 0;
    for (const auto& entry : fs::directory_iterator(files())) found += entry.is_regular_file();
    return found;
  }
  std::string refusal(Context more) const {
    try {
      const Context all = settings(std::move(more));
      SftpConnector(all, all, around);
    } catch (const Error& error) {
      return error.message();
    }
    return {};
  }

  static TemporaryFolder* place;
  static ServerProcess* server;
  TemporaryFolder site{"mailroom-site"};
  Surroundings around{site.path()};
};
TemporaryFolder* SftpConnectorTest::place = nullptr;
ServerProcess* SftpConnectorTest::server = nullptr;

TEST_F(SftpConnectorTest, PutsOneWholeFileUnderItsName) {
  const DeliveryOutcome outcome = deliver();
  EXPECT_EQ(outcome.kind, Kind::delivered) << outcome.why;
  EXPECT_EQ(outcome.receipt.rfind("26-48817-9-export.json in sftp://127.0.0.1:", 0), 0u) << outcome.receipt;
  EXPECT_EQ(count(), 1);
  const Value file = parse_json(read_file(files() / "26-48817-9-export.json"));
  EXPECT_EQ(to_json(file.context().at("content")), R"({"amount": 15.70})");
  EXPECT_EQ(to_json(file.context().at("idempotency_key")), R"("0192/export")");
}

TEST_F(SftpConnectorTest, SpeaksToNoHostThatItDoesNotKnow) {
  write_file(site.path() / "known_hosts", "");
  const DeliveryOutcome unknown = deliver();
  EXPECT_EQ(unknown.kind, Kind::unavailable);
  EXPECT_EQ(unknown.why, "the host's key is not the one in 'known_hosts': nothing was sent");
  // Somebody else's key under its name.
  const std::string own = read_file(place->path() / "known_hosts");
  write_file(site.path() / "known_hosts",
             own.substr(0, own.find(' ')) + " " + read_file(place->path() / "login.pub"));
  EXPECT_EQ(deliver().why, unknown.why);
  fs::remove(site.path() / "known_hosts");
  EXPECT_EQ(deliver().why, unknown.why);
  EXPECT_EQ(count(), 0);
}

TEST_F(SftpConnectorTest, ALoginThatIsNotTakenIsSaid) {
  const Context password{{"user", "nobody-here"}, {"password", "swordfish"}};
  const DeliveryOutcome outcome = deliver({{"login", password}});
  EXPECT_EQ(outcome.kind, Kind::unavailable);
  EXPECT_EQ(outcome.why, "the host does not take our login");
}

TEST_F(SftpConnectorTest, AnotherFileOfItsNameIsLeftAlone) {
  write_file(files() / "26-48817-9-export.json", "somebody else's");
  EXPECT_EQ(deliver().kind, Kind::refused);
  EXPECT_EQ(read_file(files() / "26-48817-9-export.json"), "somebody else's");
}

TEST_F(SftpConnectorTest, WhatAKilledDaemonLeftThereIsReplaced) {
  write_file(files() / ".26-48817-9-export.json.part", "half of i");
  EXPECT_EQ(deliver().kind, Kind::delivered);
  EXPECT_EQ(count(), 1);
}

TEST_F(SftpConnectorTest, AFolderThatIsNotThereIsSaid) {
  fs::remove_all(files());
  const DeliveryOutcome outcome = deliver();
  EXPECT_EQ(outcome.kind, Kind::unavailable);
  EXPECT_EQ(outcome.why, "the folder is not there");
  make_folder(files());
}

TEST_F(SftpConnectorTest, AHostThatIsAwayOrPrivateGetsNothing) {
  server->stop();
  const DeliveryOutcome away = deliver();
  EXPECT_EQ(away.kind, Kind::unavailable);
  EXPECT_EQ(away.why.rfind("cannot be reached: ", 0), 0u) << away.why;
  server->start();
  around.private_networks = {};
  EXPECT_EQ(deliver().kind, Kind::refused);
  EXPECT_EQ(count(), 0);
}

class SftpClientTest : public SftpConnectorTest {
 protected:
  SftpSettings reached_by(int port) {
    const std::string known = read_file(place->path() / "known_hosts");
    write_file(site.path() / "known_hosts",
               replace_all(known, std::to_string(server->port()), std::to_string(port)));
    SftpSettings settings;
    settings.url =
        "sftp://127.0.0.1:" + std::to_string(port) + place->path().string() + "/files/an%20incoming%20folder";
    settings.known_hosts_file = site.path() / "known_hosts";
    settings.login_key_file = place->path() / "login";
    settings.connection.user = getpwuid(getuid())->pw_name;
    settings.connection.answer_within = std::chrono::seconds(3);
    settings.connection.private_networks.add("127.0.0.1");
    return settings;
  }
};

TEST_F(SftpClientTest, KnowsSizeAndTimeOfAFileByTheSecond) {
  SftpClient client(reached_by(server->port()));
  write_file(files() / "scan.pdf", "12345");
  const SftpAttributes first = client.look_at("scan.pdf");
  EXPECT_EQ(first.answer.trouble, SftpAnswer::Trouble::none) << first.answer.why;
  EXPECT_EQ(first.bytes, 5);
  fs::last_write_time(files() / "scan.pdf",
                      fs::last_write_time(files() / "scan.pdf") + std::chrono::seconds(1));
  EXPECT_EQ(client.look_at("scan.pdf").modified, first.modified + 1);
  EXPECT_FALSE(client.look_at("scan.pdf").is_same(first));
  EXPECT_EQ(client.look_at("none.pdf").answer.trouble, SftpAnswer::Trouble::missing);
  EXPECT_EQ(client.get("scan.pdf").bytes, "12345") << "a look fetches nothing and breaks nothing";
}

TEST_F(SftpClientTest, ALargeFileOnASlowLineHasTheTimeThatItTakes) {
  const ServerProcess slow("cutting_proxy.py", {"--to", std::to_string(server->port()), "--pace", "100000"});
  const SftpSettings settings = reached_by(slow.port());
  const std::string scan(600'000, 'x');
  write_file(files() / "scan.pdf", scan);
  SftpClient client(settings);
  EXPECT_EQ(client.get("scan.pdf", SftpClient::kLargest, 600'000).bytes.size(), scan.size());
  std::atomic<bool> given_up = true;
  SftpSettings broken_off = settings;
  broken_off.given_up = &given_up;
  EXPECT_EQ(SftpClient(broken_off).get("scan.pdf", SftpClient::kLargest, 600'000).trouble,
            SftpAnswer::Trouble::failed);
}

TEST_F(SftpClientTest, TellsThousandsOfFilesApart) {
  constexpr int kMany = 5000;
  for (int i = 0; i < kMany; ++i) write_file(files() / ("a scan " + std::to_string(i) + ".pdf"), "");
  SftpClient client(reached_by(server->port()));
  const SftpListing listing = client.list("");
  EXPECT_EQ(listing.entries.size(), size_t{kMany}) << listing.answer.why;
  EXPECT_TRUE(std::all_of(listing.entries.begin(), listing.entries.end(), [](const auto& entry) {
    return entry.name.starts_with("a scan ") && !entry.is_folder;
  }));
}

TEST_F(SftpConnectorTest, RefusesSettingsThatCannotBe) {
  for (const char* one : {"files.example", "ftp://files.example/x", "sftp://", "sftp://a@files.example/x"})
    EXPECT_NE(refusal({{"sftp", one}}), "") << one;
  EXPECT_NE(refusal({{"known_hosts", ""}}), "");
  EXPECT_NE(refusal({{"login", Context{{"user", "a"}}}}), "");
  EXPECT_NE(refusal({{"login", Context{{"user", "a"}, {"key", "b"}, {"password", "c"}}}}), "");
  EXPECT_NE(refusal({{"idempotency", "key"}}), "") << "its key is the name";
}

}  // namespace
}  // namespace mailroom::connectors
