#include "ocr/reader/pattern_characters.h"

#include <algorithm>
#include <cctype>

namespace mailroom::ocr::reader {
namespace {

constexpr std::string_view kDigits = "0123456789";

class PatternCharacters {
 public:
  explicit PatternCharacters(std::string_view pattern) : rest_(pattern) {}

  std::string all() {
    while (!rest_.empty() && !is_wide_) step();
    if (is_wide_) return {};
    std::sort(found_.begin(), found_.end());
    found_.erase(std::unique(found_.begin(), found_.end()), found_.end());
    return found_;
  }

 private:
  char take() {
    const char c = rest_.front();
    rest_.remove_prefix(1);
    return c;
  }
  void step() {
    const char c = take();
    if (c == '[') {
      take_class();
    } else if (c == '\\') {
      take_escape();
    } else if (c == '{') {
      rest_.remove_prefix(std::min(rest_.size(), rest_.find('}') + 1));
    } else if (c == '(') {
      if (rest_.starts_with("?:"))
        rest_.remove_prefix(2);
      else if (rest_.starts_with("?"))
        is_wide_ = true;  // looks ahead: not worth following
    } else if (c == '.') {
      is_wide_ = true;
    } else if (std::string_view(")|?*+^$").find(c) == std::string_view::npos) {
      found_ += c;
    }
  }
  void take_escape() {
    if (rest_.empty()) return;
    const char c = take();
    if (c == 'd') {
      found_ += kDigits;
    } else if (c == 's') {
      found_ += ' ';
    } else if (std::isalnum(static_cast<unsigned char>(c)) != 0) {
      is_wide_ = true;
    } else {
      found_ += c;
    }
  }
  void take_class() {
    if (rest_.starts_with("^")) is_wide_ = true;
    while (!rest_.empty() && rest_.front() != ']' && !is_wide_) {
      const char c = take();
      if (c == '\\') {
        take_escape();
      } else if (rest_.size() > 1 && rest_[0] == '-' && rest_[1] != ']') {
        take();
        for (int k = static_cast<unsigned char>(c), last = static_cast<unsigned char>(take()); k <= last; ++k)
          found_ += static_cast<char>(k);
      } else {
        found_ += c;
      }
    }
    if (!rest_.empty()) take();
  }

  std::string_view rest_;
  std::string found_;
  bool is_wide_ = false;
};

}  // namespace

std::string characters_of_pattern(std::string_view pattern) {
  return PatternCharacters(pattern).all();
}

}  // namespace mailroom::ocr::reader
