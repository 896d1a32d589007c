// The browser robot against the legacy application of examples/, in Debian's Chromium.
#include "connectors/browser_connector.h"

#include <gmock/gmock.h>

#include "base/error.h"
#include "tests/connectors/robots.h"

namespace mailroom::connectors {
namespace {

namespace fs = std::filesystem;
using Kind = DeliveryOutcome::Kind;
using testing::HasSubstr;
using testing::Not;

// One application and browser for all of a test's deliveries.
class BrowserRobot : public testing::Test {
 protected:
  void SetUp() override {
    if (const std::string why = lacking({"chromium", "chromedriver"}); !why.empty()) GTEST_SKIP() << why;
    office_ = std::make_unique<LegacyOffice>(site_.path());
    settings_ = office_->settings();
  }
  BrowserConnector& robot() {
    if (!robot_) robot_ = std::make_unique<BrowserConnector>(settings_, settings_, around());
    return *robot_;
  }
  Surroundings around() {
    Surroundings around{site_.path(), &clock_};
    around.private_networks.add("127.0.0.1");
    return around;
  }
  Delivery delivery(Context content, const std::string& number = "26-48817-9") {
    return {"0192-" + number + "/legacy", number, "legacy", std::move(content)};
  }
  // Only its steps; without a look-up.
  Delivery of(const std::vector<StepTexts>& those) { return delivery({{"steps", steps(those)}}); }
  void misbehave(const std::string& manner) {
    office_->application.start({"--share", "1", "--manner", manner, "--patience", "0.5"});
  }
  std::vector<std::string> pictures() {
    std::vector<std::string> names;
    std::error_code none;
    for (const auto& entry : fs::directory_iterator(site_.path() / "data/robot/pictures", none))
      names.push_back(entry.path().filename());
    return names;
  }

