#include "base/identifiers/shape.h"

#include <gtest/gtest.h>

#include <random>
#include <regex>

#include "base/identifier.h"

namespace mailroom {
namespace {

TEST(Shape, OfAllFormatsIsWhatARegularExpressionSays) {
  std::mt19937 random(5);
  for (const IdentifierFormat& format : identifier_formats()) {
    const std::regex expression{std::string(format.pattern)};
    for (int i = 0; i < 200; ++i) {
      // The example with some characters changed, dropped or doubled.
      std::string text(format.example);
      for (int change = 0; change < i % 4; ++change) {
        const size_t at = random() % text.size();
        switch (random() % 4) {
          case 0:
            text.erase(at, text.size() > 1 ? 1 : 0);
            break;
          case 1:
            text.insert(at, 1, text[at]);
            break;
          default:
            text[at] = format.alphabet[random() % format.alphabet.size()];
        }
      }
      EXPECT_EQ(has_shape(format.pattern, text), std::regex_match(text, expression))
          << format.name << ": " << text;
    }
  }
}

TEST(Shape, KnowsGroupsAlternativesClassesAndQuantifiers) {
  EXPECT_TRUE(has_shape("a?b*c+", "bbc"));
  EXPECT_FALSE(has_shape("a?b*c+", "ab"));
  EXPECT_TRUE(has_shape("(ab|c){2,3}", "abcab"));
  EXPECT_FALSE(has_shape("(ab|c){2,3}", "ab"));
  EXPECT_TRUE(has_shape("[A-C-]{2}", "-B"));
  EXPECT_TRUE(has_shape("(a|ab)(c|bcd)", "abcd"));
  EXPECT_TRUE(has_shape("(a*)*", std::string(100, 'a')));
  EXPECT_FALSE(has_shape("\\d", ""));
}

TEST(Shape, APatternThatIsNoneFitsNothing) {
  for (const char* pattern : {"(", "a)", "[", "[]", "[^a]", "a{", "a{2", "a{3,2}", "*", "\\w", "."})
    EXPECT_FALSE(has_shape(pattern, "a")) << pattern;
}

TEST(Shape, ATextTooLongForAnIdentifierHasNone) {
  EXPECT_TRUE(has_shape("\\d*", std::string(kLongestShape, '1')));
  EXPECT_FALSE(has_shape("\\d*", std::string(kLongestShape + 1, '1')));
}

}  // namespace
}  // namespace mailroom
