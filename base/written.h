// Numbers and dates as people write them on forms, in the conventions of a locale (base/locale.h): "1,234.50"
// of en-GB and "1 234,50 zł" of pl-PL are the same number. What could be two different values is none: a
// person looks. Pure functions, thread safe.
#pragma once

#include <optional>
#include <string_view>

#include "base/calendar.h"
#include "base/decimal.h"

namespace mailroom {

// A minus before or behind, or brackets around; a currency before or behind; thousands apart by the locale's
// sign, by blanks or by apostrophes, in groups of three. Three figures behind the only sign ("1,234" where
// the comma is the decimal one) are as likely a thousand as a fraction, and so neither.
std::optional<Decimal> number_written(std::string_view text, std::string_view locale);

// Day, month and year in the locale's order between strokes, points, dashes or blanks; year, month, day;
// eight figures of a comb; or with the month's name in the locale's language ("31. Dezember 2026", "31 de
// diciembre de 2026", "1er mai 2026"). A year of two figures is this century's: forms ask for periods, and
// years of birth have four.
std::optional<Date> date_written(std::string_view text, std::string_view locale);

}  // namespace mailroom
