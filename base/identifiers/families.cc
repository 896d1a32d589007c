#include "base/identifiers/families.h"

#include "base/calendar.h"
#include "base/identifiers/check_digits.h"

namespace mailroom::identifiers {

int two_digits(std::string_view text, size_t at) {
  return check_digits::digit(text[at]) * 10 + check_digits::digit(text[at + 1]);
}

bool is_day(int year, int month, int day) {
  return month >= 1 && day >= 1 &&
         is_valid(Date{year, static_cast<uint8_t>(month), static_cast<uint8_t>(day)});
}

bool is_day_of_short_year(int two_figures, int month, int day) {
  // 2000 had its leap day and 1900 had none.
  return is_day(2000 + two_figures, month, day);
}

}  // namespace mailroom::identifiers
