// What a mail server's answers mean, against one that misbehaves (tests/fakes/smtp_peer.py).
#include "connectors/mail_connector.h"

#include <gtest/gtest.h>

#include "base/error.h"
#include "base/file.h"
#include "connectors/mail_outcome.h"
#include "tests/connectors/http_peer.h"
#include "tests/connectors/server_process.h"

namespace mailroom::connectors {
namespace {

namespace fs = std::filesystem;
using Kind = DeliveryOutcome::Kind;

class MailConnectorTest : public ::testing::Test {
 protected:
  MailConnectorTest() { around.private_networks.add("127.0.0.1"); }

  void serve(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), {"--mails", mails().string()});
    peer.emplace("smtp_peer.py", std::move(arguments));
    ASSERT_EQ(peer->why(), "");
  }
  void misbehave(const std::string& manner) { serve({"--manner", manner}); }
  std::string url(const std::string& scheme = "smtp") const {
    return scheme + "://127.0.0.1:" + std::to_string(peer->port());
  }
  Context settings(Context more = {}) const {
    Context made{{"mail", peer ? url() : "smtp://mail.example:587"},
                 {"timeout", "PT1S"},
                 {"tls", Context{{"required", false}}}};
    for (const auto& [name, value] : more.entries()) made.put(name, value);
    return made;
  }
  DeliveryOutcome deliver(Context more = {}, Context content = {}) const {
    const Context all = settings(std::move(more));
    return MailConnector(all, all, around).deliver(delivery(std::move(content)));
  }
  static Delivery delivery(Context more = {}) {
    Context content{{"from", "Northmere <benefits@northmere.example>"},
                    {"to", "Ada Adams <ada@example.org>"},
                    {"subject", "Your claim"},
                    {"text", "Dear Ada,\n\nyou get 31.40.\n"}};
    for (const auto& [name, value] : more.entries()) content.put(name, value);
    return {"0192/award_mail", "26-48817-9", "award_mail", content};
  }
  std::string refusal(Context more) const {
    try {
      const Context all = settings(std::move(more));
      MailConnector(all, all, around);
    } catch (const Error& error) {
      return error.message();
    }
    return {};
  }
  fs::path mails() const { return site.path() / "mails"; }
  std::vector<std::string> taken() const {
    std::vector<std::string> all;
    if (!fs::exists(mails())) return all;
    for (const auto& entry : fs::directory_iterator(mails())) {
      if (entry.path().extension() == ".mail") all.push_back(read_file(entry.path()));
    }
    return all;
  }

  TemporaryFolder site{"mailroom-mail"};
  FakeClock clock{*parse_rfc3339("2026-11-23T08:31:00Z")};
  Surroundings around{site.path(), &clock};
  std::optional<ServerProcess> peer;
};

TEST_F(MailConnectorTest, HandsOverOneMailAndSaysWhich) {
  serve({});
  const DeliveryOutcome outcome = deliver({}, {{"cc", "claims@northmere.example"}, {"reply_to", ""}});
  EXPECT_EQ(outcome.kind, Kind::delivered) << outcome.why;
  const auto all = taken();
  ASSERT_EQ(all.size(), 1u);
  EXPECT_EQ(all[0].rfind("<benefits@northmere.example>", 0), 0u) << all[0];
  EXPECT_NE(all[0].find("<ada@example.org> <claims@northmere.example>\r\n"), std::string::npos);
  EXPECT_NE(all[0].find("\nCc: claims@northmere.example\r\n"), std::string::npos);
  EXPECT_EQ(all[0].find("Reply-To"), std::string::npos);
  EXPECT_NE(all[0].find("\nDate: Mon, 23 Nov 2026 08:31:00 +0000\r\n"), std::string::npos);
  ASSERT_EQ(outcome.receipt.rfind("mail 26-48817-9-award_mail.", 0), 0u) << outcome.receipt;
  EXPECT_NE(all[0].find("\nMessage-Id: <" + outcome.receipt.substr(5) + ">\r\n"), std::string::npos);
}

