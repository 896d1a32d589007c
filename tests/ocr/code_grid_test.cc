// Modules that spread and lie askew are told by their grid.
#include "ocr/reader/code_grid.h"

#include <gtest/gtest.h>
#include <leptonica/allheaders.h>

#include <cmath>
#include <random>

namespace mailroom::ocr::reader {
namespace {

constexpr int kSide = 24;  // modules

// A solid edge on the left and below, the rest by chance; the corners are dark.
bool is_dark(int column, int row) {
  if (column == 0 || row == kSide - 1) return true;
  return std::mt19937(static_cast<unsigned>(row * kSide + column) * 7919u)() % 8 < 4;
}

// With modules of 3.4 pixels that are `spread` wider on each side, turned about a corner.
Bits printed(double spread, double degrees) {
  constexpr double kPitch = 3.4;
  Bits page(160, 160);
  const double turn = degrees * 3.14159265 / 180;
  for (int y = 0; y < page.height(); ++y)
    for (int x = 0; x < page.width(); ++x) {
      const double dx = x + 0.5 - 40.3, dy = y + 0.5 - 35.6;
      const double u = dx * std::cos(turn) + dy * std::sin(turn),
                   v = dy * std::cos(turn) - dx * std::sin(turn);
      for (const double along : {u - spread, u + spread})
        for (const double down : {v - spread, v + spread}) {
          const int column = static_cast<int>(std::floor(along / kPitch)),
                    row = static_cast<int>(std::floor(down / kPitch));
          if (column >= 0 && row >= 0 && column < kSide && row < kSide && is_dark(column, row))
            page.set(x, y);
        }
    }
  return page;
}

int wrong_modules(const CodeGrid& grid, double least) {
  int wrong = 0;
  for (int row = 0; row < kSide; ++row)
    for (int column = 0; column < kSide; ++column)
      wrong += (grid.ink[static_cast<size_t>(row * kSide + column)] > least) != is_dark(column, row);
  return wrong;
}

TEST(CodeGrid, TellsModulesThatSpreadAndLieAskew) {
  for (const double degrees : {-1.4, 0.0, 0.9}) {
    const CodeGrid grid = code_grid(printed(0.9, degrees));
    ASSERT_EQ(grid.columns, kSide) << degrees;
    ASSERT_EQ(grid.rows, kSide) << degrees;
    EXPECT_LE(wrong_modules(grid, 0.85), kSide * kSide / 50) << degrees;
  }
}

TEST(CodeGrid, IsSquareThoughInkRanBeyondItsEdge) {
  Bits page = printed(0.9, 0);
  for (int x = 50; x < 76; ++x)  // a third of a side's length, a module deep
    for (int y = 119; y < 121; ++y) page.set(x, y);
  const CodeGrid grid = code_grid(page);
  ASSERT_EQ(grid.columns, kSide);
  ASSERT_EQ(grid.rows, kSide);
  EXPECT_LE(wrong_modules(grid, 0.85), kSide * kSide / 50);
}

// Of a row of three and one above and below its middle only that may have been light.
TEST(CodeGrid, OnlyWhatInkMayHaveClosedIsGuessed) {
  const CodeGrid grid{3, 3, {0, 1, 0, 1, 1, 1, 0, 1, 0}};
  std::minstd_rand random;
  int closed = 0;
  for (int i = 0; i < 200; ++i) {
    const CodeGrid guess = guessed(grid, random);
    EXPECT_EQ(guess.columns * guess.rows, 9);
    closed += guess.ink[4] == 0;
    CodeGrid rest = guess;
    rest.ink[4] = 1;
    EXPECT_EQ(rest.ink, grid.ink);
  }
  EXPECT_GT(closed, 10);
  EXPECT_LT(closed, 100);
}

TEST(CodeGrid, IsDrawnWithPaperAround) {
  const CodeGrid grid{2, 1, {1, 0.5}};
  const Raster picture = drawn(grid, 0.85);
  ASSERT_NE(picture, nullptr);
  EXPECT_EQ(pixGetWidth(picture.get()), (2 + 8) * 4);
  l_uint32 paper = 0, dark = 0, light = 0;
  pixGetPixel(picture.get(), 15, 17, &paper);
  pixGetPixel(picture.get(), 17, 17, &dark);
  pixGetPixel(picture.get(), 21, 17, &light);
  EXPECT_EQ(paper, 255u);
  EXPECT_EQ(dark, 0u);
  EXPECT_EQ(light, 255u);
}

TEST(CodeGrid, WhatStandsOnNoGridHasNone) {
  Bits specks(160, 160);
  std::mt19937 random(5);
  for (int i = 0; i < 3000; ++i)
    specks.set(static_cast<int>(random() % 160), static_cast<int>(random() % 160));
  EXPECT_EQ(code_grid(specks).columns, 0);
  EXPECT_EQ(code_grid(Bits(160, 160)).columns, 0);
  EXPECT_EQ(code_grid(Bits()).columns, 0);
}

}  // namespace
}  // namespace mailroom::ocr::reader
