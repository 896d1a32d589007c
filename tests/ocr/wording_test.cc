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

TEST(Wording, NoPartOfALongerWordIsOne) {
  EXPECT_THAT(found({"Renumbered"}, "number"), IsEmpty());
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
