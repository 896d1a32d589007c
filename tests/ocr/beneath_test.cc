#include "ocr/reader/beneath.h"

#include <gtest/gtest.h>

namespace mailroom::ocr::reader {
namespace {

// A field of 120 by 40 pixels with three upright strokes of writing, 20 high.
class Written {
 public:
  Written() {
    for (const int x : {30, 44, 58}) ink_.fill(x, 10, x + 4, 30);
  }
  Written& print(int x0, int y0, int x1, int y1) {
    ink_.fill(x0, y0, x1, y1), blank_.fill(x0, y0, x1, y1);
    return *this;
  }
  Beneath beneath() const {
    FieldInk field;
    field.zone = field.around = {0, 0, 120, 40};
    field.ink = ink_, field.blank = blank_;
    field.written = subtract(ink_, blank_, kPrintSlack);
    field.pieces = components(field.written, &field.labels);
    return printed_beneath(field, field.pieces);
  }

 private:
  Bits ink_{120, 40}, blank_{120, 40};
};

TEST(Beneath, CleanPaperIsNothing) {
  EXPECT_EQ(Written().beneath(), Beneath::nothing);
}

TEST(Beneath, ALineToWriteOnIsNothing) {
  EXPECT_EQ(Written().print(0, 28, 120, 30).beneath(), Beneath::nothing);
}

TEST(Beneath, AnUprightRuleThatTouchesTheWritingIsARule) {
  EXPECT_EQ(Written().print(49, 0, 51, 40).beneath(), Beneath::rule);
}

TEST(Beneath, AnUprightRuleFarFromTheWritingIsNothing) {
  EXPECT_EQ(Written().print(100, 0, 102, 40).beneath(), Beneath::nothing);
}

TEST(Beneath, PrintedFiguresAreLettersAlsoBesideTheLine) {
  EXPECT_EQ(Written().print(48, 14, 56, 24).beneath(), Beneath::letters);
  EXPECT_EQ(Written().print(66, 14, 76, 24).beneath(), Beneath::letters);  // may hide the line's last letter
  EXPECT_EQ(Written().print(100, 14, 110, 24).beneath(), Beneath::nothing);
}

}  // namespace
}  // namespace mailroom::ocr::reader
