// Letters sorted by what they say, and pages that are none.
#include "ocr/reader/letter.h"

#include <gmock/gmock.h>

#include "ocr/reader/ink.h"
#include "ocr/reader/read_document.h"
#include "tests/ocr/printed_letters.h"
#include "tests/ocr/word_rows.h"

namespace mailroom::ocr::reader {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

Form kind(const std::string& id, std::vector<std::string> phrases, std::vector<std::string> unless = {}) {
  Form form;
  form.id = id;
  form.layout = Form::Layout::letter;
  form.phrases = std::move(phrases);
  form.unless = std::move(unless);
  return form;
}

const std::vector<Form>& kinds() {
  static const std::vector<Form> all{
      kind("appeal", {"wish to appeal | want to appeal", "your decision is wrong"},
           {"do not wish to appeal"}),
      kind("hardship", {"no food | nothing to eat", "notice to quit"})};
  return all;
}

std::vector<LetterKind> sorted(const std::vector<std::string>& rows, bool recognised = false) {
  const std::vector<Word> words = page_of(rows);
  return kinds_of_letter(kinds(), lines_of(words), recognised);
}

std::vector<std::string> names(const std::vector<LetterKind>& kinds) {
  std::vector<std::string> out;
  for (const LetterKind& one : kinds) out.push_back(one.kind + ": " + one.phrase);
  return out;
}

TEST(Letter, IsOfTheKindOfWhichItSaysAPhrase) {
  EXPECT_THAT(names(sorted({"Dear Sirs, I want to appeal."})), ElementsAre("appeal: want to appeal"));
  EXPECT_THAT(names(sorted({"Dear Sirs, thank you."})), IsEmpty());
}

TEST(Letter, APhraseMayRunOnIntoTheNextLine) {
  EXPECT_THAT(names(sorted({"and therefore I wish to", "appeal against it"})),
              ElementsAre("appeal: wish to appeal"));
}

TEST(Letter, AMisreadLetterDoesNotHideAPhraseOnAScan) {
  EXPECT_THAT(names(sorted({"he gave us notlce to quit"}, true)), ElementsAre("hardship: notice to quit"));
  EXPECT_THAT(names(sorted({"he gave us notlce to quit"}, false)), IsEmpty());
}

TEST(Letter, WhatSpeaksAgainstAKindTakesItAway) {
  EXPECT_THAT(names(sorted({"I do not wish to appeal"})), IsEmpty());
}

TEST(Letter, OfTwoKindsTheOneOfWhichMoreIsThereComesFirst) {
  EXPECT_THAT(names(sorted({"We have no food.", "I wish to appeal, your decision is wrong"})),
              ElementsAre("appeal: your decision is wrong", "hardship: no food"));
}

TEST(Letter, IsToldByHowItsWordsStand) {
  const std::vector<Word> text =
      page_of({"I am writing to you about my claim for", "housing which I made in the spring of",
               "this year and of which I have heard", "nothing since the tenth of June in spite"});
  EXPECT_TRUE(is_letter(lines_of(text), false));
  const std::vector<Word> form = page_of(std::vector<std::string>(20, "Surname|Smith|First name|Anna"));
  EXPECT_FALSE(is_letter(lines_of(form), false));
}

TEST(Letter, AFormWithManySentencesIsOneOnlyIfItGreets) {
  std::vector<std::string> rows(
      6, "Give the full name of each of your children|and the day on which each was born");
  const std::vector<Word> form = page_of(rows);
  EXPECT_FALSE(is_letter(lines_of(form), false));
  rows.insert(rows.begin(), "Sehr geehrte Damen und Herren,");
  const std::vector<Word> letter = page_of(rows);
  EXPECT_TRUE(is_letter(lines_of(letter), false));
}

TEST(Letter, AFormThatSpeaksOfEvictionsIsNone) {
  std::vector<std::string> rows(20, "Surname|Smith|First name|Anna");
  rows.push_back("Tick if you have had a notice to quit");
  const std::vector<Word> words = page_of(rows);
  EXPECT_FALSE(read_letter(kinds(), lines_of(words), false));
}

TEST(Letter, AShortNoteThatSaysWhatAKindAsksForIsOne) {
  const std::vector<Word> words = page_of({"please, no food since Friday"});
  const auto letter = read_letter(kinds(), lines_of(words), false);
  ASSERT_TRUE(letter);
  EXPECT_THAT(names(*letter), ElementsAre("hardship: no food"));
}

TEST(Letter, AMailsBodyIsOneWhateverItSays) {
  EXPECT_THAT(names(read_plain_letter(kinds(), "Hello,\nI wish\nto appeal.\n")),
              ElementsAre("appeal: wish to appeal"));
}

// A page in each direction from the scanner, the whole reader.
class ScannedLetter : public testing::TestWithParam<int> {};

TEST_P(ScannedLetter, IsSetUprightAndSorted) {
  const int turned = GetParam();
  const InkReader ink(kinds());
  const DocumentReader reader(kinds(), &ink);
  specimen::WantedLetter wanted{"appeal", specimen::Scan::office, turned, 11};
  const DocumentReading reading = reader.read(specimen::printed_letter(wanted), "letter.tif", {}, {});
  const PageReading& page = reading.pages.at(0);
  EXPECT_EQ(page.form, "");
  EXPECT_EQ(page.rotation, (360 - turned) % 360);
  ASSERT_TRUE(page.letter) << page.why;
  EXPECT_THAT(page.text, testing::HasSubstr("Northmere Borough Council"));
}

INSTANTIATE_TEST_SUITE_P(Turned, ScannedLetter, testing::Values(0, 90, 180, 270));

}  // namespace
}  // namespace mailroom::ocr::reader
