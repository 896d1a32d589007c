// The words of an HTML mail: enough for a person to read what was written, no more of HTML than that.
#include <algorithm>
#include <array>

#include "base/text.h"
#include "ocr/reader/unpacking.h"

namespace mailroom::ocr::reader {

namespace {

constexpr std::string_view kSilent[] = {"style", "script", "head", "title"};
constexpr std::string_view kNewLine[] = {"br", "p", "div", "tr", "li", "h1", "h2", "h3", "h4", "table", "ul"};
constexpr std::pair<std::string_view, uint32_t> kEntities[] = {
    {"amp", '&'},    {"lt", '<'},      {"gt", '>'},       {"quot", '"'},     {"apos", '\''},    {"nbsp", ' '},
    {"pound", 0xa3}, {"euro", 0x20ac}, {"ndash", 0x2013}, {"mdash", 0x2014}, {"hellip", 0x2026}};

constexpr size_t kLongestEntity = 10;

// At '&': appends what it stands for and gives its length, or 0 if it is just an ampersand.
size_t append_entity(std::string& out, std::string_view at) {
  const size_t end = at.substr(0, kLongestEntity).find(';');
  if (end == std::string_view::npos || end < 2) return 0;
  const std::string_view name = at.substr(1, end - 1);
  if (name[0] == '#') {
    const bool hex = name.size() > 1 && (name[1] == 'x' || name[1] == 'X');
    const std::string digits(name.substr(hex ? 2 : 1));
    const unsigned long point = std::strtoul(digits.c_str(), nullptr, hex ? 16 : 10);
    if (point == 0 || point > 0x10ffff || (point >= 0xd800 && point < 0xe000)) return 0;
    append_utf8(out, static_cast<uint32_t>(point));
    return end + 1;
  }
  const auto known = std::ranges::find(kEntities, name, &std::pair<std::string_view, uint32_t>::first);
  if (known == std::end(kEntities)) return 0;
  append_utf8(out, known->second);
  return end + 1;
}

bool is_one_of(std::string_view name, const auto& names) {
  return std::ranges::find(names, name) != std::end(names);
}

std::string tidy(std::string_view text) {
  std::string out;
  for (std::string_view line : split(text, '\n')) {
    const std::string folded = fold_space(line);
    if (folded.empty() && (out.empty() || out.ends_with("\n\n"))) continue;
    out += folded + "\n";
  }
  return std::string(trim(out));
}

}  // namespace

std::string text_of_html(std::string_view html) {
  std::string out;
  while (!html.empty()) {
    if (html.starts_with("<!--")) {
      html.remove_prefix(std::min(html.find("-->", 4), html.size() - 3) + 3);
    } else if (html.front() == '<') {
      const size_t end = std::min(html.find('>'), html.size() - 1);
      std::string_view tag = html.substr(1, end - 1);
      const bool closes = tag.starts_with('/');
      if (closes) tag.remove_prefix(1);
      const std::string name = to_lower_ascii(tag.substr(0, tag.find_first_of(" \t\r\n/>")));
      html.remove_prefix(end + 1);
      if (is_one_of(name, kNewLine)) out += '\n';
      if (!closes && is_one_of(name, kSilent)) {
        const size_t close = to_lower_ascii(html).find("</" + name);
        html.remove_prefix(std::min(close, html.size()));
      }
    } else if (const size_t length = html.front() == '&' ? append_entity(out, html) : 0; length > 0) {
      html.remove_prefix(length);
    } else {
      out += html.front() == '\n' || html.front() == '\r' ? ' ' : html.front();
      html.remove_prefix(1);
    }
  }
  return tidy(out);
}

}  // namespace mailroom::ocr::reader
