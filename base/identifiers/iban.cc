// The International Bank Account Number: what each country's registry entry says of its account numbers, and
// the check digits that some countries have inside them besides.
#include <algorithm>

#include "base/identifiers/check_digits.h"
#include "base/identifiers/families.h"

namespace mailroom::identifiers {
namespace {

using check_digits::digit;
using check_digits::weighted_sum;

struct Country {
  std::string_view code;
  std::string_view account;  // "4a14n": four letters and fourteen digits; c: letters or digits
};

// ISO 13616-2, IBAN registry, "BBAN structure", neighbours of one kind added up. In order of the codes.
constexpr Country kCountries[] = {
    {"AD", "8n12c"},    {"AE", "19n"},      {"AL", "8n16c"},    {"AT", "16n"},     {"AZ", "4a20c"},
    {"BA", "16n"},      {"BE", "12n"},      {"BG", "4a6n8c"},   {"BH", "4a14c"},   {"BI", "23n"},
    {"BR", "23n1a1c"},  {"BY", "4c4n16c"},  {"CH", "5n12c"},    {"CR", "18n"},     {"CY", "8n16c"},
    {"CZ", "20n"},      {"DE", "18n"},      {"DJ", "23n"},      {"DK", "14n"},     {"DO", "4c20n"},
    {"EE", "16n"},      {"EG", "25n"},      {"ES", "20n"},      {"FI", "14n"},     {"FK", "2a12n"},
    {"FO", "14n"},      {"FR", "10n11c2n"}, {"GB", "4a14n"},    {"GE", "2a16n"},   {"GI", "4a15c"},
    {"GL", "14n"},      {"GR", "7n16c"},    {"GT", "24c"},      {"HN", "4a20n"},   {"HR", "17n"},
    {"HU", "24n"},      {"IE", "4a14n"},    {"IL", "19n"},      {"IQ", "4a15n"},   {"IS", "22n"},
    {"IT", "1a10n12c"}, {"JO", "4a4n18c"},  {"KW", "4a22c"},    {"KZ", "3n13c"},   {"LB", "4n20c"},
    {"LC", "4a24c"},    {"LI", "5n12c"},    {"LT", "16n"},      {"LU", "3n13c"},   {"LV", "4a13c"},
    {"LY", "21n"},      {"MC", "10n11c2n"}, {"MD", "20c"},      {"ME", "18n"},     {"MK", "3n10c2n"},
    {"MN", "16n"},      {"MR", "23n"},      {"MT", "4a5n18c"},  {"MU", "4a19n3a"}, {"NI", "4a20n"},
    {"NL", "4a10n"},    {"NO", "11n"},      {"OM", "3n16c"},    {"PK", "4a16c"},   {"PL", "24n"},
    {"PS", "4a21c"},    {"PT", "21n"},      {"QA", "4a21c"},    {"RO", "4a16c"},   {"RS", "18n"},
    {"RU", "14n15c"},   {"SA", "2n18c"},    {"SC", "4a20n3a"},  {"SD", "14n"},     {"SE", "20n"},
    {"SI", "15n"},      {"SK", "20n"},      {"SM", "1a10n12c"}, {"SO", "19n"},     {"ST", "21n"},
    {"SV", "4a20n"},    {"TL", "19n"},      {"TN", "20n"},      {"TR", "6n16c"},   {"UA", "6n19c"},
    {"VA", "18n"},      {"VG", "4a16n"},    {"XK", "16n"},      {"YE", "4a4n18c"},
};

bool is_of_kind(char c, char kind) {
  const bool number = check_digits::is_digit(c);
  return kind == 'c' || (kind == 'n' ? number : !number);
}

bool has_structure(std::string_view account, std::string_view structure) {
  size_t at = 0;
  for (size_t i = 0; i < structure.size();) {
    size_t length = 0;
    while (check_digits::is_digit(structure[i]))
      length = length * 10 + static_cast<size_t>(digit(structure[i++]));
    const char kind = structure[i++];
    if (account.size() < at + length) return false;
    for (; length > 0; --length)
      if (!is_of_kind(account[at++], kind)) return false;
  }
  return at == account.size();
}

// Ten digits by powers of two, modulus 11; a 10 is written as 1 (Banco de España, código cuenta cliente).
int spanish_digit(std::string_view ten) {
  const int check = 11 - weighted_sum(ten, {1, 2, 4, 8, 5, 10, 9, 7, 3, 6}) % 11;
  return check == 10 ? 1 : check == 11 ? 0 : check;
}

// The account number may have letters, which stand for digits: A and J for 1, B, K and S for 2 … (Comité
// français d'organisation et de normalisation bancaires, clé RIB).
bool has_french_key(std::string_view account) {
  int rest = 0;
  for (const char c : account) {
    const int value = check_digits::is_digit(c) ? digit(c) : c < 'S' ? (c - 'A') % 9 + 1 : (c - 'S') % 9 + 2;
    rest = (rest * 10 + value) % 97;
  }
  return rest == 0;
}

// The letter in front by the values of the Italian tax code (Associazione Bancaria Italiana, CIN).
bool has_italian_letter(std::string_view account) {
  constexpr int kOdd[] = {1,  0,  5, 7, 9, 13, 15, 17, 19, 21, 2,  4,  18,
                          20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23};
  int sum = 0;
  for (size_t i = 1; i < account.size(); ++i) {
    const int value = check_digits::is_digit(account[i]) ? digit(account[i]) : account[i] - 'A';
    sum += i % 2 == 1 ? kOdd[value] : value;
  }
  return account[0] == 'A' + sum % 26;
}

// 97 where nothing is left over (Febelfin, numéro de compte bancaire).
bool has_belgian_digits(std::string_view account) {
  const int rest = check_digits::remainder(account.substr(0, 10), 97);
  return two_digits(account, 10) == (rest == 0 ? 97 : rest);
}

// Only where the countries' own publications leave no account out.
bool has_national_digits(std::string_view country, std::string_view account) {
  if (country == "BE") return has_belgian_digits(account);
  if (country == "ES")
    return spanish_digit("00" + std::string(account.substr(0, 8))) == digit(account[8]) &&
           spanish_digit(account.substr(10)) == digit(account[9]);
  if (country == "FR" || country == "MC") return has_french_key(account);
  if (country == "IT" || country == "SM") return has_italian_letter(account);
  // ISO 7064 over the whole account number.
  if (country == "PT" || country == "SI") return check_digits::iso7064_mod_97_10(account);
  return true;
}

}  // namespace

bool check_iban(std::string_view iban) {
  const std::string_view code = iban.substr(0, 2), account = iban.substr(4);
  const auto* const country =
      std::lower_bound(std::begin(kCountries), std::end(kCountries), code,
                       [](const Country& c, std::string_view sought) { return c.code < sought; });
  return country != std::end(kCountries) && country->code == code &&
         has_structure(account, country->account) &&
         check_digits::remainder_97(iban.substr(0, 4), check_digits::remainder_97(account)) == 1 &&
         has_national_digits(code, account);
}

}  // namespace mailroom::identifiers
