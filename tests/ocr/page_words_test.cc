// What the recognition of a whole page adds to words and is none of theirs.
#include "ocr/reader/page_words.h"

#include <gtest/gtest.h>

#include "ocr/reader/cell_text.h"

namespace mailroom::ocr::reader {
namespace {

TEST(PageWords, ASpeckAboveALetterDoesNotMakeTheWordHigher) {
  const Zone word{10, 239, 70, 281};
  const std::vector<Zone> letters{
      {10, 263, 20, 281}, {22, 239, 32, 281}, {34, 264, 44, 281}, {46, 264, 56, 281}};
  EXPECT_EQ(without_specks(word, letters), (Zone{10, 263, 70, 281}));
}

TEST(PageWords, HighAndLowLettersAreNoSpecks) {
  const Zone word{10, 95, 70, 120};
  const std::vector<Zone> letters{{10, 100, 20, 112}, {22, 95, 32, 112}, {34, 100, 44, 120}};
  EXPECT_EQ(without_specks(word, letters), word);
  EXPECT_EQ(without_specks(word, {{10, 95, 20, 120}, {22, 112, 24, 113}}),
            word);  // "l." is too short to tell
}

TEST(CellText, MarksOfTheirOwnAreNoPartOfIt) {
  EXPECT_EQ(without_marks("- Income tax"), "Income tax");
  EXPECT_EQ(without_marks("Season ticket loan -. -"), "Season ticket loan");
  EXPECT_EQ(without_marks("| Pension (employee)"), "Pension (employee)");
  EXPECT_EQ(without_marks("Overtime - nights"), "Overtime - nights");
  EXPECT_EQ(without_marks("-. -"), "");
}

TEST(CellText, AFullStopMayBeASpeck) {
  EXPECT_TRUE(may_end_in_a_speck("Basic pay."));
  EXPECT_FALSE(may_end_in_a_speck("Basic pay"));
  EXPECT_FALSE(may_end_in_a_speck("Pension (employee)"));
  EXPECT_FALSE(may_end_in_a_speck(""));
}

}  // namespace
}  // namespace mailroom::ocr::reader
