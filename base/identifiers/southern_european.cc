// Identifiers of Spain, Italy, Portugal, Greece, Croatia and Slovenia.
#include <array>

#include "base/identifiers/check_digits.h"
#include "base/identifiers/families.h"

namespace mailroom::identifiers {
namespace {

using check_digits::digit;
using check_digits::weighted_sum;

constexpr std::string_view kDniLetters = "TRWAGMYFPDXBNJZSQVHLCKE";

bool check_dni(std::string_view dni) {
  return dni[8] == kDniLetters[static_cast<size_t>(check_digits::remainder(dni.substr(0, 8), 23))];
}

// X, Y and Z count as 0, 1 and 2.
bool check_nie(std::string_view nie) {
  return nie[8] ==
         kDniLetters[static_cast<size_t>(check_digits::remainder(nie.substr(1, 7), 23, nie[0] - 'X'))];
}

// Luhn's digit, or the letter that stands for it.
bool check_cif(std::string_view cif) {
  const int check = check_digits::luhn_digit(cif.substr(1, 7));
  return cif[8] == '0' + check || cif[8] == "JABCDEFGHI"[check];
}

// L to V stand for digits where two people would have the same code (omocodia).
int tax_code_digit(char c) {
  constexpr std::string_view kLetters = "LMNPQRSTUV";
  return check_digits::is_digit(c) ? digit(c) : static_cast<int>(kLetters.find(c));
}

bool check_codice_fiscale(std::string_view code) {
  constexpr int kOdd[] = {1,  0,  5, 7, 9, 13, 15, 17, 19, 21, 2,  4,  18,
                          20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23};
  constexpr std::string_view kMonths = "ABCDEHLMPRST";
  int sum = 0;
  for (size_t i = 0; i < 15; ++i) {
    const int value = check_digits::is_digit(code[i]) ? digit(code[i]) : code[i] - 'A';
    sum += i % 2 == 0 ? kOdd[value] : value;
  }
  const int year = tax_code_digit(code[6]) * 10 + tax_code_digit(code[7]);
  const int month = static_cast<int>(kMonths.find(code[8])) + 1;
  const int day = tax_code_digit(code[9]) * 10 + tax_code_digit(code[10]);  // women's with 40 added
  return code[15] == 'A' + sum % 26 && is_day_of_short_year(year, month, day % 40);
}

bool check_amka(std::string_view amka) {
  return check_digits::luhn(amka) &&
         is_day_of_short_year(two_digits(amka, 4), two_digits(amka, 2), two_digits(amka, 0));
}

// Seven figures of the birthday, the year without its thousand.
bool check_emso(std::string_view emso) {
  const int check = (11 - weighted_sum(emso, {7, 6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2}) % 11) % 11;
  const int year = digit(emso[4]) * 100 + two_digits(emso, 5);
  return check == digit(emso[12]) &&
         is_day(year < 800 ? 2000 + year : 1000 + year, two_digits(emso, 2), two_digits(emso, 0));
}

constexpr std::array kFormats = {
    IdentifierFormat{"es-dni", "Spanish identity number (DNI)", "0123456789TRWAGMYFPDXBNJZSQVHLCKE", 9, 9,
                     "\\d{8}[A-HJ-NP-TV-Z]", true, check_dni, "Real Decreto 1553/2005: modulus 23",
                     "12345678Z"},
    IdentifierFormat{"es-nie", "Spanish foreigner's number (NIE)", "0123456789TRWAGMYFPDXBNJZSQVHLCKE", 9, 9,
                     "[XYZ]\\d{7}[A-HJ-NP-TV-Z]", true, check_nie, "Orden INT/2058/2008: modulus 23",
                     "X1234567L"},
    IdentifierFormat{"es-cif", "Spanish company tax number (CIF)", kAlphanumeric, 9, 9,
                     "[A-HJNP-SUVW]\\d{7}[0-9A-J]", true, check_cif, "Orden EHA/451/2008", "A13585625"},
    IdentifierFormat{"es-nif", "Spanish tax number (NIF)", kAlphanumeric, 9, 9, "[A-Z0-9]\\d{7}[A-Z0-9]",
                     true, check_nif_es, "Real Decreto 1065/2007, articles 18 to 22", "54362315K"},
    IdentifierFormat{"it-codice-fiscale", "Italian tax code", kAlphanumeric, 16, 16,
                     "[A-Z]{6}[0-9LMNP-V]{2}[A-EHLMPR-T][0-9LMNP-V]{2}[A-Z][0-9LMNP-V]{3}[A-Z]", true,
                     check_codice_fiscale, "Decreto del Ministero delle Finanze 23 dicembre 1976",
                     "RSSMRA85T10A562S"},
    IdentifierFormat{"it-partita-iva", "Italian VAT number without its country", kDigits, 11, 11, "\\d{11}",
                     true, check_partita_iva, "Decreto del Ministero delle Finanze 23 dicembre 1976: Luhn",
                     "00743110157"},
    IdentifierFormat{"pt-nif", "Portuguese tax number (NIF)", kDigits, 9, 9, "[1-9]\\d{8}", true,
                     check_nif_pt, "Decreto-Lei 14/2013: modulus 11", "501964843"},
    IdentifierFormat{"gr-amka", "Greek social security number (AMKA)", kDigits, 11, 11, "\\d{11}", true,
                     check_amka, "HDIKA, AMKA: Luhn", "01013099997"},
    IdentifierFormat{"hr-oib", "Croatian personal identification number (OIB)", kDigits, 11, 11, "\\d{11}",
                     true, check_digits::iso7064_mod_11_10, "Pravilnik o OIB, NN 1/2009: ISO 7064 MOD 11,10",
                     "33392005961"},
    IdentifierFormat{"si-emso", "Slovenian citizen number (EMŠO)", kDigits, 13, 13, "\\d{13}", true,
                     check_emso, "Zakon o centralnem registru prebivalstva: modulus 11", "0101006500006"},
};

}  // namespace

bool check_nif_es(std::string_view nif) {
  // K, L and M are people without a DNI of their own, whose check letter is a DNI's.
  constexpr std::string_view kPeople = "KLM", kCompanies = "ABCDEFGHJNPQRSUVW";
  const char first = nif[0];
  if (check_digits::is_digit(first)) return check_dni(nif);
  if (first >= 'X') return check_nie(nif);
  if (kPeople.find(first) != std::string_view::npos)
    return nif[8] == kDniLetters[static_cast<size_t>(check_digits::remainder(nif.substr(1, 7), 23))];
  return kCompanies.find(first) != std::string_view::npos && check_cif(nif);
}

// The office that gave it stands in the eighth to the tenth figure.
bool check_partita_iva(std::string_view number) {
  const int office = digit(number[7]) * 100 + two_digits(number, 8);
  const bool known =
      (office >= 1 && office <= 100) || office == 120 || office == 121 || office == 888 || office == 999;
  return known && number.substr(0, 7) != "0000000" && check_digits::luhn(number);
}

bool check_nif_pt(std::string_view nif) {
  const int check = 11 - weighted_sum(nif, {9, 8, 7, 6, 5, 4, 3, 2}) % 11;
  return digit(nif[8]) == (check >= 10 ? 0 : check);
}

std::span<const IdentifierFormat> southern_european() {
  return kFormats;
}

}  // namespace mailroom::identifiers
