#include "ocr/reader/wording.h"

#include <gmock/gmock.h>

#include "ocr/reader/page_words.h"
#include "tests/ocr/word_rows.h"

namespace mailroom::ocr::reader {
namespace {

std::vector<std::string> texts_at(const std::vector<Line>& lines, const std::vector<Span>& spans) {
  std::vector<std::string> texts;
  for (const Span& span : spans) {
    std::string text;
    for (size_t i = span.begin; i < span.end; ++i)
      text += (i > span.begin ? " " : "") + lines[span.line][i]->text;
    texts.push_back(text);
  }
  return texts;
}

std::vector<std::string> found(const std::vector<std::string>& rows, std::string_view wording,
                               bool recognised = true) {
  const std::vector<Word> words = page_of(rows);
  const std::vector<Line> lines = lines_of(words);
  return texts_at(lines, PageWordings(lines, recognised).find(wording));
}

using testing::ElementsAre;
using testing::IsEmpty;

TEST(Wording, IsFoundWhateverItsCaseBlanksAndPunctuation) {
  EXPECT_THAT(found({"1. Name|2. REGISTRATION NO:|3492"}, "Registration No."),
              ElementsAre("REGISTRATION NO:"));
  EXPECT_THAT(found({"RegistrationNo. 3492"}, "Registration No."), ElementsAre("RegistrationNo."));
}

TEST(Wording, IsFoundWithAFewLettersMisread) {
  EXPECT_THAT(found({"2. Regisiration No, 3492"}, "Registration No."), ElementsAre("Regisiration No,"));
  EXPECT_THAT(found({"2. Registralicn Nn. 3492"}, "Registration No."), IsEmpty()) << "three of fourteen";
}

TEST(Wording, OnATextLayerNoLetterIsMisread) {
  EXPECT_THAT(found({"2. Regisiration No. 3492"}, "Registration No.", false), IsEmpty());
}

TEST(Wording, AShortOneIsExactOrAnother) {
  EXPECT_THAT(found({"Met pay 12.00"}, "Net pay"), IsEmpty());
}

TEST(Wording, TheBestReadPlacesWin) {
  EXPECT_THAT(found({"Registration No. 12", "Registrution No. 13"}, "Registration No."),
              ElementsAre("Registration No."));
}

TEST(Wording, WhereItIsMisreadWorseItMayStandToo) {
  const std::vector<Word> words = page_of({"Closing baiance:|1,650.50", "Closing balance:|1,954.08"});
  const std::vector<Line> lines = lines_of(words);
  const PageWordings wordings(lines, true);
  EXPECT_THAT(texts_at(lines, wordings.find("Closing balance")), ElementsAre("Closing balance:"));
  EXPECT_THAT(texts_at(lines, wordings.find_worse("Closing balance")), ElementsAre("Closing baiance:"));
  EXPECT_THAT(wordings.find_worse("Sort code"), IsEmpty());
}

TEST(Wording, NeitherALostWordNorANumberIsMisread) {
  EXPECT_THAT(found({"National Insurance|73.46"}, "National Insurance no."), IsEmpty());
  EXPECT_THAT(found({"National Insurance 95"}, "National Insurance no."), IsEmpty());
  EXPECT_THAT(found({"National Insurance \u2018no.:"}, "National Insurance no."),
              ElementsAre("National Insurance \u2018no.:"));
}

TEST(Wording, NoPartOfALongerWordIsOne) {
  EXPECT_THAT(found({"Renumbered"}, "number"), IsEmpty());
}

TEST(WordLines, OfACrookedPageOfColumnsAreLevelled) {
  std::vector<Word> words;
  for (int row = 0; row < 12; ++row)
    for (const double x : {50.0, 300.0, 500.0}) {
      const double y = 100 + 16 * row - 0.02 * x;
      words.push_back({std::to_string(row), {x, y, x + 30, y + 8}, 0.9, {}});
    }
  const std::vector<Line> lines = lines_of(words);
  ASSERT_EQ(lines.size(), 12U);
  for (const Line& line : lines) EXPECT_EQ(line.size(), 3U);
}

TEST(WordLines, OfACrookedPageAreLevelled) {
  const std::vector<std::string> rows{"the quick brown fox jumps over the lazy dog again and again",
                                      "pack my box with five dozen liquor jugs and then some more",
                                      "how vexingly quick daft zebras jump over everything in sight"};
  const std::vector<Word> words = page_of(rows, 0.03);
  const std::vector<Line> lines = lines_of(words);
  ASSERT_EQ(lines.size(), 3U);
  EXPECT_EQ(text_of(lines), rows[0] + "\n" + rows[1] + "\n" + rows[2] + "\n");
}

TEST(WordLines, OfAPagePhotographedAtAnAngleAreLevelled) {
  std::vector<Word> words;
  for (int row = 0; row < 12; ++row)
    for (const double x : {50.0, 300.0, 500.0}) {
      // Level at the top, falling by ten points at the foot.
      const double level = 100 + 40 * row, y = level + level * 4e-5 * x;
      words.push_back({std::to_string(row), {x, y, x + 30, y + 8}, 0.9, {}});
    }
  const std::vector<Line> lines = lines_of(words);
  ASSERT_EQ(lines.size(), 12U);
  for (const Line& line : lines) EXPECT_EQ(line.size(), 3U);
}

TEST(WordLines, ATypewritersBlankIsNoGap) {
  // Letters 5.4 points apart and 5 high, as Courier's of 9 points on a scan.
  const Word income{"Income", {0, 0, 32, 5}, 1, {}}, tax{"tax", {39, 0, 55, 5}, 1, {}},
      amount{"487.48", {70, 0, 102, 5}, 1, {}};
  EXPECT_FALSE(is_gap(income, tax));
  EXPECT_TRUE(is_gap(tax, amount));
}

TEST(PageWords, FoundTwiceAreOneAndFlatOnesAreDirt) {
  const Word amount{"Amount", {240, 179, 272, 185}, 0.97, {}}, again{"Amount", {239, 178, 273, 187}, 0.3, {}},
      rest{"et", {305, 172, 308, 173}, 0.4, {}}, dash{"-", {320, 182, 324, 183}, 0.9, {}};
  const std::vector<Word> words = without_dirt({again, amount, rest, dash});
  ASSERT_EQ(words.size(), 2U);
  EXPECT_EQ(words[0].confidence, amount.confidence);
  EXPECT_EQ(words[1].text, "-");
}

}  // namespace
}  // namespace mailroom::ocr::reader
