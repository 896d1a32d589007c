// The arithmetic of check digits: what a standard or an office adds to a number so that a misread character
// shows. Pure functions of normalised text (digits and capitals); a character that an algorithm does not know
// makes the number wrong, never the program. Thread safe.
#pragma once

#include <initializer_list>
#include <string_view>

namespace mailroom::check_digits {

inline bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
inline int digit(char c) {
  return c - '0';
}
// 0 to 9, then A is 10 and Z is 35; -1 for anything else.
int alphanumeric_value(char c);

// Digits times weights, as far as both reach.
int weighted_sum(std::string_view digits, std::initializer_list<int> weights);
// Of a decimal number of any length, from 0; `from`: what stands before it counts already.
int remainder(std::string_view digits, int modulus, int from = 0);
// Of the text modulo 97, where letters count as two digits (A is 10).
int remainder_97(std::string_view text, int from = 0);

// ISO/IEC 7812-1 annex B: every second digit from the right doubled, digits of the products added.
bool luhn(std::string_view digits);
int luhn_digit(std::string_view digits_before_it);
// GS1 General Specifications 7.9: weights 3 and 1 from the right.
bool gs1(std::string_view digits);
// ISO/IEC 7064, the pure systems and the hybrid ones. The check characters are the last.
bool iso7064_mod_11_2(std::string_view text);   // X may stand for 10 as the check digit
bool iso7064_mod_37_2(std::string_view text);   // * may stand for 36 as the check character
bool iso7064_mod_97_10(std::string_view text);  // two check digits
bool iso7064_mod_11_10(std::string_view digits);
bool iso7064_mod_37_36(std::string_view text);
// J. Verhoeff, Error Detecting Decimal Codes, 1969.
bool verhoeff(std::string_view digits);
// H. M. Damm, Total anti-symmetrische Quasigruppen, 2004.
bool damm(std::string_view digits);

}  // namespace mailroom::check_digits
