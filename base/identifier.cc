#include "base/identifier.h"

#include <algorithm>
#include <map>
#include <regex>

namespace mailroom {

namespace {

constexpr std::string_view kDigits = "0123456789";
constexpr std::string_view kAlphanumeric = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
constexpr std::string_view kPostcode = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ ";

int digit(char c) {
  return c - '0';
}

// ISO 7064 MOD 97-10 over the text with letters as two digits: the remainder.
int remainder_97(std::string_view text) {
  int remainder = 0;
  for (const char c : text) {
    if (c >= '0' && c <= '9') {
      remainder = (remainder * 10 + digit(c)) % 97;
    } else {
      remainder = (remainder * 100 + (c - 'A' + 10)) % 97;
    }
  }
  return remainder;
}

// HMRC's prefixes: not D F I Q U V first, none of these nor O second, and the unissued pairs.
bool check_nino(std::string_view nino) {
  constexpr std::string_view kUnissued[] = {"BG", "GB", "KN", "NK", "NT", "TN", "ZZ"};
  return std::find(std::begin(kUnissued), std::end(kUnissued), nino.substr(0, 2)) == std::end(kUnissued);
}

// The first digit checks the other nine by weights (modulus 11).
bool check_utr(std::string_view utr) {
  constexpr int kWeights[] = {6, 7, 8, 9, 10, 5, 4, 3, 2};
  int sum = 0;
  for (size_t i = 0; i < 9; ++i) sum += digit(utr[i + 1]) * kWeights[i];
  return digit(utr[0]) == digit("21987654321"[static_cast<size_t>(sum % 11)]);
}

// The last two digits by weights 8 to 2, modulus 97, or the newer series with 55 added.
bool check_vat_gb(std::string_view vat) {
  if (vat.substr(0, 2) == "GB") vat.remove_prefix(2);
  int sum = 0;
  for (size_t i = 0; i < 7; ++i) sum += digit(vat[i]) * static_cast<int>(8 - i);
  sum += digit(vat[7]) * 10 + digit(vat[8]);
  return sum % 97 == 0 || (sum + 55) % 97 == 0;
}

bool check_iban(std::string_view iban) {
  return remainder_97(std::string(iban.substr(4)) + std::string(iban.substr(0, 4))) == 1;
}

bool check_luhn(std::string_view number) {
  int sum = 0;
  for (size_t i = 0; i < number.size(); ++i) {
    int value = digit(number[number.size() - 1 - i]);
    if (i % 2 == 1) value = value * 2 > 9 ? value * 2 - 9 : value * 2;
    sum += value;
  }
  return sum % 10 == 0;
}

bool check_mod_97(std::string_view text) {
  return remainder_97(text) == 1;
}

// ISO 7064 MOD 11,10: the last digit checks the others.
bool check_mod_11_10(std::string_view text) {
  int product = 10;
  for (size_t i = 0; i + 1 < text.size(); ++i) {
    int sum = (product + digit(text[i])) % 10;
    if (sum == 0) sum = 10;
    product = sum * 2 % 11;
  }
  return (product + digit(text.back())) % 10 == 1;
}

// The SSA never issued 000, 666 or 9xx as area, 00 as group or 0000 as serial.
bool check_ssn(std::string_view ssn) {
  const std::string_view area = ssn.substr(0, 3);
  return area != "000" && area != "666" && area[0] != '9' && ssn.substr(3, 2) != "00" &&
         ssn.substr(5) != "0000";
}

// The IRS's valid prefixes: all but 00, 07-09, 17-19, 28-29, 49, 69-70, 78-79, 89, 96-97.
bool check_ein(std::string_view ein) {
  const int prefix = digit(ein[0]) * 10 + digit(ein[1]);
  constexpr int kNever[] = {0, 7, 8, 9, 17, 18, 19, 28, 29, 49, 69, 70, 78, 79, 89, 96, 97};
  return std::find(std::begin(kNever), std::end(kNever), prefix) == std::end(kNever);
}

const std::vector<IdentifierFormat> kFormats = {
    {"nino", "National Insurance number", kAlphanumeric, 9, 9,
     "[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z]\\d{6}[A-D]", false, check_nino,
     "HMRC, National Insurance Manual NIM39110", "AB123456C"},
    {"utr", "Unique Taxpayer Reference", kDigits, 10, 10, "\\d{10}", true, check_utr,
     "HMRC, modulus 11 with weights 6 7 8 9 10 5 4 3 2", "1955839661"},
    {"vrn", "VAT registration number", kAlphanumeric, 9, 11, "(GB)?\\d{9}", true, check_vat_gb,
     "HMRC, VAT Notice 700, modulus 97 and 9755", "GB980780684"},
    {"iban", "International Bank Account Number", kAlphanumeric, 15, 34, "[A-Z]{2}\\d{2}[A-Z0-9]{11,30}",
     true, check_iban, "ISO 13616, ISO 7064 MOD 97-10", "GB29NWBK60161331926819"},
    {"sort-code", "bank sort code", kDigits, 6, 6, "\\d{6}", false, nullptr, "Pay.UK, sorting codes",
     "200415"},
    {"account-number", "bank account number", kDigits, 8, 8, "\\d{8}", false, nullptr, "Pay.UK", "55779911"},
    {"postcode", "postcode", kPostcode, 6, 8,
     "([A-PR-UWYZ](\\d{1,2}|\\d[A-HJKPSTUW]|[A-HK-Y]\\d{1,2}|[A-HK-Y]\\d[ABEHMNPRVWXY])) "
     "\\d[ABD-HJLNP-UW-Z]{2}|GIR 0AA",
     false, nullptr, "BS 7666, ILRR appendix", "SW1A 1AA"},
    {"company-number", "company registration number", kAlphanumeric, 8, 8,
     "(\\d{2}|SC|NI|OC|SO|NC|FC|SF|NF|IP|SP|R0|RC|GE|LP|SL|NL)\\d{6}", false, nullptr, "Companies House",
     "SC123456"},
    {"luhn", "card number", kDigits, 12, 19, "\\d{12,19}", true, check_luhn, "ISO/IEC 7812-1 annex B",
     "4111111111111111"},
    {"ssn", "Social Security number", kDigits, 9, 9, "\\d{9}", false, check_ssn, "US SSA, RM 10201.035",
     "123456789"},
    {"ein", "Employer Identification Number", kDigits, 9, 9, "\\d{9}", false, check_ein,
     "US IRS, valid EIN prefixes", "123456789"},
    {"iso7064-mod97-10", "number with two check digits", kAlphanumeric, 4, 40, "[A-Z0-9]{2,38}\\d{2}", true,
     check_mod_97, "ISO/IEC 7064 MOD 97-10", "79444"},
    {"iso7064-mod11-10", "number with a check digit", kDigits, 2, 40, "\\d{2,40}", true, check_mod_11_10,
     "ISO/IEC 7064 MOD 11,10", "07945"},
};

}  // namespace

const std::vector<IdentifierFormat>& identifier_formats() {
  return kFormats;
}

const IdentifierFormat* find_identifier_format(std::string_view name) {
  const auto found =
      std::find_if(kFormats.begin(), kFormats.end(), [&](const auto& format) { return format.name == name; });
  return found == kFormats.end() ? nullptr : &*found;
}

std::string normal_identifier(const IdentifierFormat& format, std::string_view text) {
  std::string normal;
  for (const char c : text) {
    if (c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '-' || c == '.' || c == '/') continue;
    normal += c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  }
  // A postcode's last three characters stand apart.
  if (format.name == "postcode" && normal.size() > 3) normal.insert(normal.size() - 3, " ");
  return normal;
}

namespace {

// Compiled once: a reader asks for each of a line's likely texts.
const std::regex& pattern_of(const IdentifierFormat& format) {
  static const std::map<std::string_view, std::regex> patterns = [] {
    std::map<std::string_view, std::regex> all;
    for (const IdentifierFormat& f : identifier_formats()) all.emplace(f.name, std::string(f.pattern));
    return all;
  }();
  return patterns.at(format.name);
}

}  // namespace

bool is_identifier(const IdentifierFormat& format, std::string_view text) {
  const std::string normal = normal_identifier(format, text);
  const auto length = static_cast<int>(normal.size());
  if (length < format.shortest || length > format.longest) return false;
  if (!std::regex_match(normal, pattern_of(format))) return false;
  return !format.check || format.check(normal);
}

}  // namespace mailroom