TEST_F(MailConnectorTest, ADoubleAndAnAmendmentCanBeTold) {
  serve({});
  const Context all = settings();
  MailConnector connector(all, all, around);
  const std::string first = connector.deliver(delivery()).receipt;
  EXPECT_EQ(connector.deliver(delivery()).receipt, first);
  Delivery amended = delivery();
  amended.amendment = 1;
  const std::string second = connector.deliver(amended).receipt;
  EXPECT_NE(second, first);
  bool refers = false;
  for (const std::string& mail : taken())
    refers |= mail.find("\nIn-Reply-To: <" + first.substr(5) + ">\r\n") != std::string::npos;
  EXPECT_TRUE(refers);
}

TEST_F(MailConnectorTest, AttachesTheLetterAndFilesOfTheSite) {
  serve({});
  write_file(site.path() / "how-to-appeal.pdf", "%PDF-1.7 appeal");
  const Context more{{"attach", List{"how-to-appeal.pdf"}},
                     {"html", true},
                     {"pdf", Context{{"sender", "Northmere"}, {"name", "decision.pdf"}}}};
  const Context content{{"pdf", Context{{"letter", "Dear Ada,"}, {"to", "Ada Adams"}}}};
  const DeliveryOutcome outcome = deliver(more, content);
  EXPECT_EQ(outcome.kind, Kind::delivered) << outcome.why;
  const std::string mail = taken().at(0);
  EXPECT_NE(mail.find("filename=decision.pdf"), std::string::npos) << mail;
  EXPECT_NE(mail.find("JVBERi0x"), std::string::npos) << "a PDF in Base64";
  EXPECT_NE(mail.find("filename=how-to-appeal.pdf"), std::string::npos);
  EXPECT_NE(mail.find("text/html"), std::string::npos);
  fs::remove(site.path() / "how-to-appeal.pdf");
  EXPECT_EQ(deliver(more, content).kind, Kind::unavailable);
}

TEST_F(MailConnectorTest, ADryRunShowsTheMail) {
  const Context all = settings({{"attach", List{"letters/how-to-appeal.pdf"}}});
  const Context shown = settings({{"mail", "${secret:MAIL_SERVER}"}});
  Delivery one = delivery({{"pdf", Context{{"letter", "Dear Ada,"}, {"date", "2026-11-24"}}}});
  EXPECT_EQ(MailConnector(all, shown, around).preview(one),
            "mail by ${secret:MAIL_SERVER}\n"
            "From: Northmere <benefits@northmere.example>\n"
            "To: Ada Adams <ada@example.org>\n"
            "Subject: Your claim\n"
            "Message-ID: <26-48817-9-award_mail.a63788f5a9b4cf32@northmere.example>\n"
            "Attached: 26-48817-9-award_mail.pdf, how-to-appeal.pdf\n"
            "\n"
            "Dear Ada,\n"
            "\n"
            "you get 31.40.\n"
            "\n"
            "26-48817-9-award_mail.pdf:\n"
            "\n"
            "24 November 2026\n"
            "Our reference: 26-48817-9\n"
            "\n"
            "Dear Ada,\n");
}

TEST_F(MailConnectorTest, WhatIsNoMailIsRefusedWithoutSayingWhatItIs) {
  const DeliveryOutcome outcome = deliver({}, {{"to", "ada@example.org, eve@example.org"}});
  EXPECT_EQ(outcome.kind, Kind::refused);
  EXPECT_EQ(outcome.why.find("example.org"), std::string::npos) << outcome.why;
  EXPECT_EQ(deliver({}, {{"to", ""}}).kind, Kind::refused);
  EXPECT_EQ(deliver({}, {{"text", " \n"}}).kind, Kind::refused);
  EXPECT_EQ(deliver({}, {{"pdf", Context{{"letter", ""}}}}).kind, Kind::refused);
}

struct Manner {
  const char* name;
  Kind kind;
  int mails;  // that took effect
};

class EachMannerOfServer : public MailConnectorTest, public testing::WithParamInterface<Manner> {};

