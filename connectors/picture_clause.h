// A column of a fixed-width file, described as COBOL does (ISO/IEC 1989, PICTURE clause; the part of it that
// files are made of): how wide it is, what it holds, where its decimals and its sign are.
//
// - X(30): text, filled with blanks; "X(30) right" has them in front.
// - 9(7)V99: a number of nine digits with zeros in front, the last two behind a point that is not written.
// - 9(7).99: the same with the point; Z(6)9 has blanks for the zeros in front.
// - S9(7)V99: with a sign in its last digit (overpunch: 12C is 123, 12L is -123).
// - S9(7)V99 leading, trailing separate, leading separate: with the sign elsewhere.
//
// A date fits 9(8) (YYYYMMDD) and 9(6) (YYMMDD), a tick X or 9. Nothing is cut off or rounded: what does not
// fit is told. A text that is missing is blanks; a number that is missing is told, unless the column says
// "blank". Immutable; thread safe.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "base/value.h"

namespace mailroom::connectors {

class PictureClause {
 public:
  // None if it is not one.
  static std::optional<PictureClause> parse(std::string_view text);

  // The characters that stand for 0 with a sign overpunched, and behind them those for 1 to 9: a set of
  // characters has its own for the bytes C0 and D0.
  struct Signs {
    std::string plus_zero = "{", minus_zero = "}";
  };
  struct Written {
    std::string text;
    std::string trouble;  // why there is none, without the value
  };
  Written written(const Value& value, const Signs& signs) const;
  size_t width() const { return width_; }

 private:
  enum class Sign { none, overpunch, separate };
  bool parse_picture(std::string_view picture);
  bool parse_words(std::string_view words);
  Written number(const Decimal& number, const Signs& signs) const;
  Written text(std::string_view text) const;

  bool is_text_ = false, is_right_ = false, is_blank_if_missing_ = false;
  size_t width_ = 0;
  size_t before_ = 0, after_ = 0;  // digits
  size_t suppressed_ = 0;          // of those before the point: blanks instead of zeros
  bool writes_point_ = false, is_leading_ = false;
  Sign sign_ = Sign::none;
};

}  // namespace mailroom::connectors
