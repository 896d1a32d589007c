// The small words of the vocabulary: text, dates, JSON, ids, files, diagnostics.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/calendar.h"
#include "base/diagnostic.h"
#include "base/digest.h"
#include "base/error.h"
#include "base/file.h"
#include "base/ids.h"
#include "base/json.h"
#include "base/text.h"

namespace mailroom {
namespace {

TEST(NearestName, FindsTheTypoAndNothingFarAway) {
  const std::vector<std::string> known = {"household_size", "net_pay"};
  EXPECT_EQ(nearest_name("houshold_size", known), "household_size");
  EXPECT_EQ(nearest_name("zebra", known), std::nullopt);
}

TEST(Text, InvalidUtf8NeverCrashesAndBecomesReplacements) {
  EXPECT_EQ(length_in_code_points("\xff\xc3"), 2u);
  EXPECT_EQ(json_quoted("a\xff"), "\"a\xEF\xBF\xBD\"");
  EXPECT_FALSE(is_valid_utf8("\xed\xa0\x80"));  // a surrogate
}

TEST(Calendar, DaysAndDatesAgreeOverFourCenturies) {
  for (int64_t day = -146'097; day <= 146'097; day += 13) {
    EXPECT_EQ(days_since_epoch(date_from_days(day)), day);
  }
  EXPECT_EQ(weekday({2026, 11, 23}), 1);
}

TEST(Calendar, ParsesOnlyPossibleDays) {
  EXPECT_EQ(to_string(parse_date("2024-02-29").value()), "2024-02-29");
  EXPECT_FALSE(parse_date("2023-02-29"));
  EXPECT_FALSE(parse_date("23-02-01"));
}

TEST(Calendar, DurationsKeepTheirKind) {
  EXPECT_EQ(parse_duration("P90D")->seconds, 90 * 86'400);
  EXPECT_EQ(to_string(parse_duration("-PT36H30M").value()), "-P1DT12H30M");
  EXPECT_FALSE(parse_duration("P1Y"));
  EXPECT_EQ(to_string(parse_months("P14M").value()), "P1Y2M");
}

TEST(Rfc3339, RoundTripsAndHonoursOffsets) {
  EXPECT_EQ(to_rfc3339(parse_rfc3339("2026-11-23T09:31:00+01:00").value()), "2026-11-23T08:31:00.000Z");
  EXPECT_FALSE(parse_rfc3339("2026-11-23T09:31:00"));
}

TEST(Json, NumbersKeepEveryDigit) {
  EXPECT_EQ(to_json(parse_json(R"({"amount": 0.10, "big": 12345678901234567890.12})")),
            R"({"amount": 0.10, "big": 12345678901234567890.12})");
}

TEST(Json, SaysLineAndColumnWithoutQuotingTheInput) {
  try {
    parse_json("{\"name\": \"Jane\",\n  oops}", "file.json");
    FAIL();
  } catch (const Error& e) {
    EXPECT_EQ(e.code(), "json_invalid");
    EXPECT_THAT(e.where(), testing::StartsWith("file.json:2:"));
    EXPECT_THAT(e.message(), testing::Not(testing::HasSubstr("Jane")));
  }
}

TEST(Json, RefusesEndlessNesting) {
  EXPECT_THROW(parse_json(std::string(100'000, '[')), Error);
}

TEST(Ids, UuidsOfOneMillisecondAscend) {
  const FakeClock clock({1'700'000'000'000'000});
  std::string last;
  for (int i = 0; i < 5000; ++i) {
    const std::string next = new_uuid(clock);
    EXPECT_LT(last, next);
    EXPECT_EQ(next[14], '7');
    last = next;
  }
}

TEST(CaseNumber, FindsEveryWrongDigit) {
  const std::string number = case_number(2026, 48817);
  EXPECT_EQ(normal_case_number(replace_all(number, "-", " ")), number);
  for (size_t i = 0; i < number.size(); ++i) {
    if (number[i] == '-') continue;
    for (char c = '0'; c <= '9'; ++c) {
      std::string wrong = number;
      wrong[i] = c;
      EXPECT_EQ(normal_case_number(wrong).has_value(), c == number[i]) << wrong;
    }
  }
}

TEST(Digest, MatchesThePublishedVectors) {
  EXPECT_EQ(sha256("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");  // FIPS 180-4
  EXPECT_EQ(hmac_sha256("Jefe", "what do ya want for nothing?"),  // RFC 4231, 2
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
  EXPECT_EQ(hmac_sha256("Jefe", {"what do ya want", " for ", "", "nothing?"}),
            hmac_sha256("Jefe", "what do ya want for nothing?"));
  EXPECT_EQ(hmac_sha256({}, "x"), hmac_sha256("", "x"));
  EXPECT_NE(hmac_sha256({}, "x"), hmac_sha256("Jefe", "x"));
}

TEST(WriteFile, LeavesNoTemporaryBehindAndReplacesWhole) {
  const TemporaryFolder folder;
  write_file(folder.path() / "a.txt", "one");
  write_file(folder.path() / "a.txt", "two");
  EXPECT_EQ(read_file(folder.path() / "a.txt"), "two");
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(folder.path()), {}), 1);
}

TEST(ReadFile, SaysWhichFileIsMissing) {
  try {
    read_file("/nowhere/at/all");
    FAIL();
  } catch (const Error& e) {
    EXPECT_EQ(e.code(), "file_not_found");
    EXPECT_STREQ(e.what(), "/nowhere/at/all: no such file");
  }
}

TEST(Diagnostic, ShowsTheLineAndACaretUnderTheName) {
  const std::string source = "a: 1\n    inputs:  [weekly_income, claim.houshold_size]\n";
  const size_t at = source.find("houshold_size");
  const Diagnostic d{Severity::error, place_in("ctr.yaml", source, at, 13), "unknown_field",
                     "form 'ctr1' has no field 'houshold_size'", "write 'household_size'"};
  EXPECT_EQ(to_text(d, source),
            "ctr.yaml:2:36: error: form 'ctr1' has no field 'houshold_size'\n"
            " 2 |     inputs:  [weekly_income, claim.houshold_size]\n"
            "   |                                    ^^^^^^^^^^^^^\n"
            "  write 'household_size'\n");
}

}  // namespace
}  // namespace mailroom
