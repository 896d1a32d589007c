// Files to OpenSSH's server: whom it believes, and what it makes of a folder that is not as it was left.
#include "connectors/sftp_connector.h"

#include <gtest/gtest.h>
#include <pwd.h>
#include <unistd.h>

#include "base/error.h"
#include "base/file.h"
#include "base/json.h"
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
