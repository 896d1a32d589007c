// Ticked, filled, taken back: boxes of 32 pixels with what is written in and around them.
#include "ocr/reader/marks.h"

#include <gtest/gtest.h>

namespace mailroom::ocr::reader {
namespace {

constexpr int kMargin = 8, kSide = 32, kWindow = kSide + 2 * kMargin;

class Box {
 public:
  Box& fill(int x0, int y0, int x1, int y1) {
    ink_.fill(x0, y0, x1, y1);
    return *this;
  }
  // Strokes from one side of what is seen to the other, as thick as the gaps between them.
  Box& scribble() {
    for (int y = 2; y + 4 < kWindow; y += 8) fill(0, y, kWindow, y + 4);
    return *this;
  }
  Box& cross(int reach) {
    for (int i = -reach; i < reach; ++i)
      for (int d = -1; d <= 1; ++d) {
        ink_.set(kWindow / 2 + i + d, kWindow / 2 + i);
        ink_.set(kWindow / 2 + i + d, kWindow / 2 - i);
      }
    return *this;
  }
  MarkReading read() const {
    FieldInk field;
    field.zone = {100, 100, 100 + kSide, 100 + kSide};
    field.around = {100 - kMargin, 100 - kMargin, 100 + kSide + kMargin, 100 + kSide + kMargin};
    field.ink = field.written = ink_;
    field.blank = Bits(kWindow, kWindow);
    field.pieces = components(field.written, &field.labels);
    return read_mark(field);
  }

 private:
  Bits ink_{kWindow, kWindow};
};

TEST(Marks, ACrossThatLeavesItsBoxIsATick) {
  for (const int reach : {10, 16, 22}) {
    const MarkReading mark = Box().cross(reach).read();
    EXPECT_TRUE(mark.ticked) << reach;
    EXPECT_FALSE(mark.struck) << reach;
  }
}

TEST(Marks, AFilledBoxIsATickHoweverClumsy) {
  const MarkReading mark =
      Box().fill(kMargin - 2, kMargin - 3, kWindow - kMargin + 2, kWindow - kMargin + 3).read();
  EXPECT_TRUE(mark.ticked);
  EXPECT_FALSE(mark.struck);
}

TEST(Marks, ALineThroughABoxAndBeyondTakesTheTickBack) {
  EXPECT_TRUE(Box().cross(12).fill(1, 20, kWindow - 1, 23).read().struck);
  EXPECT_FALSE(Box().cross(12).fill(kMargin, 20, kWindow - 1, 23).read().struck) << "a tick's long end";
}

TEST(Marks, ALineThroughABoxThatPrintInterruptsLeavesADoubt) {
  const MarkReading mark = Box().cross(12).fill(1, 20, 30, 23).fill(36, 20, kWindow - 3, 23).read();
  EXPECT_TRUE(mark.ticked);
  EXPECT_FALSE(mark.struck);
  EXPECT_LE(mark.confidence, 0.5);
  EXPECT_GT(Box().cross(12).read().confidence, 0.99);
}

TEST(Marks, AScribbleAcrossTheBoxMayTakeTheTickBack) {
  EXPECT_TRUE(Box().scribble().read().struck);
  EXPECT_TRUE(Box().cross(14).scribble().read().struck);
}

TEST(Marks, AnEmptyBoxIsNone) {
  const MarkReading mark = Box().read();
  EXPECT_FALSE(mark.ticked);
  EXPECT_FALSE(mark.struck);
}

}  // namespace
}  // namespace mailroom::ocr::reader
