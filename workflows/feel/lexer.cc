#include "workflows/feel/lexer.h"

#include <algorithm>
#include <cctype>

#include "base/text.h"

namespace mailroom::feel {

namespace {

constexpr std::string_view kKeywords[] = {
    "and",      "between", "else", "every", "external", "false",     "for",  "function", "if",  "in",
    "instance", "null",    "of",   "or",    "return",   "satisfies", "some", "then",     "true"};

struct Span {
  uint32_t first, last;
};
// Rule 28, name start characters beyond ASCII.
constexpr Span kNameStart[] = {{0xC0, 0xD6},     {0xD8, 0xF6},     {0xF8, 0x2FF},    {0x370, 0x37D},
                               {0x37F, 0x1FFF},  {0x200C, 0x200D}, {0x2070, 0x218F}, {0x2C00, 0x2FEF},
                               {0x3001, 0xD7FF}, {0xF900, 0xFDCF}, {0xFDF0, 0xFFFD}, {0x10000, 0xEFFFF}};

bool is_blank(uint32_t c) {
  return c == ' ' || (c >= 0x09 && c <= 0x0D) || c == 0x85 || c == 0xA0 || c == 0x1680 || c == 0x180E ||
         (c >= 0x2000 && c <= 0x200B) || c == 0x2028 || c == 0x2029 || c == 0x202F || c == 0x205F ||
         c == 0x3000 || c == 0xFEFF;
}

bool is_digit(uint32_t c) {
  return c >= '0' && c <= '9';
}

bool is_name_start(uint32_t c) {
  if (c < 0x80) return c == '?' || c == '_' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  return std::any_of(std::begin(kNameStart), std::end(kNameStart),
                     [&](const Span& s) { return c >= s.first && c <= s.last; }) &&
         !is_blank(c);
}

bool is_name_part(uint32_t c) {
  return is_name_start(c) || is_digit(c) || c == 0xB7 || (c >= 0x300 && c <= 0x36F) || c == 0x203F ||
         c == 0x2040;
}

class Lexer {
 public:
  Lexer(std::string_view text, std::vector<Problem>& problems) : text_(text), problems_(problems) {}

  std::vector<Token> run() {
    while (skip_blanks()) token();
    tokens_.push_back({Token::Kind::end, static_cast<uint32_t>(text_.size()), 0, {}});
    return std::move(tokens_);
  }

 private:
  char at(size_t i) const { return i < text_.size() ? text_[i] : '\0'; }

  // The code point at `i` and its length in bytes; a bad byte counts as U+FFFD of one byte.
  uint32_t code_point(size_t i, size_t& length) const {
    const auto byte = [&](size_t k) { return static_cast<unsigned char>(text_[k]); };
    const unsigned char lead = byte(i);
    length = lead < 0x80 ? 1 : lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : lead >= 0xC2 ? 2 : 1;
    if (length == 1) return lead < 0x80 ? lead : 0xFFFE;
    if (i + length > text_.size()) return length = 1, 0xFFFE;
    uint32_t c = lead & (0xFF >> (length + 1));
    for (size_t k = 1; k < length; ++k) {
      if ((byte(i + k) & 0xC0) != 0x80) return length = 1, 0xFFFE;
      c = c << 6 | (byte(i + k) & 0x3F);
    }
    return c;
  }

  bool skip_blanks() {
    while (at_ < text_.size()) {
      size_t length = 1;
      if (is_blank(code_point(at_, length))) {
        at_ += length;
      } else if (at(at_) == '/' && at(at_ + 1) == '/') {
        while (at_ < text_.size() && text_[at_] != '\n') ++at_;
      } else if (at(at_) == '/' && at(at_ + 1) == '*') {
        const size_t end = text_.find("*/", at_ + 2);
        if (end == std::string_view::npos) {
          problem("a comment is not closed", "end it with */", at_, 2);
          at_ = text_.size();
        } else {
          at_ = end + 2;
        }
      } else {
        return true;
      }
    }
    return false;
  }

  void problem(std::string message, std::string hint, size_t offset, size_t length) {
    problems_.push_back({"syntax", std::move(message), std::move(hint), static_cast<uint32_t>(offset),
                         static_cast<uint32_t>(length)});
  }

  void push(Token::Kind kind, size_t from, std::string text) {
    tokens_.push_back(
        {kind, static_cast<uint32_t>(from), static_cast<uint32_t>(at_ - from), std::move(text)});
  }

  void token() {
    size_t length = 1;
    const size_t from = at_;
    const uint32_t c = code_point(at_, length);
    if (is_digit(c) || (c == '.' && is_digit(static_cast<unsigned char>(at(at_ + 1))) && !after_operand())) {
      number();
    } else if (c == '"') {
      ++at_;
      push(Token::Kind::text, from, quoted());
      tokens_.back().length = static_cast<uint32_t>(at_ - from);
    } else if (c == '@' && at(at_ + 1) == '"') {
      at_ += 2;
      std::string text = quoted();
      push(Token::Kind::at_text, from, std::move(text));
    } else if (is_name_start(c)) {
      while (at_ < text_.size() && is_name_part(code_point(at_, length))) at_ += length;
      std::string name(text_.substr(from, at_ - from));
      const bool keyword = std::find(std::begin(kKeywords), std::end(kKeywords), name) != std::end(kKeywords);
      push(keyword ? Token::Kind::keyword : Token::Kind::name, from, std::move(name));
    } else {
      symbol(c, length);
    }
  }

