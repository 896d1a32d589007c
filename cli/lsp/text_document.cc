#include "cli/lsp/text_document.h"

#include <algorithm>

#include "base/text.h"

namespace mailroom::cli::lsp {

namespace {

// Bytes of the code point at `at`, and its UTF-16 units.
size_t bytes_at(std::string_view text, size_t at) {
  size_t end = at + 1;
  while (end < text.size() && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) ++end;
  return end - at;
}
size_t units_of(size_t bytes) {
  return bytes == 4 ? 2 : 1;
}

size_t whole_of(const Context& context, std::string_view key) {
  const Value& value = context.at(key);
  if (!value.is(Value::Kind::number)) return 0;
  const auto number = value.number().to_integer();
  return number && *number > 0 ? static_cast<size_t>(*number) : 0;
}

}  // namespace

void TextDocument::set(std::string text) {
  text_ = std::move(text);
  lines_ = {0};
  for (size_t at = text_.find('\n'); at != std::string::npos; at = text_.find('\n', at + 1))
    lines_.push_back(at + 1);
}

void TextDocument::change(const Context& change) {
  const Value& range = change.at("range");
  std::string text = change.at("text").text_or("");
  if (!range.is(Value::Kind::context)) return set(std::move(text));
  const size_t begin = offset_of(range.context().at("start")), end = offset_of(range.context().at("end"));
  std::string changed = text_;
  changed.replace(begin, std::max(begin, end) - begin, text);
  set(std::move(changed));
}

std::string_view TextDocument::line(size_t number) const {
  if (number >= lines_.size()) return {};
  const size_t end = number + 1 < lines_.size() ? lines_[number + 1] - 1 : text_.size();
  std::string_view found(text_.data() + lines_[number], end - lines_[number]);
  if (!found.empty() && found.back() == '\r') found.remove_suffix(1);
  return found;
}

size_t TextDocument::offset_of(const Value& position) const {
  if (!position.is(Value::Kind::context)) return 0;
  const size_t number = whole_of(position.context(), "line");
  if (number >= lines_.size()) return text_.size();
  const std::string_view content = line(number);
  size_t at = 0;
  for (size_t units = whole_of(position.context(), "character"); units > 0 && at < content.size();) {
    const size_t bytes = bytes_at(content, at);
    if (units_of(bytes) > units) break;
    units -= units_of(bytes);
    at += bytes;
  }
  return lines_[number] + at;
}

Value TextDocument::position_of(size_t offset) const {
  offset = std::min(offset, text_.size());
  const auto number =
      static_cast<size_t>(std::upper_bound(lines_.begin(), lines_.end(), offset) - lines_.begin() - 1);
  const std::string_view before(text_.data() + lines_[number], offset - lines_[number]);
  size_t units = 0;
  for (size_t at = 0; at < before.size();) {
    const size_t bytes = bytes_at(before, at);
    units += units_of(bytes);
    at += bytes;
  }
  return Context{{"line", number}, {"character", units}};
}

Value TextDocument::range(size_t begin, size_t end) const {
  return Context{{"start", position_of(begin)}, {"end", position_of(end)}};
}

Value TextDocument::range(const Place& place) const {
  const size_t number = place.line > 0 ? static_cast<size_t>(place.line - 1) : 0;
  if (number >= lines_.size()) return range(text_.size(), text_.size());
  const std::string_view content = line(number);
  const size_t start = lines_[number];
  if (place.column <= 0) return range(start, start + content.size());
  const auto forward = [&](size_t at, int points) {
    for (; points > 0 && at < content.size(); --points) at += bytes_at(content, at);
    return at;
  };
  const size_t begin = forward(0, place.column - 1);
  return range(start + begin, start + forward(begin, std::max(1, place.length)));
}

}  // namespace mailroom::cli::lsp
