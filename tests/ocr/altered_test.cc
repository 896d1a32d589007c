// Entries that were altered by hand: print in Leptonica's own bitmap font, which the net never saw.
#include "ocr/reader/altered.h"

#include <gtest/gtest.h>

#include "ocr/reader/line_picture.h"
#include "tests/ocr/drawn_form.h"

namespace mailroom::ocr::reader {
namespace {

constexpr double kNothing = -std::numeric_limits<double>::infinity();

class Entry {
 public:
  explicit Entry(const std::string& text, int size = 14) : size_(size) { write(20, text); }
  Entry& write(int x, const std::string& text) {
    write_text(page_, x, 50, text, size_);
    return *this;
  }
  Entry& line(int x0, int y0, int x1, int y1) {
    pixRenderLine(page_.get(), x0, y0, x1, y1, 3, L_SET_PIXELS);
    return *this;
  }
  Entry& scribble(int x0, int x1) {
    for (int x = x0; x < x1; x += 12) line(x, 14, x + 6, 48).line(x + 6, 48, x + 12, 14);
    return *this;
  }
  Entry& blacken(int x0, int y0, int x1, int y1) {
    pixRasterop(page_.get(), x0, y0, x1 - x0, y1 - y0, PIX_SET, nullptr, 0, 0);
    return *this;
  }
  // By itself, or on a page with others.
  JudgedEntry look(std::initializer_list<const Entry*> others = {}) const {
    const LineNet net;
    std::vector<LineStrokes> lines{strokes(net)};
    for (const Entry* other : others) lines.push_back(other->strokes(net));
    std::vector<std::span<const LineStrokes>> page;
    for (const LineStrokes& line : lines) page.emplace_back(&line, 1);
    return judge_alterations(net, page).front();
  }
  size_t pieces() const { return components(Bits::from_pix(*page_)).size(); }
  LineStrokes strokes(const LineNet& net) const {
    FieldInk field;
    field.written = field.ink = Bits::from_pix(*page_);
    field.blank = Bits(field.ink.width(), field.ink.height());
    field.zone = field.around = {0, 0, field.ink.width(), field.ink.height()};
    field.pieces = components(field.written, &field.labels);
    const LinePicture picture = line_picture(field, field.pieces, 1, false, *page_, {});
    return {net.look(picture).strokes, picture.left, picture.scale, field.pieces};
  }

 private:
  int size_;
  Raster page_{pixCreate(500, 80, 1)};
};

TEST(Altered, PlainEntriesAreNot) {
  for (const char* text : {"12,345.67", "Ada Marlowe", "23/11/2026", "4", "17 Mill Street"})
    EXPECT_LT(Entry(text).look().odds, -2) << text;
}

// As if one letter lay over another, the more so where ink ran.
TEST(Altered, AnAtSignIsNone) {
  Entry small("p.hall@example.org", 12), large("edith4@example.net", 20);
  for (const int x : {21, 22}) small.write(x, "p.hall@example.org");
  large.write(21, "edith4@example.net");
  EXPECT_LT(small.look().odds, -4);
  EXPECT_LT(large.look().odds, -4);
}

TEST(Altered, LinesThroughAnEntryAreSeen) {
  EXPECT_GT(Entry("12345").line(12, 31, 165, 33).look().odds, 0);
  EXPECT_GT(Entry("Marlowe").line(12, 28, 255, 29).line(12, 37, 255, 38).look().odds, 0);
}

TEST(Altered, ALineThroughSomeOfTheLettersIsSeen) {
  EXPECT_GT(Entry("12345").line(75, 31, 165, 33).look().odds, 0);
  EXPECT_GT(Entry("Marlowe").line(12, 33, 120, 35).look().odds, 0);
}

TEST(Altered, AnUnderlineIsNone) {
  EXPECT_LT(Entry("12345").line(12, 58, 165, 58).look().odds, -0.2);
}

TEST(Altered, ASlashAndACrossAreSeen) {
  EXPECT_GT(Entry("12345").line(14, 52, 162, 9).look().odds, 0);
  EXPECT_GT(Entry("12345").line(14, 52, 162, 9).line(14, 9, 162, 52).look().odds, 0);
}

TEST(Altered, AScribbleOverLettersIsSeen) {
  EXPECT_GT(Entry("Marlowe").scribble(12, 250).look().odds, 0);
}

// As small bold type under a scribble, which leaves no stroke to be known.
TEST(Altered, WritingThatWasBlackenedIsSeenByItsInkWhereTheNetSeesNothing) {
  const LineNet net;
  Entry blackened("M");
  std::vector<LineStrokes> lines{blackened.blacken(60, 26, 220, 46).strokes(net)};
  lines.front().traits.clear();
  for (const char* other : {"Ada Marlowe", "17 Mill Street", "12,345.67", "23/11/2026", "Hexham"})
    lines.push_back(Entry(other).strokes(net));
  std::vector<std::span<const LineStrokes>> page;
  for (const LineStrokes& line : lines) page.emplace_back(&line, 1);
  const std::vector<JudgedEntry> seen = judge_alterations(net, page);
  EXPECT_EQ(seen[0].alteration, Alteration::found);
  EXPECT_EQ(seen[0].pieces.size(), 1U);
  for (size_t i = 1; i < seen.size(); ++i) EXPECT_EQ(seen[i].alteration, Alteration::none) << i;
}

TEST(Altered, WhatStandsBesideItIsNoneOfIt) {
  Entry entry("742.50");
  entry.line(12, 31, 175, 32).write(260, "472.50");
  const JudgedEntry seen = entry.look();
  EXPECT_GT(seen.odds, 0);
  EXPECT_GE(seen.pieces.size(), 1U);
  EXPECT_LE(seen.pieces.size() + 5, entry.pieces());
}

// A figure written over another of its shape is a bold one: how bold the others are tells.
TEST(Altered, ABoldFigureIsLikelierAlteredAmongThinOnes) {
  const auto thicken = [](Entry& entry, const std::string& text) {
    for (const int x : {21, 22}) entry.write(x, text);
  };
  Entry over("3"), thin("12,345.67"), bold("12,345.67");
  thicken(over, "8");
  thicken(bold, "12,345.67");
  EXPECT_GT(over.look({&thin}).odds, over.look({&bold}).odds);
}

TEST(Altered, OddsBelowEvenMakeDoubt) {
  const std::vector<Alteration> judged = alterations({3, -1.5, -12, kNothing});
  EXPECT_EQ(judged,
            (std::vector{Alteration::found, Alteration::perhaps, Alteration::none, Alteration::none}));
}

TEST(Altered, APageWhoseEntriesAllLookSoIsABoldHand) {
  EXPECT_EQ(alterations({1, -1, -0.5, 0.2, -1.8, 0.5}), std::vector(6, Alteration::perhaps));
  EXPECT_EQ(alterations({9, -1, -0.5, 0.2, -1.8, 0.5}).front(), Alteration::found);
}

TEST(Altered, EmptyFieldsSayNothingOfThePage) {
  EXPECT_EQ(alterations({1, -1, -0.5, 0.2, -1.8, 0.5, kNothing, kNothing, kNothing, kNothing, kNothing,
                         kNothing, kNothing, kNothing, kNothing, kNothing})
                .front(),
            Alteration::perhaps);
}

}  // namespace
}  // namespace mailroom::ocr::reader
