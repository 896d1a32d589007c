// What `mailroom calibrate` counts and shows.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/error.h"
#include "base/file.h"
#include "cli/acceptance_curve.h"
#include "cli/reliability_diagram.h"
#include "cli/truth.h"

namespace mailroom::cli {
namespace {

using ocr::FieldGroup;
using testing::HasSubstr;
using testing::StartsWith;

TEST(Truth, IsReadFromItsFolder) {
  const TemporaryFolder folder;
  write_file(
      folder.path() / "truth.json",
      R"([{"file": "a.tif", "pages": 1, "fields": [{"page": 0, "name": "x[0]", "type": "text", "value": "17"},
                 {"page": 1, "name": "y[0]", "type": "checkbox", "value": true}]}])");
  const std::vector<TrueDocument> documents = load_truth(folder.path());
  ASSERT_EQ(documents.size(), 1u);
  EXPECT_EQ(documents[0].file, folder.path() / "a.tif");
  ASSERT_EQ(documents[0].fields.size(), 2u);
  const TrueField &text = documents[0].fields[0], &mark = documents[0].fields[1];
  EXPECT_EQ(text.page, 1);
  EXPECT_EQ(text.name, "x[0]");
  EXPECT_EQ(text.value, Value("17"));
  EXPECT_EQ(mark.page, 2);
  EXPECT_EQ(mark.value, Value(true));
}

TEST(Truth, SaysWhatWasExpected) {
  const TemporaryFolder folder;
  write_file(folder.path() / "truth.json", R"([{"file": "a.tif", "fields": [{"page": -1, "value": "17"}]}])");
  try {
    load_truth(folder.path());
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.message(),
              "expected 'page' from 0 and 'value' as text, true or false for each field of 'a.tif'");
  }
}

TEST(Truth, ComparesExactlyButForWhiteSpace) {
  EXPECT_TRUE(is_right(Value("12  High Street "), Value("12 High Street")));
  EXPECT_FALSE(is_right(Value("12HighStreet"), Value("12 High Street")));
  EXPECT_TRUE(is_right(Value("1 234.50"), Value("1234.50")));
  EXPECT_FALSE(is_right(Value("1234.5"), Value("1234.50")));
  EXPECT_TRUE(is_right(Value(""), Value("")));
  EXPECT_FALSE(is_right(Value("x"), Value("")));
  EXPECT_TRUE(is_right(Value(true), Value(true)));
  EXPECT_FALSE(is_right(Value(""), Value(false)));
}

ocr::FieldReading field(std::string name, ocr::Source source, Value value) {
  ocr::FieldReading reading;
  reading.acroform = std::move(name);
  reading.source = source;
  reading.value = std::move(value);
  reading.confidence = 0.9;
  return reading;
}

TEST(Claims, AreCountedByWhatWasReadAndLeaveOutWhatMakesNone) {
  TrueDocument truth;
  truth.fields = {{1, "amount", Value("17"), {}},
                  {1, "name", Value("Lund"), {}},
                  {1, "typed", Value("x"), {}},
                  {1, "struck", Value("5"), {}},
                  {2, "amount", Value("12"), {}}};
  ocr::DocumentReading reading;
  reading.fields = {field("amount", ocr::Source::ocr, "17"), field("name", ocr::Source::ocr, "Lunb"),
                    field("typed", ocr::Source::acroform, "x"), field("struck", ocr::Source::ocr, "5")};
  reading.fields[3].altered = true;
  Claims claims;
  add_claims(truth, reading, claims);
  EXPECT_EQ(claims.documents, 1);
  EXPECT_EQ(claims.unread, 1);
  EXPECT_EQ(claims.exact, 1);
  ASSERT_EQ(claims.by_group.size(), 2u);
  EXPECT_TRUE(claims.by_group[FieldGroup::figures].at(0).right);
  EXPECT_FALSE(claims.by_group[FieldGroup::letters].at(0).right);
}

TEST(Claims, OfFieldsWithOneNameAreToldApartByTheirPlace) {
  const ocr::Zone yes{100, 50, 112, 62}, no{140, 50, 152, 62};
  TrueDocument truth;
  truth.fields = {{1, "married", Value(true), yes}, {1, "married", Value(false), no}};
  ocr::DocumentReading reading;
  reading.fields = {field("married", ocr::Source::mark, true), field("married", ocr::Source::mark, false)};
  reading.fields[0].zone = {140, 30, 152, 42};  // the scan has moved
  reading.fields[1].zone = {180, 30, 192, 42};
  Claims claims;
  add_claims(truth, reading, claims);
  ASSERT_EQ(claims.by_group[FieldGroup::mark].size(), 2u);
  for (const ocr::Claim& claim : claims.by_group[FieldGroup::mark]) EXPECT_TRUE(claim.right);
}

// 3,000 sure ones that are right, 100 unsure ones of which each fourth is wrong.
std::vector<ocr::Claim> some_claims() {
  std::vector<ocr::Claim> claims(3000, {0.999, true});
  for (int i = 0; i < 100; ++i) claims.push_back({0.6, i % 4 != 0});
  return claims;
}

TEST(AcceptanceCurve, ShowsEachStepAndTheBudgetsLine) {
  const std::vector<ocr::Claim> claims = some_claims();
  ocr::Calibration calibration;
  calibration.set(FieldGroup::figures, ocr::fit_calibration(claims));
  EXPECT_EQ(acceptance_curve(FieldGroup::figures, calibration, claims, 0.001, Terminal{}),
            "figures: 3,100 fields, 99.19% right\n"
            "  sure from  accepted  wrong among them\n"
            "    99.967%     96.8%  0 (0.00%; 0.00% to 0.13%)   <- the budget's threshold\n"
            "    74.510%    100.0%  25 (0.81%; 0.55% to 1.19%)\n");
}

TEST(AcceptanceCurve, SaysWhenNothingIsAccepted) {
  const std::vector<ocr::Claim> claims(100, {0.99, true});
  ocr::Calibration calibration;
  calibration.set(FieldGroup::mark, ocr::fit_calibration(claims));
  EXPECT_THAT(acceptance_curve(FieldGroup::mark, calibration, claims, 0.001, Terminal{}),
              HasSubstr("nothing is accepted within the budget: too few fields, or too many wrong\n"));
}

TEST(ReliabilityDiagram, IsAPictureOfBandsAndSteps) {
  const std::vector<ocr::Claim> claims = some_claims();
  ocr::Calibration calibration;
  calibration.set(FieldGroup::figures, ocr::fit_calibration(claims));
  const std::string svg = reliability_diagram(FieldGroup::figures, calibration, claims);
  EXPECT_THAT(svg, StartsWith("<svg "));
  EXPECT_THAT(svg, HasSubstr("<title>75 of 100</title>"));
  EXPECT_THAT(svg, HasSubstr("<title>3000 of 3000</title>"));
  EXPECT_THAT(svg, HasSubstr("<polyline "));
}

}  // namespace
}  // namespace mailroom::cli
