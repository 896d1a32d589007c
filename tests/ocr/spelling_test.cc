#include "ocr/reader/spelling.h"

#include <gtest/gtest.h>

#include <set>

namespace mailroom::ocr::reader {
namespace {

std::optional<std::string> spelled(const std::string& text) {
  static const std::set<std::string> kWords = {"Malvern", "Hawthorn", "Price",  "employed",
                                               "Craig",   "High",     "Waiter", "Railway"};
  return respelled(text, [](const std::string& word) { return kWords.contains(word); });
}

TEST(Spelling, AWordThatIsNoneIsTheOneItLooksLike) {
  EXPECT_EQ(spelled("Malvem 94216"), "Malvern 94216");
  EXPECT_EQ(spelled("59 Hawthom Square"), "59 Hawthorn Square");
  EXPECT_EQ(spelled("93 Ralway Way"), "93 Railway Way");
  EXPECT_EQ(spelled("Pnce, Tariq"), "Price, Tariq");
  EXPECT_EQ(spelled("Self-emploved"), "Self-employed");
}

TEST(Spelling, WordsAndWhatLooksLikeNoWordStay) {
  for (const char* text :
       {"Malvern", "Waiter Collins", "Adeyemi", "Hg", "craiq@example.org", "M\u00fcller", "", "12"})
    EXPECT_EQ(spelled(text), std::nullopt) << text;
}

TEST(Spelling, AccentsOfALanguageAreTakenForEachOther) {
  const std::set<std::string> words = {"Sigüenza", "Sofia", "Sofía", "Almería"};
  const auto meant = [&](const std::string& text) {
    return respelled(
        text, [&](const std::string& word) { return words.contains(word); }, "áéíóúüñ");
  };
  EXPECT_EQ(meant("Sigúenza"), "Sigüenza");
  EXPECT_EQ(meant("Almeria 12"), "Almería 12");
  EXPECT_EQ(meant("Sofia"), "Sofía");  // both are words: a dot and a stroke are a pixel apart
  EXPECT_EQ(meant("Almería"), std::nullopt);
}

}  // namespace
}  // namespace mailroom::ocr::reader
