#include "workflows/feel/pattern_syntax.h"

#include <algorithm>
#include <cstdio>
#include <vector>

#include "base/text.h"

namespace mailroom::feel {

namespace {

constexpr std::string_view kCategories[] = {"L",  "Lu", "Ll", "Lt", "Lm", "Lo", "M",  "Mn", "Mc",
                                            "Me", "N",  "Nd", "Nl", "No", "P",  "Pc", "Pd", "Ps",
                                            "Pe", "Pi", "Pf", "Po", "Z",  "Zs", "Zl", "Zp", "S",
                                            "Sm", "Sc", "Sk", "So", "C",  "Cc", "Cf", "Co", "Cn"};
// XML names' characters (XML 1.0, rules 4 and 4a), inside brackets.
constexpr std::string_view kNameStart =
    ":A-Z_a-z\\u00C0-\\u00D6\\u00D8-\\u00F6\\u00F8-\\u02FF\\u0370-\\u037D\\u037F-\\u1FFF\\u200C-"
    "\\u200D\\u2070-\\u218F"
    "\\u2C00-\\u2FEF\\u3001-\\uD7FF\\uF900-\\uFDCF\\uFDF0-\\uFFFD\\U00010000-\\U000EFFFF";
constexpr std::string_view kNameMore = "\\-.0-9\\u00B7\\u0300-\\u036F\\u203F-\\u2040";

std::string literal(uint32_t c) {
  char text[16];
  std::snprintf(text, sizeof text, "\\x{%X}", c);
  return text;
}

class Translator {
 public:
  Translator(std::string_view xpath, const PatternFlags& flags) : in_(code_points(xpath)), flags_(flags) {
    if (flags_.extended) remove_blanks();
  }

  std::optional<std::string> run(std::string& why) {
    if (flags_.literal) {
      for (const uint32_t c : in_) out_ += literal(c);
      return out_;
    }
    alternatives(0);
    if (why_.empty() && at_ < in_.size()) why_ = "a ')' has no '('";
    why = why_;
    if (!why_.empty()) return std::nullopt;
    return out_;
  }

 private:
  bool end() const { return at_ >= in_.size() || !why_.empty(); }
  uint32_t peek(size_t ahead = 0) const { return at_ + ahead < in_.size() ? in_[at_ + ahead] : 0; }
  void fail(std::string why) {
    if (why_.empty()) why_ = std::move(why);
  }
  // The x flag: white space goes, before anything else is looked at, but not within brackets.
  void remove_blanks() {
    std::vector<uint32_t> kept;
    int brackets = 0;
    bool escaped = false;
    for (const uint32_t c : in_) {
      const bool blank = c == ' ' || c == '\t' || c == '\n' || c == '\r';
      if (blank && brackets == 0) continue;
      if (!escaped && c == '[') ++brackets;
      if (!escaped && c == ']' && brackets > 0) --brackets;
      escaped = !escaped && c == '\\';
      kept.push_back(c);
    }
    in_ = std::move(kept);
  }

  void alternatives(int depth) {
    if (depth > 100) return fail("groups are nested at most 100 deep");
    while (!end() && peek() != ')') {
      if (peek() == '|') {
        out_ += '|';
        ++at_;
      } else {
        const bool quantifiable = atom(depth);
        if (!end()) quantifier(quantifiable);
      }
    }
  }

  // False for what cannot be repeated (an anchor).
  bool atom(int depth) {
    const uint32_t c = in_[at_++];
    switch (c) {
      case '(':
        group(depth);
        return true;
      case '[':
        out_ += char_class(0);
        return true;
      case '.':
        out_ += flags_.dot_all ? "[\\s\\S]" : "[^\\n\\r]";
        return true;
      case '^':
        out_ += flags_.multi_line ? "(?:\\A|(?<=\\n))" : "\\A";
        return false;
      case '$':
        out_ += flags_.multi_line ? "(?=\\n|\\z)" : "\\z";
        return false;
      case '\\':
        escape();
        return true;
      case '*':
      case '+':
      case '?':
      case '{':
        fail("there is nothing to repeat");
        return false;
      case ']':
      case '}':
        fail("a bracket is not opened");
        return false;
      default:
        out_ += literal(c);
        return true;
    }
  }

  void group(int depth) {
    if (peek() == '?') {
      if (peek(1) != ':') return fail("only '(?:' may start with '(?'");
      at_ += 2;
      out_ += "(?:";
      open_.push_back(0);
    } else {
      out_ += "(";
      open_.push_back(++groups_);
    }
    alternatives(depth + 1);
    if (end() || peek() != ')') return fail("a '(' is not closed");
    ++at_;
    out_ += ")";
    open_.pop_back();
  }

  void quantifier(bool quantifiable) {
    const uint32_t c = peek();
    if (c != '*' && c != '+' && c != '?' && c != '{') return;
    if (!quantifiable) return fail("there is nothing to repeat");
    ++at_;
    if (c != '{') {
      out_ += static_cast<char>(c);
    } else {
      std::string counts;
      while (!end() && peek() != '}') counts += peek() < 0x80 ? static_cast<char>(in_[at_]) : '?', ++at_;
      ++at_;
      const size_t comma = counts.find(',');
      const std::string low = counts.substr(0, comma),
                        high = comma == std::string::npos ? low : counts.substr(comma + 1);
      const auto digits = [](const std::string& s) {
        return s.size() < 6 && std::all_of(s.begin(), s.end(), [](char d) { return d >= '0' && d <= '9'; });
      };
      if (at_ > in_.size() || low.empty() || !digits(low) || !digits(high) ||
          (!high.empty() && std::stoi(high) < std::stoi(low))) {
        return fail("a quantifier is not valid");
      }
      out_ += "{" + counts + "}";
    }
    if (peek() == '?') out_ += '?', ++at_;  // reluctant
    const uint32_t next = peek();
    if (!end() && (next == '*' || next == '+' || next == '?' || next == '{'))
      fail("a quantifier follows a quantifier");
  }

