// Letters with accents: what the net, Tesseract and the ink each know of them.
#include <gtest/gtest.h>

#include <cmath>

#include "ocr/reader/accent_marks.h"
#include "ocr/reader/accented_line.h"
#include "ocr/reader/page_language.h"

namespace mailroom::ocr::reader {
namespace {

const std::vector<std::string> kCharacters = {" ", "M", "u", "l", "e", "r"};

const std::vector<std::string> kAccented = {" ", "M", "u", "l", "e", "r", "ü", "ú"};

// Steps that say one character after the other (0: nothing new), each with this probability.
LineSteps steps_of(const std::vector<uint8_t>& classes, float probability = 0.99F,
                   const std::vector<std::string>& characters = kCharacters) {
  LineSteps line;
  line.steps = static_cast<int>(classes.size());
  line.classes = static_cast<int>(characters.size()) + 1;
  const float rest = std::log((1 - probability) / static_cast<float>(line.classes - 1));
  for (const uint8_t said : classes)
    for (int c = 0; c < line.classes; ++c) line.logs.push_back(c == said ? std::log(probability) : rest);
  return line;
}

TEST(Likelihood, OfWhatIsSeenIsNearOneAndOfAnotherTextNearNone) {
  const LineSteps line = steps_of({2, 3, 0, 4, 0, 4, 5, 6});
  EXPECT_GT(likelihood(line, {{{2}}, {{3}}, {{4}}, {{4}}, {{5}}, {{6}}}), 0.9);
  EXPECT_LT(likelihood(line, {{{2}}, {{3}}, {{4}}, {{5}}, {{6}}}), 0.1);  // one l
  EXPECT_GT(likelihood(line, {{{2}}, {{}, false}, {{}, true}, {{4}}, {{4}}, {{5}}, {{6}}}),
            0.9);  // any letter
}

TEST(AccentedLine, TesseractsAccentsStandOnTheNetsLetters) {
  const LineSteps line = steps_of({2, 3, 0, 4, 0, 4, 5, 6});
  const std::vector<LineText> texts = {{"Muller", 0.95}};
  const AccentedTexts read =
      with_accents({line, kCharacters, texts}, nullptr, {}, {"Müller", "Müller"}, "äöüß");
  ASSERT_FALSE(read.texts.empty());
  EXPECT_EQ(read.texts.front().text, "Müller");
  EXPECT_TRUE(read.agree);
}

TEST(AccentedLine, WhatTheLooksReadDifferentlyIsNotAgreedOn) {
  const LineSteps line = steps_of({2, 3, 0, 4, 0, 4, 5, 6});
  const std::vector<LineText> texts = {{"Muller", 0.95}};
  EXPECT_FALSE(with_accents({line, kCharacters, texts}, nullptr, {}, {"Müller", "Muller"}, "äöüß").agree);
}

// What the two nets say of a line on which "Müller" stands.
struct Mueller {
  LineSteps line = steps_of({2, 3, 0, 4, 0, 4, 5, 6});
  LineSteps marked = steps_of({2, 7, 0, 4, 0, 4, 5, 6}, 0.99F, kAccented);
  std::vector<LineText> texts = {{"Muller", 0.95}};
  AccentedTexts read(const std::vector<std::string>& looks) const {
    const AccentReading marks{marked, kAccented};
    return with_accents({line, kCharacters, texts}, &marks, {}, looks, "äöüßú");
  }
};

TEST(AccentedLine, AnAccentThatTesseractMissedIsTheNets) {
  const AccentedTexts read = Mueller().read({"Muller", "Mulier", "Muller"});
  ASSERT_FALSE(read.texts.empty());
  EXPECT_EQ(read.texts.front().text, "Müller");
  EXPECT_FALSE(read.agree);
}

TEST(AccentedLine, WhatOnlyTesseractReadsIsNotAgreedOn) {
  EXPECT_TRUE(Mueller().read({"Müller", "Müller", "Müller"}).agree);
  EXPECT_FALSE(Mueller().read({"Múller", "Múller", "Múller"}).agree);
}

TEST(AccentedLine, LettersKeepTheirPlacesWhereOneReadsMoreThanTheOther) {
  EXPECT_EQ(with_accents_of("Muller", "Müler"), "Müller");
  EXPECT_EQ(with_accents_of("Lodz 12", "Łódź12"), "Łódź 12");
  EXPECT_EQ(with_accents_of("StraBe", "Straße"), "Straße");
  EXPECT_EQ(with_accents_of("Malaga", ""), "Malaga");
}

TEST(AccentedLine, OnlyEnglishDoesWithout) {
  EXPECT_FALSE(has_accents("eng"));
  EXPECT_TRUE(has_accents("cym+eng"));
}

// "nino" of capitals' height 20, each letter 12 wide; marks above letters as given: which, from, width,
// height.
std::vector<Component> written(const std::vector<std::array<int, 4>>& marks) {
  std::vector<Component> pieces;
  for (int i = 0; i < 4; ++i)
    pieces.push_back({i * 16, i == 1 ? 26 : 25, i * 16 + (i == 1 ? 4 : 12), 40, 100, i});
  for (const auto& [letter, from, width, height] : marks)
    pieces.push_back({letter * 16 + from, 22 - height, letter * 16 + from + width, 22, 8, 9});
  return pieces;
}

TEST(AccentMarks, EachLetterHasTheMarkThatItsTextWants) {
  const auto dot = std::array{1, 0, 2, 2};
  EXPECT_TRUE(marks_fit(written({dot}), "nino"));
  EXPECT_FALSE(marks_fit(written({dot}), "niño"));                // a tilde that nobody wrote
  EXPECT_FALSE(marks_fit(written({dot, {2, 3, 7, 3}}), "nino"));  // one that nobody read
  EXPECT_TRUE(marks_fit(written({dot, {2, 3, 7, 3}}), "niño"));
  EXPECT_FALSE(marks_fit(written({}), "nino"));  // no dot on the i
  EXPECT_FALSE(marks_fit(written({{1, 0, 2, 2}, {3, 3, 2, 2}}), "nino"));
}

TEST(AccentMarks, SmallLettersAreSmall) {
  const auto dot = std::array{1, 0, 2, 2};
  EXPECT_TRUE(marks_fit(written({dot}), "nizo"));
  EXPECT_FALSE(marks_fit(written({dot}), "niZo"));
  EXPECT_FALSE(marks_fit(written({dot}), "nipo"));  // it would hang
}

TEST(AccentMarks, InkProvesAMarkWhereTheLanguageLeavesOneChoice) {
  const auto dot = std::array{1, 0, 2, 2};
  const auto tilde = written({dot, {2, 3, 7, 3}});
  EXPECT_EQ(with_marks_of_ink(tilde, "nino", "áéíóúüñ"), "niño");
  EXPECT_EQ(with_marks_of_ink(tilde, "nino", "äöüß"), "nino");
  EXPECT_EQ(with_marks_of_ink(written({dot}), "nino", "áéíóúüñ"), "nino");
}

std::vector<Word> words(std::initializer_list<const char*> texts) {
  std::vector<Word> words;
  for (const char* text : texts) words.emplace_back().text = text;
  return words;
}

TEST(PageLanguage, IsTheOneWhoseShortWordsAreMost) {
  const std::vector<std::string> all = {"eng", "deu", "fra", "cym+eng"};
  const auto german =
      words({"Wir", "haben", "die", "Miete", "und", "das", "Wasser", "nicht", "bezahlt,", "weil"});
  EXPECT_EQ(likeliest_language(german, all), "deu");
  EXPECT_EQ(likeliest_language(words({"the", "rent", "of", "the", "flat", "and", "water", "is", "due"}), all),
            "eng");
  EXPECT_EQ(
      likeliest_language(words({"Mae", "hi", "wedi", "rhoi'r", "ar", "y", "bwrdd", "ac", "yn", "eich"}), all),
      "cym+eng");
}

TEST(PageLanguage, TooFewWordsOrAnUnknownLanguageChangeNothing) {
  EXPECT_EQ(likeliest_language(words({"Datum", "und", "Betrag"}), {"eng", "deu"}), "eng");
  EXPECT_EQ(likeliest_language(words({"je", "to", "na", "nie", "ve", "se"}), {"eng", "ces"}), "eng");
  EXPECT_EQ(likeliest_language({}, {"pol"}), "pol");
}

}  // namespace
}  // namespace mailroom::ocr::reader
