// Letters with marks, and without.
#include "base/letters.h"

#include <gtest/gtest.h>

#include "base/text.h"

namespace mailroom {
namespace {

TEST(Letters, LoseTheirMarks) {
  EXPECT_EQ(without_accents("Łódź, Müller, François, Núñez, Ŵyn, Weiß, sœur"),
            "Lodz, Muller, Francois, Nunez, Wyn, Weiss, soeur");
  EXPECT_EQ(without_accents("x2 ÷ €"), "x2 ÷ €");
}

TEST(Letters, KnowWhereTheirMarkStands) {
  const auto accent = [](const char* letter) { return letter_of(code_points(letter).front()).accent; };
  for (const char* letter : {"ü", "é", "ñ", "ż", "ŵ", "Ŷ", "å"})
    EXPECT_EQ(accent(letter), Accent::above) << letter;
  for (const char* letter : {"ç", "ą", "Ę", "ş"}) EXPECT_EQ(accent(letter), Accent::below) << letter;
  for (const char* letter : {"ł", "ß", "ø", "œ"}) EXPECT_EQ(accent(letter), Accent::shape) << letter;
  EXPECT_EQ(accent("u"), Accent::none);
  EXPECT_EQ(letter_of('7').base, 0);
}

TEST(Letters, ChangeTheirSizeThereAndBack) {
  EXPECT_EQ(to_upper_latin("łódź żółć müßig ŵyn ÿ"), "ŁÓDŹ ŻÓŁĆ MÜSSIG ŴYN Ÿ");
  EXPECT_EQ(to_lower_latin("ŁÓDŹ ŻÓŁĆ ŴYN Ÿ ÑANDÚ"), "łódź żółć ŵyn ÿ ñandú");
  for (uint32_t c = 0xc0; c <= 0x17f; ++c) {
    std::string letter;
    append_utf8(letter, c);
    const std::string lower = to_lower_latin(letter);
    if (lower != letter) {
      EXPECT_EQ(to_upper_latin(lower), letter);
    }
  }
}

}  // namespace
}  // namespace mailroom