  TemporaryFolder site_{"mailroom-robot"};
  FakeClock clock_{parse_rfc3339("2026-11-23T08:31:00Z").value()};
  std::unique_ptr<LegacyOffice> office_;
  Context settings_;
  std::unique_ptr<BrowserConnector> robot_;
};

const std::string kNumber = "26-48817-9";

TEST_F(BrowserRobot, EntersAnAwardAndReadsItsReferenceAndFindsItAgain) {
  const DeliveryOutcome outcome = robot().deliver(delivery(LegacyOffice::content(kNumber)));
  EXPECT_EQ(outcome.kind, Kind::delivered) << outcome.why;
  EXPECT_EQ(outcome.receipt, "NMB-000001");
  EXPECT_EQ(read_file(office_->file), "NMB-000001\t26-48817-9\tZoë O'Néill\t15.70\tHalf\n");
  EXPECT_THAT(pictures(), testing::ElementsAre("26-48817-9-legacy-done.png"));
  const auto permissions =
      fs::status(site_.path() / "data/robot/pictures/26-48817-9-legacy-done.png").permissions();
  EXPECT_EQ(permissions, fs::perms::owner_read | fs::perms::owner_write);

  robot_.reset();  // as after a stop
  const DeliveryOutcome again = robot().deliver(delivery(LegacyOffice::content(kNumber)));
  EXPECT_EQ(again.receipt, "NMB-000001");
  EXPECT_EQ(office_->awards(), 1);
}

TEST_F(BrowserRobot, WhatTheApplicationDoesNotAcceptIsRefusedAndShownInAPicture) {
  Context content{{"steps", steps({{{"open", "/awards/new"}},
                                   {{"fill", "Weekly amount"}, {"with", "lots"}},
                                   {{"click", "Continue"}},
                                   {{"wait_for", "Please check"}, {"unless", "Not accepted"}},
                                   {{"click", "Store award"}, {"commit", "true"}},
                                   {{"read", "Reference"}}})}};
  const DeliveryOutcome outcome = robot().deliver(delivery(content));
  EXPECT_EQ(outcome.kind, Kind::refused);
  EXPECT_EQ(outcome.why,
            "step 4, wait_for: the page says that it is not so; picture "
            "data/robot/pictures/26-48817-9-legacy-failed.png");
  EXPECT_EQ(office_->awards(), 0);
}

TEST_F(BrowserRobot, ALostAnswerIsLookedUpAndFound) {
  robot().deliver(delivery(LegacyOffice::content("26-00001-1"), "26-00001-1"));
  misbehave("cuts_after");
  const DeliveryOutcome outcome = robot().deliver(delivery(LegacyOffice::content(kNumber)));
  EXPECT_EQ(outcome.kind, Kind::delivered) << outcome.why;
  EXPECT_EQ(outcome.receipt, "NMB-000002");
  EXPECT_EQ(office_->awards(), 2) << "Chromium sends a form again by itself";
}

TEST_F(BrowserRobot, ALookUpThatFindsNothingIsNotBelievedBeforeItHasSettled) {
  misbehave("cuts_before");
  const DeliveryOutcome first = robot().deliver(delivery(LegacyOffice::content(kNumber)));
  EXPECT_EQ(first.kind, Kind::unknown);
  office_->application.start();
  const DeliveryOutcome soon = robot().deliver(delivery(LegacyOffice::content(kNumber)));
  EXPECT_EQ(soon.kind, Kind::retry_later);
  EXPECT_EQ(soon.not_before, clock_.now() + std::chrono::seconds(1));
  EXPECT_EQ(office_->awards(), 0);
  clock_.advance(std::chrono::seconds(1));
  const DeliveryOutcome later = robot().deliver(delivery(LegacyOffice::content(kNumber)));
  EXPECT_EQ(later.kind, Kind::delivered) << later.why;
  EXPECT_EQ(office_->awards(), 1);
}

TEST_F(BrowserRobot, WithoutALookUpALostAnswerIsUnknown) {
  settings_ = office_->settings(false);
  misbehave("cuts_after");
  EXPECT_FALSE(robot().honours_key());
  const DeliveryOutcome outcome = robot().deliver(delivery(LegacyOffice::content(kNumber, false)));
  EXPECT_EQ(outcome.kind, Kind::unknown);
  EXPECT_EQ(office_->awards(), 1);
}

TEST_F(BrowserRobot, AnApplicationThatIsDownIsUnavailable) {
  office_->application.stop();
  const DeliveryOutcome outcome = robot().deliver(delivery(LegacyOffice::content(kNumber)));
  EXPECT_EQ(outcome.kind, Kind::unavailable);
  EXPECT_THAT(outcome.why, HasSubstr("it cannot be reached (err_connection_refused)"));
}

TEST_F(BrowserRobot, WrongPasswordsAreNotTriedOnAndOn) {
  const Context log_in = settings_.at("log_in").context();
  settings_.put("log_in", Context{{"when", "User name"},
                                  {"steps", steps({{{"fill", "User name"}, {"with", "clerk"}},
                                                   {{"fill", "Password"}, {"with", "s3cr3t"}},
                                                   {{"click", "Log in"}}})}});
  const DeliveryOutcome outcome = robot().deliver(delivery(LegacyOffice::content(kNumber)));
  EXPECT_EQ(outcome.kind, Kind::unavailable);
  EXPECT_THAT(outcome.why, HasSubstr("did not let us in"));
  EXPECT_THAT(outcome.why, Not(HasSubstr("s3cr3t")));
  EXPECT_EQ(outcome.not_before, clock_.now() + std::chrono::minutes(15));
}

TEST_F(BrowserRobot, ValuesAreNeverCutAndNeverPressKeys) {
  const auto with_person = [&](StepTexts step) {
    return robot().deliver(of({{{"open", "/awards/new"}},
                               std::move(step),
                               {{"click", "Continue"}, {"commit", "true"}},
                               {{"read", "Reference"}}}));
  };
  const DeliveryOutcome cut = with_person({{"fill", "Person"}, {"with", std::string(41, 'x')}});
  EXPECT_EQ(cut.kind, Kind::refused);
  EXPECT_THAT(cut.why, HasSubstr("does not take this value whole"));
  const DeliveryOutcome key =
      with_person({{"fill", "Person"}, {"with", "Ada\nAdams"}, {"key_by_key", "true"}});
  EXPECT_EQ(key.kind, Kind::refused);
  EXPECT_THAT(key.why, HasSubstr("has keys in it"));
}

TEST_F(BrowserRobot, SaysWhatIsNotThereAndTriesAgainLater) {
  settings_.put("timeout", "PT12S");  // a busy machine's browser has to start in it, too
  settings_.put("steps", List{"open '/awards/new'", "fill 'Amuont'"});
  const DeliveryOutcome outcome = robot().deliver(of({{{"open", "/awards/new"}},
                                                      {{"fill", "Amuont"}, {"with", "1"}},
                                                      {{"click", "Continue"}, {"commit", "true"}},
                                                      {{"read", "Reference"}}}));
  EXPECT_EQ(outcome.kind, Kind::retry_later);
  EXPECT_THAT(outcome.why, HasSubstr("step 2, fill 'Amuont': nothing on the page has this name; picture"));
}

TEST_F(BrowserRobot, ReachesNoOtherHostAndNoPrivateOneThatIsNotNamed) {
  const DeliveryOutcome elsewhere = robot().deliver(of({{{"open", "http://metadata.example/latest"}},
                                                        {{"click", "Go"}, {"commit", "true"}},
                                                        {{"read", "Reference"}}}));
  EXPECT_EQ(elsewhere.kind, Kind::refused);
  EXPECT_THAT(elsewhere.why, HasSubstr("it leads to another host"));
  BrowserConnector outside(settings_, settings_, {site_.path(), &clock_});
  const DeliveryOutcome refused = outside.deliver(delivery(LegacyOffice::content(kNumber)));
  EXPECT_EQ(refused.kind, Kind::refused);
  EXPECT_THAT(refused.why, HasSubstr("its address is private"));
}

TEST_F(BrowserRobot, OpensNoAddressThatAValueLeadsElsewhere) {
  for (const char* address :
       {"/awards/../admin", "/awards/%2E%2e/admin", "/awards/..\\admin", "..", "awards/."}) {
    const DeliveryOutcome outcome = robot().deliver(
        of({{{"open", address}}, {{"click", "Go"}, {"commit", "true"}}, {{"read", "Reference"}}}));
    EXPECT_EQ(outcome.kind, Kind::refused) << address;
    EXPECT_THAT(outcome.why, HasSubstr("would lead to another page")) << address;
  }
}

TEST_F(BrowserRobot, PressesKeysAndGivesFilesOfTheSite) {
  write_file(site_.path() / "letter.txt", "Dear Ms Doe");
  const auto with = [&](const std::string& file) {
    return robot().deliver(of({{{"open", "/awards/new"}},
                               {{"fill", "Our reference"}, {"with", kNumber}, {"key_by_key", "true"}},
                               {{"fill", "Weekly amount"}, {"with", "15.70"}, {"css", "input[name=amount]"}},
                               {{"choose", "Band"}, {"with", "Full"}},
                               {{"upload", "Letter"}, {"with", file}},
                               {{"click", "Continue"}},
                               {{"click", "Store award"}, {"commit", "true"}},
                               {{"read", "the reference"}, {"css", ".reference"}}}));
  };
  const DeliveryOutcome outcome = with("letter.txt");
  EXPECT_EQ(outcome.kind, Kind::delivered) << outcome.why;
  EXPECT_EQ(outcome.receipt, "NMB-000001");
  EXPECT_THAT(with("../../etc/passwd").why, HasSubstr("the file is not in the site"));
}

TEST_F(BrowserRobot, PicturesGoWhenTheyAreOld) {
  settings_.put("keep_pictures", "P7D");
  robot().deliver(delivery(LegacyOffice::content("26-00001-1"), "26-00001-1"));
  clock_.advance(std::chrono::hours(24 * 8));
  robot().deliver(delivery(LegacyOffice::content(kNumber)));
  EXPECT_THAT(pictures(), testing::ElementsAre("26-48817-9-legacy-done.png"));
}

TEST_F(BrowserRobot, NothingIsLeftOfABrowserThatHasEnded) {
  robot().deliver(delivery(LegacyOffice::content(kNumber)));
  robot_.reset();
  EXPECT_TRUE(fs::is_empty(site_.path() / "data/robot/marks"));
  for (const auto& entry : fs::directory_iterator(site_.path() / "data/robot/profiles"))
    EXPECT_FALSE(entry.is_directory()) << entry.path();
}

TEST_F(BrowserRobot, ADryRunShowsTheStepsAndNoSecret) {
  Context written = settings_;
  written.put("log_in", Context{{"when", "Password"},
                                {"steps", steps({{{"fill", "Password"}, {"with", "${secret:LEGACY}"}}})}});
  const BrowserConnector robot(settings_, written, around());
  const std::string shown = robot.preview(delivery(LegacyOffice::content(kNumber)));
  EXPECT_THAT(shown, HasSubstr("  1. fill 'Password' with '${secret:LEGACY}'\n"));
  EXPECT_THAT(shown, HasSubstr("  4. fill 'Weekly amount' with '15.70'\n"));
  EXPECT_THAT(shown, HasSubstr("  11. click 'Store award'  (takes effect)\n"));
  EXPECT_THAT(shown, Not(HasSubstr("northmere")));
}

}  // namespace
}  // namespace mailroom::connectors
