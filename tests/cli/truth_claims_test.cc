#include <gtest/gtest.h>

#include "cli/truth.h"

namespace mailroom::cli {
namespace {

ocr::FieldReading reading(const std::string& name, ocr::FieldType type, const std::string& value,
                          std::vector<ocr::Alternative> others) {
  ocr::FieldReading made;
  made.id = made.acroform = name;
  made.type = type;
  made.value = Value(value);
  made.confidence = 0.9;
  made.source = ocr::Source::ocr;
  made.alternatives = std::move(others);
  return made;
}

TEST(Claims, CountHowOftenAnotherReadingSaysWhatAWrongValueDoesNot) {
  TrueDocument truth;
  truth.fields = {{1, "right", Value("12"), {}},
                  {1, "other", Value("13"), {}},
                  {1, "signs", Value("04/02/2022"), {}},
                  {1, "nobody", Value("99"), {}}};
  ocr::DocumentReading read;
  read.fields = {reading("right", ocr::FieldType::integer, "12", {{Value("17"), 0.1}}),
                 reading("other", ocr::FieldType::amount, "18", {{Value("13.00"), 0.1}}),
                 reading("signs", ocr::FieldType::date, "04 02 2022", {}),
                 reading("nobody", ocr::FieldType::integer, "98", {{Value("9"), 0.1}})};
  Claims claims;
  add_claims(truth, read, claims);
  EXPECT_EQ(claims.by_group[ocr::FieldGroup::figures].size(), 4u);
  int said = 0;
  for (const ocr::Claim& one : claims.alternatives[ocr::FieldGroup::figures]) said += one.right ? 1 : 0;
  EXPECT_EQ(claims.alternatives[ocr::FieldGroup::figures].size(), 3u);
  EXPECT_EQ(said, 2);  // as a number, and as a date whose signs were read wrongly
}

}  // namespace
}  // namespace mailroom::cli
