// A reading as `mailroom read` and `dry-run` show it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "cli/show_reading.h"

namespace mailroom::cli {
namespace {

using testing::HasSubstr;
using testing::Not;

ocr::FieldReading read_as(const std::string& id, const std::string& value, const std::string& other,
                          bool accepted) {
  ocr::FieldReading field;
  field.id = id;
  field.value = Value(value);
  field.confidence = accepted ? 0.9999 : 0.6;
  field.accepted = accepted;
  field.alternatives = {{Value(other), 0.0001}};
  return field;
}

TEST(ShowReading, OnlyAnUnsureFieldSaysWhatElseItMayBe) {
  ocr::DocumentReading reading;
  ocr::PageReading page;
  page.page = 1;
  page.form = "ctr1-2026";
  reading.pages = {page};
  reading.fields = {read_as("net_pay", "742.50", "472.50", true), read_as("household_size", "3", "8", false)};
  const std::string text = to_text(reading, {});
  EXPECT_THAT(text, HasSubstr("3 or 8"));
  EXPECT_THAT(text, HasSubstr("742.50"));
  EXPECT_THAT(text, Not(HasSubstr("472.50")));
}

}  // namespace
}  // namespace mailroom::cli
