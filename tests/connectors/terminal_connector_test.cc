// The terminal robot against a full-screen program on a pty and against a small TN3270 host, both of
// tests/fakes.
#include "connectors/terminal_connector.h"

#include <gmock/gmock.h>

#include "base/error.h"
#include "connectors/robot/commit_mark.h"
#include "tests/connectors/robots.h"

namespace mailroom::connectors {
namespace {

using Kind = DeliveryOutcome::Kind;
using testing::HasSubstr;
using testing::Not;

const std::string kNumber = "26-48817-9";

class TerminalRobot : public testing::Test {
 protected:
  Surroundings around() {
    Surroundings around{site_.path(), &clock_};
    around.private_networks.add("127.0.0.1");
    return around;
  }
  DeliveryOutcome deliver(const Context& settings, Context content) {
    return TerminalConnector(settings, settings, around())
        .deliver({"0192/mainframe", kNumber, "mainframe", std::move(content)});
  }

  TemporaryFolder site_{"mailroom-robot"};
  FakeClock clock_{parse_rfc3339("2026-11-23T08:31:00Z").value()};
};

class ProgramRobot : public TerminalRobot {
 protected:
  const std::filesystem::path file_ = site_.path() / "ledger";
};

class HostRobot : public TerminalRobot {
 protected:
  void SetUp() override {
    if (const std::string why = lacking({"s3270"}); !why.empty()) GTEST_SKIP() << why;
    host_ = std::make_unique<TestHost>(site_.path());
  }
  void misbehave(const std::string& manner) {
    host_->host.start({"--share", "1", "--manner", manner, "--patience", "0.5"});
  }
  std::unique_ptr<TestHost> host_;
};

TEST_F(ProgramRobot, EntersAnAwardReadsItsReferenceAndFindsItAgain) {
  const DeliveryOutcome outcome = deliver(ledger_settings(file_), ledger_content(kNumber));
  EXPECT_EQ(outcome.kind, Kind::delivered) << outcome.why;
  EXPECT_EQ(outcome.receipt, "L-000001");
  EXPECT_EQ(read_file(file_), "L-000001 26-48817-9 Zoe 15.70\n");
  EXPECT_THAT(read_file(site_.path() / "data/robot/pictures/26-48817-9-mainframe-done.txt"),
              HasSubstr("    AWARD STORED  REFERENCE . . : L-000001\n"));
  const DeliveryOutcome again = deliver(ledger_settings(file_), ledger_content(kNumber));
  EXPECT_EQ(again.receipt, "L-000001");
  EXPECT_EQ(lines_in(file_), 1);
}

TEST_F(ProgramRobot, PicturesGoWhenTheyAreOldWhetherOrNotAnythingIsDelivered) {
  Context settings = ledger_settings(file_);
  settings.put("keep_pictures", "P7D");
  TerminalConnector robot(settings, settings, around());
  robot.deliver({"0192/mainframe", kNumber, "mainframe", ledger_content(kNumber)});
  const std::filesystem::path picture = site_.path() / "data/robot/pictures/26-48817-9-mainframe-done.txt";
  clock_.advance(std::chrono::hours(24 * 6));
  robot.tend();
  EXPECT_TRUE(std::filesystem::exists(picture));
  clock_.advance(std::chrono::hours(24 * 2));
  robot.tend();
  EXPECT_FALSE(std::filesystem::exists(picture));
}

TEST_F(ProgramRobot, WhatTheScreenSaysNoToIsRefused) {
  const DeliveryOutcome outcome =
      deliver(ledger_settings(file_, "--share 1 --manner refuses"), ledger_content(kNumber));
  EXPECT_EQ(outcome.kind, Kind::refused);
  EXPECT_THAT(outcome.why, HasSubstr("step 12, read: the screen says that it is not so; picture"));
}

TEST_F(ProgramRobot, AProgramThatEndsAfterItTookEffectIsLookedUp) {
  const DeliveryOutcome outcome =
      deliver(ledger_settings(file_, "--share 1 --manner ends_after"), ledger_content(kNumber));
  EXPECT_EQ(outcome.kind, Kind::delivered) << outcome.why;
  EXPECT_EQ(lines_in(file_), 1);
  const DeliveryOutcome blind = deliver(ledger_settings(file_, "--share 1 --manner ends_after", false),
                                        ledger_content("26-48818-7", false));
  EXPECT_EQ(blind.kind, Kind::unknown);
}

TEST_F(ProgramRobot, AValueNeverPressesAKey) {
  Context content = ledger_content("26-1\n26-2", false);
  const DeliveryOutcome outcome = deliver(ledger_settings(file_, "", false), content);
  EXPECT_EQ(outcome.kind, Kind::refused);
  EXPECT_THAT(outcome.why, HasSubstr("this value has keys in it"));
  EXPECT_EQ(lines_in(file_), 0);
}

TEST_F(ProgramRobot, AMarkThatCannotBeReadIsNotTakenForNone) {
  // As a killed robot leaves it, on a disk that then loses a block.
  const CommitMark mark(site_.path(), "0192/mainframe");
  mark.make(clock_.now());
  for (const auto& entry : std::filesystem::directory_iterator(site_.path() / "data/robot/marks"))
    write_file(entry.path(), "\x01\x02");
  const DeliveryOutcome outcome = deliver(ledger_settings(file_), ledger_content(kNumber));
  EXPECT_EQ(outcome.kind, Kind::unknown);
  EXPECT_THAT(outcome.why, HasSubstr("cannot be read; look whether it was, then delete data/robot/marks/"));
  EXPECT_EQ(lines_in(file_), 0);
}

TEST_F(ProgramRobot, AProgramThatWritesWithoutEndIsGivenUpInTime) {
  Context settings = ledger_settings(file_, "", false);
  settings.put("terminal", List{"yes"});
  settings.put("timeout", "PT1S");
  const DeliveryOutcome outcome = deliver(settings, ledger_content(kNumber, false));
  EXPECT_EQ(outcome.kind, Kind::retry_later);
  EXPECT_THAT(outcome.why, HasSubstr("the screen does not show it"));
}

TEST_F(ProgramRobot, AProgramThatIsNotThereIsUnavailable) {
  Context settings = ledger_settings(file_);
  settings.put("terminal", "no-such-ledger");
  const DeliveryOutcome outcome = deliver(settings, ledger_content(kNumber));
  EXPECT_EQ(outcome.kind, Kind::unavailable);
  EXPECT_THAT(outcome.why, HasSubstr("there is no program 'no-such-ledger' here"));
}

TEST_F(HostRobot, EntersAnAwardReadsItsReferenceAndFindsItAgain) {
  const DeliveryOutcome outcome = deliver(host_->settings(), TestHost::content(kNumber));
  EXPECT_EQ(outcome.kind, Kind::delivered) << outcome.why;
  EXPECT_EQ(outcome.receipt, "M000001");
  EXPECT_EQ(read_file(host_->file), "M000001 26-48817-9 JANE DOE 15.70\n");
  const DeliveryOutcome again = deliver(host_->settings(), TestHost::content(kNumber));
  EXPECT_EQ(again.receipt, "M000001");
  EXPECT_EQ(host_->awards(), 1);
}

TEST_F(HostRobot, ALostAnswerIsLookedUpAndWithoutALookUpUnknown) {
  misbehave("cuts_after");
  const DeliveryOutcome outcome = deliver(host_->settings(), TestHost::content(kNumber));
  EXPECT_EQ(outcome.kind, Kind::delivered) << outcome.why;
  const DeliveryOutcome blind = deliver(host_->settings(false), TestHost::content("26-48818-7", false));
  EXPECT_EQ(blind.kind, Kind::unknown);
  EXPECT_EQ(host_->awards(), 2);
}

TEST_F(HostRobot, WhatTheScreenSaysNoToIsRefused) {
  misbehave("refuses");
  const DeliveryOutcome outcome = deliver(host_->settings(), TestHost::content(kNumber));
  EXPECT_EQ(outcome.kind, Kind::refused);
  EXPECT_EQ(host_->awards(), 0);
}

TEST_F(HostRobot, AValueIsNeverCutIntoTheNextField) {
  const DeliveryOutcome outcome =
      deliver(host_->settings(false), TestHost::content("a reference too long for this", false));
  EXPECT_EQ(outcome.kind, Kind::refused);
  EXPECT_THAT(outcome.why, HasSubstr("does not take this value whole"));
}

TEST_F(HostRobot, AHostThatIsDownIsUnavailableAndAPrivateOneRefused) {
  host_->host.stop();
  const DeliveryOutcome down = deliver(host_->settings(), TestHost::content(kNumber));
  EXPECT_EQ(down.kind, Kind::unavailable);
  const Context settings = host_->settings();
  TerminalConnector outside(settings, settings, {site_.path(), &clock_});
  const DeliveryOutcome refused =
      outside.deliver({"0192/mainframe", kNumber, "mainframe", TestHost::content(kNumber)});
  EXPECT_EQ(refused.kind, Kind::refused);
  EXPECT_THAT(refused.why, HasSubstr("its address is private"));
}

TEST_F(HostRobot, WhoIsNotLetInWaits) {
  Context settings = host_->settings();
  settings.put("timeout", "PT5S");
  settings.put("log_in", Context{{"when", "PASSWORD"},
                                 {"steps", steps({{{"type", "CLERK"}, {"at", "10,25"}},
                                                  {{"type", "s3cr3t"}, {"at", "12,25"}},
                                                  {{"key", "enter"}},
                                                  {{"wait_for", "MAIN MENU"}}})}});
  const DeliveryOutcome outcome = deliver(settings, TestHost::content(kNumber));
  EXPECT_EQ(outcome.kind, Kind::unavailable);
  EXPECT_THAT(outcome.why, HasSubstr("did not let us in"));
  EXPECT_THAT(outcome.why, Not(HasSubstr("s3cr3t")));
  EXPECT_TRUE(outcome.not_before.has_value());
}

TEST(FoundOnAScreen, ByPlaceByLengthOrBesideItsName) {
  const TextScreen screen{{U"   AWARD STORED          ", U" REFERENCE . . : M000001  X"}, {1, 1}};
  Step read;
  read.verb = Verb::read;
  read.what = "REFERENCE";
  EXPECT_EQ(found_on(screen, read), "M000001");
  read.at = ScreenPlace{2, 18};
  EXPECT_EQ(found_on(screen, read), "M000001");
  read.length = 3;
  EXPECT_EQ(found_on(screen, read), "M00");
  read.at = ScreenPlace{9, 1};
  EXPECT_EQ(found_on(screen, read), std::nullopt);
  Step look;
  look.verb = Verb::wait_for;
  look.what = "AWARD";
  EXPECT_TRUE(found_on(screen, look).has_value());
  look.at = ScreenPlace{1, 4};
  EXPECT_TRUE(found_on(screen, look).has_value());
  look.at = ScreenPlace{1, 5};
  EXPECT_FALSE(found_on(screen, look).has_value());
}

}  // namespace
}  // namespace mailroom::connectors
