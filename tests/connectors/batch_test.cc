// Deliveries by the batch: nothing is lost and nothing comes twice, whenever the program is killed and
// whoever takes the files away meanwhile.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <map>
#include <set>
#include <thread>

#include "base/error.h"
#include "base/failpoint.h"
#include "base/file.h"
#include "base/text.h"
#include "connectors/batch_rule.h"
#include "connectors/batch_text.h"
#include "tests/connectors/made.h"

namespace mailroom::connectors {
namespace {

namespace fs = std::filesystem;
using Kind = DeliveryOutcome::Kind;

constexpr int kDeliveries = 8;

Context batched(Context more = {}) {
  Context batch{{"every", "PT1H"},        {"at_most", "3"},
                {"sum", "amount"},        {"name", "awards-{number:9(4)}.csv"},
                {"header", "H,{number}"}, {"trailer", "T,{count},{sum}"}};
  for (const auto& [name, value] : more.entries()) batch.put(name, value);
  return {{"file", "out"},
          {"as", "csv"},
          {"csv", Context{{"header", false}}},
          {"line_end", "lf"},
          {"batch", batch}};
}

Delivery award(int number, const char* amount = "15.70") {
  const std::string name = "A" + std::to_string(number);
  return {name + "/export",
          "26-" + name,
          "export",
          {{"content", Context{{"person", name}, {"amount", *Decimal::parse(amount)}}}}};
}

// What somebody takes away, by file.
std::map<std::string, std::string> taken(const fs::path& site) {
  std::map<std::string, std::string> files;
  if (!fs::exists(site / "out")) return files;
  for (const auto& one : fs::directory_iterator(site / "out")) {
    if (one.is_regular_file()) files[one.path().filename()] = read_file(one.path());
  }
  for (const auto& [name, text] : files) fs::remove(site / "out" / name);
  return files;
}

class BatchTest : public testing::Test {
 protected:
  std::unique_ptr<Connector> connector(const Context& settings = batched()) {
    return made("file", settings, site.path(), &clock);
  }
  std::map<std::string, std::string> taken() { return mailroom::connectors::taken(site.path()); }
  void after(std::chrono::microseconds time) { clock.advance(time); }

