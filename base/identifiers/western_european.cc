// Identifiers of France, Belgium, the Netherlands and Ireland.
#include <array>

#include "base/identifiers/check_digits.h"
#include "base/identifiers/families.h"

namespace mailroom::identifiers {
namespace {

using check_digits::digit;
using check_digits::weighted_sum;

// Corsica's departments 2A and 2B count as 19 and 18.
bool check_nir(std::string_view nir) {
  std::string number(nir.substr(0, 13));
  if (number[6] == 'A') number.replace(5, 2, "19");
  if (number[6] == 'B') number.replace(5, 2, "18");
  return two_digits(nir, 13) == 97 - check_digits::remainder(number, 97);
}

// La Poste has more establishments than the check digit allows: theirs add up to a multiple of five.
bool check_siret(std::string_view siret) {
  if (!check_siren(siret.substr(0, 9))) return false;
  if (check_digits::luhn(siret)) return true;
  int sum = 0;
  for (const char c : siret) sum += digit(c);
  return siret.substr(0, 9) == "356000000" && sum % 5 == 0;
}

// Since 2000 the check is over the number with a 2 in front.
bool check_national_number(std::string_view number) {
  const std::string_view first = number.substr(0, 9);
  const int check = two_digits(number, 9);
  return check == 97 - check_digits::remainder(first, 97) ||
         check == 97 - check_digits::remainder(first, 97, 2);
}

constexpr std::array kFormats = {
    IdentifierFormat{"fr-nir", "French social security number (NIR)", "0123456789AB", 15, 15,
                     "[1-478]\\d{2}(0[1-9]|1[0-2]|[2-9]\\d)(\\d{2}|2[AB])\\d{8}", true, check_nir,
                     "INSEE, RNIPP: 97 less the remainder modulo 97", "255081416802538"},
    IdentifierFormat{"fr-siren", "French business number (SIREN)", kDigits, 9, 9, "\\d{9}", true, check_siren,
                     "INSEE, SIRENE: Luhn", "732829320"},
    IdentifierFormat{"fr-siret", "French establishment number (SIRET)", kDigits, 14, 14, "\\d{14}", true,
                     check_siret, "INSEE, SIRENE: Luhn", "73282932000074"},
    IdentifierFormat{"be-national-number", "Belgian national register number", kDigits, 11, 11, "\\d{11}",
                     true, check_national_number, "IBZ, Arrêté royal du 3 avril 1984: 97 less the remainder",
                     "85073003328"},
    IdentifierFormat{"nl-bsn", "Dutch citizen service number (BSN)", kDigits, 9, 9, "\\d{9}", true, check_bsn,
                     "RvIG, Logisch Ontwerp BSN: 11-test", "111222333"},
    IdentifierFormat{"ie-pps", "Irish Personal Public Service number", kAlphanumeric, 8, 9,
                     "\\d{7}[A-W][A-IWTX]?", true, check_pps, "Revenue, format of the PPSN: modulus 23",
                     "1234567TW"},
};

}  // namespace

bool check_siren(std::string_view siren) {
  return check_digits::luhn(siren);
}

bool check_bsn(std::string_view bsn) {
  return bsn != "000000000" && (weighted_sum(bsn, {9, 8, 7, 6, 5, 4, 3, 2}) - digit(bsn[8])) % 11 == 0;
}

// A second letter counts nine times its place in the alphabet, but W, T and X, which once marked a spouse.
bool check_pps(std::string_view pps) {
  int sum = weighted_sum(pps, {8, 7, 6, 5, 4, 3, 2});
  if (pps.size() == 9 && pps[8] <= 'I') sum += 9 * (pps[8] - 'A' + 1);
  return pps[7] == "WABCDEFGHIJKLMNOPQRSTUV"[sum % 23];
}

std::span<const IdentifierFormat> western_european() {
  return kFormats;
}

}  // namespace mailroom::identifiers
