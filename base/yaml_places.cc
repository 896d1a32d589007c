#include "base/yaml_places.h"

#include <algorithm>

#include "base/text.h"

namespace mailroom::yaml {

namespace {

bool is_blank(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r';
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
      } else if ((first == '|' || first == '>') && is_header(at_)) {
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

  // Of a text of several lines: nothing but its indicators and a comment in its line.
  bool is_header(size_t at) const {
    const std::string_view line = text_.substr(at + 1, text_.find('\n', at) - at - 1);
    const size_t end = line.find_first_not_of("+-0123456789 \t\r");
    return end == std::string_view::npos || line[end] == '#';
  }
  static bool is_continuation(char c) { return (static_cast<unsigned char>(c) & 0xC0) == 0x80; }
  bool at_escaped_blank() const {
    return quote_ == '"' && at_ + 1 < text_.size() && text_[at_] == '\\' &&
           (is_blank(text_[at_ + 1]) || text_[at_ + 1] == 't' || text_[at_ + 1] == 'n' ||
            text_[at_ + 1] == 'r');
  }
};

}  // namespace

Source::Source(std::string file_name, std::string content)
    : file(std::move(file_name)), text(std::move(content)), lines{0} {
  for (size_t at = text.find('\n'); at != std::string::npos; at = text.find('\n', at + 1))
    lines.push_back(at + 1);
}

Place Source::place(size_t offset, int length) const {
  offset = std::min(offset, text.size());
  const auto next = std::upper_bound(lines.begin(), lines.end(), offset);
  const size_t begin = *std::prev(next);
  const std::string_view before(text.data() + begin, offset - begin);
  return {file, static_cast<int>(next - lines.begin()), static_cast<int>(length_in_code_points(before)) + 1,
          length};
}

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

Place place_of_scalar(const Source& source, const Node& scalar, size_t end) {
  const std::string_view text = source.text;
  end = std::min(end, text.size());
  const std::string_view shown =
      text.substr(scalar.offset, std::min(end, text.find('\n', scalar.offset)) - scalar.offset);
  return source.place(scalar.offset,
                      static_cast<int>(std::max<size_t>(1, length_in_code_points(trim(shown)))));
}

Place Node::place_at(size_t at, size_t length) const {
  if (!source || kind != Kind::scalar) return place;
  if (at >= text.size()) {
    // Past the end: the place after the last character, before a closing quote.
    size_t last = scalar_end(*source, *this);
    if (last == std::string::npos) last = source->text.size();
    if (quoted && last > 0) --last;
    return source->place(last, 1);
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
  return source->place(first, std::max(1, columns));
}

}  // namespace mailroom::yaml
