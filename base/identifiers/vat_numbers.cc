// VAT numbers of the European Union's member states, Northern Ireland, Switzerland and Norway, with or
// without their country's letters: what VIES and its national offices check. Structures: Regulation (EU)
// 904/2010 and VIES; the arithmetic: each country's own publication, gathered in BMF, "UID-Nummern-Prüfung",
// 2021.
#include <algorithm>
#include <array>

#include "base/identifiers/check_digits.h"
#include "base/identifiers/families.h"
#include "base/identifiers/shape.h"

namespace mailroom::identifiers {
namespace {

using check_digits::digit;
using check_digits::is_digit;
using check_digits::weighted_sum;

// Without the country's two letters, where they stand.
template <char first, char second, bool (*check)(std::string_view)>
bool of_country(std::string_view vat) {
  if (vat.size() > 2 && vat[0] == first && vat[1] == second) vat.remove_prefix(2);
  return check(vat);
}

// Every second digit doubled from the left, and four added.
bool check_at(std::string_view vat) {
  int sum = 4;
  for (size_t i = 0; i < 7; ++i) {
    const int value = digit(vat[i + 1]) * (i % 2 == 0 ? 1 : 2);
    sum += value / 10 + value % 10;
  }
  return digit(vat[8]) == (10 - sum % 10) % 10;
}

bool check_be(std::string_view vat) {
  return two_digits(vat, 8) == 97 - check_digits::remainder(vat.substr(0, 8), 97);
}

// Nine digits for companies; ten for people, foreigners and others.
bool check_bg(std::string_view vat) {
  if (vat.size() == 9) {
    int check = weighted_sum(vat, {1, 2, 3, 4, 5, 6, 7, 8}) % 11;
    if (check == 10) check = weighted_sum(vat, {3, 4, 5, 6, 7, 8, 9, 10}) % 11 % 10;
    return check == digit(vat[8]);
  }
  const int other = (11 - weighted_sum(vat, {4, 3, 2, 7, 6, 5, 4, 3, 2}) % 11) % 11;
  return check_egn(vat) || weighted_sum(vat, {21, 19, 17, 13, 11, 9, 7, 3, 1}) % 10 == digit(vat[9]) ||
         other == digit(vat[9]);
}

bool check_cy(std::string_view vat) {
  constexpr int kOdd[] = {1, 0, 5, 7, 9, 13, 15, 17, 19, 21};
  int sum = 0;
  for (size_t i = 0; i < 8; ++i) sum += i % 2 == 0 ? kOdd[digit(vat[i])] : digit(vat[i]);
  return vat.substr(0, 2) != "12" && vat[8] == 'A' + sum % 26;
}

// Eight digits for companies, six and eight more for people without a birth number, birth numbers.
bool check_cz(std::string_view vat) {
  if (vat.size() == 8) {
    const int check = (11 - weighted_sum(vat, {8, 7, 6, 5, 4, 3, 2}) % 11) % 11;
    return vat[0] != '9' && digit(vat[7]) == (check == 0 ? 1 : check % 10);
  }
  if (vat.size() == 9 && vat[0] == '6') {
    const int rest = weighted_sum(vat.substr(1), {8, 7, 6, 5, 4, 3, 2}) % 11;
    return digit(vat[8]) == (8 - (10 - rest + 11) % 11 + 10) % 10;
  }
  return check_rodne_cislo(vat);
}

bool check_dk(std::string_view vat) {
  return weighted_sum(vat, {2, 7, 6, 5, 4, 3, 2, 1}) % 11 == 0;
}

bool check_ee(std::string_view vat) {
  return weighted_sum(vat, {3, 7, 1, 3, 7, 1, 3, 7, 1}) % 10 == 0;
}

// Powers of two from the right.
bool check_el(std::string_view vat) {
  return weighted_sum(vat, {256, 128, 64, 32, 16, 8, 4, 2}) % 11 % 10 == digit(vat[8]);
}

bool check_fi(std::string_view vat) {
  return weighted_sum(vat, {7, 9, 10, 5, 8, 4, 2, 1}) % 11 == 0;
}

// Two digits over the SIREN, or two characters with a letter of the newer kind. Monaco's begin with 000 and
// are no SIREN.
bool check_fr(std::string_view vat) {
  const std::string_view siren = vat.substr(2);
  if (siren.substr(0, 3) != "000" && !check_siren(siren)) return false;
  if (is_digit(vat[0]) && is_digit(vat[1]))
    return two_digits(vat, 0) == check_digits::remainder("12", 97, check_digits::remainder(siren, 97));
  constexpr std::string_view kCharacters = "0123456789ABCDEFGHJKLMNPQRSTUVWXYZ";
  const auto first = static_cast<int>(kCharacters.find(vat[0]));
  const auto second = static_cast<int>(kCharacters.find(vat[1]));
  const int check = is_digit(vat[0]) ? first * 24 + second - 10 : first * 34 + second - 100;
  return (check_digits::remainder(siren, 11) + 1 + check / 11) % 11 == check % 11;
}

bool check_hu(std::string_view vat) {
  return weighted_sum(vat, {9, 7, 3, 1, 9, 7, 3, 1}) % 10 == 0;
}

// Seven digits, a check letter and perhaps a letter; once the second was a letter or sign, whose place the
// first digit took.
bool check_ie(std::string_view vat) {
  std::string number(vat);
  if (!is_digit(vat[1])) number = "0" + std::string(vat.substr(2, 5)) + vat[0] + vat[7];
  int sum = weighted_sum(number, {8, 7, 6, 5, 4, 3, 2});
  if (number.size() == 9 && number[8] != 'W') sum += 9 * (number[8] - 'A' + 1);
  return number[7] == "WABCDEFGHIJKLMNOPQRSTUV"[sum % 23];
}

bool check_lt(std::string_view vat) {
  const std::string_view before = vat.substr(0, vat.size() - 1);
  int check = weighted_sum(before, {1, 2, 3, 4, 5, 6, 7, 8, 9, 1, 2}) % 11;
  if (check == 10) check = weighted_sum(before, {3, 4, 5, 6, 7, 8, 9, 1, 2, 3, 4}) % 11 % 10;
  return vat[vat.size() - 2] == '1' && check == digit(vat.back());
}

bool check_lu(std::string_view vat) {
  return two_digits(vat, 6) == check_digits::remainder(vat.substr(0, 6), 89);
}

bool check_lv(std::string_view vat) {
  if (vat[0] <= '3') return check_latvian_code(vat);
  return weighted_sum(vat, {9, 1, 4, 8, 3, 10, 2, 5, 7, 6, 1}) % 11 == 3;
}

bool check_mt(std::string_view vat) {
  return weighted_sum(vat, {3, 4, 6, 7, 8, 9, 10, 1}) % 37 == 0;
}

// A legal person's number with the BSN's check, or since 2020 a sole trader's by ISO 7064.
bool check_nl(std::string_view vat) {
  return vat.substr(0, 9) != "000000000" && vat.substr(10) != "00" &&
         (check_bsn(vat.substr(0, 9)) || check_digits::iso7064_mod_97_10("NL" + std::string(vat)));
}

bool check_no(std::string_view vat) {
  return check_orgnr_no(vat.substr(0, 9));
}

// A company's by weights from the right, or a person's CNP.
bool check_ro(std::string_view vat) {
  if (vat.size() == 13) return check_cnp(vat);
  const std::string nine = std::string(10 - vat.size(), '0') + std::string(vat.substr(0, vat.size() - 1));
  return weighted_sum(nine, {7, 5, 3, 2, 1, 7, 5, 3, 2}) * 10 % 11 % 10 == digit(vat.back());
}

bool check_se(std::string_view vat) {
  return check_digits::luhn(vat.substr(0, 10));
}

bool check_si(std::string_view vat) {
  const int check = 11 - weighted_sum(vat, {8, 7, 6, 5, 4, 3, 2}) % 11;
  return check != 11 && digit(vat[7]) == check % 10;
}

bool check_sk(std::string_view vat) {
  if (check_rodne_cislo(vat)) return true;
  constexpr std::string_view kKinds = "234789";
  return vat[0] != '0' && kKinds.find(vat[2]) != std::string_view::npos &&
         check_digits::remainder(vat, 11) == 0;
}

bool check_ch(std::string_view vat) {
  return check_uid_ch(vat.substr(0, 12));
}

bool check_eu(std::string_view vat);

constexpr std::array kFormats = {
    IdentifierFormat{"eu-vat", "VAT number of any EU member state or Northern Ireland",
                     "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ+*", 4, 15, "[A-Z]{2}[A-Z0-9+*]{2,13}", true,
                     check_eu, "Regulation (EU) 904/2010, VIES", "DE136695976"},
    IdentifierFormat{"at-vat", "Austrian VAT number", "0123456789ATU", 9, 11, "(AT)?U\\d{8}", true,
                     of_country<'A', 'T', check_at>, "BMF, UID-Nummer", "ATU13585627"},
    IdentifierFormat{"be-vat", "Belgian VAT and business number", "0123456789BE", 10, 12, "(BE)?[01]\\d{9}",
                     true, of_country<'B', 'E', check_be>, "SPF Économie, BCE: 97 less the remainder",
                     "BE0428759497"},
    IdentifierFormat{"bg-vat", "Bulgarian VAT number", "0123456789BG", 9, 12, "(BG)?\\d{9,10}", true,
                     of_country<'B', 'G', check_bg>, "NAP, ЕИК and ЕГН", "BG175074752"},
    IdentifierFormat{"cy-vat", "Cypriot VAT number", kAlphanumeric, 9, 11, "(CY)?\\d{8}[A-Z]", true,
                     of_country<'C', 'Y', check_cy>, "Cyprus Tax Department: modulus 26", "CY10259033P"},
    IdentifierFormat{"cz-vat", "Czech VAT number (DIČ)", "0123456789CZ", 8, 12, "(CZ)?\\d{8,10}", true,
                     of_country<'C', 'Z', check_cz>, "Finanční správa, DIČ: modulus 11", "CZ25123891"},
    IdentifierFormat{"de-vat", "German VAT number (USt-IdNr)", "0123456789DE", 9, 11, "(DE)?[1-9]\\d{8}",
                     true, of_country<'D', 'E', check_digits::iso7064_mod_11_10>, "BZSt, ISO 7064 MOD 11,10",
                     "DE136695976"},
    IdentifierFormat{"dk-vat", "Danish VAT number", "0123456789DK", 8, 10, "(DK)?[1-9]\\d{7}", true,
                     of_country<'D', 'K', check_dk>, "Erhvervsstyrelsen, CVR: modulus 11", "DK13585628"},
    IdentifierFormat{"ee-vat", "Estonian VAT number", "0123456789E", 9, 11, "(EE)?\\d{9}", true,
                     of_country<'E', 'E', check_ee>, "Maksu- ja Tolliamet, KMKR: weights 3 7 1",
                     "EE100931558"},
    IdentifierFormat{"el-vat", "Greek VAT number (AFM)", "0123456789EL", 9, 11, "(EL)?\\d{9}", true,
                     of_country<'E', 'L', check_el>, "AADE, AFM: powers of two, modulus 11", "EL094259216"},
    IdentifierFormat{"es-vat", "Spanish VAT number", kAlphanumeric, 9, 11, "(ES)?[A-Z0-9]\\d{7}[A-Z0-9]",
                     true, of_country<'E', 'S', check_nif_es>, "Agencia Tributaria, NIF", "ES54362315K"},
    IdentifierFormat{"fi-vat", "Finnish VAT number", "0123456789FI", 8, 10, "(FI)?\\d{8}", true,
                     of_country<'F', 'I', check_fi>, "Vero, ALV-numero: modulus 11", "FI20774740"},
    IdentifierFormat{"fr-vat", "French VAT number", kAlphanumeric, 11, 13, "(FR)?[0-9A-HJ-NP-Z]{2}\\d{9}",
                     true, of_country<'F', 'R', check_fr>, "DGFiP, numéro de TVA intracommunautaire",
                     "FR40303265045"},
    IdentifierFormat{"hr-vat", "Croatian VAT number", "0123456789HR", 11, 13, "(HR)?\\d{11}", true,
                     of_country<'H', 'R', check_digits::iso7064_mod_11_10>,
                     "Pravilnik o OIB, NN 1/2009: ISO 7064 MOD 11,10", "HR33392005961"},
    IdentifierFormat{"hu-vat", "Hungarian VAT number", "0123456789HU", 8, 10, "(HU)?\\d{8}", true,
                     of_country<'H', 'U', check_hu>, "NAV, adószám: weights 9 7 3 1", "HU12892312"},
    IdentifierFormat{"ie-vat", "Irish VAT number", "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ+*", 8, 11,
                     "(IE)?(\\d{7}[A-W][A-IW]?|\\d[A-Z+*]\\d{5}[A-W])", true, of_country<'I', 'E', check_ie>,
                     "Revenue, VAT number: modulus 23", "IE6433435F"},
    IdentifierFormat{"it-vat", "Italian VAT number (partita IVA)", "0123456789IT", 11, 13, "(IT)?\\d{11}",
                     true, of_country<'I', 'T', check_partita_iva>,
                     "Agenzia delle Entrate, partita IVA: Luhn", "IT00743110157"},
    IdentifierFormat{"lt-vat", "Lithuanian VAT number", "0123456789LT", 9, 14, "(LT)?(\\d{9}|\\d{12})", true,
                     of_country<'L', 'T', check_lt>, "VMI, PVM kodas: modulus 11", "LT119511515"},
    IdentifierFormat{"lu-vat", "Luxembourg VAT number", "0123456789LU", 8, 10, "(LU)?\\d{8}", true,
                     of_country<'L', 'U', check_lu>, "AED, numéro de TVA: modulus 89", "LU15027442"},
    IdentifierFormat{"lv-vat", "Latvian VAT number", "0123456789LV", 11, 13, "(LV)?\\d{11}", true,
                     of_country<'L', 'V', check_lv>, "VID, PVN: modulus 11", "LV40003521600"},
    IdentifierFormat{"mt-vat", "Maltese VAT number", "0123456789MT", 8, 10, "(MT)?[1-9]\\d{7}", true,
                     of_country<'M', 'T', check_mt>, "CfR Malta: modulus 37", "MT11679112"},
    IdentifierFormat{"nl-vat", "Dutch VAT number", "0123456789NLB", 12, 14, "(NL)?\\d{9}B\\d{2}", true,
                     of_country<'N', 'L', check_nl>, "Belastingdienst, btw-id: 11-test or ISO 7064 MOD 97-10",
                     "NL004495445B01"},
    IdentifierFormat{"pl-vat", "Polish VAT number (NIP)", "0123456789PL", 10, 12, "(PL)?\\d{10}", true,
                     of_country<'P', 'L', check_nip>, "Ministerstwo Finansów, NIP: modulus 11",
                     "PL1234563218"},
    IdentifierFormat{"pt-vat", "Portuguese VAT number", "0123456789PT", 9, 11, "(PT)?[1-9]\\d{8}", true,
                     of_country<'P', 'T', check_nif_pt>, "Autoridade Tributária, NIF: modulus 11",
                     "PT501964843"},
    IdentifierFormat{"ro-vat", "Romanian VAT number", "0123456789RO", 2, 15,
                     "(RO)?[1-9]\\d{1,9}|(RO)?[1-9]\\d{12}", true, of_country<'R', 'O', check_ro>,
                     "ANAF, CUI: weights 753217532, modulus 11", "RO18547290"},
    IdentifierFormat{"se-vat", "Swedish VAT number", "0123456789SE", 12, 14, "(SE)?\\d{10}01", true,
                     of_country<'S', 'E', check_se>, "Skatteverket, VAT-nummer: Luhn", "SE123456789701"},
    IdentifierFormat{"si-vat", "Slovenian VAT number", "0123456789SI", 8, 10, "(SI)?[1-9]\\d{7}", true,
                     of_country<'S', 'I', check_si>, "FURS, ID za DDV: modulus 11", "SI50223054"},
    IdentifierFormat{"sk-vat", "Slovak VAT number (IČ DPH)", "0123456789SK", 10, 12, "(SK)?\\d{10}", true,
                     of_country<'S', 'K', check_sk>, "Finančná správa, IČ DPH: modulus 11", "SK2022749619"},
    IdentifierFormat{"xi-vat", "VAT number of Northern Ireland", "0123456789XIGDHA", 5, 14,
                     "(XI)?(\\d{9}|\\d{12}|GD[0-4]\\d{2}|HA[5-9]\\d{2})", true, check_vat_gb,
                     "HMRC, VAT Notice 700, modulus 97 and 9755", "XI980780684"},
    IdentifierFormat{"ch-vat", "Swiss VAT number", "0123456789CHEMWSTVAIP", 15, 16,
                     "CHE\\d{9}(MWST|TVA|IVA|TPV)", true, check_ch, "ESTV, UID: modulus 11",
                     "CHE107787577IVA"},
    IdentifierFormat{"no-mva", "Norwegian VAT number", "0123456789NOMVA", 9, 14, "(NO)?\\d{9}(MVA)?", true,
                     of_country<'N', 'O', check_no>, "Brønnøysundregistrene, organisasjonsnummer: modulus 11",
                     "NO995525828MVA"},
    IdentifierFormat{
        "eori", "Economic Operators Registration number", kAlphanumeric, 3, 17,
        "(GB|XI)\\d{12}(\\d{3})?|(AT|BE|BG|CY|CZ|DE|DK|EE|EL|GR|ES|FI|FR|HR|HU|IE|IT|LT|LU|LV|MT|NL|PL"
        "|PT|RO|SE|SI|SK)[A-Z0-9]{1,15}",
        false, nullptr, "Regulation (EU) 2015/2447 annex 12-01; HMRC", "GB205672212000"},
};

// The country's own format, which its letters name.
bool check_eu(std::string_view vat) {
  const std::string name = {
      static_cast<char>(vat[0] - 'A' + 'a'), static_cast<char>(vat[1] - 'A' + 'a'), '-', 'v', 'a', 't'};
  const auto* const format = std::find_if(kFormats.begin() + 1, kFormats.end(),
                                          [&](const IdentifierFormat& f) { return f.name == name; });
  return format != kFormats.end() && name != "ch-vat" && has_shape(format->pattern, vat) &&
         format->check(vat);
}

}  // namespace

std::span<const IdentifierFormat> vat_numbers() {
  return kFormats;
}

}  // namespace mailroom::identifiers
