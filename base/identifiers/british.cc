// Identifiers of the United Kingdom.
#include <algorithm>
#include <array>

#include "base/identifiers/check_digits.h"
#include "base/identifiers/families.h"

namespace mailroom::identifiers {
namespace {

using check_digits::digit;
using check_digits::weighted_sum;

// HMRC's prefixes: not D F I Q U V first, none of these nor O second, and the unissued pairs.
bool check_nino(std::string_view nino) {
  constexpr std::string_view kUnissued[] = {"BG", "GB", "KN", "NK", "NT", "TN", "ZZ"};
  return std::find(std::begin(kUnissued), std::end(kUnissued), nino.substr(0, 2)) == std::end(kUnissued);
}

// The first digit checks the other nine; remainders 1 and 10 share the digit 1 or 2 with others.
bool check_utr(std::string_view utr) {
  const int sum = weighted_sum(utr.substr(1), {6, 7, 8, 9, 10, 5, 4, 3, 2});
  return digit(utr[0]) == digit("21987654321"[static_cast<size_t>(sum % 11)]);
}

bool check_nhs_number(std::string_view number) {
  return weighted_sum(number, {10, 9, 8, 7, 6, 5, 4, 3, 2, 1}) % 11 == 0;
}

// A date of birth, and the NHS number's check digit.
bool check_chi(std::string_view number) {
  return check_nhs_number(number) &&
         is_day_of_short_year(two_digits(number, 4), two_digits(number, 2), two_digits(number, 0));
}

// Month (women's with 50 added) and day of birth stand between the figures of the year.
bool check_driving_licence(std::string_view number) {
  const int year = digit(number[5]) * 10 + digit(number[10]), month = two_digits(number, 6) % 50;
  return is_day_of_short_year(year, month, two_digits(number, 8));
}

// Everybody writes a blank before the last three.
std::string with_blank(std::string bare) {
  if (bare.size() > 3) bare.insert(bare.size() - 3, 1, ' ');
  return bare;
}

constexpr std::array kFormats = {
    IdentifierFormat{"nino", "National Insurance number", kAlphanumeric, 9, 9,
                     "[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z]\\d{6}[A-D]", false, check_nino,
                     "HMRC, National Insurance Manual NIM39110", "AB123456C"},
    IdentifierFormat{"utr", "Unique Taxpayer Reference", kDigits, 10, 10, "\\d{10}", true, check_utr,
                     "HMRC, modulus 11 with weights 6 7 8 9 10 5 4 3 2", "1955839661"},
    IdentifierFormat{"vrn", "VAT registration number", kAlphanumeric, 5, 14,
                     "(GB)?(\\d{9}|\\d{12}|GD[0-4]\\d{2}|HA[5-9]\\d{2})", true, check_vat_gb,
                     "HMRC, VAT Notice 700, modulus 97 and 9755", "GB980780684"},
    IdentifierFormat{"sort-code", "bank sort code", kDigits, 6, 6, "\\d{6}", false, nullptr,
                     "Pay.UK, sorting codes", "200415"},
    IdentifierFormat{"account-number", "bank account number", kDigits, 8, 8, "\\d{8}", false, nullptr,
                     "Pay.UK", "55779911"},
    IdentifierFormat{"postcode", "postcode", "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ ", 6, 8,
                     "([A-PR-UWYZ](\\d{1,2}|\\d[A-HJKPSTUW]|[A-HK-Y]\\d{1,2}|[A-HK-Y]\\d[ABEHMNPRVWXY])) "
                     "\\d[ABD-HJLNP-UW-Z]{2}|GIR 0AA",
                     false, nullptr, "BS 7666, ILRR appendix", "SW1A 1AA", "", with_blank},
    IdentifierFormat{"company-number", "company registration number", kAlphanumeric, 8, 8,
                     "(\\d{2}|SC|NI|OC|SO|NC|FC|SF|NF|IP|SP|R0|RC|GE|LP|SL|NL)\\d{6}", false, nullptr,
                     "Companies House", "SC123456"},
    IdentifierFormat{"nhs-number", "NHS number", kDigits, 10, 10, "\\d{10}", true, check_nhs_number,
                     "NHS Data Dictionary, NHS NUMBER: modulus 11", "9434765919"},
    IdentifierFormat{"chi-number", "Community Health Index number", kDigits, 10, 10, "\\d{10}", true,
                     check_chi, "NHS National Services Scotland, Data Dictionary, CHI number", "0101011237"},
    IdentifierFormat{"driving-licence", "driver number", kAlphanumeric, 16, 16,
                     "([A-Z]{5}|[A-Z]{4}9|[A-Z]{3}99|[A-Z]{2}999|[A-Z]9999)\\d[0156]\\d[0-3]\\d{2}"
                     "[A-Z9]{2}[A-Z0-9]{3}",
                     false, check_driving_licence, "DVLA, leaflet INS57P: reading a driver number",
                     "MORGA657054SM9IJ"},
    IdentifierFormat{"paye-reference", "employer PAYE reference", "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ/", 5,
                     14, "\\d{3}/[A-Z0-9]{1,10}", false, nullptr,
                     "HMRC, tax office number and employer's reference", "123/AB456", "/"},
};

}  // namespace

// The last two digits of nine by weights 8 to 2, modulus 97, or less 55 in the series that began again at 100
// in 2009; three more name a branch. Departments (GD) and health authorities (HA) have three figures and
// nothing to check.
bool check_vat_gb(std::string_view vat) {
  if (vat.substr(0, 2) == "GB" || vat.substr(0, 2) == "XI") vat.remove_prefix(2);
  if (!check_digits::is_digit(vat[0])) return true;
  const int sum = weighted_sum(vat, {8, 7, 6, 5, 4, 3, 2}) + two_digits(vat, 7);
  return sum % 97 == 0 || (vat[0] != '0' && (sum + 55) % 97 == 0);
}

std::span<const IdentifierFormat> british() {
  return kFormats;
}

}  // namespace mailroom::identifiers
