// The small parts of reading by picture, each on its own.
#include <gtest/gtest.h>

#include "ocr/reader/punctuation.h"
#include "ocr/reader/subtract.h"

namespace mailroom::ocr::reader {
namespace {

Component piece(int x0, int y0, int x1, int y1) {
  return {x0, y0, x1, y1, static_cast<long>(x1 - x0) * (y1 - y0), 1};
}

TEST(Subtract, RejoinsAStrokeThatCrossesARule) {
  Bits page(60, 40), blank(60, 40);
  for (int x = 0; x < 60; ++x) page.set(x, 20), blank.set(x, 20);
  for (int y = 5; y < 35; ++y) page.set(30, y);
  const Bits written = subtract(page, blank, 1);
  for (int y = 5; y < 35; ++y) EXPECT_TRUE(written.get(30, y)) << y;
  EXPECT_FALSE(written.get(10, 20));
  EXPECT_EQ(components(written).size(), 1U);
}

TEST(Punctuation, CommaGoesBelowTheLineAndAPointDoesNot) {
  // "1,475.50": figures 12 wide and 20 high on the line y = 30.
  std::vector<Component> line;
  int x = 0;
  const auto figure = [&] { line.push_back(piece(x, 10, x + 12, 30)), x += 15; };
  figure();
  line.push_back(piece(x, 27, x + 3, 34)), x += 6;
  figure(), figure(), figure();
  line.push_back(piece(x, 27, x + 3, 30)), x += 6;
  figure(), figure();
  EXPECT_EQ(as_drawn("1.475,50", line, false).text, "1,475.50");
  EXPECT_EQ(as_drawn("1,475 50", line, false).text, "1,475.50");
  EXPECT_FALSE(as_drawn("1,4755.50", line, false).agrees);
}

TEST(Punctuation, NoBlankWhereThereIsNoGap) {
  std::vector<Component> line;
  for (int i = 0; i < 8; ++i) line.push_back(piece(14 * i, 10, 14 * i + 12, 30));
  EXPECT_EQ(as_drawn("ab. cdefg", line, false).text, "ab.cdefg");
  EXPECT_EQ(as_drawn("abc defgh", line, false).text, "abc defgh");
}

}  // namespace
}  // namespace mailroom::ocr::reader
