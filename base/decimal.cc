#include "base/decimal.h"

#include <algorithm>
#include <cstring>

// Intel's library is a C header that asks how it was built: libbidgcc000 passes by value, with a local
// rounding mode and local flags.
#define DECIMAL_CALL_BY_REFERENCE 0
#define DECIMAL_GLOBAL_ROUNDING 0
#define DECIMAL_GLOBAL_EXCEPTION_FLAGS 0
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wpedantic"
#include <bid_conf.h>
#include <bid_functions.h>
#pragma GCC diagnostic pop

namespace mailroom {

// The bridge between our two words and Intel's type.
struct DecimalBits {
  static BID_UINT128 of(const Decimal& d) {
    BID_UINT128 bits;
    bits.w[0] = d.low_;
    bits.w[1] = d.high_;
    return bits;
  }
  static Decimal from(BID_UINT128 bits) {
    Decimal d;
    d.low_ = bits.w[0];
    d.high_ = bits.w[1];
    return d;
  }
  static std::optional<Decimal> finite(BID_UINT128 bits) {
    if (!bid128_isFinite(bits)) return std::nullopt;
    return from(bits);
  }
};

namespace {

constexpr unsigned kHalfEven = 0;
constexpr int kExponentBias = 6176;  // of decimal128 (IEEE 754-2008, table 3.6)

BID_UINT128 bits(const Decimal& d) {
  return DecimalBits::of(d);
}

struct Parts {
  bool negative;
  std::string digits;  // without leading zeros, "0" for zero
  int exponent;        // value = digits · 10^exponent
};

Parts parts_of(const Decimal& d) {
  char text[64];
  unsigned flags = 0;
  bid128_to_string(text, bits(d), &flags);  // "+1250E-2"
  Parts parts{text[0] == '-', {}, 0};
  const char* e = std::strchr(text, 'E');
  parts.digits.assign(text + 1, static_cast<size_t>(e - text - 1));
  parts.exponent = std::atoi(e + 1);
  const size_t first = parts.digits.find_first_not_of('0');
  parts.digits.erase(0, first == std::string::npos ? parts.digits.size() - 1 : first);
  return parts;
}

std::string plain(const Parts& parts) {
  std::string digits = parts.digits;
  if (parts.exponent >= 0) {
    if (digits != "0") digits.append(static_cast<size_t>(parts.exponent), '0');
  } else {
    const auto after = static_cast<size_t>(-parts.exponent);
    if (digits.size() <= after) digits.insert(0, after + 1 - digits.size(), '0');
    digits.insert(digits.size() - after, ".");
  }
  const bool zero = digits.find_first_not_of("0.") == std::string::npos;
  return parts.negative && !zero ? "-" + digits : digits;
}

}  // namespace

Decimal::Decimal(int64_t integer) noexcept : Decimal(DecimalBits::from(bid128_from_int64(integer))) {}

std::optional<Decimal> Decimal::parse(std::string_view text) {
  // The library's own parser accepts "nan" and reads rubbish as NaN; the shape is checked here.
  size_t i = 0, digits = 0;
  const auto run = [&] {
    const size_t from = i;
    while (i < text.size() && text[i] >= '0' && text[i] <= '9') ++i;
    return i - from;
  };
  if (i < text.size() && (text[i] == '-' || text[i] == '+')) ++i;
  digits += run();
  if (i < text.size() && text[i] == '.') ++i, digits += run();
  if (digits == 0) return std::nullopt;
  if (i < text.size() && (text[i] == 'e' || text[i] == 'E')) {
    ++i;
    if (i < text.size() && (text[i] == '-' || text[i] == '+')) ++i;
    if (run() == 0) return std::nullopt;
  }
  if (i != text.size() || text.size() > 10'000) return std::nullopt;
  unsigned flags = 0;
  std::string terminated(text);
  return DecimalBits::finite(bid128_from_string(terminated.data(), kHalfEven, &flags));
}

std::string Decimal::to_string() const {
  return plain(parts_of(*this));
}

std::string Decimal::to_fixed(int digits) const {
  const Decimal value = rounded(digits, Rounding::half_up).value_or(*this);
  Parts parts = parts_of(value);
  for (; parts.exponent > -digits; --parts.exponent) parts.digits += '0';
  for (; parts.exponent < -digits && parts.digits.size() > 1; ++parts.exponent) parts.digits.pop_back();
  if (parts.digits.find_first_not_of('0') == std::string::npos) parts = {false, "0", -digits};
  return plain(parts);
}

std::optional<int64_t> Decimal::to_integer() const {
  if (!is_integer()) return std::nullopt;
  unsigned flags = 0;
  const int64_t integer = bid128_to_int64_int(bits(*this), &flags);
  if (flags & BID_INVALID_EXCEPTION) return std::nullopt;
  return integer;
}

double Decimal::to_double() const {
  unsigned flags = 0;
  return bid128_to_binary64(bits(*this), kHalfEven, &flags);
}

std::optional<Decimal> Decimal::add(const Decimal& other) const {
  unsigned flags = 0;
  return DecimalBits::finite(bid128_add(bits(*this), bits(other), kHalfEven, &flags));
}

std::optional<Decimal> Decimal::subtract(const Decimal& other) const {
  unsigned flags = 0;
  return DecimalBits::finite(bid128_sub(bits(*this), bits(other), kHalfEven, &flags));
}

std::optional<Decimal> Decimal::multiply(const Decimal& other) const {
  unsigned flags = 0;
  return DecimalBits::finite(bid128_mul(bits(*this), bits(other), kHalfEven, &flags));
}

std::optional<Decimal> Decimal::divide(const Decimal& other) const {
  if (other.is_zero()) return std::nullopt;
  unsigned flags = 0;
  return DecimalBits::finite(bid128_div(bits(*this), bits(other), kHalfEven, &flags));
}

std::optional<Decimal> Decimal::power(const Decimal& exponent) const {
  unsigned flags = 0;
  // Whole powers by squaring are exact where the result fits; the library's pow goes through logarithms.
  const std::optional<int64_t> whole = exponent.to_integer();
  if (whole && *whole >= 0 && *whole <= 1'000'000) {
    std::optional<Decimal> result = Decimal(1), square = *this;
    for (int64_t left = *whole; left > 0 && result; left >>= 1) {
      if (left & 1) result = square ? result->multiply(*square) : std::nullopt;
      if (left > 1) square = square ? square->multiply(*square) : std::nullopt;
    }
    return result;
  }
  if (is_zero() && exponent.is_negative()) return std::nullopt;
  return DecimalBits::finite(bid128_pow(bits(*this), bits(exponent), kHalfEven, &flags));
}

std::optional<Decimal> Decimal::square_root() const {
  if (is_negative()) return std::nullopt;
  unsigned flags = 0;
  return DecimalBits::finite(bid128_sqrt(bits(*this), kHalfEven, &flags));
}

std::optional<Decimal> Decimal::logarithm() const {
  if (is_zero() || is_negative()) return std::nullopt;
  unsigned flags = 0;
  return DecimalBits::finite(bid128_log(bits(*this), kHalfEven, &flags));
}

std::optional<Decimal> Decimal::exponential() const {
  unsigned flags = 0;
  return DecimalBits::finite(bid128_exp(bits(*this), kHalfEven, &flags));
}

std::optional<Decimal> Decimal::modulo(const Decimal& divisor) const {
  if (divisor.is_zero()) return std::nullopt;
  unsigned flags = 0;
  // fmod is exact whatever the quotient's size; its sign is the dividend's, FEEL's is the divisor's.
  const std::optional<Decimal> rest = DecimalBits::finite(bid128_fmod(bits(*this), bits(divisor), &flags));
  if (!rest || rest->is_zero() || rest->is_negative() == divisor.is_negative()) return rest;
  return rest->add(divisor);
}

std::optional<Decimal> Decimal::rounded(int64_t digits, Rounding how) const {
  if (digits > kExponentBias || digits < -6111) return std::nullopt;
  const Parts parts = parts_of(*this);
  if (-parts.exponent <= digits) return *this;  // already that coarse
  unsigned mode = kHalfEven;
  switch (how) {
    case Rounding::half_even:
      mode = BID_ROUNDING_TO_NEAREST;
      break;
    case Rounding::half_up:
      mode = BID_ROUNDING_TIES_AWAY;
      break;
    case Rounding::floor:
      mode = BID_ROUNDING_DOWN;
      break;
    case Rounding::ceiling:
      mode = BID_ROUNDING_UP;
      break;
    case Rounding::down:
      mode = BID_ROUNDING_TO_ZERO;
      break;
    case Rounding::up:
      mode = is_negative() ? BID_ROUNDING_DOWN : BID_ROUNDING_UP;
      break;
    case Rounding::half_down:
      mode = BID_ROUNDING_TO_ZERO;
      break;  // corrected below
  }
  Decimal unit;
  {
    unsigned flags = 0;
    unit = DecimalBits::from(bid128_scalbn(bits(Decimal(1)), static_cast<int>(-digits), kHalfEven, &flags));
  }
  const auto quantize = [&](const Decimal& value, unsigned with) {
    unsigned flags = 0;
    return DecimalBits::finite(bid128_quantize(bits(value), bits(unit), with, &flags));
  };
  std::optional<Decimal> result = quantize(*this, mode);
  if (how == Rounding::half_down && result) {
    const std::optional<Decimal> rest = subtract(*result), twice = rest ? rest->add(*rest) : std::nullopt;
    if (twice && twice->absolute() > unit) return is_negative() ? result->subtract(unit) : result->add(unit);
  }
  return result;
}

Decimal Decimal::negated() const {
  return DecimalBits::from(bid128_negate(bits(*this)));
}
Decimal Decimal::absolute() const {
  return DecimalBits::from(bid128_abs(bits(*this)));
}

bool Decimal::is_integer() const {
  unsigned flags = 0;
  const BID_UINT128 whole = bid128_round_integral_zero(bits(*this), &flags);
  return bid128_quiet_equal(whole, bits(*this), &flags) != 0;
}

bool Decimal::is_zero() const {
  return bid128_isZero(bits(*this)) != 0;
}
bool Decimal::is_negative() const {
  return bid128_isSigned(bits(*this)) != 0 && !is_zero();
}

int Decimal::compare(const Decimal& other) const {
  // Of one sign and exponent, as amounts mostly are, the coefficients decide: 113 bits below 17 of sign and
  // exponent, unless the two bits after the sign say that it is encoded otherwise (IEEE 754-2008, 3.5.2).
  constexpr uint64_t kOtherwise = 3ull << 61;
  if ((high_ >> 49) == (other.high_ >> 49) && (high_ & kOtherwise) != kOtherwise) {
    if (high_ == other.high_ && low_ == other.low_) return 0;
    const bool smaller = high_ != other.high_ ? high_ < other.high_ : low_ < other.low_;
    return smaller == (high_ >> 63 == 0) ? -1 : 1;
  }
  unsigned flags = 0;
  if (bid128_quiet_equal(bits(*this), bits(other), &flags)) return 0;
  return bid128_quiet_less(bits(*this), bits(other), &flags) ? -1 : 1;
}

}  // namespace mailroom
