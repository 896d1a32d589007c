#include "base/share.h"

#include <gtest/gtest.h>

namespace mailroom {
namespace {

TEST(Share, IsAPercentageOrANumberUpToOne) {
  EXPECT_EQ(parse_share("0.1%"), 0.001);
  EXPECT_EQ(parse_share(" 70 % "), 0.7);
  EXPECT_EQ(parse_share("0.7"), 0.7);
  EXPECT_EQ(parse_share("1"), 1.0);
  for (const char* wrong : {"", "%", "1.1", "101%", "-1%", "much"}) EXPECT_FALSE(parse_share(wrong)) << wrong;
}

}  // namespace
}  // namespace mailroom
