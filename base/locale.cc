#include "base/locale.h"

#include <algorithm>
#include <iterator>
#include <string>

#include "base/letters.h"

namespace mailroom {

namespace {

template <size_t N>
bool speaks_one_of(std::string_view locale, const std::string_view (&languages)[N]) {
  return std::find(std::begin(languages), std::end(languages), locale.substr(0, 2)) != std::end(languages);
}

// As dates have them, January first; then other forms and short ones that are no beginning of those.
struct MonthNames {
  std::string_view language;
  std::string_view names[12];
  std::string_view others[12];
};
constexpr MonthNames kMonths[] = {
    {"en",
     {"January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
      "November", "December"},
     {}},
    {"de",
     {"Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober",
      "November", "Dezember"},
     {"Jänner", "Feber", "Mrz"}},
    {"fr",
     {"janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre",
      "novembre", "décembre"},
     {}},
    {"es",
     {"enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre",
      "noviembre", "diciembre"},
     {"", "", "", "", "", "", "", "", "setiembre"}},
    {"pl",
     {"stycznia", "lutego", "marca", "kwietnia", "maja", "czerwca", "lipca", "sierpnia", "września",
      "października", "listopada", "grudnia"},
     {"styczeń", "luty", "marzec", "kwiecień", "maj", "czerwiec", "lipiec", "sierpień", "wrzesień",
      "październik", "listopad", "grudzień"}},
    {"cy",
     {"Ionawr", "Chwefror", "Mawrth", "Ebrill", "Mai", "Mehefin", "Gorffennaf", "Awst", "Medi", "Hydref",
      "Tachwedd", "Rhagfyr"},
     {}},
};

// English where the language is none of ours.
const MonthNames& months_in(std::string_view locale) {
  for (const MonthNames& months : kMonths)
    if (locale.substr(0, 2) == months.language) return months;
  return kMonths[0];
}

std::optional<int> month_in(const MonthNames& months, std::string_view folded) {
  constexpr size_t kShortest = 3;  // letters
  std::optional<int> found;
  for (size_t i = 0; i < 12; ++i)
    for (const std::string_view name : {months.names[i], months.others[i]}) {
      const std::string whole = to_lower_latin(without_accents(name));
      if (folded == whole) return static_cast<int>(i) + 1;
      if (folded.size() < kShortest || !whole.starts_with(folded)) continue;
      if (found && *found != static_cast<int>(i) + 1) return std::nullopt;
      found = static_cast<int>(i) + 1;
    }
  return found;
}

}  // namespace

std::optional<int> month_named(std::string_view word, std::string_view locale) {
  if (word.ends_with('.')) word.remove_suffix(1);
  if (word.empty()) return std::nullopt;
  const std::string folded = to_lower_latin(without_accents(word));
  if (const auto month = month_in(months_in(locale), folded)) return month;
  // Wales speaks two languages.
  return locale.starts_with("cy") ? month_in(kMonths[0], folded) : std::nullopt;
}

std::string_view month_name(int month, std::string_view locale) {
  return months_in(locale).names[std::clamp(month, 1, 12) - 1];
}

bool has_decimal_comma(std::string_view locale) {
  constexpr std::string_view kComma[] = {"de", "fr", "es", "it", "nl", "pt",
                                         "da", "sv", "nb", "fi", "pl", "cs"};
  if (locale == "de-CH" || locale == "de-LI" || locale == "fr-CH" || locale == "it-CH" || locale == "es-MX")
    return false;
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
