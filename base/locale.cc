#include "base/locale.h"

#include <algorithm>
#include <iterator>

namespace mailroom {

bool has_decimal_comma(std::string_view locale) {
  constexpr std::string_view kComma[] = {"de", "fr", "es", "it", "nl", "pt",
                                         "da", "sv", "nb", "fi", "pl", "cs"};
  if (locale == "de-CH" || locale == "es-MX") return false;
  return std::find(std::begin(kComma), std::end(kComma), locale.substr(0, 2)) != std::end(kComma);
}

bool has_month_first(std::string_view locale) {
  return locale == "en-US" || locale == "en-PH";
}

}  // namespace mailroom
