// Entries that were altered by hand, of bars: letters are upright ones, 12 pixels wide and 24 high.
#include "ocr/reader/altered.h"

#include <gtest/gtest.h>

namespace mailroom::ocr::reader {
namespace {

constexpr int kWidth = 400, kHeight = 60;

class Entry {
 public:
  // A letter "n": two stems and a bar.
  Entry& letter(int x) {
    ink_.fill(x, 20, x + 3, 44), ink_.fill(x + 10, 20, x + 13, 44), ink_.fill(x, 20, x + 13, 23);
    return *this;
  }
  Entry& letters(int count) {
    for (int i = 0; i < count; ++i) letter(20 + 20 * i);
    return *this;
  }
  Entry& line(int x0, int y0, int x1, int y1) {
    for (int x = x0; x < x1; ++x) {
      const int y = y0 + (y1 - y0) * (x - x0) / (x1 - x0);
      ink_.fill(x, y, x + 1, y + 3);
    }
    return *this;
  }
  std::vector<Knot> shapes() const {
    FieldInk field;
    field.written = ink_;
    field.pieces = components(field.written, &field.labels);
    return knots(field);
  }
  bool is_altered(double confidence) const {
    const Hand hand = hand_of({Entry().letters(8).shapes()});
    return !altered_pieces(shapes(), hand, confidence).empty();
  }

 private:
  Bits ink_{kWidth, kHeight};
};

TEST(Altered, PlainLettersAreNotHoweverBadlyTheyAreRead) {
  EXPECT_FALSE(Entry().letters(7).is_altered(0.9999));
  EXPECT_FALSE(Entry().letters(7).is_altered(0.01));
  EXPECT_FALSE(Entry().letters(1).is_altered(0.01));
}

TEST(Altered, ALineThroughLettersIsSeen) {
  EXPECT_TRUE(Entry().letters(4).line(15, 31, 105, 33).is_altered(0.3));
}

TEST(Altered, ASlashThroughTwoLettersIsSeen) {
  EXPECT_TRUE(Entry().letters(2).line(14, 45, 62, 18).is_altered(0.3));
}

TEST(Altered, AStrokeThroughOneLetterIsSeenHoweverSurelyTheRestIsRead) {
  EXPECT_TRUE(Entry().letters(3).letter(200).line(188, 31, 225, 32).is_altered(0.999));
  EXPECT_TRUE(Entry().letters(3).letter(200).line(186, 46, 226, 14).is_altered(0.999));
}

TEST(Altered, ALettersOwnBarsAreNoStrokesThroughIt) {
  EXPECT_FALSE(Entry().letters(4).line(20, 31, 33, 31).is_altered(0.01));  // A, H
  EXPECT_FALSE(Entry().letters(4).line(15, 21, 42, 21).is_altered(0.01));  // T, a wide one
  EXPECT_FALSE(Entry().letters(4).line(15, 42, 42, 42).is_altered(0.01));  // serifs
  EXPECT_FALSE(Entry().letters(4).line(20, 31, 40, 31).is_altered(0.01));  // 4: beyond on one side alone
}

TEST(Altered, LettersThatAFaxLetsRunTogetherAreNot) {
  EXPECT_FALSE(Entry().letters(4).line(20, 42, 93, 43).is_altered(0.1));
}

TEST(Altered, AScribbleOverLettersIsSeen) {
  Entry entry;
  entry.letters(4);
  for (int x = 15; x < 100; x += 16) entry.line(x, 20, x + 8, 42).line(x + 8, 42, x + 16, 20);
  EXPECT_TRUE(entry.is_altered(0.2));
}

TEST(Altered, AnUnderlineIsNoLineThroughLetters) {
  EXPECT_FALSE(Entry().letters(4).line(15, 50, 105, 50).is_altered(0.8));
}

TEST(Altered, ALetterWrittenTwiceIsSeenThoughItIsReadSurely) {
  Entry entry;
  entry.letters(5);
  for (int d = 0; d < 3; ++d) entry.line(40, 20 + 5 * d, 54, 38 + 2 * d).line(40, 42 - 5 * d, 54, 22 - d);
  EXPECT_TRUE(entry.is_altered(0.999));
}

TEST(Altered, TheAlteredPieceIsToldFromWhatStandsBesideIt) {
  const std::vector<Knot> shapes = Entry().letters(4).line(15, 31, 105, 33).letter(200).letter(220).shapes();
  const Hand hand = hand_of({Entry().letters(8).shapes()});
  EXPECT_EQ(altered_pieces(shapes, hand, 0.2).size(), 1U);
  EXPECT_EQ(shapes.size(), 3U);
}

}  // namespace
}  // namespace mailroom::ocr::reader