TEST_P(EachMannerOfServer, IsWhatItIs) {
  misbehave(GetParam().name);
  const auto start = std::chrono::steady_clock::now();
  const DeliveryOutcome outcome = deliver();
  // It hangs for a minute, we wait for a second, and another one for its farewell.
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(30));
  EXPECT_EQ(outcome.kind, GetParam().kind) << outcome.why;
  EXPECT_EQ(taken().size(), static_cast<size_t>(GetParam().mails));
  EXPECT_EQ(outcome.why.find("example.org"), std::string::npos) << "a server's words may be personal";
  EXPECT_EQ(outcome.receipt, "");
}

INSTANTIATE_TEST_SUITE_P(All, EachMannerOfServer,
                         testing::Values(Manner{"greets_554", Kind::unavailable, 0},     //
                                         Manner{"says_421", Kind::unavailable, 0},       //
                                         Manner{"mail_451", Kind::retry_later, 0},       //
                                         Manner{"mail_530", Kind::unavailable, 0},       //
                                         Manner{"rcpt_550", Kind::refused, 0},           //
                                         Manner{"rcpt_451", Kind::retry_later, 0},       //
                                         Manner{"data_452", Kind::retry_later, 0},       //
                                         Manner{"says_451", Kind::retry_later, 0},       //
                                         Manner{"says_421_late", Kind::unavailable, 0},  //
                                         Manner{"says_552", Kind::refused, 0},           //
                                         // Nobody can tell these from each other.
                                         Manner{"cuts_before", Kind::unknown, 0},  //
                                         Manner{"cuts_after", Kind::unknown, 1},   //
                                         Manner{"hangs_after", Kind::unknown, 1}),
                         [](const auto& each) { return each.param.name; });

TEST_F(MailConnectorTest, AMailThatIsCutOffTookNoEffect) {
  misbehave("cuts_in_data");
  // Longer than what both sides' buffers hold: it cannot have been sent whole.
  write_file(site.path() / "large.bin", std::string(12 << 20, 'x'));
  const DeliveryOutcome outcome = deliver({{"attach", "large.bin"}});
  // It may be this mail that the server hangs up on: others have their turn, and it does not try for ever.
  EXPECT_EQ(outcome.kind, Kind::retry_later) << outcome.why;
}

TEST_F(MailConnectorTest, SaysWhatTheServerAnsweredByItsCode) {
  misbehave("rcpt_550");
  EXPECT_EQ(deliver().why, "the mail server does not take this mail: it answered 550 5.1.1");
}

TEST_F(MailConnectorTest, LogsInByTlsOnlyToAServerThatItTrusts) {
  const Certificate own = Certificate::make(site.path(), "mail");
  const Context login{{"user", "office"}, {"password", "swordfish"}};
  const auto with = [&](const std::string& scheme, const Context& tls, const Context& who) {
    return deliver({{"mail", url(scheme)}, {"tls", tls}, {"login", who}});
  };
  const Context trusting{{"trust", "mail.pem"}};
  for (const bool implicit : {false, true}) {
    std::vector<std::string> arguments{"--certificate", own.certificate.string(), "--key", own.key.string(),
                                       "--login",       "office:swordfish"};
    if (implicit) arguments.push_back("--implicit");
    serve(arguments);
    const std::string scheme = implicit ? "smtps" : "smtp";
    const DeliveryOutcome taken_one = with(scheme, trusting, login);
    EXPECT_EQ(taken_one.kind, Kind::delivered) << scheme << ": " << taken_one.why;
    const DeliveryOutcome distrusted = with(scheme, {}, login);
    EXPECT_EQ(distrusted.kind, Kind::unavailable);
    EXPECT_EQ(distrusted.why.rfind("no secure connection", 0), 0u) << distrusted.why;
    const DeliveryOutcome unknown = with(scheme, trusting, {{"user", "office"}, {"password", "wrong"}});
    EXPECT_EQ(unknown.kind, Kind::unavailable);
    EXPECT_EQ(unknown.why, "the mail server does not take our login: it answered 535 5.7.8");
  }
  EXPECT_EQ(taken().size(), 2u);
}

