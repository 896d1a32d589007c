// What specimens are filled in with: valid for the field that asks.
#include "ocr/specimen/values.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <regex>

#include "base/calendar.h"
#include "base/identifier.h"
#include "base/text.h"
#include "ocr/specimen/shape.h"

namespace mailroom::ocr::specimen {
namespace {

Form form_of(const std::string& locale) {
  Form form;
  form.locale = locale;
  return form;
}

Field field_of(FieldType type) {
  Field field;
  field.type = type;
  return field;
}

TEST(Shape, EveryIdentifierFormatGivesIdentifiersThatPassItsCheck) {
  Random random(3);
  for (const IdentifierFormat& format : identifier_formats()) {
    for (int i = 0; i < 40; ++i) {
      const auto made = make_identifier(format, 0, random);
      ASSERT_TRUE(made.has_value()) << format.name;
      EXPECT_TRUE(is_identifier(format, *made)) << format.name << ": " << *made;
      EXPECT_TRUE(is_identifier(format, as_written(format, *made, random))) << format.name << ": " << *made;
    }
  }
}

TEST(Shape, AnIdentifierIsNoLongerThanItsField) {
  Random random(3);
  const auto* vat = find_identifier_format("vrn");
  for (int i = 0; i < 40; ++i) EXPECT_LE(make_identifier(*vat, 9, random).value_or("too long").size(), 9u);
}

TEST(Shape, TextsMatchTheirPattern) {
  Random random(5);
  for (const char* pattern :
       {"[A-Z]{2}-\\d{3,5}", "(SC|NI)?\\d{6}", "a|bc|d+", "\\w+ [xyz]*\\.", "(?:[0-9]{2} ){3}x"}) {
    for (int i = 0; i < 40; ++i) {
      const auto made = make_shape(pattern, random);
      ASSERT_TRUE(made.has_value()) << pattern;
      EXPECT_TRUE(std::regex_match(*made, std::regex(pattern))) << pattern << ": " << *made;
    }
  }
}

TEST(Shape, APatternItDoesNotUnderstandGivesNothing) {
  Random random(5);
  for (const char* pattern : {"(?=x)y", "(a)\\1", "[^a]", "(", "a{3", "a)"}) {
    EXPECT_EQ(make_shape(pattern, random), std::nullopt) << pattern;
  }
}

TEST(Values, DatesAreInTheOrderOfTheFormsLocale) {
  for (const bool month_first : {false, true}) {
    const Form form = form_of(month_first ? "en-US" : "en-GB");
    Random random(11);
    int with_day_after_twelve = 0;
    for (int i = 0; i < 200; ++i) {
      const std::string text = make_value(form, field_of(FieldType::date), {12, 12, 1}, random);
      std::smatch parts;
      if (!std::regex_match(text, parts, std::regex("(\\d\\d)[/.-](\\d\\d)[/.-](\\d{4})"))) {
        EXPECT_TRUE(parse_date(text).has_value()) << text;  // some write ISO 8601
        continue;
      }
      const int first = std::stoi(parts[1]), second = std::stoi(parts[2]);
      const Date date{std::stoi(parts[3]), static_cast<uint8_t>(month_first ? first : second),
                      static_cast<uint8_t>(month_first ? second : first)};
      EXPECT_TRUE(is_valid(date)) << text;
      with_day_after_twelve += date.day > 12;
    }
    EXPECT_GT(with_day_after_twelve, 50);
  }
}

TEST(Values, AmountsAreWrittenInSeveralWaysWithTheLocalesSigns) {
  const std::regex english("[-(]?(\\d+|\\d{1,3}(,\\d{3})+)(\\.\\d\\d)?\\)?");
  const std::regex german("[-(]?(\\d+|\\d{1,3}(\\.\\d{3})+)(,\\d\\d)?\\)?");
  Random random(2);
  int grouped = 0, plain = 0, cents = 0;
  for (int i = 0; i < 300; ++i) {
    const std::string text = make_value(form_of("en-GB"), field_of(FieldType::amount), {12, 14, 1}, random);
    EXPECT_TRUE(std::regex_match(text, english)) << text;
    grouped += text.find(',') != std::string::npos;
    cents += text.find('.') != std::string::npos;
    plain += text.find_first_of(",.") == std::string::npos;
    const std::string other = make_value(form_of("de-DE"), field_of(FieldType::amount), {12, 14, 1}, random);
    EXPECT_TRUE(std::regex_match(other, german)) << other;
  }
  EXPECT_GT(grouped, 30);
  EXPECT_GT(cents, 30);
  EXPECT_GT(plain, 30);
}

TEST(Values, AnyTextFitsItsFieldAndItsRoom) {
  Random random(4);
  for (const auto type :
       {FieldType::text, FieldType::name, FieldType::integer, FieldType::amount, FieldType::date}) {
    for (int length = 1; length <= 24; ++length) {
      Field field = field_of(type);
      field.max_length = length;
      field.comb = length % 2 == 0;
      for (int i = 0; i < 20; ++i) {
        const std::string text = make_value(form_of("en-GB"), field, {20, 20, 1}, random);
        EXPECT_LE(length_in_code_points(text), static_cast<size_t>(std::min(length, 20))) << text;
        EXPECT_FALSE(text.empty() && type != FieldType::date);
      }
    }
  }
}

TEST(Values, ALabelSaysWhatIsAskedFor) {
  Field field = field_of(FieldType::text);
  field.label = "E-mail address (box 8)";
  Random random(9);
  int mails = 0;
  for (int i = 0; i < 100; ++i)
    mails += make_value(form_of("en-GB"), field, {40, 40, 1}, random).find("@example.") != std::string::npos;
  EXPECT_GT(mails, 60);
}

TEST(Values, AHighFieldGetsSeveralLinesAtTimes) {
  Field field = field_of(FieldType::text);
  field.multiline = true;
  Random random(9);
  int several = 0;
  for (int i = 0; i < 100; ++i)
    several += make_value(form_of("en-GB"), field, {40, 60, 4}, random).find('\n') != std::string::npos;
  EXPECT_GT(several, 20);
}

}  // namespace
}  // namespace mailroom::ocr::specimen
