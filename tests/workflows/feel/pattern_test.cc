#include "workflows/feel/pattern.h"

#include "tests/workflows/feel/support.h"

namespace mailroom::feel {
namespace {

// "yes", "no", or why it cannot be said.
std::string matches(std::string_view text, std::string_view pattern, std::string_view flags = "") {
  std::string said;
  const auto compiled = Pattern::compile(pattern, flags, said);
  if (!compiled) return said;
  const auto found = compiled->matches(text);
  if (!found) return said.append("takes too long");
  return said.append(*found ? "yes" : "no");
}

TEST(Pattern, SubtractsClassesAsXPathDoes) {
  EXPECT_EQ(matches("B", "^[A-Z-[OI]]$"), "yes");
  EXPECT_EQ(matches("O", "^[A-Z-[OI]]$"), "no");
  EXPECT_EQ(matches("x", "^[^a-c-[x]]$"), "no");
}

TEST(Pattern, KnowsBlocksCategoriesAndNameCharacters) {
  EXPECT_EQ(matches("a", "^\\p{IsBasicLatin}$"), "yes");
  EXPECT_EQ(matches("é", "^\\p{IsBasicLatin}$"), "no");
  EXPECT_EQ(matches("Ä", "^\\p{Lu}$"), "yes");
  EXPECT_EQ(matches("a-1", "^\\i\\c*$"), "yes");
  EXPECT_EQ(matches("1a", "^\\i\\c*$"), "no");
}

TEST(Pattern, RefusesWhatIsNotXPaths) {
  EXPECT_EQ(matches("a", "(?=a)"), "only '(?:' may start with '(?'");
  EXPECT_EQ(matches("a", "\\ba"), "an escape is not one of XPath's");
  EXPECT_EQ(matches("a", "a++"), "a quantifier follows a quantifier");
  EXPECT_EQ(matches("a", "a", "y"), "flags are some of 's', 'm', 'i', 'x' and 'q'");
  EXPECT_EQ(matches("a", "[b-a]"), "a range of characters is not valid");
}

TEST(Pattern, AnEndAnchorIsTheEndAndNotALineBeforeIt) {
  EXPECT_EQ(matches("a\n", "a$"), "no");
  EXPECT_EQ(matches("a\nb", "a$", "m"), "yes");
}

TEST(Pattern, GivesUpOnCatastrophes) {
  std::string text(40, 'a');
  text.push_back('b');
  EXPECT_EQ(matches(text, "^(a|a)*$"), "takes too long");
}

TEST(Pattern, ReplacesAndSplitsThroughFeel) {
  EXPECT_EQ(feel("replace(\"abracadabra\", \"bra\", \"*\")"), "\"a*cada*\"");
  EXPECT_EQ(feel("replace(\"2026-11-23\", \"(\\d+)-(\\d+)-(\\d+)\", \"$3/$2/$1\")"), "\"23/11/2026\"");
  EXPECT_EQ(feel("replace(\"abc\", \"x*\", \"-\")"), "null");
  EXPECT_EQ(feel("split(\"a, b,c\", \",\\s*\")"), "[\"a\", \"b\", \"c\"]");
}

}  // namespace
}  // namespace mailroom::feel