TEST_F(MailConnectorTest, SignsInWithATokenAndFetchesAnotherIfThatIsWithdrawn) {
  const Certificate own = Certificate::make(site.path(), "mail");
  HttpPeer login(own);
  const auto gives = [&](const std::string& token) {
    login.behave({.status = 200, .body = R"({"access_token":")" + token + R"(","expires_in":3600})"});
  };
  for (const bool is_bearer : {false, true}) {
    const auto serve_with = [&](const std::string& token) {
      std::vector<std::string> arguments{"--certificate", own.certificate.string(), "--key", own.key.string(),
                                         "--token",       "office:" + token};
      if (is_bearer) arguments.push_back("--bearer");
      serve(arguments);
    };
    serve_with("first");
    gives("first");
    const Context oauth2{{"token_url", login.url("/token")}, {"client_id", "office"}, {"client_secret", "s"}};
    const auto all = [&] {
      return settings({{"tls", Context{{"trust", "mail.pem"}}},
                       {"login", Context{{"user", "office"}}},
                       {"oauth2", oauth2}});
    };
    MailConnector mail(all(), all(), around);
    const size_t fetched = login.seen().size();
    for (int i = 0; i < 2; ++i) {
      const DeliveryOutcome outcome = mail.deliver(delivery());
      EXPECT_EQ(outcome.kind, Kind::delivered) << outcome.why;
    }
    EXPECT_EQ(login.seen().size(), fetched + 1);
    login.behave({.status = 401, .body = "{}"});
    serve_with("second");  // on another port: a connector of its own, which has no token yet
    const DeliveryOutcome none = MailConnector(all(), all(), around).deliver(delivery());
    EXPECT_EQ(none.kind, Kind::unavailable);
    EXPECT_EQ(none.why.rfind("no access token: ", 0), 0u) << none.why;
    gives("wrong");
    EXPECT_EQ(MailConnector(all(), all(), around)
                  .deliver(delivery())
                  .why.rfind("the mail server does not take our login", 0),
              0u);
  }
  EXPECT_EQ(taken().size(), 4u);
  EXPECT_NE(
      refusal({{"login", Context{{"user", "a"}, {"password", "b"}}},
               {"tls", Context{}},
               {"oauth2",
                Context{{"token_url", "https://l.example/t"}, {"client_id", "a"}, {"client_secret", "b"}}}})
          .find("one of them"),
      std::string::npos);
}

TEST_F(MailConnectorTest, SendsNothingWithoutTlsUnlessToldTo) {
  serve({});
  const DeliveryOutcome outcome = deliver({{"tls", Context{}}});
  EXPECT_EQ(outcome.kind, Kind::unavailable);
  EXPECT_EQ(outcome.why.rfind("no secure connection", 0), 0u) << outcome.why;
  EXPECT_EQ(taken().size(), 0u);
  EXPECT_NE(refusal({{"login", Context{{"user", "a"}, {"password", "b"}}}}).find("'tls.required'"),
            std::string::npos);
}

TEST_F(MailConnectorTest, AddressesBeyondAsciiNeedAServerThatKnowsThem) {
  serve({});
  const DeliveryOutcome outcome = deliver({}, {{"to", "jürgen@example.org"}});
  EXPECT_EQ(outcome.kind, Kind::delivered) << outcome.why;
  EXPECT_NE(taken().at(0).find("SMTPUTF8"), std::string::npos) << taken().at(0);
  serve({"--ascii"});
  EXPECT_EQ(deliver({}, {{"to", "jürgen@example.org"}}).kind, Kind::refused);
  EXPECT_EQ(taken().size(), 1u);
  EXPECT_EQ(deliver().kind, Kind::delivered);
}

TEST_F(MailConnectorTest, AServerThatIsAwayOrPrivateGetsNothing) {
  serve({});
  peer->stop();
  EXPECT_EQ(deliver().kind, Kind::unavailable);
  around.private_networks = {};
  EXPECT_EQ(deliver().kind, Kind::refused);
}

TEST_F(MailConnectorTest, RefusesSettingsThatCannotBe) {
  for (const char* one : {"mail.example", "http://mail.example", "smtp://", "smtp://office@mail.example",
                          "smtp://mail.example/?x"})
    EXPECT_NE(refusal({{"mail", one}}), "") << one;
  EXPECT_EQ(refusal({{"mail", "smtps://mail.example:465/office.example"}}), "");
  EXPECT_NE(refusal({{"timeout", "P1D"}}), "");
}

}  // namespace
}  // namespace mailroom::connectors