  // A dot after an operand is a path's, otherwise it may start a number.
  bool after_operand() const {
    if (tokens_.empty()) return false;
    const Token& last = tokens_.back();
    return last.kind != Token::Kind::symbol || last.is(")") || last.is("]") || last.is("}");
  }

  void number() {
    const size_t from = at_;
    const auto digits = [&] {
      while (is_digit(static_cast<unsigned char>(at(at_)))) ++at_;
    };
    digits();
    if (at(at_) == '.' && is_digit(static_cast<unsigned char>(at(at_ + 1)))) ++at_, digits();
    if (at(at_) == 'e' || at(at_) == 'E') {
      const size_t sign = at(at_ + 1) == '+' || at(at_ + 1) == '-' ? 1 : 0;
      if (is_digit(static_cast<unsigned char>(at(at_ + 1 + sign)))) at_ += 1 + sign, digits();
    }
    push(Token::Kind::number, from, std::string(text_.substr(from, at_ - from)));
  }

  // After the opening quote; consumes the closing one.
  std::string quoted() {
    const size_t from = at_;
    std::string out;
    while (at_ < text_.size() && text_[at_] != '"') {
      if (text_[at_] == '\\' && at_ + 1 < text_.size()) {
        escape(out);
      } else {
        out += text_[at_++];
      }
    }
    if (at_ >= text_.size()) {
      problem("a text is not closed", "end it with a quotation mark", from - 1, 1);
    } else {
      ++at_;
    }
    return out;
  }

  std::optional<uint32_t> hexadecimal(size_t from, size_t count) const {
    if (from + count > text_.size()) return std::nullopt;
    uint32_t value = 0;
    for (const char c : text_.substr(from, count)) {
      const int digit = c >= '0' && c <= '9'   ? c - '0'
                        : c >= 'a' && c <= 'f' ? c - 'a' + 10
                        : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                               : -1;
      if (digit < 0) return std::nullopt;
      value = value << 4 | static_cast<uint32_t>(digit);
    }
    return value;
  }

  void escape(std::string& out) {
    const char c = at(at_ + 1);
    constexpr std::string_view kPlain = "nrt\"'\\", kMeaning = "\n\r\t\"'\\";
    if (const size_t plain = kPlain.find(c); plain != std::string_view::npos) {
      out += kMeaning[plain];
      at_ += 2;
      return;
    }
    const size_t count = c == 'u' ? 4 : c == 'U' ? 6 : 0;
    std::optional<uint32_t> value = count ? hexadecimal(at_ + 2, count) : std::nullopt;
    if (!value || *value > 0x10FFFF) {
      out += text_[at_++];  // an unknown escape stands for itself: "\d" in a pattern
      return;
    }
    at_ += 2 + count;
    if (*value >= 0xD800 && *value < 0xDC00 && at(at_) == '\\' && at(at_ + 1) == 'u') {
      if (const auto low = hexadecimal(at_ + 2, 4); low && *low >= 0xDC00 && *low < 0xE000) {
        value = 0x10000 + ((*value - 0xD800) << 10) + (*low - 0xDC00);
        at_ += 6;
      }
    }
    append_utf8(out, *value);
  }

  void symbol(uint32_t c, size_t length) {
    const size_t from = at_;
    constexpr std::string_view kTwo[] = {"..", "**", "<=", ">=", "!=", "->"};
    for (const std::string_view two : kTwo) {
      if (text_.substr(at_, 2) == two) {
        at_ += 2;
        return push(Token::Kind::symbol, from, std::string(two));
      }
    }
    at_ += length;
    constexpr std::string_view kOne = "()[]{},:.+-*/<>='";
    if (c < 0x80 && kOne.find(static_cast<char>(c)) != std::string_view::npos) {
      return push(Token::Kind::symbol, from, std::string(1, static_cast<char>(c)));
    }
    // Emoji and the like may be parts of a declared name; the parser complains where they are not.
    push(Token::Kind::symbol, from, std::string(text_.substr(from, length)));
  }

  std::string_view text_;
  std::vector<Problem>& problems_;
  std::vector<Token> tokens_;
  size_t at_ = 0;
};

}  // namespace

std::vector<Token> tokenize(std::string_view text, std::vector<Problem>& problems) {
  return Lexer(text, problems).run();
}

std::string normalized_name(std::string_view name) {
  // Nearly all names are one plain word, and every expression that is compiled asks for those of its scope.
  const auto is_of_word = [](unsigned char c) { return c == '_' || (c < 0x80 && std::isalnum(c)); };
  if (!name.empty() && !std::isdigit(static_cast<unsigned char>(name[0])) &&
      std::all_of(name.begin(), name.end(), is_of_word))
    return std::string(name);
  std::vector<Problem> ignored;
  std::string normalized;
  for (const Token& token : tokenize(name, ignored)) {
    if (token.kind == Token::Kind::end) break;
    if (!normalized.empty()) normalized += ' ';
    normalized += token.text;
  }
  return normalized;
}

}  // namespace mailroom::feel
