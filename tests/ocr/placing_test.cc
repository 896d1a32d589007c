// Which form a page shows and where the blank lies on it, on drawn pages.
#include <gtest/gtest.h>

#include <cmath>
#include <set>

#include "ocr/reader/first_sight.h"
#include "ocr/reader/identify.h"
#include "tests/ocr/drawn_form.h"

namespace mailroom::ocr::reader {
namespace {

class PlacingTest : public testing::Test {
 protected:
  PlacingTest() {
    for (unsigned seed : {1U, 2U, 3U})
      forms_.push_back(
          drawn_form(folder_, "form-" + std::to_string(seed), draw_blank(seed, "Return of income")));
  }

  Identification placed(const Raster& page) {
    if (pages_.empty()) pages_ = load_template_pages(forms_, {});
    std::vector<const TemplatePage*> all;
    for (const TemplatePage& known : pages_) all.push_back(&known);
    return identify(all, prepare_page(page, 0));
  }

  static std::string form_of(const Identification& found) {
    return found.page ? found.page->form->id : found.why;
  }

  TemporaryFolder folder_;
  std::vector<Form> forms_;
  std::vector<TemplatePage> pages_;
};

// A sheet on a dark table, seen from one side, under a lamp. `tilt`: by how much the far edge is shorter.
Raster photographed(const Raster& page, double tilt, double degrees) {
  const int width = 2000, height = 2700;
  const Homography place = Homography::shift(170, 180) * Homography{{1, 0, 0, 0, 1, 0, 0, tilt / 2339, 1}} *
                           Homography::rotation(degrees);
  const Homography back = place.inverse();
  const Bits sheet = Bits::from_pix(*page);
  Raster photo(pixCreate(width, height, 8));
  for (int y = 0; y < height; ++y)
    for (int x = 0; x < width; ++x) {
      const Point p = back({static_cast<double>(x), static_cast<double>(y)});
      const bool on_sheet = p.x >= 0 && p.y >= 0 && p.x < sheet.width() && p.y < sheet.height();
      const bool ink = sheet.get(static_cast<int>(p.x), static_cast<int>(p.y));
      const double light = 0.6 + 0.4 * x / width;
      pixSetPixel(photo.get(), x, y, static_cast<l_uint32>(light * (!on_sheet ? 70 : ink ? 50 : 230)));
    }
  return photo;
}

TEST_F(PlacingTest, FindsAPhotographedForm) {
  for (const double tilt : {0.0, 0.1, 0.2}) {
    const Identification found = placed(photographed(draw_blank(2, "Return of income"), tilt, 4));
    EXPECT_EQ(form_of(found), "form-2") << tilt;
    EXPECT_EQ(found.rotation, 0);
    EXPECT_LT(found.registration.residual, 1) << tilt;
  }
}

TEST_F(PlacingTest, FindsAPhotographTakenUpsideDownOrFromTheSide) {
  const Raster photo = photographed(draw_blank(3, "Return of income"), 0.12, -3);
  for (const int quarters : {1, 2, 3}) {
    const Identification found = placed(Raster(pixRotateOrth(photo.get(), quarters)));
    EXPECT_EQ(form_of(found), "form-3") << quarters;
    EXPECT_EQ(found.rotation, 360 - 90 * quarters);
  }
}

TEST_F(PlacingTest, LaysTheBlankOnAStretchedAndCrookedScanToAPixel) {
  // As a fax stretches: 2% along the sheet.
  const Raster blank = draw_blank(1, "Return of income");
  const Raster stretched(pixScaleBySampling(blank.get(), 1.0F, 1.02F));
  const Raster scan = scanned(stretched, 1.1, 14, -9);
  const Identification found = placed(scan);
  ASSERT_EQ(form_of(found), "form-1");
  EXPECT_LT(found.registration.residual, 0.3);
  // Leptonica turns about the middle of the picture, clockwise for positive angles.
  const double a = 1.1 * M_PI / 180, cx = pixGetWidth(stretched.get()) / 2,
               cy = pixGetHeight(stretched.get()) / 2;
  for (const Point at : {Point{200, 300}, Point{1400, 300}, Point{200, 2000}, Point{1400, 2000}}) {
    const double x = at.x - cx, y = at.y * 1.02 - cy;
    const Point expected{cx + x * std::cos(a) - y * std::sin(a) + 14,
                         cy + x * std::sin(a) + y * std::cos(a) - 9};
    const Point got = found.registration.blank_to_page(at);
    EXPECT_NEAR(got.x, expected.x, 1.2) << at.x << ' ' << at.y;
    EXPECT_NEAR(got.y, expected.y, 1.2) << at.x << ' ' << at.y;
  }
}

TEST_F(PlacingTest, FindsAFormOfWhichAQuarterWasCutOff) {
  const Raster blank = draw_blank(2, "Return of income");
  BOX* box = boxCreate(0, 600, kDrawnWidth, kDrawnHeight - 600);
  const Raster part(pixClipRectangle(blank.get(), box, nullptr));
  boxDestroy(&box);
  pixSetResolution(part.get(), kBlankDpi, kBlankDpi);
  EXPECT_EQ(form_of(placed(part)), "form-2");
}

TEST_F(PlacingTest, NeverTakesAForeignPageForAForm) {
  for (unsigned seed = 100; seed < 130; ++seed) {
    const Raster foreign = draw_blank(seed, seed % 2 == 0 ? "Return of income" : "Notice");
    const Identification found = placed(scanned(foreign, (seed % 7) / 3.0 - 1, 5, 5));
    EXPECT_EQ(found.page, nullptr) << seed << " is no " << form_of(found);
    EXPECT_TRUE(found.candidates.empty()) << seed;
  }
}

TEST_F(PlacingTest, AnEditionThatIsNotKnownIsNotTakenForTheOneThatIs) {
  forms_ = {drawn_form(folder_, "return-2025", draw_blank(1, "Return of income 2025"))};
  const Identification other = placed(scanned(draw_blank(1, "Return of income 1967"), 0.6, 4, 4));
  EXPECT_EQ(other.page, nullptr);
  ASSERT_EQ(other.candidates.size(), 1U);
  EXPECT_EQ(form_of(placed(scanned(draw_blank(1, "Return of income 2025"), 0.6, 4, 4))), "return-2025");
}

// This year's edition is last year's with all that follows the title moved, and another year.
Raster next_edition(const Raster& blank, int moved) {
  Raster next(pixCreate(kDrawnWidth, kDrawnHeight, 1));
  pixRasterop(next.get(), 0, 200 + moved, kDrawnWidth, kDrawnHeight - 200 - moved, PIX_SRC, blank.get(), 0,
              200);
  write_text(next, 150, 160, "Return of income 2026", 20);
  write_text(next, 1200, 2250, "2026", 12);
  return next;
}

TEST_F(PlacingTest, TellsAnEditionWhoseLinesHaveMovedFromTheOneBefore) {
  for (const int moved : {20, 40, 80}) {
    const Raster before = draw_blank(1, "Return of income 2025"), after = next_edition(before, moved);
    pages_.clear();
    forms_ = {drawn_form(folder_, "return-2025", before), drawn_form(folder_, "return-2026", after)};
    for (const double degrees : {-0.8, 0.9, 1.7}) {
      EXPECT_EQ(form_of(placed(scanned(before, degrees, 12, -8))), "return-2025") << moved << ' ' << degrees;
      EXPECT_EQ(form_of(placed(scanned(after, degrees, 12, -8))), "return-2026") << moved << ' ' << degrees;
    }
  }
}

TEST_F(PlacingTest, FindsTheEditionOnAPhotographAmongMany) {
  const Raster first = draw_blank(1, "Return of income 2025");
  forms_ = {drawn_form(folder_, "return", first)};
  for (int moved = 20; moved <= 400; moved += 20)
    forms_.push_back(
        drawn_form(folder_, "return-moved-by-" + std::to_string(moved), next_edition(first, moved)));
  EXPECT_EQ(form_of(placed(photographed(first, 0.2, 6))), "return");
  EXPECT_EQ(form_of(placed(photographed(next_edition(first, 60), 0.2, 6))), "return-moved-by-60");
}

TEST_F(PlacingTest, AtFirstSightOnlyAnEditionWhoseLinesHaveMovedIsRuledOut) {
  const Raster before = draw_blank(1, "Return of income 2025");
  forms_ = {drawn_form(folder_, "return-2025", before),
            drawn_form(folder_, "return-2026", draw_blank(1, "Return of income 2026")),
            drawn_form(folder_, "return-moved", next_edition(before, 24))};
  pages_ = load_template_pages(forms_, {});
  std::vector<const TemplatePage*> all;
  for (const TemplatePage& known : pages_) all.push_back(&known);
  Candidates candidates = level_candidates(all, prepare_page(scanned(before, 0.5, 3, 3), 0), false);
  ASSERT_EQ(candidates.found.size(), 3U);
  rule_out_at_first_sight(candidates);
  std::set<std::string> left;
  for (const Candidate& c : candidates.found) left.insert(c.page->form->id);
  EXPECT_EQ(left, (std::set<std::string>{"return-2025", "return-2026"}));
}

TEST_F(PlacingTest, AStampOrAHoleDoesNotMakeItAnotherEdition) {
  Raster page = draw_blank(1, "Return of income");
  write_text(page, 300, 700, "RECEIVED 17 NOV", 20);
  draw_box(page, 280, 650, 330, 70);
  pixRasterop(page.get(), 120, 900, 90, 90, PIX_CLR, nullptr, 0, 0);
  EXPECT_EQ(form_of(placed(scanned(page, 0.4, 2, 6))), "form-1");
}

// Punched through the print, and scanned: white with a shadow on one side of the rim, or the dark lid.
void punch(Raster& page, int x, int y, bool is_dark) {
  constexpr int kRadius = 27;
  for (int dy = -kRadius - 2; dy <= kRadius + 2; ++dy)
    for (int dx = -kRadius - 2; dx <= kRadius + 2; ++dx) {
      const double distance = std::hypot(dx, dy);
      if (distance < kRadius) pixSetPixel(page.get(), x + dx, y + dy, is_dark ? 1 : 0);
      if (std::abs(distance - kRadius) < 1.4 && dx + dy < 0) pixSetPixel(page.get(), x + dx, y + dy, 1);
    }
}

TEST_F(PlacingTest, HolesThroughThePrintDoNotMakeItAnotherEdition) {
  const Raster before = draw_blank(1, "Return of income 2025"), after = next_edition(before, 20);
  forms_ = {drawn_form(folder_, "return-2025", before), drawn_form(folder_, "return-2026", after)};
  for (const bool is_dark : {false, true}) {
    Raster old_one(pixCopy(nullptr, before.get())), new_one(pixCopy(nullptr, after.get()));
    for (const int y : {395, 1205, 1835})
      punch(old_one, 150, y, is_dark), punch(new_one, 150, y + 10, is_dark);
    EXPECT_EQ(form_of(placed(scanned(old_one, 0.4, 2, 6))), "return-2025") << is_dark;
    EXPECT_EQ(form_of(placed(scanned(new_one, -0.5, 2, 6))), "return-2026") << is_dark;
  }
  // Nor with that one alone known.
  pages_.clear();
  forms_.pop_back();
  Raster page(pixCopy(nullptr, before.get()));
  for (const int y : {395, 1205, 1835}) punch(page, 150, y, true);
  EXPECT_EQ(form_of(placed(scanned(page, 0.4, 2, 6))), "return-2025");
}

TEST_F(PlacingTest, AFaxMachinesLineOverPrintDoesNotMakeItAnotherEdition) {
  const Raster sheet = draw_blank(1, "Return of income 2025");
  Raster blank(pixCopy(nullptr, sheet.get())), page(pixCopy(nullptr, sheet.get()));
  for (int x = 60; x < kDrawnWidth - 200; x += 160) {
    write_text(blank, x, 34, "OFFICE COPY", 12);
    write_text(page, x + 7, 37, "01 12 25 09 14", 12);
  }
  forms_ = {drawn_form(folder_, "return-2025", blank)};
  EXPECT_EQ(form_of(placed(page)), "return-2025");
}

}  // namespace
}  // namespace mailroom::ocr::reader