  TemporaryFolder site{"mailroom-batch"};
  FakeClock clock{*parse_rfc3339("2026-11-23T08:31:00Z")};
};

TEST_F(BatchTest, AFullBatchIsClosedAtOnce) {
  const auto one = connector();
  EXPECT_EQ(one->deliver(award(3)).receipt, "awards-0001.csv in out");
  one->deliver(award(1, "0.30"));
  EXPECT_TRUE(taken().empty());
  EXPECT_EQ(one->deliver(award(2)).receipt, "awards-0001.csv in out");
  EXPECT_EQ(taken(), (std::map<std::string, std::string>{
                         {"awards-0001.csv", "H,1\nA1,0.30\nA2,15.70\nA3,15.70\nT,3,31.70\n"}}));
}

TEST_F(BatchTest, ATimeThatHasComeClosesABatch) {
  const auto one = connector();
  one->deliver(award(1));
  after(std::chrono::minutes(59));
  one->tend();
  EXPECT_TRUE(taken().empty());
  after(std::chrono::minutes(1));
  one->tend();
  EXPECT_EQ(taken().size(), 1u);
  one->tend();
  EXPECT_TRUE(taken().empty()) << "an empty batch is none";
  EXPECT_EQ(one->deliver(award(2)).receipt, "awards-0002.csv in out");
}

TEST_F(BatchTest, WhatWasPutOnceIsNotPutAgain) {
  const auto one = connector();
  const DeliveryOutcome first = one->deliver(award(1));
  EXPECT_EQ(connector()->deliver(award(1)).receipt, first.receipt);
  after(std::chrono::hours(1));
  one->tend();
  EXPECT_EQ(taken().size(), 1u);
  EXPECT_EQ(connector()->deliver(award(1)).receipt, first.receipt) << "closed and taken";
  after(std::chrono::hours(1));
  one->tend();
  EXPECT_TRUE(taken().empty());
}

TEST_F(BatchTest, WhatDoesNotFitIsForAPersonAndHoldsNobodyUp) {
  const auto one = connector();
  Delivery wrong = award(1);
  wrong.content = Context{{"content", Context{{"person", "A1"}, {"amount", "a lot"}}}};
  EXPECT_EQ(one->deliver(wrong).why, "column 'amount', which is summed, is no number");
  for (int i = 2; i < 5; ++i) one->deliver(award(i));
  EXPECT_EQ(taken().size(), 1u);
}

TEST_F(BatchTest, AmendmentsGoWhereTheyAreToldFromPayments) {
  for (const char* as : {"csv", "fixed", "xml"})
    EXPECT_THROW(
        made(
            "file",
            {{"file", "out"}, {"as", as}, {"amend", true}, {"xml", "<a/>"}, {"columns", Context{{"a", "X"}}}},
            site.path()),
        Error)
        << as;
  const auto one = made(
      "file", {{"file", "out"}, {"as", "ndjson"}, {"amend", true}, {"batch", Context{{"every", "PT1H"}}}},
      site.path(), &clock);
  one->deliver(award(1));
  Delivery amended = award(1, "7.85");
  amended.amendment = 1;
  one->deliver(amended);
  after(std::chrono::hours(1));
  one->tend();
  const std::string file = taken().at("batch-000001.ndjson");
  EXPECT_THAT(file,
              testing::HasSubstr("\"amendment\": 1, \"content\": {\"person\": \"A1\", \"amount\": 7.85}"));
  EXPECT_LT(file.find("15.70"), file.find("7.85")) << "in their order";
}

// A new version of a workflow comes while a batch of the old one is open.
TEST_F(BatchTest, OtherColumnsAreAnotherBatchAndBothAreClosed) {
  connector()->deliver(award(1));
  Delivery other = award(2);
  other.content = Context{{"content", Context{{"amount", 7}}}};
  const auto changed = connector(batched({{"trailer", "END"}}));
  EXPECT_EQ(changed->deliver(other).receipt, "awards-0002.csv in out");
  after(std::chrono::hours(1));
  changed->tend();  // the connector of the old version is gone
  EXPECT_EQ(taken(), (std::map<std::string, std::string>{{"awards-0001.csv", "H,1\nA1,15.70\nT,1,15.70\n"},
                                                         {"awards-0002.csv", "H,2\n7\nEND\n"}}));
}

TEST_F(BatchTest, ManyAtOncePutEachOne) {
  std::vector<std::thread> threads;
  for (int thread = 0; thread < 4; ++thread) {
    threads.emplace_back([&, thread] {
      const auto one = connector();
      for (int i = 0; i < 6; ++i) one->deliver(award(thread * 6 + i));
    });
  }
  for (std::thread& thread : threads) thread.join();
  const auto files = taken();
  EXPECT_EQ(files.size(), 8u);
  for (const auto& [name, text] : files) EXPECT_THAT(text, testing::HasSubstr("T,3,47.10"));
}

// One folder, whose program is ended or fails at one step; then it starts again.
class Trial {
 public:
  // True if it was ended there.
  bool work_until(const std::string& order) {
    const pid_t child = ::fork();
    if (child == 0) {
      arm_failpoints(order);
      work();
      ::_exit(0);
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    return WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL;
  }
  void go_on_and_count(const std::string& when) {
    take(when);  // whoever takes files away is faster than we
    work();
    clock_.advance(std::chrono::hours(2));
    connector()->tend();
    take(when);
    std::sort(rows_.begin(), rows_.end());
    std::vector<std::string> expected;
    for (int i = 0; i < kDeliveries; ++i) expected.push_back("A" + std::to_string(i) + ",15.70");
    EXPECT_EQ(rows_, expected) << when;
    EXPECT_THAT(names_,
                testing::UnorderedElementsAre("awards-0001.csv", "awards-0002.csv", "awards-0003.csv"))
        << when;
  }

 private:
  std::unique_ptr<Connector> connector() { return made("file", batched(), site_.path(), &clock_); }
  void work() {
    const auto one = connector();
    for (int i = 0; i < kDeliveries; ++i) one->deliver(award(i));
    try {
      one->tend();
    } catch (const Error&) {
      // A step that fails: it is taken later.
    }
  }
  void take(const std::string& when) {
    for (const auto& [name, text] : taken(site_.path())) {
      EXPECT_TRUE(names_.insert(name).second) << name << " came twice, " << when;
      for (const std::string_view line : split(trim(text), '\n'))
        if (line.front() == 'A') rows_.emplace_back(line);
    }
  }

  TemporaryFolder site_{"mailroom-batch"};
  FakeClock clock_{*parse_rfc3339("2026-11-23T08:31:00Z")};
  std::set<std::string> names_;
  std::vector<std::string> rows_;
};

std::vector<std::string> steps() {
  std::vector<std::string> found;
  for (const std::string& name : failpoint_names())
    if (name.starts_with("batch")) found.push_back(name);
  return found;
}

class EachStepOfABatch : public testing::TestWithParam<std::string> {};

TEST_P(EachStepOfABatch, MayBeTheLastOfTheProgram) {
  int ended = 0;
  for (int passing = 1; passing <= 5; ++passing) {
    const std::string order = GetParam() + "=kill@" + std::to_string(passing);
    Trial trial;
    ended += trial.work_until(order) ? 1 : 0;
    trial.go_on_and_count(order);
  }
  EXPECT_GT(ended, 0);
}

TEST_P(EachStepOfABatch, MayFail) {
  for (int passing = 1; passing <= 3; ++passing) {
    const std::string order = GetParam() + "=error:ENOSPC@" + std::to_string(passing);
    Trial trial;
    trial.work_until(order);
    trial.go_on_and_count(order);
  }
}

INSTANTIATE_TEST_SUITE_P(All, EachStepOfABatch, testing::ValuesIn(steps()),
                         [](const auto& tested) { return replace_all(tested.param, ".", "_"); });

TEST(BatchRule, IsDueAtTheNextOfItsTimes) {
  const auto due = [](Context batch, const char* opened) {
    return to_rfc3339(BatchRule::of(Context{{"batch", std::move(batch)}}).due(*parse_rfc3339(opened)));
  };
  ::setenv("TZ", "Europe/London", 1);
  ::tzset();
  EXPECT_EQ(due({{"every", "PT1H"}}, "2026-11-23T08:31:00.000Z"), "2026-11-23T09:31:00.000Z");
  EXPECT_EQ(due({{"at", "17:00"}}, "2026-11-23T08:31:00.000Z"), "2026-11-23T17:00:00.000Z");
  EXPECT_EQ(due({{"at", "17:00"}}, "2026-11-23T17:00:00.000Z"), "2026-11-24T17:00:00.000Z");
  EXPECT_EQ(due({{"at", "17:00"}}, "2026-07-23T08:31:00.000Z"), "2026-07-23T16:00:00.000Z") << "summer time";
  EXPECT_EQ(due({{"at", "17:00"}, {"every", "PT1H"}}, "2026-11-23T08:31:00.000Z"),
            "2026-11-23T09:31:00.000Z");
  ::unsetenv("TZ");
  ::tzset();
}

TEST(BatchRule, TellsWhatIsNone) {
  const std::vector<Context> wrong = {{},
                                      {{"at", "5pm"}},
                                      {{"at", "24:00"}},
                                      {{"every", "1h"}},
                                      {{"every", "PT0S"}},
                                      {{"every", "PT1H"}, {"at_most", "0"}},
                                      {{"every", "PT1H"}, {"at_most", "many"}}};
  for (const Context& batch : wrong) EXPECT_THROW(BatchRule::of(Context{{"batch", batch}}), Error);
}

TEST(BatchText, SaysWhatTheBatchComesTo) {
  BatchTotals totals{17, 3, Decimal::parse("47.10"), *parse_rfc3339("2026-11-23T08:31:05Z")};
  EXPECT_EQ(
      BatchText("T{count:9(7)}{sum:9(11)V99}{date:9(8)}{time:9(6)}", "batch.trailer").written(totals).text,
      "T0000003000000000471020261123083105");
  EXPECT_EQ(BatchText("{number};{count};{sum};{date};{time}", "batch.trailer").written(totals).text,
            "17;3;47.10;2026-11-23;08:31:05");
}

TEST(BatchText, TellsWhatIsNone) {
  for (const char* text : {"{", "{sum", "{total}", "{count:}", "{count:Y}"})
    EXPECT_THROW(BatchText(text, "batch.trailer"), Error) << text;
}

}  // namespace
}  // namespace mailroom::connectors
