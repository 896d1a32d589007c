#include "ocr/reader/value_pattern.h"

#include <gmock/gmock.h>

#include "ocr/reader/pattern_characters.h"

namespace mailroom::ocr::reader {
namespace {

Field field_with(const std::string& pattern) {
  Field field;
  field.pattern = pattern;
  return field;
}

TEST(ValuePattern, ItsGroupIsTheValue) {
  const ValuePattern number(field_with("#? ?0*([1-9][0-9]{1,4})"));
  EXPECT_EQ(number.value_of("04486"), "4486");
  EXPECT_EQ(number.value_of("# 5483"), "5483");
  EXPECT_EQ(number.value_of("5"), std::nullopt);
  EXPECT_EQ(number.value_of("2244 Main Street"), std::nullopt);
}

TEST(ValuePattern, WithoutAGroupTheWholeIs) {
  EXPECT_EQ(ValuePattern(field_with("[A-Z]{2}[0-9]+")).value_of("AB12"), "AB12");
}

TEST(ValuePattern, KnowsFieldsOfFigures) {
  EXPECT_TRUE(ValuePattern(field_with("#?[0-9]+")).is_figures());
  EXPECT_FALSE(ValuePattern(field_with("[A-F0-9]+")).is_figures());
  EXPECT_FALSE(ValuePattern(Field{}).is_figures());
}

TEST(PatternCharacters, AreLiteralsAndClasses) {
  EXPECT_EQ(characters_of_pattern("#? ?0*([1-3][05]{1,4})"), " #01235");
  EXPECT_EQ(characters_of_pattern(R"((?:AB|C)\d{2}\.)"), ".0123456789ABC");
  EXPECT_EQ(characters_of_pattern("[a-c-]"), "-abc");
}

TEST(PatternCharacters, AreUnknownWhereAnythingMayStand) {
  for (const char* pattern : {".*", R"(\w+)", R"(\D)", "[^0-9]", "(?=a)b"})
    EXPECT_EQ(characters_of_pattern(pattern), "") << pattern;
}

TEST(PatternCharacters, EndWithADamagedPattern) {
  for (const char* pattern : {"[a-", "{2", "\\", "[\\", "("}) characters_of_pattern(pattern);
}

}  // namespace
}  // namespace mailroom::ocr::reader
