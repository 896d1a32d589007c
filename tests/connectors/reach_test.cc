// One rule for all connectors: a host with one address that is private and not named is not reached.
#include "connectors/reach.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "connectors/http_address.h"

namespace mailroom::connectors {
namespace {

Networks networks(std::initializer_list<const char*> texts) {
  Networks made;
  for (const char* text : texts) made.add(text);
  return made;
}

TEST(Reach, AnAddressInFiguresIsItself) {
  EXPECT_EQ(reach_of("127.0.0.1", {}).kind, Reach::Kind::shut);
  EXPECT_EQ(reach_of("[::1]", {}).kind, Reach::Kind::shut);
  const Reach reach = reach_of("127.0.0.1", networks({"127.0.0.0/8"}));
  EXPECT_EQ(reach.kind, Reach::Kind::open);
  EXPECT_EQ(reach.addresses, std::vector<std::string>{"127.0.0.1"});
  EXPECT_EQ(reach_of("93.184.216.34", {}).kind, Reach::Kind::open);
}

// Longer than a label of a name can be, so that nobody is asked.
TEST(Reach, ANameThatLeadsNowhereIsUnknown) {
  EXPECT_EQ(reach_of(std::string(70, 'a') + ".example", {}).kind, Reach::Kind::unknown);
}

// /etc/hosts has both for this name on most machines; on the others it says nothing.
TEST(Reach, OnePrivateAddressThatIsNotNamedShutsAHost) {
  const Reach all = reach_of("localhost", networks({"127.0.0.0/8", "::1"}));
  ASSERT_EQ(all.kind, Reach::Kind::open);
  const Reach some = reach_of("localhost", networks({all.addresses.front().c_str()}));
  const bool has_several = std::any_of(all.addresses.begin(), all.addresses.end(),
                                       [&](const auto& one) { return one != all.addresses.front(); });
  EXPECT_EQ(some.kind, has_several ? Reach::Kind::shut : Reach::Kind::open);
}

TEST(Address, HasADotSegmentHoweverItIsWritten) {
  for (const char* address :
       {"..", "/a/../b", "/a/..", "/./a", "https://h/a/%2e%2E/b", "/a\\..\\b", "/a/.\t./b"})
    EXPECT_TRUE(has_dot_segment(address)) << address;
  for (const char* address : {"/a/b", "/a..b", "/a?x=../b", "/a#..", "https://h.example/..a", "/..."})
    EXPECT_FALSE(has_dot_segment(address)) << address;
}

}  // namespace
}  // namespace mailroom::connectors
