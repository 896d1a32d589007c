// Identifiers of Germany, Austria and Switzerland.
#include <array>

#include "base/identifiers/check_digits.h"
#include "base/identifiers/families.h"

namespace mailroom::identifiers {
namespace {

using check_digits::digit;
using check_digits::weighted_sum;

// One of the first ten digits stands there twice or three times and all others at most once; never three
// times in a row.
bool check_idnr(std::string_view number) {
  int counts[10] = {};
  for (size_t i = 0; i < 10; ++i) ++counts[digit(number[i])];
  int repeated = 0;
  for (const int count : counts) {
    if (count > 3) return false;
    repeated += count > 1 ? 1 : 0;
  }
  if (repeated != 1) return false;
  for (size_t i = 2; i < 10; ++i)
    if (number[i] == number[i - 1] && number[i] == number[i - 2]) return false;
  return check_digits::iso7064_mod_11_10(number);
}

// The letter counts as its two-digit place in the alphabet; the products' digits are added. The day of birth
// may be any that was still free, so no date is looked for.
bool check_rvnr(std::string_view number) {
  constexpr int kWeights[] = {2, 1, 2, 5, 7, 1, 2, 1, 2, 1, 2, 1};
  const int letter = number[8] - 'A' + 1;
  std::string digits(number.substr(0, 8));
  digits += static_cast<char>('0' + letter / 10);
  digits += static_cast<char>('0' + letter % 10);
  digits += number.substr(9, 2);
  int sum = 0;
  for (size_t i = 0; i < digits.size(); ++i) {
    const int product = digit(digits[i]) * kWeights[i];
    sum += product / 10 + product % 10;
  }
  return sum % 10 == digit(number[11]);
}

// The fourth digit checks the others; a 10 is not issued.
bool check_svnr(std::string_view number) {
  return weighted_sum(number, {3, 7, 9, 0, 5, 8, 4, 2, 1, 6}) % 11 == digit(number[3]);
}

constexpr std::array kFormats = {
    IdentifierFormat{"de-idnr", "German tax identification number (IdNr)", kDigits, 11, 11, "[1-9]\\d{10}",
                     true, check_idnr,
                     "BZSt, § 139b AO: Aufbau der Identifikationsnummer, ISO 7064 MOD 11,10", "86095742719"},
    IdentifierFormat{"de-steuernummer", "German tax number", kDigits, 10, 13,
                     "\\d{10,11}|(1[01]|2[1-46-8]|3[0-2]|4[01]|5\\d|9\\d)\\d{2}0\\d{8}", false, nullptr,
                     "ELSTER, Prüfung der Steuernummern: the Länder's and the federal shape",
                     "2893081508152"},
    IdentifierFormat{"de-rvnr", "German pension insurance number", kAlphanumeric, 12, 12, "\\d{8}[A-Z]\\d{3}",
                     true, check_rvnr, "VKVV § 2 and § 4", "15070649C103"},
    IdentifierFormat{"at-svnr", "Austrian social insurance number", kDigits, 10, 10, "[1-9]\\d{9}", true,
                     check_svnr, "Dachverband der Sozialversicherungsträger: modulus 11", "1237010180"},
    IdentifierFormat{"ch-ahv", "Swiss social insurance number (AHV)", kDigits, 13, 13, "756\\d{10}", true,
                     check_digits::gs1, "BSV, AHV-Nummer 13-stellig: EAN-13", "7569217076985"},
    IdentifierFormat{"ch-uid", "Swiss business number (UID)", "0123456789CHE", 12, 12, "CHE\\d{9}", true,
                     check_uid_ch, "eCH-0097: modulus 11", "CHE100155212"},
};

}  // namespace

bool check_uid_ch(std::string_view uid) {
  return weighted_sum(uid.substr(3), {5, 4, 3, 2, 7, 6, 5, 4, 1}) % 11 == 0;
}

std::span<const IdentifierFormat> german_speaking() {
  return kFormats;
}

}  // namespace mailroom::identifiers
