// Identifiers of Sweden, Finland, Denmark, Norway, Estonia, Latvia and Lithuania.
#include <array>

#include "base/identifiers/check_digits.h"
#include "base/identifiers/families.h"

namespace mailroom::identifiers {
namespace {

using check_digits::digit;
using check_digits::weighted_sum;

// Ten figures, or twelve with the century; people over a hundred write a + before the last four. A
// coordination number has 60 added to its day.
bool check_personnummer(std::string_view number) {
  std::string digits(number);
  std::erase(digits, '+');
  const std::string last = digits.substr(digits.size() - 10);
  const int month = two_digits(last, 2), day = two_digits(last, 4) % 60;
  const bool is_date = digits.size() == 12
                           ? is_day(two_digits(digits, 0) * 100 + two_digits(digits, 2), month, day)
                           : is_day_of_short_year(two_digits(last, 0), month, day);
  return is_date && check_digits::luhn(last);
}

// The sign or letter between birthday and number says the century.
bool check_hetu(std::string_view hetu) {
  const char sign = hetu[6];
  const int century = sign == '+' ? 1800 : sign == '-' || sign >= 'U' ? 1900 : 2000;
  const std::string number = std::string(hetu.substr(0, 6)) + std::string(hetu.substr(7, 3));
  return is_day(century + two_digits(hetu, 4), two_digits(hetu, 2), two_digits(hetu, 0)) &&
         hetu.substr(7, 3) >= "002" &&
         hetu[10] ==
             "0123456789ABCDEFHJKLMNPRSTUVWXY"[static_cast<size_t>(check_digits::remainder(number, 31))];
}

// Since 2007 numbers are given that do not meet the modulus 11 of the old ones: the date is all there is.
bool check_cpr(std::string_view cpr) {
  return is_day_of_short_year(two_digits(cpr, 4), two_digits(cpr, 2), two_digits(cpr, 0));
}

// A D number has 40 added to the day; 40 or 80 added to the month are for other registers and for tests.
bool check_fodselsnummer(std::string_view number) {
  return weighted_sum(number, {3, 7, 6, 1, 8, 9, 4, 5, 2, 1}) % 11 == 0 &&
         weighted_sum(number, {5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1}) % 11 == 0 &&
         is_day_of_short_year(two_digits(number, 4), two_digits(number, 2) % 40, two_digits(number, 0) % 40);
}

bool check_swedish_orgnr(std::string_view number) {
  return check_digits::luhn(number);
}

bool check_ytunnus(std::string_view number) {
  return weighted_sum(number, {7, 9, 10, 5, 8, 4, 2, 1}) % 11 == 0;
}

bool check_cvr(std::string_view number) {
  return weighted_sum(number, {2, 7, 6, 5, 4, 3, 2, 1}) % 11 == 0;
}

// Estonia's and Lithuania's: a second row of weights where the first leaves 10. The first figure says the
// century; Lithuania gives a 9 where a birthday is not known.
bool check_personal_code(std::string_view code) {
  int check = weighted_sum(code, {1, 2, 3, 4, 5, 6, 7, 8, 9, 1}) % 11;
  if (check == 10) check = weighted_sum(code, {3, 4, 5, 6, 7, 8, 9, 1, 2, 3}) % 11 % 10;
  const int year = 1800 + (digit(code[0]) - 1) / 2 * 100 + two_digits(code, 1);
  return check == digit(code[10]) &&
         (code[0] == '9' || is_day(year, two_digits(code, 3), two_digits(code, 5)));
}

constexpr std::array kFormats = {
    IdentifierFormat{"se-personnummer", "Swedish personal number", "0123456789+", 10, 13,
                     "(18|19|20)?\\d{6}[+]?\\d{4}", true, check_personnummer,
                     "Skatteverket, SKV 704 and SKV 707: Luhn", "8507099805"},
    IdentifierFormat{"se-orgnr", "Swedish organisation number", kDigits, 10, 10, "\\d{2}[2-9]\\d{7}", true,
                     check_swedish_orgnr, "Skatteverket, SKV 709: Luhn", "1234567897"},
    IdentifierFormat{"fi-hetu", "Finnish personal identity code", "0123456789ABCDEFHJKLMNPRSTUVWXY+-", 11, 11,
                     "\\d{6}[A-FU-Y+-]\\d{3}[0-9A-FHJ-NPR-Y]", true, check_hetu,
                     "DVV, henkilötunnus: modulus 31", "131052-308T", "-"},
    IdentifierFormat{"fi-ytunnus", "Finnish business number", kDigits, 8, 8, "\\d{8}", true, check_ytunnus,
                     "PRH, Y-tunnus: modulus 11", "20774740"},
    IdentifierFormat{"dk-cpr", "Danish personal number", kDigits, 10, 10, "\\d{10}", false, check_cpr,
                     "CPR-kontoret, Personnummeret i CPR-systemet", "2110625629"},
    IdentifierFormat{"dk-cvr", "Danish business number", kDigits, 8, 8, "[1-9]\\d{7}", true, check_cvr,
                     "Erhvervsstyrelsen, CVR: modulus 11", "13585628"},
    IdentifierFormat{"no-fodselsnummer", "Norwegian national identity number", kDigits, 11, 11, "\\d{11}",
                     true, check_fodselsnummer, "Skatteetaten, folkeregisterforskriften § 2-2-3: modulus 11",
                     "15108695088"},
    IdentifierFormat{"no-orgnr", "Norwegian organisation number", kDigits, 9, 9, "\\d{9}", true,
                     check_orgnr_no, "Brønnøysundregistrene: modulus 11", "988077917"},
    IdentifierFormat{"ee-isikukood", "Estonian personal code", kDigits, 11, 11, "[1-8]\\d{10}", true,
                     check_personal_code, "EVS 585:2007", "36805280109"},
    IdentifierFormat{"lv-personas-kods", "Latvian personal code", kDigits, 11, 11, "[0-3]\\d{10}", true,
                     check_latvian_code,
                     "PMLP, personas kods: modulus 11 only where it begins with a birthday", "16117519997"},
    IdentifierFormat{"lt-asmens-kodas", "Lithuanian personal code", kDigits, 11, 11, "[1-9]\\d{10}", true,
                     check_personal_code, "Gyventojų registro įstatymas", "33309240064"},
};

}  // namespace

bool check_orgnr_no(std::string_view number) {
  return weighted_sum(number, {3, 2, 7, 6, 5, 4, 3, 2, 1}) % 11 == 0;
}

// Those given since 2017 begin with 32 and tell no birthday.
bool check_latvian_code(std::string_view code) {
  const int check = (1 + weighted_sum(code, {10, 5, 8, 4, 2, 1, 6, 3, 7, 9})) % 11 % 10;
  if (code.substr(0, 2) == "32") return true;
  return check == digit(code[10]) && code[6] <= '2' &&
         is_day(1800 + digit(code[6]) * 100 + two_digits(code, 4), two_digits(code, 2), two_digits(code, 0));
}

std::span<const IdentifierFormat> nordic_and_baltic() {
  return kFormats;
}

}  // namespace mailroom::identifiers
