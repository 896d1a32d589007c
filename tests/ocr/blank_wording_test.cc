#include "ocr/reader/blank_wording.h"

#include <gtest/gtest.h>

#include <sstream>

#include "ocr/reader/label_names.h"

namespace mailroom::ocr::reader {
namespace {

// Words in a row, each as high as told, from (50, y).
void add(std::vector<Word>& words, std::string_view text, double y, double height, double x = 50) {
  std::istringstream stream{std::string(text)};
  for (std::string word; stream >> word;) {
    const double width = 0.5 * height * static_cast<double>(word.size());
    words.push_back({word, {x, y, x + width, y + height}, 1, {}});
    x += width + 0.4 * height;
  }
}

TEST(BlankWording, TheTitleIsThePrintThatStandsOut) {
  std::vector<Word> words;
  add(words, "City of Exampletown, Tax Office", 40, 9);
  add(words, "Registration of a dog and", 60, 16);
  add(words, "claim for relief", 80, 16);
  for (int line = 0; line < 20; ++line) add(words, "what it says about one box", 120 + 14 * line, 9);
  add(words, "DETACH", 700, 24);
  EXPECT_EQ(printed_title(words, 842), "Registration of a dog and claim for relief");
}

TEST(BlankWording, AnEvenPageHasNoTitle) {
  std::vector<Word> words;
  for (int line = 0; line < 20; ++line) add(words, "what it says about one box", 120 + 14 * line, 9);
  EXPECT_EQ(printed_title(words, 842), "");
  EXPECT_EQ(printed_title({}, 842), "");
}

TEST(BlankWording, ATitleThatAProgramMadeUpIsNone) {
  for (const char* title :
       {"", "untitled", "Untitled", "Microsoft Word - Antrag v3.doc", "f1040.indd", "blank final.pdf"})
    EXPECT_TRUE(is_made_up_title(title)) << title;
  for (const char* title : {"2020 Form 1040-V", "Antrag auf Wohngeld", "Form 4563 (Rev. August 2019)"})
    EXPECT_FALSE(is_made_up_title(title)) << title;
}

TEST(BlankWording, TheLanguageIsThePdfsElseThePrints) {
  EXPECT_EQ(tongue_of_tag("de").language, "deu");
  EXPECT_EQ(tongue_of_tag("de").locale, "de-DE");
  EXPECT_EQ(tongue_of_tag("fr-CH").locale, "fr-CH");
  EXPECT_EQ(tongue_of_tag("en-US").language, "eng");
  EXPECT_EQ(tongue_of_tag("en-US").locale, "en-US");
  EXPECT_EQ(tongue_of_tag("it-IT").language, "eng");
  std::vector<Word> german;
  add(german, "Rasse des Hundes Anzahl der Hunde Betrag der letzten Steuer und wird die Steuer von der Bank",
      100, 9);
  EXPECT_EQ(tongue_of_print(german).language, "deu");
  EXPECT_EQ(tongue_of_print(german).locale, "de-DE");
  EXPECT_EQ(tongue_of_print({}).language, "eng");
  EXPECT_EQ(tongue_of_print({}).locale, "");
}

TEST(LabelNames, AnAnswersLabelHasItsQuestion) {
  std::vector<Word> words;
  add(words, "4 Are you a student?", 100, 9);
  add(words, "Yes", 100, 9, 320);
  add(words, "No", 100, 9, 380);
  add(words, "I agree", 130, 9, 66);
  std::vector<FoundField> ticks;
  for (const auto& [x, y] : {std::pair{305.0, 100.0}, {365.0, 100.0}, {50.0, 130.0}}) {
    FoundField tick;
    tick.kind = FoundField::Kind::tick;
    tick.zone = tick.cell = {x, y, x + 10, y + 10};
    ticks.push_back(tick);
  }
  std::set<std::string> taken;
  const std::vector<Field> fields = named_fields(ticks, words, 1, taken);
  ASSERT_EQ(fields.size(), 3u);
  EXPECT_EQ(fields[0].label, "4 Are you a student? Yes");
  EXPECT_EQ(fields[0].id, "are_you_a_student_yes");
  EXPECT_EQ(fields[1].label, "4 Are you a student? No");
  EXPECT_EQ(fields[1].id, "are_you_a_student_no");
  EXPECT_EQ(fields[2].id, "i_agree");
}

}  // namespace
}  // namespace mailroom::ocr::reader
