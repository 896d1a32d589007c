#include "base/locale.h"

#include <algorithm>
#include <iterator>

namespace mailroom {

namespace {

template <size_t N>
bool speaks_one_of(std::string_view locale, const std::string_view (&languages)[N]) {
  return std::find(std::begin(languages), std::end(languages), locale.substr(0, 2)) != std::end(languages);
}

}  // namespace

bool has_decimal_comma(std::string_view locale) {
  constexpr std::string_view kComma[] = {"de", "fr", "es", "it", "nl", "pt",
                                         "da", "sv", "nb", "fi", "pl", "cs"};
  if (locale == "de-CH" || locale == "es-MX") return false;
  return speaks_one_of(locale, kComma);
}

bool has_blank_between_thousands(std::string_view locale) {
  constexpr std::string_view kBlank[] = {"fr", "pl", "cs", "sv", "nb", "fi"};
  return locale != "fr-CH" && speaks_one_of(locale, kBlank);
}

bool has_month_first(std::string_view locale) {
  return locale == "en-US" || locale == "en-PH";
}

}  // namespace mailroom
