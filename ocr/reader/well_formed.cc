#include "ocr/reader/well_formed.h"

#include <cctype>

namespace mailroom::ocr::reader {

namespace {

bool is_digit(char c) {
  return std::isdigit(static_cast<unsigned char>(c)) != 0;
}

bool is_atom(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '-' || c == '_' || c == '+' || c == '\'';
}

// Parts of atoms between single points, neither end a point.
bool is_dotted(std::string_view text, size_t parts_at_least) {
  size_t parts = 1;
  char before = '.';
  for (const char c : text) {
    if (c == '.') {
      if (before == '.') return false;
      ++parts;
    } else if (!is_atom(c)) {
      return false;
    }
    before = c;
  }
  return before != '.' && parts >= parts_at_least;
}

// "72.273.05": groups of three between points, and then one or two figures.
bool is_grouped_by_points(std::string_view text) {
  size_t groups = 0, from = 0;
  for (size_t point = text.find('.'); point != std::string_view::npos; point = text.find('.', from)) {
    const size_t length = point - from;
    if (groups == 0 ? length == 0 || length > 3 : length != 3) return false;
    ++groups, from = point + 1;
  }
  const size_t rest = text.size() - from;
  return groups >= 2 && (rest == 1 || rest == 2);
}

}  // namespace

std::string without_blanks_in_address(const std::string& text) {
  if (text.find('@') == std::string::npos || text.find(' ') == std::string::npos) return text;
  std::string closed;
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] != ' ') {
      closed += text[i];
      continue;
    }
    // A blank between two words may be two things in one field: only one beside a mark is a recogniser's own.
    constexpr std::string_view kMarks = ".@-_";
    const bool beside = (i > 0 && kMarks.find(text[i - 1]) != std::string_view::npos) ||
                        (i + 1 < text.size() && kMarks.find(text[i + 1]) != std::string_view::npos);
    if (!beside) return text;
  }
  const size_t at = closed.find('@');
  const std::string_view address = closed;
  const bool is_address =
      at == closed.rfind('@') && is_dotted(address.substr(0, at), 1) && is_dotted(address.substr(at + 1), 2);
  return is_address ? closed : text;
}

bool is_well_formed_figure(std::string_view text) {
  if (!text.empty() && (text.front() == '-' || text.front() == '(')) text.remove_prefix(1);
  if (!text.empty() && text.back() == ')') text.remove_suffix(1);
  for (const char c : text) {
    if (!is_digit(c) && c != ',' && c != '.' && c != ' ') return true;
  }
  if (text.find(',') == std::string_view::npos) return !is_grouped_by_points(text);
  // Grouped by commas: one to three figures, groups of three, then perhaps a point and one or two figures.
  size_t run = 0;
  bool first = true, after_point = false;
  for (const char c : text) {
    if (is_digit(c)) {
      ++run;
    } else if (c == ',' && !after_point) {
      if (run == 0 || run > 3 || (!first && run != 3)) return false;
      first = false, run = 0;
    } else if (c == '.' && !after_point) {
      if (run != 3) return false;
      after_point = true, run = 0;
    } else {
      return false;
    }
  }
  return after_point ? run == 1 || run == 2 : run == 3;
}

std::string with_signs_exchanged(std::string_view text) {
  std::string exchanged(text);
  for (char& c : exchanged) c = c == ',' ? '.' : c == '.' ? ',' : c;
  return exchanged;
}

}  // namespace mailroom::ocr::reader
