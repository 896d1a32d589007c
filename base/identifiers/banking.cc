// Identifiers of accounts, banks, references, companies and securities.
#include <array>

#include "base/identifiers/check_digits.h"
#include "base/identifiers/families.h"

namespace mailroom::identifiers {
namespace {

// ISO 11649: the first four characters go to the end.
bool check_creditor_reference(std::string_view text) {
  return check_digits::remainder_97(text.substr(0, 4), check_digits::remainder_97(text.substr(4))) == 1;
}

// The same without the creditor's business code, the fifth to the seventh character.
bool check_sepa_creditor(std::string_view text) {
  return check_digits::remainder_97(text.substr(0, 4), check_digits::remainder_97(text.substr(7))) == 1;
}

// Luhn over the digits that letters stand for (A is 10).
bool check_isin(std::string_view text) {
  std::string digits;
  for (const char c : text) digits += std::to_string(check_digits::alphanumeric_value(c));
  return check_digits::luhn(digits);
}

// Every second character doubled, the digits of the products added.
bool check_cusip(std::string_view text) {
  int sum = 0;
  for (size_t i = 0; i < 8; ++i) {
    const int value = check_digits::alphanumeric_value(text[i]) * (i % 2 == 0 ? 1 : 2);
    sum += value / 10 + value % 10;
  }
  return (10 - sum % 10) % 10 == check_digits::digit(text[8]);
}

constexpr std::array kFormats = {
    IdentifierFormat{"iban", "International Bank Account Number", kAlphanumeric, 15, 34,
                     "[A-Z]{2}\\d{2}[A-Z0-9]{11,30}", true, check_iban,
                     "ISO 13616 and its registry, ISO 7064 MOD 97-10", "GB29NWBK60161331926819"},
    IdentifierFormat{"bic", "Business Identifier Code", kAlphanumeric, 8, 11,
                     "[A-Z]{6}[A-Z0-9]{2}([A-Z0-9]{3})?", false, nullptr, "ISO 9362", "AGRIFRPP882"},
    IdentifierFormat{"creditor-reference", "structured creditor reference", kAlphanumeric, 5, 25,
                     "RF\\d{2}[A-Z0-9]{1,21}", true, check_creditor_reference, "ISO 11649",
                     "RF18539007547034"},
    IdentifierFormat{"sepa-creditor", "SEPA creditor identifier", kAlphanumeric, 8, 35,
                     "[A-Z]{2}\\d{2}[A-Z0-9]{4,31}", true, check_sepa_creditor,
                     "EPC262-08, attribute AT-02, ISO 7064 MOD 97-10", "DE98ZZZ09999999999"},
    IdentifierFormat{"lei", "Legal Entity Identifier", kAlphanumeric, 20, 20, "[A-Z0-9]{18}\\d{2}", true,
                     check_digits::iso7064_mod_97_10, "ISO 17442, ISO 7064 MOD 97-10",
                     "5493001KJTIIGC8Y1R12"},
    IdentifierFormat{"isin", "International Securities Identification Number", kAlphanumeric, 12, 12,
                     "[A-Z]{2}[A-Z0-9]{9}\\d", true, check_isin, "ISO 6166 annex A: Luhn", "US0378331005"},
    IdentifierFormat{"cusip", "CUSIP number", kAlphanumeric, 9, 9, "[A-Z0-9]{8}\\d", true, check_cusip,
                     "ANSI X9.6: modulus 10, double-add-double", "037833100"},
};

}  // namespace

std::span<const IdentifierFormat> banking() {
  return kFormats;
}

}  // namespace mailroom::identifiers
