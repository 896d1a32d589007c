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
  Written& write(int x0, int y0, int x1, int y1) {
    ink_.fill(x0, y0, x1, y1);
    return *this;
  }
  FieldInk field() const {
    FieldInk field;
    field.zone = field.around = {0, 0, 120, 40};
    field.ink = ink_, field.blank = blank_;
    field.written = subtract(ink_, blank_, kPrintSlack);
    for (const Component& c : components(field.written, &field.labels))
      if (c.ink > 40) field.pieces.push_back(c);
    return field;
  }
  Beneath beneath() const {
    const FieldInk ink = field();
    return printed_beneath(ink, ink.pieces);
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

TEST(Beneath, AFigureOverAPresetOneClingsToIt) {
  EXPECT_EQ(ink_over_print(Written().print(90, 10, 100, 30).field()), 0);
  EXPECT_GT(ink_over_print(Written().print(90, 10, 100, 30).write(98, 14, 103, 26).field()), 16);
}

TEST(Beneath, AOneAlongARuleStandsBesideTheLine) {
  const auto beside = [](const Written& written) {
    const FieldInk field = written.field();
    return ink_over_print_beside(field, field.pieces);
  };
  EXPECT_EQ(beside(Written().print(20, 0, 22, 40)), 0);
  EXPECT_GT(beside(Written().print(20, 0, 22, 40).write(22, 10, 25, 30)), 16);
  EXPECT_EQ(beside(Written().print(100, 0, 102, 40).write(102, 10, 105, 30)),
            0);  // too far to be its next figure
}

TEST(Beneath, LettersStandOnARuleAtTheirFeet) {
  const auto stands = [](const Written& written) {
    const FieldInk field = written.field();
    return stands_on_rule(field, field.pieces);
  };
  EXPECT_TRUE(stands(Written().print(0, 30, 120, 32)));
  EXPECT_FALSE(stands(Written().print(0, 36, 120, 38)));
}

}  // namespace
}  // namespace mailroom::ocr::reader
