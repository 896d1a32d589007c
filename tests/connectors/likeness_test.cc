// How alike two texts are.
#include "connectors/likeness.h"

#include <gtest/gtest.h>

namespace mailroom::connectors {
namespace {

std::string score(std::string_view a, std::string_view b) {
  return likeness(a, b).to_string();
}

TEST(Likeness, ComparesWithoutCaseAccentsAndPunctuation) {
  EXPECT_EQ(score("12, Hígh-Street", "12 high street "), "1");
  EXPECT_EQ(score("Weiß", "WEISS"), "1");
  EXPECT_EQ(score("Ωmega", "omega"), "0.8");
}

TEST(Likeness, CountsWrongMissingAndSwappedLetters) {
  EXPECT_EQ(score("High Street", "Hihg Street"), "0.909");
  EXPECT_EQ(score("High Street", "High Steet"), "0.909");
  EXPECT_EQ(score("High Street", "Low Road"), score("Low Road", "High Street"));
  EXPECT_LT(likeness("High Street", "Low Road"), Decimal::parse("0.4").value());
}

TEST(Likeness, NothingIsLikeNothingAlone) {
  EXPECT_EQ(score("", " -"), "1");
  EXPECT_EQ(score("", "a"), "0");
}

}  // namespace
}  // namespace mailroom::connectors
