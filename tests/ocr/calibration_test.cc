#include "ocr/calibration.h"

#include <gtest/gtest.h>

#include <random>

#include "base/error.h"
#include "base/file.h"
#include "ocr/calibration_fit.h"

namespace mailroom::ocr {
namespace {

// Claims that are right as often as `probability` says of each; the same ones every time.
template <typename Probability>
std::vector<Claim> made_up(size_t count, const Probability& probability) {
  std::mt19937 random(7);
  std::uniform_real_distribution<double> between(0, 1);
  std::vector<Claim> claims;
  for (size_t i = 0; i < count; ++i) {
    const double claimed = between(random);
    claims.push_back({claimed, between(random) < probability(claimed)});
  }
  return claims;
}

Calibration with(FieldGroup group, CalibrationTable table) {
  Calibration calibration;
  calibration.set(group, std::move(table));
  return calibration;
}

FieldReading recognised(std::string value, double confidence) {
  FieldReading field;
  field.source = Source::ocr;
  field.value = Value(std::move(value));
  field.confidence = confidence;
  return field;
}

TEST(CalibrationFit, AHigherClaimIsNeverWorthLess) {
  const CalibrationTable table = fit_calibration(made_up(5000, [](double claimed) { return claimed; }));
  ASSERT_GT(table.size(), 3u);
  for (size_t i = 1; i < table.size(); ++i) {
    EXPECT_GT(table[i].claimed, table[i - 1].claimed);
    EXPECT_GE(table[i].found, table[i - 1].found);
  }
}

TEST(CalibrationFit, FindsWhatBoastfulClaimsAreWorth) {
  const Calibration calibration =
      with(FieldGroup::letters,
           fit_calibration(made_up(20'000, [](double claimed) { return claimed * claimed; })));
  for (const double claimed : {0.3, 0.5, 0.7, 0.9}) {
    EXPECT_NEAR(calibration.apply(FieldGroup::letters, claimed), claimed * claimed, 0.08) << claimed;
  }
}

TEST(CalibrationFit, CountsEveryClaimOnce) {
  int64_t fields = 0;
  for (const CalibrationStep& step : fit_calibration(made_up(1234, [](double) { return 0.5; })))
    fields += step.fields;
  EXPECT_EQ(fields, 1234);
}

TEST(CalibrationFit, FourHundredRightOfFourHundredAreNotCertain) {
  const CalibrationTable table = fit_calibration(std::vector<Claim>(400, {0.9996, true}));
  ASSERT_EQ(table.size(), 1u);
  EXPECT_DOUBLE_EQ(table[0].found, 401.0 / 402);
}

TEST(CalibrationFit, ClaimsAlikeAreWorthTheSame) {
  std::vector<Claim> claims(100, {0.99, true});
  for (size_t i = 0; i < 10; ++i) claims[i].right = false;
  const CalibrationTable table = fit_calibration(claims);
  ASSERT_EQ(table.size(), 1u);
  EXPECT_DOUBLE_EQ(table[0].found, 91.0 / 102);
}

TEST(CalibrationFit, AFewSamplesMakeNoStepOfTheirOwn) {
  std::vector<Claim> claims(200, {0.9, true});
  for (size_t i = 0; i < 20; ++i) claims[i].right = false;
  claims.push_back({0.999, true});  // one lucky one is no reason to be sure
  const CalibrationTable table = fit_calibration(claims);
  ASSERT_EQ(table.size(), 1u);
  EXPECT_EQ(table[0].fields, 201);
}

TEST(CalibrationFit, OneSampleSaysHardlyAnything) {
  const CalibrationTable table = fit_calibration({{0.9999, true}});
  ASSERT_EQ(table.size(), 1u);
  EXPECT_DOUBLE_EQ(table[0].found, 2.0 / 3);
  EXPECT_TRUE(fit_calibration({}).empty());
}

TEST(Calibration, AGroupWithoutATableIsTakenAtItsWord) {
  const Calibration calibration = with(FieldGroup::mark, {{0.5, 0.8, 100}});
  EXPECT_DOUBLE_EQ(calibration.apply(FieldGroup::figures, 0.97), 0.97);
  EXPECT_FALSE(calibration.threshold(FieldGroup::figures, 0.001));
}

TEST(Calibration, BelowAllThatWasSeenAClaimIsNotMadeBetter) {
  const Calibration calibration = with(FieldGroup::mark, {{0.5, 0.8, 100}});
  EXPECT_DOUBLE_EQ(calibration.apply(FieldGroup::mark, 0.3), 0.3);
  EXPECT_DOUBLE_EQ(calibration.apply(FieldGroup::mark, 0.5), 0.8);
  EXPECT_DOUBLE_EQ(calibration.apply(FieldGroup::mark, 1), 0.8);
}

TEST(Calibration, TheThresholdKeepsTheExpectedShareWithinTheBudget) {
  const Calibration calibration =
      with(FieldGroup::figures, {{0.5, 0.9, 1000}, {0.9, 0.998, 1000}, {0.99, 0.9999, 3000}});
  // 0.3 wrong of 3,000; 2.3 of 4,000; 102.3 of 5,000.
  EXPECT_DOUBLE_EQ(calibration.threshold(FieldGroup::figures, 0.0005).value(), 0.9999);
  EXPECT_DOUBLE_EQ(calibration.threshold(FieldGroup::figures, 0.001).value(), 0.998);
  EXPECT_DOUBLE_EQ(calibration.threshold(FieldGroup::figures, 0.03).value(), 0.9);
  EXPECT_GT(calibration.threshold(FieldGroup::figures, 0.00001).value(), 1);
}

TEST(Calibration, GroupsGoByWhatWasRead) {
  EXPECT_EQ(group_of(recognised("12.50", 1)), FieldGroup::figures);
  EXPECT_EQ(group_of(recognised("12 High Street", 1)), FieldGroup::letters);
  EXPECT_EQ(group_of(recognised("Ö", 1)), FieldGroup::letters);
  EXPECT_EQ(group_of(recognised("", 1)), FieldGroup::blank);
  FieldReading typed = recognised("12.50", 1);
  typed.source = Source::acroform;
  EXPECT_FALSE(group_of(typed));
}

TEST(Calibration, WhatDoubtRemainsIsSharedAmongTheAlternatives) {
  const Calibration calibration = with(FieldGroup::figures, {{0.5, 0.8, 100}});
  FieldReading field = recognised("17", 0.9);
  field.alternatives = {{Value("17"), 0.9}, {Value("11"), 0.06}, {Value("77"), 0.02}};
  calibration.apply(field);
  EXPECT_DOUBLE_EQ(field.confidence, 0.8);
  EXPECT_DOUBLE_EQ(field.alternatives[0].confidence, 0.8);
  EXPECT_NEAR(field.alternatives[1].confidence, 0.12, 1e-12);
  EXPECT_NEAR(field.alternatives[2].confidence, 0.04, 1e-12);
}

TEST(Calibration, WhatNobodyThoughtOfIsNotSharedAmongTheAlternatives) {
  Calibration calibration = with(FieldGroup::figures, {{0.5, 0.8, 100}, {0.95, 0.99, 100}});
  calibration.set_alternatives(FieldGroup::figures, {{0.7, 0.5, 40}, {0.9, 0.75, 40}});
  FieldReading unsure = recognised("17", 0.9), surer = recognised("17", 0.96);
  unsure.alternatives = surer.alternatives = {{Value("11"), 0.03}, {Value("77"), 0.01}};
  calibration.apply(unsure);
  EXPECT_NEAR(unsure.alternatives[0].confidence, 0.03,
              1e-12);  // 0.2 are left, of 0.1 it had 0.03, half is theirs
  calibration.apply(surer);
  EXPECT_NEAR(surer.alternatives[0].confidence, 0.75 * 0.0075, 1e-12);
}

TEST(Calibration, ExactSourcesAreNotTouched) {
  const Calibration calibration = with(FieldGroup::figures, {{0.5, 0.8, 100}});
  FieldReading field = recognised("17", 0.9999);
  field.source = Source::text;
  calibration.apply(field);
  EXPECT_DOUBLE_EQ(field.confidence, 0.9999);
}

TEST(Calibration, SurvivesWritingAndReading) {
  Calibration calibration = with(FieldGroup::letters, {{0.25, 0.5, 40}, {0.9996, 0.9975, 400}});
  calibration.set(FieldGroup::blank, {{0.5, 0.999875, 7998}});
  calibration.set_alternatives(FieldGroup::letters, {{0.25, 0.5, 40}});
  std::vector<Diagnostic> problems;
  const auto again = Calibration::parse(calibration.to_yaml(), "c.yaml", problems);
  ASSERT_TRUE(again) << problems.at(0).message;
  EXPECT_EQ(*again, calibration);
  const auto empty = Calibration::parse(Calibration().to_yaml(), "c.yaml", problems);
  ASSERT_TRUE(empty) << problems.at(0).message;
  EXPECT_EQ(*empty, Calibration());
}

TEST(Calibration, SaysWhereAFileIsWrong) {
  const auto said = [](std::string_view yaml) {
    std::vector<Diagnostic> problems;
    EXPECT_FALSE(Calibration::parse(yaml, "c.yaml", problems));
    return std::to_string(problems.at(0).place.line) + ": " + problems.at(0).message;
  };
  EXPECT_EQ(said("numbers: []\n"), "1: unknown group 'numbers'");
  EXPECT_EQ(said("mark: 0.9\n"), "1: 'mark': expected a list of steps, got text");
  EXPECT_EQ(said("mark:\n  - {claimed: 0.5, found: 1, fields: 3}\n"),
            "2: expected {claimed: 0 to 1, found: between 0 and 1, fields: a count}");
  EXPECT_EQ(
      said("mark:\n  - {claimed: 0.5, found: 0.9, fields: 3}\n  - {claimed: 0.6, found: 0.8, fields: 3}\n"),
      "3: expected 'claimed' to rise from step to step and 'found' never to fall");
}

TEST(Calibration, TheShippedOneIsSound) {
  std::vector<Diagnostic> problems;
  EXPECT_TRUE(Calibration::parse(read_file(MAILROOM_SOURCE "/ocr/calibration.yaml"), "c.yaml", problems));
  EXPECT_TRUE(problems.empty());
}

TEST(Wilson, HoldsWhatCountsSay) {
  const Interval none = wilson_interval(0, 1000);
  EXPECT_NEAR(none.low, 0, 1e-12);
  EXPECT_NEAR(none.high, 0.00383, 0.00001);
  EXPECT_DOUBLE_EQ(wilson_interval(0, 0).high, 1);
}

}  // namespace
}  // namespace mailroom::ocr
