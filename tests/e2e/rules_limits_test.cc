// Rules made to hurt, given to the real program: each is an error or a null with its place, soon, and nothing
// worse. What is inside is in tests/workflows/dmn/hostile_test.cc.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/e2e/running.h"
#include "tests/workflows/dmn/hostile_models.h"

namespace mailroom::e2e {
namespace {

using ::testing::HasSubstr;

using dmn::literal;
using dmn::repeated;

// What `dmn eval` and `check` make of the model.
struct Seen {
  Ran decided, checked;
};
Seen seen(const std::string& xml) {
  const TemporaryFolder folder;
  const std::string file = (folder.path() / "m.dmn").string();
  write_file(file, xml);
  return {run({"mailroom", "dmn", "eval", file, "--decision", "d"}), run({"mailroom", "check", file})};
}

TEST(RulesLimits, TenThousandLevelsAreAnErrorWithAPlaceEverywhere) {
  const std::string deep = repeated("(", 10'000) + "1" + repeated(")", 10'000);
  const Ran feel = run({"mailroom", "feel", deep});
  EXPECT_EQ(feel.code, 2);
  EXPECT_THAT(feel.err, HasSubstr("expression:1:251: error: an expression is nested at most 250 deep"));
  const auto [decided, checked] = seen(dmn::model_of(literal(deep)));
  EXPECT_EQ(decided.out, "null\n");
  EXPECT_THAT(decided.err, HasSubstr("m.dmn:2:"));
  EXPECT_EQ(checked.code, 2);
  EXPECT_THAT(checked.out, HasSubstr("nested at most 250 deep"));
}

TEST(RulesLimits, TenMegabytesOfExpressionAreAnErrorWithAPlace) {
  const auto [decided, checked] = seen(dmn::model_of(literal("1" + repeated(" + 1", 2'500'000))));
  EXPECT_EQ(decided.out, "null\n");
  EXPECT_THAT(decided.err, HasSubstr("m.dmn:2:"));
  EXPECT_EQ(checked.code, 2);
  EXPECT_THAT(checked.out, HasSubstr("m.dmn:2:"));
}

TEST(RulesLimits, EntityBombsStayAsTheyAreWritten) {
  std::string bomb = "<!DOCTYPE d [<!ENTITY a \"ha\">";
  for (char c = 'b'; c < 'z'; ++c)
    bomb += std::string("<!ENTITY ") + c + " \"" + repeated(std::string("&") + char(c - 1) + ";", 10) + "\">";
  const auto [decided, checked] = seen(bomb + "]>" + dmn::model_of(literal("\"&y;\"")));
  EXPECT_EQ(decided.out, "\"&y;\"\n");
  EXPECT_EQ(checked.code, 0);
}

TEST(RulesLimits, AnEndlessRecursionIsNullAndTheCallIsPointedAt) {
  const std::string endless = "{f: function(n) f(n + 1), r: f(1)}.r";
  const Ran feel = run({"mailroom", "feel", endless});
  EXPECT_EQ(feel.out, "null\n");
  EXPECT_THAT(feel.err, HasSubstr("expression:1:17: note: "));
  EXPECT_THAT(feel.err, HasSubstr("is a recursion endless?"));
  const auto [decided, checked] = seen(dmn::model_of(literal(endless)));
  EXPECT_EQ(decided.out, "null\n");
  EXPECT_THAT(decided.err, HasSubstr("is a recursion endless?"));
  EXPECT_EQ(checked.code, 0);  // what a function does is not known before it runs
}

}  // namespace
}  // namespace mailroom::e2e
