// What is written beside the fields of drawn forms, and what is not: dirt, borders, a fax's header, entries
// that run out of their boxes.
#include <gtest/gtest.h>

#include "ocr/reader/ink.h"
#include "ocr/reader/signing_places.h"
#include "tests/ocr/drawn_form.h"

namespace mailroom::ocr::reader {
namespace {

class InkBalance : public testing::Test {
 protected:
  InkBalance() {
    blank_ = draw_blank(1, "Claim for support 2026");
    Form form = drawn_form(folder_, "claim", blank_);
    form.fields = {field_at("name", FieldType::text, 150, 190, 700, 60)};
    form.pages[0].words = PrintedWords({{"Signature", points(800, 2200, 960, 2230)}});
    forms_ = {form};
    reader_ = std::make_unique<InkReader>(forms_);
  }

  static Zone points(double x0, double y0, double x1, double y1) {
    constexpr double kPoints = 72.0 / kBlankDpi;
    return {x0 * kPoints, y0 * kPoints, x1 * kPoints, y1 * kPoints};
  }

  Raster page() const { return Raster(pixCopy(nullptr, blank_.get())); }

  std::vector<Note> notes(const Raster& page, double degrees = 0.7) const {
    Raster upright;
    const Placement placed = reader_->place(scanned(page, degrees, 9, -7, 400), 0, upright);
    EXPECT_NE(placed.form, nullptr) << placed.why;
    return reader_->notes(placed, false);
  }

  TemporaryFolder folder_;
  Raster blank_;
  std::vector<Form> forms_;
  std::unique_ptr<InkReader> reader_;
};

TEST_F(InkBalance, AFilledPageHasNothingBesideItsFields) {
  Raster filled = page();
  write_text(filled, 170, 240, "Ada Marlowe", 14);
  EXPECT_TRUE(notes(filled).empty());
}

TEST_F(InkBalance, ANoteInTheMarginIsFoundWhereItStands) {
  Raster noted = page();
  write_text(noted, 100, 2290, "please, no food since Friday", 12);
  const std::vector<Note> found = notes(noted, 0);
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].kind, NoteKind::note);
  EXPECT_NEAR(found[0].zone.x0, 109 * 72.0 / kBlankDpi, 5);
  EXPECT_NEAR(found[0].zone.y1, 2283 * 72.0 / kBlankDpi, 8);
  EXPECT_GT(found[0].zone.width(), 60);
}

// As where the paper ended before the sentence was written: the scan has the upper halves of its letters.
TEST_F(InkBalance, ANoteThatThePapersEdgeCutsOffIsFound) {
  Raster noted = page();
  write_text(noted, 700, kDrawnHeight + 4, "please, no food since Friday", 14);
  EXPECT_EQ(notes(noted, 0).size(), 1U);
}

// Joined as hands join letters: one piece, which touches the edge.
TEST_F(InkBalance, AWordThatRunsUpToThePapersEdgeIsFound) {
  Raster noted = page();
  constexpr int kLetter = 14, kLeft = kDrawnWidth - 8 * kLetter, kFoot = 1500;
  pixRasterop(noted.get(), kLeft, kFoot, 8 * kLetter, 3, PIX_SET, nullptr, 0, 0);
  for (int i = 0; i < 8; ++i)
    pixRasterop(noted.get(), kLeft + i * kLetter, kFoot - 24, 3, 24, PIX_SET, nullptr, 0, 0);
  EXPECT_EQ(notes(noted, 0).size(), 1U);
}

TEST_F(InkBalance, AStampAcrossTheEdgeOfABoxIsFound) {
  Raster blank = page();
  draw_box(blank, 100, 2230, 700, 70);
  forms_ = {drawn_form(folder_, "office", blank)};
  reader_ = std::make_unique<InkReader>(forms_);
  for (int i = 0; i < 6; ++i) write_text(blank, 130 + 2 * i, 2237 + 2 * i, "ESTIMATED", 20);
  const std::vector<Note> found = notes(blank, 0);
  ASSERT_EQ(found.size(), 1U);
  EXPECT_GT(found[0].zone.width(), 60);
}

TEST_F(InkBalance, TwoNotesFarApartAreTwo) {
  Raster noted = page();
  write_text(noted, 200, 2290, "urgent", 12);
  write_text(noted, 1200, 2310, "see letter", 12);
  EXPECT_EQ(notes(noted).size(), 2U);
}

