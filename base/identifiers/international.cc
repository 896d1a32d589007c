// Identifiers of goods, publications, post and travel documents, and plain check digits for an office's own
// numbers.
#include <array>

#include "base/identifiers/check_digits.h"
#include "base/identifiers/families.h"

namespace mailroom::identifiers {
namespace {

using check_digits::digit;
using check_digits::weighted_sum;

constexpr std::string_view kDigitsAndX = "0123456789X";
constexpr std::string_view kMachineReadable = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ<";

int digit_or_x(char c) {
  return c == 'X' ? 10 : digit(c);
}

bool check_isbn(std::string_view text) {
  if (text.size() == 13) return check_digits::gs1(text);
  return (weighted_sum(text.substr(0, 9), {10, 9, 8, 7, 6, 5, 4, 3, 2}) + digit_or_x(text[9])) % 11 == 0;
}

bool check_issn(std::string_view text) {
  return (weighted_sum(text.substr(0, 7), {8, 7, 6, 5, 4, 3, 2}) + digit_or_x(text[7])) % 11 == 0;
}

bool check_s10(std::string_view text) {
  const int check = 11 - weighted_sum(text.substr(2, 8), {8, 6, 4, 2, 3, 5, 9, 7}) % 11;
  return digit(text[10]) == (check == 10 ? 0 : check == 11 ? 5 : check);
}

// ICAO 9303-3, 4.9: weights 7 3 1 over values 0 to 9, A to Z as 10 to 35, the filler as 0.
int machine_readable_digit(std::string_view text) {
  constexpr int kWeights[] = {7, 3, 1};
  int sum = 0;
  for (size_t i = 0; i < text.size(); ++i)
    sum += text[i] == '<' ? 0 : check_digits::alphanumeric_value(text[i]) * kWeights[i % 3];
  return sum % 10;
}

bool is_checked(std::string_view part, char by) {
  return check_digits::is_digit(by) && machine_readable_digit(part) == digit(by);
}

// The second line of a passport (ICAO 9303-4, 4.2.2): number, birth, expiry, personal number, and all of
// them.
bool check_passport_line(std::string_view line) {
  const std::string_view personal = line.substr(28, 14);
  const bool empty = personal.find_first_not_of('<') == std::string_view::npos;
  const std::string all =
      std::string(line.substr(0, 10)) + std::string(line.substr(13, 7)) + std::string(line.substr(21, 22));
  return is_checked(line.substr(0, 9), line[9]) && is_checked(line.substr(13, 6), line[19]) &&
         is_checked(line.substr(21, 6), line[27]) &&
         ((empty && line[42] == '<') || is_checked(personal, line[42])) && is_checked(all, line[43]);
}

bool check_passport(std::string_view both) {
  return check_passport_line(both.substr(44));
}

// A document's number of more than nine characters goes on in the optional data, the check digit behind it.
bool is_number_checked(std::string_view number, char by, std::string_view optional) {
  if (by != '<') return is_checked(number, by);
  const size_t end = optional.find('<');
  if (end == std::string_view::npos || end < 2) return false;
  return is_checked(std::string(number) + '<' + std::string(optional.substr(0, end - 1)), optional[end - 1]);
}

// ICAO 9303-5, 4.2.2: three lines of 30.
bool check_card(std::string_view lines) {
  const std::string all = std::string(lines.substr(5, 25)) + std::string(lines.substr(30, 7)) +
                          std::string(lines.substr(38, 7)) + std::string(lines.substr(48, 11));
  return is_number_checked(lines.substr(5, 9), lines[14], lines.substr(15, 15)) &&
         is_checked(lines.substr(30, 6), lines[36]) && is_checked(lines.substr(38, 6), lines[44]) &&
         is_checked(all, lines[59]);
}

// ICAO 9303-6, 4.2.2: two lines of 36.
bool check_official_document(std::string_view lines) {
  const std::string_view line = lines.substr(36);
  const std::string all =
      std::string(line.substr(0, 10)) + std::string(line.substr(13, 7)) + std::string(line.substr(21, 14));
  return is_number_checked(line.substr(0, 9), line[9], line.substr(28, 7)) &&
         is_checked(line.substr(13, 6), line[19]) && is_checked(line.substr(21, 6), line[27]) &&
         is_checked(all, line[35]);
}

constexpr std::array kFormats = {
    IdentifierFormat{"isbn", "International Standard Book Number", kDigitsAndX, 10, 13,
                     "97[89]\\d{10}|\\d{9}[0-9X]", true, check_isbn, "ISO 2108", "9780306406157"},
    IdentifierFormat{"issn", "International Standard Serial Number", kDigitsAndX, 8, 8, "\\d{7}[0-9X]", true,
                     check_issn, "ISO 3297: modulus 11", "03178471"},
    IdentifierFormat{"gtin", "trade item number (EAN, UPC)", kDigits, 8, 14, "\\d{8}|\\d{12,14}", true,
                     check_digits::gs1, "GS1 General Specifications 7.9", "4006381333931"},
    IdentifierFormat{"upu-s10", "postal item number", kAlphanumeric, 13, 13, "[A-Z]{2}\\d{9}[A-Z]{2}", true,
                     check_s10, "UPU S10: weights 8 6 4 2 3 5 9 7, modulus 11", "RA473124829GB"},
    IdentifierFormat{"mrz-td1", "card's machine readable zone", kMachineReadable, 90, 90,
                     "[ACI][A-Z<][A-Z<]{3}[A-Z0-9<]{25}[0-9<]{6}\\d[MFX<]\\d{6}\\d[A-Z<]{3}[A-Z0-9<]{11}\\d"
                     "[A-Z<]{30}",
                     true, check_card, "ICAO Doc 9303-5",
                     "I<UTOD231458907<<<<<<<<<<<<<<<7408122F1204159UTO<<<<<<<<<<<6"
                     "ERIKSSON<<ANNA<MARIA<<<<<<<<<<"},
    IdentifierFormat{"mrz-td2", "travel document's machine readable zone", kMachineReadable, 72, 72,
                     "[ACIV][A-Z<][A-Z<]{3}[A-Z<]{31}[A-Z0-9<]{9}[0-9<][A-Z<]{3}[0-9<]{6}\\d[MFX<]\\d{6}\\d"
                     "[A-Z0-9<]{7}\\d",
                     true, check_official_document, "ICAO Doc 9303-6",
                     "I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<D231458907UTO7408122F1204159<<<<<<<6"},
    IdentifierFormat{
        "mrz-td3", "passport's machine readable zone", kMachineReadable, 88, 88,
        "P[A-Z<][A-Z<]{3}[A-Z<]{39}[A-Z0-9<]{9}\\d[A-Z<]{3}[0-9<]{6}\\d[MFX<]\\d{6}\\d"
        "[A-Z0-9<]{14}[0-9<]\\d",
        true, check_passport, "ICAO Doc 9303-4",
        "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<L898902C36UTO7408122F1204159ZE184226B<<<<<10"},
    IdentifierFormat{"mrz-td3-line2", "passport's second machine readable line", kMachineReadable, 44, 44,
                     "[A-Z0-9<]{9}\\d[A-Z<]{3}[0-9<]{6}\\d[MFX<]\\d{6}\\d[A-Z0-9<]{14}[0-9<]\\d", true,
                     check_passport_line, "ICAO Doc 9303-4", "L898902C36UTO7408122F1204159ZE184226B<<<<<10"},
    IdentifierFormat{"luhn", "card number", kDigits, 12, 19, "\\d{12,19}", true, check_digits::luhn,
                     "ISO/IEC 7812-1 annex B", "4111111111111111"},
    IdentifierFormat{"iso7064-mod97-10", "number with two check digits", kAlphanumeric, 4, 40,
                     "[A-Z0-9]{2,38}\\d{2}", true, check_digits::iso7064_mod_97_10, "ISO/IEC 7064 MOD 97-10",
                     "79444"},
    IdentifierFormat{"iso7064-mod11-10", "number with a check digit", kDigits, 2, 40, "\\d{2,40}", true,
                     check_digits::iso7064_mod_11_10, "ISO/IEC 7064 MOD 11,10", "07945"},
    IdentifierFormat{"iso7064-mod11-2", "number with a check digit or X", kDigitsAndX, 2, 40,
                     "\\d{1,39}[0-9X]", true, check_digits::iso7064_mod_11_2, "ISO/IEC 7064 MOD 11-2",
                     "07940"},
    IdentifierFormat{"iso7064-mod37-2", "text with a check character or *",
                     "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ*", 2, 40, "[A-Z0-9]{1,39}[A-Z0-9*]", true,
                     check_digits::iso7064_mod_37_2, "ISO/IEC 7064 MOD 37-2", "G123489654321Y"},
    IdentifierFormat{"iso7064-mod37-36", "text with a check character", kAlphanumeric, 2, 40,
                     "[A-Z0-9]{2,40}", true, check_digits::iso7064_mod_37_36, "ISO/IEC 7064 MOD 37,36",
                     "A12425GABC1234002M"},
    IdentifierFormat{"verhoeff", "number with Verhoeff's check digit", kDigits, 2, 40, "\\d{2,40}", true,
                     check_digits::verhoeff, "J. Verhoeff, Error Detecting Decimal Codes, 1969", "2363"},
    IdentifierFormat{"damm", "number with Damm's check digit", kDigits, 2, 40, "\\d{2,40}", true,
                     check_digits::damm, "H. M. Damm, Total anti-symmetrische Quasigruppen, 2004", "5724"},
};

}  // namespace

std::span<const IdentifierFormat> international() {
  return kFormats;
}

}  // namespace mailroom::identifiers
