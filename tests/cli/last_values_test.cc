#include "cli/last_values.h"

#include <gtest/gtest.h>

#include "base/file.h"

namespace mailroom::cli {
namespace {

TEST(LastValues, AreToldByPathAndOnlyOfWhatWasKept) {
  const TemporaryFolder site;
  workflows::CaseRecord record;
  record.workflow = "ctr";
  record.facts = {{"claim", Context{{"savings", Decimal(800)}}},
                  {"payslips", List{Context{{"net_pay", Decimal(500)}}, Context{{"net_pay", Decimal(600)}}}},
                  {"weekly_income", Value()}};
  workflows::DecisionResult band;
  band.id = "band";
  band.value = Context{{"weekly_award", *Decimal::parse("15.70")}};
  record.decisions = {band};
  keep_last_values(site.path(), record);
  EXPECT_EQ(last_value(site.path(), "ctr", "claim.savings"), "800");
  EXPECT_EQ(last_value(site.path(), "ctr", "payslips.net_pay"), "500");
  EXPECT_EQ(last_value(site.path(), "ctr", "band.weekly_award"), "15.70");
  EXPECT_EQ(last_value(site.path(), "ctr", "weekly_income"), "null");
  EXPECT_EQ(last_value(site.path(), "ctr", "claim.name"), std::nullopt);
  EXPECT_EQ(last_value(site.path(), "other", "claim.savings"), std::nullopt);
  EXPECT_EQ(last_value(site.path(), "../ctr", "claim.savings"), std::nullopt);
  EXPECT_EQ(read_file(site.path() / "tests" / ".cache" / ".gitignore"), "*\n");
}

}  // namespace
}  // namespace mailroom::cli
