#include "base/yaml_places.h"

#include <algorithm>

#include "base/text.h"

namespace mailroom::yaml {

namespace {

bool is_blank(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

// The bytes of an escape sequence in a double-quoted scalar, the backslash included.
size_t escape_length(std::string_view text, size_t at) {
  if (at + 1 >= text.size()) return 1;
  switch (text[at + 1]) {
    case 'x':
      return 4;
    case 'u':
      return 6;
    case 'U':
      return 10;
    default:
      return 2;
  }
}

std::string_view line_at(std::string_view text, size_t offset) {
  offset = std::min(offset, text.size());
  const size_t before = offset == 0 ? std::string_view::npos : text.rfind('\n', offset - 1);
  const size_t begin = before == std::string_view::npos ? 0 : before + 1;
  return text.substr(begin, text.find('\n', begin) - begin);
}

// The offset within `line` of a `{{` that begins a value, or npos.
size_t bare_braces(std::string_view line) {
  const size_t at = line.find("{{");
  if (at == std::string_view::npos) return at;
  const std::string_view before = trim(line.substr(0, at));
  if (before.empty() || before.back() == ':' || before.back() == '-' || before.back() == ',' ||
      before.back() == '[') {
    return at;
  }
  return std::string_view::npos;
}

// Where a quoted text that goes on in the next lines ends, if it was meant to: its lines are indented deeper
// than the one at `line_begin`, in which it opens, and nothing but the end of a value follows its closing
// quote. npos: it looks like one that was never closed.
size_t closed_below(std::string_view text, size_t line_begin, size_t open) {
  const auto indent_at = [&](size_t begin) { return text.find_first_not_of(' ', begin) - begin; };
  const size_t indent = indent_at(line_begin);
  for (size_t at = open + 1; at < text.size(); ++at) {
    if (text[at] == '\n') {
      const size_t next = text.find_first_not_of(" \n", at);
      if (next == std::string_view::npos) return next;
      if (indent_at(text.rfind('\n', next) + 1) <= indent) return std::string_view::npos;
    } else if (text[open] == '"' && text[at] == '\\') {
      ++at;
    } else if (text[at] == text[open]) {
      if (text[open] == '\'' && at + 1 < text.size() && text[at + 1] == '\'') {
        ++at;
        continue;
      }
      const size_t after = text.find_first_not_of(' ', at + 1);
      const bool is_end = after == std::string_view::npos ||
                          std::string_view("\n,]}#:").find(text[after]) != std::string_view::npos;
      return is_end ? at : std::string_view::npos;
    }
  }
  return std::string_view::npos;
}

// The last quote of the first line, up to the one of `offset`, that opens one and closes it neither there nor
// below; or npos.
size_t open_quote_before(std::string_view text, size_t offset) {
  for (size_t begin = 0; begin <= offset && begin < text.size();) {
    const size_t end = std::min(text.size(), text.find('\n', begin));
    size_t open = std::string_view::npos;
    for (size_t at = begin; at < end; ++at) {
      const char c = text[at];
      if (open != std::string_view::npos) {
        if (text[open] == '"' && c == '\\') {
          ++at;
        } else if (c == text[open]) {
          open = std::string_view::npos;
        }
      } else if (c == '"' || c == '\'') {
        // A quote within a word is an apostrophe.
        const bool begins =
            at == begin || std::string_view(" [{,(").find(text[at - 1]) != std::string_view::npos;
        if (begins) open = at;
      } else if (c == '#' && at > begin && text[at - 1] == ' ') {
        break;
      }
    }
    if (open == std::string_view::npos) {
      begin = end + 1;
      continue;
    }
    const size_t close = closed_below(text, text.rfind('\n', open) + 1, open);
    if (close == std::string_view::npos) return open;
    begin = close + 1;
  }
  return std::string_view::npos;
}

// Walks the source along with a scalar's text, one byte of text at a time.
class Walk {
 public:
  Walk(const Source& source, const Node& scalar) : text_(source.text), at_(scalar.offset) {
    if (at_ < text_.size()) {
      const char first = text_[at_];
      if (scalar.quoted) {
        quote_ = first;
        ++at_;
      } else if (first == '|' || first == '>') {
        at_ = std::min(text_.size(), text_.find('\n', at_));
      }
    }
  }

  // To the source's place of the next byte `wanted` of the text. Blanks are taken lazily: folding,
  // indentation and line ends differ between source and text, everything else stands there in the same order.
  size_t find(char wanted) {
    if (is_blank(wanted) || (after_escape_ && is_continuation(wanted))) return at_;
    for (;;) {
      while (at_ < text_.size() && is_blank(text_[at_])) ++at_;
      if (!at_escaped_blank() || wanted == text_[at_]) return at_;
      at_ += 2;
    }
  }
  // Past the byte `found` of the text, which began at find()'s place.
  void pass(char found) {
    if (at_ >= text_.size() || is_blank(found) || (after_escape_ && is_continuation(found))) return;
    after_escape_ = quote_ == '"' && text_[at_] == '\\';
    if (after_escape_) {
      at_ += escape_length(text_, at_);
    } else if (quote_ == '\'' && text_[at_] == '\'') {
      at_ += 2;
    } else {
      ++at_;
    }
  }

 private:
  std::string_view text_;
  size_t at_;
  char quote_ = 0;
  bool after_escape_ = false;

  static bool is_continuation(char c) { return (static_cast<unsigned char>(c) & 0xC0) == 0x80; }
  bool at_escaped_blank() const {
    return quote_ == '"' && at_ + 1 < text_.size() && text_[at_] == '\\' &&
           (is_blank(text_[at_ + 1]) || text_[at_ + 1] == 't' || text_[at_ + 1] == 'n' ||
            text_[at_ + 1] == 'r');
  }
};

}  // namespace

size_t skip_properties(std::string_view text, size_t offset) {
  while (offset < text.size() && (text[offset] == '!' || text[offset] == '&' || is_blank(text[offset]))) {
    if (is_blank(text[offset])) {
      ++offset;
    } else {
      while (offset < text.size() && !is_blank(text[offset])) ++offset;
    }
  }
  return offset;
}

size_t scalar_end(const Source& source, const Node& scalar) {
  const std::string_view text = source.text;
  if (!scalar.quoted) {
    Walk walk(source, scalar);
    size_t end = scalar.offset;
    for (const char c : scalar.text) {
      const size_t at = walk.find(c);
      walk.pass(c);
      if (!is_blank(c)) end = at + 1;
    }
    return std::min(end, text.size());
  }
  const char quote = text[scalar.offset];
  for (size_t at = scalar.offset + 1; at < text.size(); ++at) {
    if (quote == '"' && text[at] == '\\') {
      ++at;
    } else if (text[at] == quote) {
      if (quote == '\'' && at + 1 < text.size() && text[at + 1] == quote) {
        ++at;
      } else {
        return at + 1;
      }
    }
  }
  return std::string::npos;
}

int columns_of_scalar(const Source& source, const Node& scalar, size_t end) {
  const std::string_view text = source.text;
  end = std::min(end, text.size());
  const std::string_view shown =
      text.substr(scalar.offset, std::min(end, text.find('\n', scalar.offset)) - scalar.offset);
  return static_cast<int>(std::max<size_t>(1, length_in_code_points(trim(shown))));
}

Place Node::place_at(size_t at, size_t length) const {
  if (!source || kind != Kind::scalar) return place;
  if (at >= text.size()) {
    // Past the end: the place after the last character, before a closing quote.
    size_t end = scalar_end(*source, *this);
    if (end == std::string::npos) end = source->text.size();
    if (quoted && end > 0) --end;
    return place_in(source->file, source->text, end, 1);
  }
  Walk walk(*source, *this);
  size_t first = offset, last = offset;
  for (size_t i = 0; i < std::min(text.size(), at + std::max<size_t>(1, length)); ++i) {
    last = walk.find(text[i]);
    if (i == at) first = last;
    walk.pass(text[i]);
  }
  const std::string_view shown(source->text.data() + first, std::min(last + 1, source->text.size()) - first);
  const int columns = static_cast<int>(length_in_code_points(shown.substr(0, shown.find('\n'))));
  return place_in(source->file, source->text, first, std::max(1, columns));
}

Diagnostic syntax_problem(const Source& source, size_t offset, const std::string& complaint) {
  const std::string_view text = source.text;
  offset = std::min(offset, text.size());
  const std::string_view line = line_at(text, offset);
  const auto line_begin = static_cast<size_t>(line.data() - text.data());
  const auto problem = [&](size_t at, int length, std::string code, std::string message, std::string hint) {
    return Diagnostic{Severity::error, place_in(source.file, text, at, length), std::move(code),
                      std::move(message), std::move(hint)};
  };
  // The complaint may come a line later than its cause.
  const size_t cause_line = line_begin > 0 && bare_braces(line) == std::string_view::npos
                                ? static_cast<size_t>(line_at(text, line_begin - 1).data() - text.data())
                                : line_begin;
  const size_t braces = bare_braces(line_at(text, cause_line));
  if (braces != std::string_view::npos) {
    return problem(cause_line + braces, 2, "yaml_braces", "'{{' begins a mapping here, not a text",
                   "put the whole text in double quotes");
  }
  const size_t indent = line.find_first_not_of(" \t");
  const size_t tab = line.substr(0, indent).find('\t');
  if (tab != std::string_view::npos) {
    return problem(line_begin + tab, 1, "yaml_tab", "a tab cannot indent YAML", "write blanks");
  }
  const size_t quote = open_quote_before(text, offset);
  if (quote != std::string_view::npos) {
    return problem(quote, 1, "yaml_unclosed_quote", "this quote is not closed in its line",
                   "close it with " + std::string(1, text[quote]));
  }
  if (complaint.find("illegal map value") != std::string::npos) {
    return problem(offset, 1, "yaml_syntax", "a second ':' in this line, or a wrong indentation",
                   "put a text that holds ': ' in quotes");
  }
  if (offset < text.size() && (text[offset] == '@' || text[offset] == '`' || text[offset] == '%')) {
    return problem(offset, 1, "yaml_syntax",
                   "a text cannot begin with '" + std::string(1, text[offset]) + "' unquoted",
                   "put it in quotes");
  }
  if (complaint.find("end of sequence") != std::string::npos) {
    return problem(offset, 1, "yaml_syntax", "this list is not closed, or an entry needs quotes",
                   "close it with ']', and put entries such as '-' in quotes");
  }
  if (complaint.find("end of map") != std::string::npos) {
    return problem(offset, 1, "yaml_syntax", "this mapping is not closed, or a value needs quotes",
                   "close it with '}'");
  }
  return problem(offset, 1, "yaml_syntax", complaint, "");
}

}  // namespace mailroom::yaml
