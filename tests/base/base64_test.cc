#include "base/base64.h"

#include <gtest/gtest.h>

namespace mailroom {
namespace {

// RFC 4648, section 10.
TEST(Base64, GivesThePublishedExamplesBothWays) {
  const std::pair<const char*, const char*> examples[] = {{"", ""},
                                                          {"f", "Zg=="},
                                                          {"fo", "Zm8="},
                                                          {"foo", "Zm9v"},
                                                          {"foob", "Zm9vYg=="},
                                                          {"fooba", "Zm9vYmE="},
                                                          {"foobar", "Zm9vYmFy"}};
  for (const auto& [bytes, text] : examples) {
    EXPECT_EQ(to_base64(bytes), text);
    EXPECT_EQ(from_base64(text), bytes);
  }
}

TEST(Base64, TakesNothingElse) {
  for (const char* wrong : {"Zg", "Zg=", "Z===", "====", "Zm9v\n", " Zm9v", "Zm-_", "Zg==Zg=="})
    EXPECT_EQ(from_base64(wrong), std::nullopt) << wrong;
}

}  // namespace
}  // namespace mailroom