TEST_F(InkBalance, LettersInAFrameAreAStamp) {
  Raster stamped = page();
  draw_box(stamped, 100, 2220, 420, 80);
  write_text(stamped, 125, 2275, "PAID", 14);
  const std::vector<Note> found = notes(stamped);
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].kind, NoteKind::stamp);
}

TEST_F(InkBalance, WhatStandsWhereTheFormIsSignedIsASignature) {
  Raster signed_page = page();
  write_text(signed_page, 1000, 2230, "A. Marlowe", 14);
  const std::vector<Note> found = notes(signed_page);
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].kind, NoteKind::signature);
}

TEST_F(InkBalance, AnEntryThatRunsOutOfItsBoxIsNoNote) {
  Raster filled = page();
  write_text(filled, 824, 240, "M", 14);  // half of it beyond
  EXPECT_TRUE(notes(filled).empty());
}

TEST_F(InkBalance, AScannersBordersAndAFaxesHeaderAreNoNotes) {
  Raster dirty = page();
  pixRasterop(dirty.get(), 0, 0, 30, kDrawnHeight, PIX_SET, nullptr, 0, 0);
  write_text(dirty, 100, 34, "14/11/2026 09:12 01632 960123 P. 1/2", 8);
  EXPECT_TRUE(notes(dirty, 0).empty());
}

TEST_F(InkBalance, AHolePunchedForAFileIsNoNote) {
  Raster punched = page();
  PTA* disc = generatePtaFilledCircle(22);
  for (int i = 0; i < ptaGetCount(disc); ++i) {
    int x = 0, y = 0;
    ptaGetIPt(disc, i, &x, &y);
    for (const int row : {800, 1400}) pixSetPixel(punched.get(), 40 + x, row + y, 1);
  }
  ptaDestroy(&disc);
  EXPECT_TRUE(notes(punched, 0).empty());
}

TEST_F(InkBalance, ACreaseIsNoNote) {
  Raster folded = page();
  for (int x = 0; x < kDrawnWidth; ++x)
    if (x % 90 < 70) pixSetPixel(folded.get(), x, 1180 + x / 300, 1);
  EXPECT_TRUE(notes(folded, 0).empty());
}

// As a fax sends it: dots in two rows and more, doubled by its coarse lines.
TEST_F(InkBalance, ACreaseOfDotsIsNoNote) {
  Raster folded = page();
  std::mt19937 random(3);
  for (int x = 0; x < kDrawnWidth; x += 3)
    for (int row = 0; row < 4; ++row)
      if (random() % 3 == 0)
        pixRasterop(folded.get(), x, 1172 + 4 * row + x / 300, 2, 2, PIX_SET, nullptr, 0, 0);
  EXPECT_TRUE(notes(folded, 0).empty());
}

TEST_F(InkBalance, ANoteAcrossACreaseIsFoundAllTheSame) {
  Raster folded = page();
  for (int x = 0; x < kDrawnWidth; ++x)
    if (x % 90 < 70) pixRasterop(folded.get(), x, 2275, 1, 2, PIX_SET, nullptr, 0, 0);
  write_text(folded, 100, 2290, "please, no food since Friday", 20);
  EXPECT_FALSE(notes(folded, 0).empty());
}

// Of its rim only the shadow is seen, and a fax leaves a speck within.
TEST_F(InkBalance, AHolesShadowIsNoNote) {
  Raster punched = page();
  for (int degrees = 100; degrees < 260; ++degrees) {
    const double turn = degrees * 3.14159265 / 180;
    pixRasterop(punched.get(), static_cast<int>(60 + 24 * std::cos(turn - 0.6)),
                static_cast<int>(1200 + 24 * std::sin(turn - 0.6)), 4, 4, PIX_SET, nullptr, 0, 0);
  }
  pixRasterop(punched.get(), 56, 1196, 2, 4, PIX_SET, nullptr, 0, 0);
  EXPECT_TRUE(notes(punched, 0).empty());
}

TEST(SigningPlaces, TheDayBesideASignatureBelongsToIt) {
  Form form;
  form.pages.push_back({600,
                        800,
                        PrintedWords({{"Signature:", {60, 700, 110, 710}},
                                      {"Date", {300, 700, 320, 710}},
                                      {"Date", {60, 100, 80, 110}}}),
                        {}});
  EXPECT_EQ(signing_places(form, 1).size(), 2U);
}

}  // namespace
}  // namespace mailroom::ocr::reader
