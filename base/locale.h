// How a locale writes numbers and dates: CLDR's conventions for the languages of the forms at hand. Pure
// functions of a BCP 47 tag ("en-GB"), thread safe; an unknown one writes as en-GB does.
#pragma once

#include <optional>
#include <string_view>

namespace mailroom {

bool has_decimal_comma(std::string_view locale);
// "1 234 567,89": thousands stand apart by a blank.
bool has_blank_between_thousands(std::string_view locale);
bool has_month_first(std::string_view locale);
// 1 to 12 for a month's name in the locale's language, whole or as people shorten it ("Dezember", "déc.",
// "grudnia", "Rhag"); accents and capitals do not count. None for what is no month, or might be two ("jui").
std::optional<int> month_named(std::string_view word, std::string_view locale);
// Its name as a date has it: "Dezember", "décembre", "grudnia", "Rhagfyr".
std::string_view month_name(int month, std::string_view locale);

}  // namespace mailroom
