#include "base/identifier_repair.h"

#include <gtest/gtest.h>

namespace mailroom {
namespace {

const IdentifierFormat& format_of(std::string_view name) {
  return *find_identifier_format(name);
}

std::optional<std::string> repaired(std::string_view format, std::string_view text) {
  return repaired_identifier(format_of(format), text,
                             look_alikes_in(format_of(format), normal_identifier(format_of(format), text)));
}

TEST(Repair, PutsRightTheOneCharacterThatMakesItValid) {
  // GB29 NWBK 6016 1331 9268 19 with an I for a 1
  EXPECT_EQ(repaired("iban", "GB29 NWBK 60I6 1331 9268 19"), "GB29NWBK60161331926819");
  EXPECT_EQ(repaired("iban", "GB29 NWBK 6016 7331 9268 19"), "GB29NWBK60161331926819");
}

TEST(Repair, LeavesAloneWhatIsValid) {
  EXPECT_EQ(repaired("iban", "GB29NWBK60161331926819"), std::nullopt);
}

TEST(Repair, TakesNoneOfSeveral) {
  // Luhn finds a wrong digit and not its place: 4111 1111 1111 1111 with a 7.
  EXPECT_EQ(repaired("luhn", "4111 1171 1111 1111"), std::nullopt);
  const std::vector<Misreading> doubted = {{6, '1'}, {6, '2'}};
  EXPECT_EQ(repaired_identifier(format_of("luhn"), "4111 1171 1111 1111", doubted), "4111111111111111");
}

TEST(Repair, NeedsACheckDigit) {
  EXPECT_EQ(repaired("nino", "AB12345GC"), std::nullopt);
  EXPECT_EQ(repaired("postcode", "5W1A 1AA"), std::nullopt);
  EXPECT_EQ(repaired("dk-cpr", "321062-5629"), std::nullopt);
}

TEST(Repair, ThinksOfNothingBeyondTheText) {
  const std::vector<Misreading> beyond = {{99, '1'}};
  EXPECT_EQ(repaired_identifier(format_of("utr"), "2955839661", beyond), std::nullopt);
}

TEST(Repair, LookAlikesStayInTheFormatsAlphabet) {
  for (const Misreading& one : look_alikes_in(format_of("utr"), "1955839661"))
    EXPECT_TRUE(one.meant >= '0' && one.meant <= '9');
  const auto twins = look_alikes_in(format_of("iban"), "GB0");
  EXPECT_NE(std::find(twins.begin(), twins.end(), Misreading{2, 'O'}), twins.end());
}

}  // namespace
}  // namespace mailroom
