// An IEEE 754-2008 decimal128 number: 34 digits, exact for money; no binary floating point touches it. A
// value type, 16 bytes, thread safe as any value. Arithmetic rounds half to even to 34 digits, as FEEL
// (DMN 1.5, 10.3.2.3.1) asks. There is no infinity or NaN outside: an operation that has no finite result
// gives none.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace mailroom {

enum class Rounding { half_even, half_up, half_down, up, down, floor, ceiling };

class Decimal {
 public:
  constexpr Decimal() noexcept : low_(0), high_(0x3040000000000000ull) {}
  Decimal(int64_t integer) noexcept;  // NOLINT(google-explicit-constructor): every integer is a decimal
  Decimal(int integer) noexcept : Decimal(static_cast<int64_t>(integer)) {}  // NOLINT

  // "-12.50", "1e-3", ".5"; no blanks, no thousands separators. None if it is not a number or not finite.
  static std::optional<Decimal> parse(std::string_view text);

  // Plain notation, as FEEL's string(): "12.50" keeps its cents, 1E+3 is "1000", -0 is "0".
  std::string to_string() const;
  // With exactly this many digits after the point ("12.50" for 12.5 and 2), rounded half up.
  std::string to_fixed(int digits) const;
  // The integer value if it is one and fits.
  std::optional<int64_t> to_integer() const;
  double to_double() const;  // for charts and probabilities only, never for amounts

  std::optional<Decimal> add(const Decimal& other) const;
  std::optional<Decimal> subtract(const Decimal& other) const;
  std::optional<Decimal> multiply(const Decimal& other) const;
  std::optional<Decimal> divide(const Decimal& other) const;  // none for a zero divisor
  std::optional<Decimal> power(const Decimal& exponent) const;
  std::optional<Decimal> square_root() const;
  std::optional<Decimal> logarithm() const;  // natural
  std::optional<Decimal> exponential() const;
  // FEEL's modulo: the result has the divisor's sign.
  std::optional<Decimal> modulo(const Decimal& divisor) const;
  // Rounded to `digits` after the point (negative: before it).
  std::optional<Decimal> rounded(int64_t digits, Rounding how) const;
  Decimal negated() const;
  Decimal absolute() const;
  bool is_integer() const;
  bool is_zero() const;
  bool is_negative() const;

  // By value: 1.0 == 1.00.
  friend bool operator==(const Decimal& a, const Decimal& b) { return a.compare(b) == 0; }
  friend std::strong_ordering operator<=>(const Decimal& a, const Decimal& b) { return a.compare(b) <=> 0; }

 private:
  friend struct DecimalBits;
  int compare(const Decimal& other) const;
  uint64_t low_, high_;  // the BID encoding's two words
};

}  // namespace mailroom
