// A mail through a real mail server: Postfix, from its port to a mailbox. Left out without root, as which
// alone it starts.
#include <gtest/gtest.h>

#include <thread>

#include "base/file.h"
#include "connectors/mail_connector.h"
#include "tests/connectors/http_peer.h"
#include "tests/connectors/server_process.h"

namespace mailroom::connectors {
namespace {

namespace fs = std::filesystem;
using Kind = DeliveryOutcome::Kind;

// Everything that comes to `folder` within some seconds, until there are `count`.
std::vector<std::string> mails_in(const fs::path& folder, size_t count) {
  constexpr int kSteps = 400;
  for (int i = 0; i < kSteps; ++i) {
    std::vector<std::string> all;
    if (fs::exists(folder)) {
      for (const auto& entry : fs::directory_iterator(folder)) all.push_back(read_file(entry.path()));
    }
    if (all.size() >= count) return all;
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
  }
  return {};
}

TEST(MailServer, TakesOurMailsByTlsAndBringsThemToTheMailbox) {
  const TemporaryFolder folder("mailroom-postfix");
  const Certificate own = Certificate::make(folder.path(), "mail");
  const ServerProcess server("mail_server", {folder.path().string()});
  if (!server.why().empty()) GTEST_SKIP() << server.why();
  const FakeClock clock(*parse_rfc3339("2026-11-23T08:31:00Z"));
  Surroundings around{folder.path(), &clock};
  around.private_networks.add("127.0.0.1");
  const Context settings{{"mail", "smtp://127.0.0.1:" + std::to_string(server.port())},
                         {"tls", Context{{"trust", own.certificate.string()}}},
                         {"html", true},
                         {"timeout", "PT30S"}};
  MailConnector connector(settings, settings, around);
  Delivery delivery{"0192/award_mail",
                    "26-48817-9",
                    "award_mail",
                    {{"from", "Northmere <benefits@northmere.example>"},
                     {"to", "Łucja Müller <lucja@example.org>"},
                     {"subject", "Decyzja"},
                     {"message", "Szanowna Pani,\n\n. a line that begins with a point\n\n31,40 zł\n"},
                     {"pdf", Context{{"letter", "Szanowna Pani,"}}}}};
  const DeliveryOutcome ascii = connector.deliver(delivery);
  EXPECT_EQ(ascii.kind, Kind::delivered) << ascii.why;
  delivery.content.put("to", "łucja@example.org");
  const DeliveryOutcome beyond = connector.deliver(delivery);
  EXPECT_EQ(beyond.kind, Kind::delivered) << beyond.why;
  const auto mails = mails_in(folder.path() / "mails" / "new", 2);
  ASSERT_EQ(mails.size(), 2u);
  for (const std::string& mail : mails) {
    EXPECT_NE(mail.find("SMTPS id "), std::string::npos) << mail;
    EXPECT_NE(mail.find("Message-Id: <26-48817-9-award_mail."), std::string::npos);
    EXPECT_NE(mail.find("\n. a line that begins with a point"), std::string::npos);
    EXPECT_NE(mail.find("application/pdf"), std::string::npos);
  }
}

}  // namespace
}  // namespace mailroom::connectors
