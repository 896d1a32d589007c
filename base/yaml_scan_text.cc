// Texts: plain, quoted, and blocks of lines.
#include <algorithm>

#include "base/text.h"
#include "base/yaml_places.h"
#include "base/yaml_scanner.h"

namespace mailroom::yaml {

namespace {

std::string folded(size_t breaks) {
  return breaks == 1 ? std::string(" ") : std::string(breaks - 1, '\n');
}

}  // namespace

Node Scanner::rest_of_line() {
  Node node = node_at(Node::Kind::scalar, at_);
  const size_t end = line_end(at_);
  size_t stop = at_;
  while (stop < end && !(text_[stop] == '#' && stop > node.offset && blank_at(stop - 1))) ++stop;
  node.text = trim(text_.substr(node.offset, stop - node.offset));
  at_ = end;
  finish_scalar(node, node.offset + node.text.size());
  return node;
}

Node Scanner::braces_of_line() {
  problem(at_, 2, "yaml_braces", "'{{' begins a mapping here, not a text",
          "put the whole text in double quotes");
  return rest_of_line();
}

void Scanner::expect_line_end(const char* what) {
  skip_blanks();
  if (at_line_end()) return;
  const size_t end = line_end(at_);
  const std::string_view rest = trim(text_.substr(at_, end - at_));
  problem(at_, std::max<size_t>(1, length_in_code_points(rest)), "yaml_after_end",
          "there is more text after " + std::string(what), "put the whole text in quotes");
  at_ = end;
}

Node Scanner::plain(int parent) {
  Node node = node_at(Node::Kind::scalar, at_);
  size_t last = at_;
  for (bool first = true;; first = false) {
    const size_t begin = at_, end = line_end(at_);
    size_t stop = begin;
    bool is_commented = false;
    for (; stop < end; ++stop) {
      if (text_[stop] == ':' && blank_at(stop + 1) && first) {
        problem(stop, 1, "yaml_syntax", "a second ':' in this line, or a wrong indentation",
                "put a text that holds ': ' in quotes");
      }
      if (text_[stop] == '#' && stop > begin && blank_at(stop - 1)) {
        is_commented = true;
        break;
      }
    }
    const std::string_view part = trim(text_.substr(begin, stop - begin));
    node.text += part;
    last = begin + part.size();
    at_ = end;
    if (is_commented) break;
    // On in the next line that stands right of `parent`, unless it is a key or a comment.
    size_t breaks = 0, next = end;
    while (next < end_ && blank_at(next)) {
      breaks += text_[next] == '\n' ? 1 : 0;
      ++next;
    }
    if (next >= end_ || breaks == 0 || text_[next] == '#' || column_of(next) <= parent ||
        key_colon(next) != kNone)
      break;
    node.text += folded(breaks);
    at_ = next;
  }
  if (is_null_word(node.text)) {
    Node nothing = null_at(empty_, node.offset);
    nothing.end = last;
    return nothing;
  }
  finish_scalar(node, last);
  return node;
}

// At a backslash in double quotes; past it afterwards.
void Scanner::unescape(std::string& out) {
  static constexpr std::string_view kNames = "0abtnvfre \"/\\", kSigns("\0\a\b\t\n\v\f\r\x1b \"/\\", 13);
  const char c = at(at_ + 1);
  const size_t length = escape_length(text_, at_);
  if (c == 'x' || c == 'u' || c == 'U') {
    uint32_t point = 0;
    for (size_t i = at_ + 2; i < at_ + length; ++i) {
      const char digit = at(i);
      const size_t value = std::string_view("0123456789abcdef").find(to_lower_ascii(std::string(1, digit)));
      if (value == kNone) {
        problem(at_, 2, "yaml_escape", "expected hexadecimal digits after '\\" + std::string(1, c) + "'",
                "write '\\\\' for a backslash");
        at_ += 2;
        return;
      }
      point = point * 16 + static_cast<uint32_t>(value);
    }
    append_utf8(out, point);
    at_ += length;
    return;
  }
  const size_t named = c == '\t' ? kNames.find('t') : kNames.find(c);
  if (c == 'N' || c == '_' || c == 'L' || c == 'P') {
    append_utf8(out, c == 'N' ? 0x85 : c == '_' ? 0xA0 : c == 'L' ? 0x2028 : 0x2029);
  } else if (named != kNone && at_ + 1 < end_) {
    out += kSigns[named];
  } else {
    problem(at_, 2, "yaml_escape", "'\\" + std::string(1, c) + "' is no escape that YAML knows",
            "write '\\\\' for a backslash");
  }
  at_ += 2;
}

Node Scanner::quoted(int parent) {
  const size_t begin = at_, first_end = line_end(at_);
  const char quote = now();
  Node node = node_at(Node::Kind::scalar, begin);
  node.quoted = true;
  const size_t known_problems = problems_.size();
  ++at_;
  std::string blanks;  // which count only if something follows in the line
  for (;;) {
    if (is_at_end()) break;
    const char c = now();
    if (c == quote) {
      if (quote == '\'' && at(at_ + 1) == '\'') {
        node.text += blanks + "'";
        blanks.clear();
        at_ += 2;
        continue;
      }
      node.text += blanks;
      ++at_;
      finish_scalar(node, at_);
      return node;
    }
    if (c == '\n' || (c == '\r' && at(at_ + 1) == '\n') ||
        (quote == '"' && c == '\\' &&
         (at(at_ + 1) == '\n' || (at(at_ + 1) == '\r' && at(at_ + 2) == '\n')))) {
      const bool is_joined = c == '\\';
      if (is_joined) node.text += blanks;
      blanks.clear();
      at_ = text_.find('\n', at_) + 1;
      size_t breaks = 1;
      for (size_t next = at_; next < end_ && blank_at(next); ++next) {
        if (text_[next] == '\n') ++breaks, at_ = next + 1;
      }
      skip_blanks();
      // The key of the next entry, not the rest of this text: the quote was forgotten.
      if (!is_at_end() && parent >= 0 && column_of(at_) <= parent && (at_dash() || key_colon(at_) != kNone))
        break;
      if (is_joined) {
        node.text += std::string(breaks - 1, '\n');
      } else {
        node.text += folded(breaks);
      }
      continue;
    }
    if (quote == '"' && c == '\\') {
      node.text += blanks;
      blanks.clear();
      unescape(node.text);
      continue;
    }
    if (c == ' ' || c == '\t' || c == '\r') {
      blanks += c;
    } else {
      node.text += blanks;
      blanks.clear();
      node.text += c;
    }
    ++at_;
  }
  problems_.resize(known_problems);
  problem(begin, 1, "yaml_unclosed_quote", "this quote is never closed",
          "close it with " + std::string(1, quote));
  at_ = first_end;
  node.text = trim(text_.substr(begin + 1, first_end - begin - 1));
  finish_scalar(node, first_end);
  return node;
}

Node Scanner::block_text(int parent) {
  Node node = node_at(Node::Kind::scalar, at_);
  const bool folds = now() == '>';
  char chomp = 0;
  int indent = 0;
  size_t header = at_ + 1;
  for (; !blank_at(header); ++header) {
    if (at(header) == '+' || at(header) == '-') {
      chomp = at(header);
    } else if (at(header) >= '1' && at(header) <= '9' && indent == 0) {
      indent = at(header) - '0';
    } else {
      problem(at_, 1, "yaml_block_text",
              "'" + std::string(1, now()) + "' begins a text of several lines here",
              "put the whole text in quotes");
      return rest_of_line();
    }
  }
  at_ = header;
  skip_blanks();
  if (!at_line_end()) {
    problem(node.offset, 1, "yaml_block_text",
            "'" + std::string(1, text_[node.offset]) + "' begins a text of several lines here",
            "put the whole text in quotes");
    at_ = node.offset;
    return rest_of_line();
  }
  size_t line = std::min(text_.find('\n', at_), end_);
  line = line < end_ ? line + 1 : end_;
  int column = indent > 0 ? std::max(parent, 0) + indent : -1;
  if (indent > 0 && parent < 0) column = indent;
  size_t breaks = 0, end = header;
  bool any = false, was_deeper = false;
  while (line < end_) {
    const size_t stop = line_end(line);
    size_t first = line;
    while (first < stop && text_[first] == ' ' && (column < 0 || static_cast<int>(first - line) < column))
      ++first;
    const bool is_empty = first == stop;
    const int here = static_cast<int>(first - line);
    if (!is_empty && (column < 0 ? here <= parent : here < column)) break;
    const size_t next = text_.find('\n', line);
    if (is_empty) {
      ++breaks;
    } else {
      if (column < 0) column = here;
      const std::string_view content = text_.substr(first, stop - first);
      const bool is_deeper = content[0] == ' ' || content[0] == '\t';
      if (!any) {
        node.text += std::string(breaks, '\n');
      } else if (folds && !is_deeper && !was_deeper) {
        node.text += breaks == 0 ? std::string(" ") : std::string(breaks, '\n');
      } else {
        node.text += std::string(breaks + 1, '\n');
      }
      node.text += content;
      any = true;
      was_deeper = is_deeper;
      breaks = 0;
      end = stop;
    }
    line = next == kNone || next >= end_ ? end_ : next + 1;
  }
  const bool has_last_break = end < end_;
  if (any && chomp != '-' && has_last_break) node.text += '\n';
  if (chomp == '+') node.text += std::string(breaks, '\n');
  at_ = line;
  // The next thing's line begins here: back over its indentation is not needed, it was not read.
  finish_scalar(node, std::max(end, header));
  return node;
}

}  // namespace mailroom::yaml
