// Identifiers of Poland, Czechia, Slovakia, Bulgaria and Romania.
#include <array>

#include "base/identifiers/check_digits.h"
#include "base/identifiers/families.h"

namespace mailroom::identifiers {
namespace {

using check_digits::digit;
using check_digits::weighted_sum;

// The century is added to the month: 80 for 18.., 0 for 19.., then 20, 40 and 60.
bool check_pesel(std::string_view pesel) {
  constexpr int kCenturies[] = {1900, 2000, 2100, 2200, 1800};
  const int month = two_digits(pesel, 2);
  return weighted_sum(pesel, {1, 3, 7, 9, 1, 3, 7, 9, 1, 3, 1}) % 10 == 0 &&
         is_day(kCenturies[month / 20] + two_digits(pesel, 0), month % 20, two_digits(pesel, 4));
}

// Nine digits for a business, and five more for a part of it.
bool check_regon(std::string_view regon) {
  if (weighted_sum(regon.substr(0, 8), {8, 9, 2, 3, 4, 5, 6, 7}) % 11 % 10 != digit(regon[8])) return false;
  return regon.size() == 9 ||
         weighted_sum(regon, {2, 4, 8, 5, 0, 9, 7, 3, 6, 1, 2, 4, 8}) % 11 % 10 == digit(regon[13]);
}

constexpr std::array kFormats = {
    IdentifierFormat{"pl-pesel", "Polish personal number (PESEL)", kDigits, 11, 11, "\\d{11}", true,
                     check_pesel, "Ustawa o ewidencji ludności, art. 15: weights 1 3 7 9", "44051401359"},
    IdentifierFormat{"pl-nip", "Polish tax number (NIP)", kDigits, 10, 10, "\\d{10}", true, check_nip,
                     "Ministerstwo Finansów, NIP: modulus 11", "1234563218"},
    IdentifierFormat{"pl-regon", "Polish business number (REGON)", kDigits, 9, 14, "\\d{9}|\\d{14}", true,
                     check_regon, "GUS, REGON: modulus 11", "123456785"},
    IdentifierFormat{"cz-rodne-cislo", "Czech or Slovak birth number", kDigits, 9, 10, "\\d{9,10}", true,
                     check_rodne_cislo, "Zákon č. 133/2000 Sb. § 13; zákon č. 301/1995 Z. z.", "7103192745"},
    IdentifierFormat{"bg-egn", "Bulgarian personal number (EGN)", kDigits, 10, 10, "\\d{10}", true, check_egn,
                     "GRAO, ЕГН: modulus 11", "7523169263"},
    IdentifierFormat{"ro-cnp", "Romanian personal number (CNP)", kDigits, 13, 13, "[1-9]\\d{12}", true,
                     check_cnp, "Legea 105/1996: weights 279146358279, modulus 11", "1630615123457"},
};

}  // namespace

bool check_nip(std::string_view nip) {
  return weighted_sum(nip, {6, 5, 7, 2, 3, 4, 5, 6, 7}) % 11 == digit(nip[9]);
}

// Nine digits, and nothing to check, until 1953. Women's month has 50 added, and 20 where a day ran out of
// numbers. Until 1985 a remainder of 10 was written 0.
bool check_rodne_cislo(std::string_view number) {
  const int two = two_digits(number, 0), month = two_digits(number, 2) % 50 % 20, day = two_digits(number, 4);
  if (number.size() == 9)
    return two <= 53 ? is_day(1900 + two, month, day) : two >= 80 && is_day(1800 + two, month, day);
  const int year = two < 54 ? 2000 + two : 1900 + two;
  const int rest = check_digits::remainder(number.substr(0, 9), 11);
  return is_day(year, month, day) && (year < 1985 ? rest % 10 : rest) == digit(number[9]);
}

// The month has 20 added in the 19th century and 40 in the 21st.
bool check_egn(std::string_view egn) {
  const int month = two_digits(egn, 2), two = two_digits(egn, 0), day = two_digits(egn, 4);
  const bool is_date = month > 40   ? is_day(2000 + two, month - 40, day)
                       : month > 20 ? is_day(1800 + two, month - 20, day)
                                    : is_day(1900 + two, month, day);
  return is_date && weighted_sum(egn, {2, 4, 8, 5, 10, 9, 7, 3, 6}) % 11 % 10 == digit(egn[9]);
}

// The first figure says sex and century; 7 to 9 are for foreigners of any.
bool check_cnp(std::string_view cnp) {
  constexpr int kCenturies[] = {1900, 1900, 1800, 1800, 2000, 2000};
  const int first = digit(cnp[0]), two = two_digits(cnp, 1), month = two_digits(cnp, 3),
            day = two_digits(cnp, 5);
  const int rest = weighted_sum(cnp, {2, 7, 9, 1, 4, 6, 3, 5, 8, 2, 7, 9}) % 11;
  return (rest == 10 ? 1 : rest) == digit(cnp[12]) &&
         (first <= 6 ? is_day(kCenturies[first - 1] + two, month, day)
                     : is_day_of_short_year(two, month, day));
}

std::span<const IdentifierFormat> eastern_european() {
  return kFormats;
}

}  // namespace mailroom::identifiers
