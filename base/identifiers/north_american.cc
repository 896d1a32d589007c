// Identifiers of the United States and of Canada.
#include <algorithm>
#include <array>

#include "base/identifiers/check_digits.h"
#include "base/identifiers/families.h"

namespace mailroom::identifiers {
namespace {

using check_digits::weighted_sum;

// The SSA never issued 000, 666 or 9xx as area, 00 as group or 0000 as serial; two numbers that stood on
// specimen cards were withdrawn.
bool check_ssn(std::string_view ssn) {
  const std::string_view area = ssn.substr(0, 3);
  return area != "000" && area != "666" && area[0] != '9' && ssn.substr(3, 2) != "00" &&
         ssn.substr(5) != "0000" && ssn != "078051120" && ssn != "219099999";
}

bool check_itin(std::string_view itin) {
  const int group = two_digits(itin, 3);
  return (group >= 50 && group <= 65) || (group >= 70 && group <= 99 && group != 89 && group != 93);
}

// The IRS's valid prefixes: all but 00, 07-09, 17-19, 28-29, 49, 69-70, 78-79, 89, 96-97.
bool check_ein(std::string_view ein) {
  constexpr int kNever[] = {0, 7, 8, 9, 17, 18, 19, 28, 29, 49, 69, 70, 78, 79, 89, 96, 97};
  return std::find(std::begin(kNever), std::end(kNever), two_digits(ein, 0)) == std::end(kNever);
}

bool check_aba(std::string_view number) {
  return weighted_sum(number, {3, 7, 1, 3, 7, 1, 3, 7, 1}) % 10 == 0;
}

bool check_bn(std::string_view number) {
  return check_digits::luhn(number.substr(0, 9));
}

std::string with_hyphen_after_five(std::string bare) {
  if (bare.size() > 5) bare.insert(5, 1, '-');
  return bare;
}

std::string with_blank_after_three(std::string bare) {
  if (bare.size() > 3) bare.insert(3, 1, ' ');
  return bare;
}

constexpr std::array kFormats = {
    IdentifierFormat{"ssn", "Social Security number", kDigits, 9, 9, "\\d{9}", false, check_ssn,
                     "US SSA, RM 10201.035", "123456789"},
    IdentifierFormat{"itin", "Individual Taxpayer Identification Number", kDigits, 9, 9, "9\\d{8}", false,
                     check_itin, "US IRS, IRM 3.21.263: middle digits 50-65, 70-88, 90-92, 94-99",
                     "912903456"},
    IdentifierFormat{"ein", "Employer Identification Number", kDigits, 9, 9, "\\d{9}", false, check_ein,
                     "US IRS, valid EIN prefixes", "123456789"},
    IdentifierFormat{"ptin", "Preparer Tax Identification Number", "P0123456789", 9, 9, "P\\d{8}", false,
                     nullptr, "US IRS, PTIN", "P00000000"},
    IdentifierFormat{"aba-routing-number", "bank routing number", kDigits, 9, 9,
                     "(0\\d|1[0-2]|2[1-9]|3[0-2]|6[1-9]|7[0-2]|80)\\d{7}", true, check_aba,
                     "ABA Routing Number Policy: weights 3 7 1, modulus 10", "111000025"},
    IdentifierFormat{"zip-code", "ZIP code", "0123456789-", 5, 10, "\\d{5}(-\\d{4})?", false, nullptr,
                     "USPS, Publication 28", "12345-6789", "", with_hyphen_after_five},
    IdentifierFormat{"ca-sin", "Social Insurance Number", kDigits, 9, 9, "\\d{9}", true, check_digits::luhn,
                     "Service Canada, SIN: Luhn", "046454286"},
    IdentifierFormat{"ca-bn", "Business Number", "0123456789RABCDEFGHIJKLMNOPQSTUVWXYZ", 9, 15,
                     "\\d{9}(R[A-Z]\\d{4})?", true, check_bn,
                     "Canada Revenue Agency, BN and program account: Luhn", "123026635RC0001"},
    IdentifierFormat{"ca-postal-code", "postal code", "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ ", 7, 7,
                     "[ABCEGHJ-NPRSTVXY]\\d[ABCEGHJ-NPRSTV-Z] \\d[ABCEGHJ-NPRSTV-Z]\\d", false, nullptr,
                     "Canada Post, Addressing Guidelines", "K1A 0B1", "", with_blank_after_three},
};

}  // namespace

std::span<const IdentifierFormat> north_american() {
  return kFormats;
}

}  // namespace mailroom::identifiers
