#include "base/identifiers/check_digits.h"

#include <algorithm>

namespace mailroom::check_digits {
namespace {

bool are_digits(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), is_digit);
}

// ISO/IEC 7064 clause 7: radix 2 systems. The last character alone may stand for `modulus` - 1.
bool pure_of_radix_2(std::string_view text, int modulus, char supplementary) {
  int sum = 0;
  for (size_t i = 0; i < text.size(); ++i) {
    int value = alphanumeric_value(text[i]);
    if (text[i] == supplementary && i + 1 == text.size()) value = modulus - 1;
    if (value < 0 || value >= modulus || (value == modulus - 1 && text[i] != supplementary)) return false;
    sum = (sum * 2 + value) % modulus;
  }
  return !text.empty() && sum == 1;
}

// ISO/IEC 7064 clause 8: hybrid systems of `modulus` and `modulus` + 1.
bool hybrid(std::string_view text, int modulus) {
  int product = modulus;
  for (size_t i = 0; i < text.size(); ++i) {
    const int value = alphanumeric_value(text[i]);
    if (value < 0 || value >= modulus) return false;
    const int sum = (product + value) % modulus;
    if (i + 1 == text.size()) return sum == 1;
    product = (sum == 0 ? modulus : sum) * 2 % (modulus + 1);
  }
  return false;
}

}  // namespace

int alphanumeric_value(char c) {
  if (is_digit(c)) return digit(c);
  return c >= 'A' && c <= 'Z' ? c - 'A' + 10 : -1;
}

int weighted_sum(std::string_view digits, std::initializer_list<int> weights) {
  int sum = 0;
  size_t i = 0;
  for (const int weight : weights) {
    if (i == digits.size()) break;
    sum += digit(digits[i++]) * weight;
  }
  return sum;
}

int remainder(std::string_view digits, int modulus, int from) {
  for (const char c : digits) from = (from * 10 + digit(c)) % modulus;
  return from;
}

int remainder_97(std::string_view text, int from) {
  for (const char c : text) {
    const int value = alphanumeric_value(c);
    from = (from * (value < 10 ? 10 : 100) + value) % 97;
  }
  return from;
}

int luhn_digit(std::string_view before) {
  int sum = 0;
  for (size_t i = 0; i < before.size(); ++i) {
    int value = digit(before[before.size() - 1 - i]);
    if (i % 2 == 0) value = value * 2 > 9 ? value * 2 - 9 : value * 2;
    sum += value;
  }
  return (10 - sum % 10) % 10;
}

bool luhn(std::string_view digits) {
  return are_digits(digits) && luhn_digit(digits.substr(0, digits.size() - 1)) == digit(digits.back());
}

bool gs1(std::string_view digits) {
  int sum = 0;
  for (size_t i = 0; i < digits.size(); ++i)
    sum += digit(digits[digits.size() - 1 - i]) * (i % 2 == 0 ? 1 : 3);
  return are_digits(digits) && sum % 10 == 0;
}

bool iso7064_mod_11_2(std::string_view text) {
  return pure_of_radix_2(text, 11, 'X');
}

bool iso7064_mod_37_2(std::string_view text) {
  return pure_of_radix_2(text, 37, '*');
}

bool iso7064_mod_97_10(std::string_view text) {
  return !text.empty() &&
         std::all_of(text.begin(), text.end(), [](char c) { return alphanumeric_value(c) >= 0; }) &&
         remainder_97(text) == 1;
}

bool iso7064_mod_11_10(std::string_view digits) {
  return hybrid(digits, 10);
}

bool iso7064_mod_37_36(std::string_view text) {
  return hybrid(text, 36);
}

bool verhoeff(std::string_view digits) {
  // The group D5, and the powers of one permutation.
  constexpr std::string_view kProduct[] = {"0123456789", "1234067895", "2340178956", "3401289567",
                                           "4012395678", "5987604321", "6598710432", "7659821043",
                                           "8765932104", "9876543210"};
  constexpr std::string_view kPermuted[] = {"0123456789", "1576283094", "5803796142", "8916043527",
                                            "9453126870", "4286573901", "2793806415", "7046913258"};
  size_t check = 0;
  if (!are_digits(digits)) return false;
  for (size_t i = 0; i < digits.size(); ++i) {
    const auto value = static_cast<size_t>(digit(digits[digits.size() - 1 - i]));
    check = static_cast<size_t>(digit(kProduct[check][static_cast<size_t>(digit(kPermuted[i % 8][value]))]));
  }
  return check == 0;
}

bool damm(std::string_view digits) {
  constexpr std::string_view kQuasigroup[] = {"0317598642", "7092154863", "4206871359", "1750983426",
                                              "6123045978", "3674209581", "5869720134", "8945362017",
                                              "9438617205", "2581436790"};
  size_t check = 0;
  if (!are_digits(digits)) return false;
  for (const char c : digits)
    check = static_cast<size_t>(digit(kQuasigroup[check][static_cast<size_t>(digit(c))]));
  return check == 0;
}

}  // namespace mailroom::check_digits
