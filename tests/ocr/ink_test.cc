#include "ocr/reader/ink.h"

#include <gtest/gtest.h>
#include <leptonica/allheaders.h>

#include "tests/ocr/drawn_form.h"

namespace mailroom::ocr::reader {
namespace {

// Two editions that differ in their year, a stranger, and a twin that no page can tell from the first.
class InkReaderTest : public testing::Test {
 protected:
  InkReaderTest() {
    blank_ = draw_blank(1, "Claim for support 2025");
    draw_box(blank_, 120, 2200, 40, 40);
    Form first = drawn_form(folder_, "claim-2025", blank_);
    first.fields = {field_at("name", FieldType::text, 150, 190, 700, 60),
                    field_at("amount", FieldType::amount, 800, 190, 500, 60),
                    field_at("empty", FieldType::text, 800, 2250, 500, 60),
                    field_at("agreed", FieldType::checkbox, 120, 2200, 40, 40)};
    Raster next = draw_blank(1, "Claim for support 2026");
    draw_box(next, 120, 2200, 40, 40);
    Form second = drawn_form(folder_, "claim-2026", next);
    second.fields = first.fields;
    forms_ = {first, second, drawn_form(folder_, "other", draw_blank(2, "Return of income 2025"))};
  }

  Raster filled() const {
    Raster page(pixCopy(nullptr, blank_.get()));
    write_text(page, 170, 240, "Ada Marlowe", 14);
    write_text(page, 850, 240, "1,472.50", 14);
    for (int i = 6; i < 34; ++i)
      for (int d = 0; d < 4; ++d) pixSetPixel(page.get(), 120 + i + d, 2200 + i, 1);
    return page;
  }

  TemporaryFolder folder_;
  Raster blank_;
  std::vector<Form> forms_;
};

const FieldReading& named(const std::vector<FieldReading>& fields, const std::string& id) {
  for (const FieldReading& field : fields)
    if (field.id == id) return field;
  throw std::out_of_range(id);
}

TEST_F(InkReaderTest, ReadsACrookedScanOfAKnownForm) {
  const InkReader reader(forms_);
  Raster upright;
  const Placement placed = reader.place(scanned(filled(), 1.3, 17, -12), 0, upright);
  ASSERT_NE(placed.form, nullptr) << placed.why;
  EXPECT_EQ(placed.form->id, "claim-2025");
  EXPECT_EQ(placed.form_page, 1);
  EXPECT_LT(placed.residual, 0.5);
  const std::vector<FieldReading> fields = reader.read(upright, placed);
  ASSERT_EQ(fields.size(), 4U);
  EXPECT_EQ(named(fields, "name").value, Value("Ada Marlowe"));
  EXPECT_EQ(named(fields, "amount").value, Value("1,472.50"));
  EXPECT_EQ(named(fields, "empty").value, Value(""));
  EXPECT_EQ(named(fields, "agreed").value, Value(true));
}

TEST_F(InkReaderTest, TurnsAPageThatLiesUpsideDownOrSideways) {
  const InkReader reader(forms_);
  for (const int quarters : {1, 2, 3}) {
    const Raster page(pixRotateOrth(scanned(filled(), -0.8, 5, 9).get(), quarters));
    Raster upright;
    const Placement placed = reader.place(page, 0, upright);
    ASSERT_NE(placed.form, nullptr) << quarters << ": " << placed.why;
    EXPECT_EQ(placed.rotation, 360 - 90 * quarters);
    EXPECT_EQ(pixGetWidth(upright.get()), kDrawnWidth);
    EXPECT_EQ(named(reader.read(upright, placed), "amount").value, Value("1,472.50"));
  }
}

TEST_F(InkReaderTest, TellsEditionsApartByTheirYear) {
  const InkReader reader(forms_);
  Raster upright;
  const Placement first = reader.place(scanned(filled(), 0.5, 3, 3), 0, upright);
  ASSERT_NE(first.form, nullptr) << first.why;
  EXPECT_EQ(first.form->id, "claim-2025");
  const Placement second =
      reader.place(scanned(draw_blank(1, "Claim for support 2026"), 0.5, 3, 3), 0, upright);
  ASSERT_NE(second.form, nullptr) << second.why;
  EXPECT_EQ(second.form->id, "claim-2026");
}

TEST_F(InkReaderTest, TellsSistersApartByOneFigureOfASmallCode) {
  const auto sister = [&](const std::string& code) {
    Raster page = draw_blank(1, "Income tax and benefit return");
    write_text(page, 60, 2300, code, 6);
    return page;
  };
  const std::vector<std::string> codes = {"5010-R", "5015-R", "5016-R"};
  std::vector<Form> forms;
  for (const std::string& code : codes) forms.push_back(drawn_form(folder_, code, sister(code)));
  const InkReader reader(forms);
  for (const std::string& code : codes) {
    Raster upright;
    const Placement placed = reader.place(scanned(sister(code), 0.3, 5, 2), 0, upright);
    ASSERT_NE(placed.form, nullptr) << code << ": " << placed.why;
    EXPECT_EQ(placed.form->id, code);
  }
}

TEST_F(InkReaderTest, SaysWhichFormsFitWhenNothingTellsThemApart) {
  Form twin = forms_[0];
  twin.id = "twin";
  forms_.push_back(twin);
  const InkReader reader(forms_);
  Raster upright;
  const Placement placed = reader.place(scanned(filled(), 0.5, 3, 3), 0, upright);
  EXPECT_EQ(placed.form, nullptr);
  ASSERT_EQ(placed.candidates.size(), 2U);
  EXPECT_EQ(reader.place(scanned(filled(), 0.5, 3, 3), 0, upright, {&forms_[3]}).form, &forms_[3]);
}

TEST_F(InkReaderTest, NeverForcesAForeignOrABlankPageOntoAForm) {
  const InkReader reader(forms_);
  Raster upright;
  const Placement foreign = reader.place(scanned(draw_blank(77, "A letter"), 0.5, 3, 3), 0, upright);
  EXPECT_EQ(foreign.form, nullptr);
  EXPECT_FALSE(foreign.why.empty());
  const Placement empty =
      reader.place(scanned(Raster(pixCreate(kDrawnWidth, kDrawnHeight, 1)), 0, 0, 0), 0, upright);
  EXPECT_EQ(empty.form, nullptr);
  EXPECT_EQ(empty.why, "the page is blank");
}

}  // namespace
}  // namespace mailroom::ocr::reader
