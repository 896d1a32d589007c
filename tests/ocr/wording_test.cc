#include "ocr/reader/wording.h"

#include <gmock/gmock.h>

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

}  // namespace
}  // namespace mailroom::ocr::reader