  // After the backslash, outside brackets.
  void escape() {
    const uint32_t c = peek();
    if (c >= '1' && c <= '9') {
      size_t group = c - '0';
      ++at_;
      while (peek() >= '0' && peek() <= '9' && group * 10 + (peek() - '0') <= static_cast<size_t>(groups_)) {
        group = group * 10 + (in_[at_++] - '0');
      }
      if (group > static_cast<size_t>(groups_) ||
          std::find(open_.begin(), open_.end(), static_cast<int>(group)) != open_.end()) {
        return fail("a back-reference names no group before it");
      }
      out_ += "(?:\\" + std::to_string(group) + ")";
      return;
    }
    out_ += class_escape();
  }

  // After a backslash: a single character or a class. In brackets what it answers stands in brackets too.
  std::string class_escape(std::optional<uint32_t>* single = nullptr) {
    if (at_ >= in_.size()) return fail("a pattern ends with a backslash"), std::string();
    const uint32_t c = in_[at_++];
    const std::string multi = [&]() -> std::string {
      switch (c) {
        case 's':
          return "[ \\t\\n\\r]";
        case 'S':
          return "[^ \\t\\n\\r]";
        case 'd':
          return "\\p{Nd}";
        case 'D':
          return "\\P{Nd}";
        case 'w':
          return "[^\\p{P}\\p{Z}\\p{C}]";
        case 'W':
          return "[\\p{P}\\p{Z}\\p{C}]";
        case 'i':
          return "[" + std::string(kNameStart) + "]";
        case 'I':
          return "[^" + std::string(kNameStart) + "]";
        case 'c':
          return "[" + std::string(kNameStart) + std::string(kNameMore) + "]";
        case 'C':
          return "[^" + std::string(kNameStart) + std::string(kNameMore) + "]";
        case 'p':
        case 'P':
          return property(c == 'P');
        default:
          return {};
      }
    }();
    if (!multi.empty() || !why_.empty()) return multi;
    constexpr std::string_view kSelf = "\\|.?*+(){}-[]^$";
    uint32_t plain = c;
    if (c == 'n') {
      plain = '\n';
    } else if (c == 'r') {
      plain = '\r';
    } else if (c == 't') {
      plain = '\t';
    } else if (c > 0x7F || kSelf.find(static_cast<char>(c)) == std::string_view::npos) {
      fail("an escape is not one of XPath's");
      return {};
    }
    if (single) *single = plain;
    return literal(plain);
  }

  std::string property(bool negated) {
    std::string name;
    if (peek() != '{') return fail("'\\p' needs a name in braces"), std::string();
    ++at_;
    while (at_ < in_.size() && in_[at_] != '}') append_utf8(name, in_[at_++]);
    if (at_++ >= in_.size()) return fail("'\\p{' is not closed"), std::string();
    const std::string start = negated ? "\\P{" : "\\p{";
    if (std::find(std::begin(kCategories), std::end(kCategories), name) != std::end(kCategories)) {
      return start + name + "}";
    }
    if (name.size() > 2 && name.starts_with("Is")) return start + "blk=" + name.substr(2) + "}";
    fail("'\\p{" + name + "}' is not a known category or block");
    return {};
  }

  // After the opening bracket; consumes the closing one.
  std::string char_class(int depth) {
    if (depth > 20) return fail("brackets are nested at most 20 deep"), std::string();
    std::string set = "[", subtracted;
    if (peek() == '^') set += '^', ++at_;
    bool first = true;
    while (true) {
      if (end()) return fail("a '[' is not closed"), std::string();
      if (peek() == ']' && !first) break;
      if (peek() == '-' && peek(1) == '[' && !first) {
        at_ += 2;
        subtracted = char_class(depth + 1);
        if (peek() != ']') fail("a subtracted class ends its class");
        break;
      }
      std::optional<uint32_t> low = class_item(set);
      if (low && peek() == '-' && peek(1) != ']' && peek(1) != '[' && at_ + 1 < in_.size()) {
        ++at_;
        std::string ignored;
        const std::optional<uint32_t> high = class_item(ignored);
        if (!high || *high < *low) return fail("a range of characters is not valid"), std::string();
        set += literal(*low) + "-" + literal(*high);
      } else if (low) {
        set += literal(*low);
      }
      first = false;
    }
    ++at_;
    set += "]";
    return subtracted.empty() ? set : "[" + set + "--" + subtracted + "]";
  }

  // A single character, or a class added to the set.
  std::optional<uint32_t> class_item(std::string& set) {
    const uint32_t c = in_[at_++];
    if (c == '[') return fail("a '[' within brackets is written '\\['"), std::nullopt;
    if (c == ']') return fail("a ']' within brackets is written '\\]'"), std::nullopt;
    if (c != '\\') return c;
    std::optional<uint32_t> single;
    const std::string escaped = class_escape(&single);
    if (!single) set += escaped;
    return single;
  }

  std::vector<uint32_t> in_;
  PatternFlags flags_;
  size_t at_ = 0;
  int groups_ = 0;
  std::vector<int> open_;
  std::string out_, why_;
};

}  // namespace

std::optional<std::string> to_icu_pattern(std::string_view xpath, const PatternFlags& flags,
                                          std::string& why) {
  return Translator(xpath, flags).run(why);
}

}  // namespace mailroom::feel
