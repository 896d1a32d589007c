#include "base/diagnostic.h"

#include <algorithm>

#include "base/text.h"

namespace mailroom {

namespace {

std::string_view line_of(std::string_view source, int line) {
  for (int i = 1; i < line; ++i) {
    const size_t end = source.find('\n');
    if (end == std::string_view::npos) return {};
    source.remove_prefix(end + 1);
  }
  source = source.substr(0, source.find('\n'));
  if (!source.empty() && source.back() == '\r') source.remove_suffix(1);
  return source;
}

constexpr std::string_view kNames[] = {"error", "warning", "note"};
constexpr std::string_view kColours[] = {"\033[1;31m", "\033[1;33m", "\033[1;36m"};

}  // namespace

std::string to_text(const Diagnostic& d, std::string_view source, bool colour) {
  const auto severity = static_cast<size_t>(d.severity);
  std::string text = d.place.file;
  if (d.place.line > 0) {
    text += ":" + std::to_string(d.place.line);
    if (d.place.column > 0) text += ":" + std::to_string(d.place.column);
  }
  if (!text.empty()) text += ": ";
  if (colour) text += kColours[severity];
  text += kNames[severity];
  text += ":";
  if (colour) text += "\033[0m";
  text += " " + d.message + "\n";
  const std::string_view line =
      d.place.line > 0 && d.shows_line ? line_of(source, d.place.line) : std::string_view();
  if (!line.empty()) {
    const std::string number = std::to_string(d.place.line);
    text += " " + number + " | " + std::string(line) + "\n";
    if (d.place.column > 0) {
      text += " " + std::string(number.size(), ' ') + " | ";
      // Tabs are kept so that the caret stands under its character whatever the tab width.
      const std::vector<uint32_t> points = code_points(line);
      for (size_t i = 0; i + 1 < static_cast<size_t>(d.place.column); ++i) {
        text += i < points.size() && points[i] == '\t' ? '\t' : ' ';
      }
      if (colour) text += kColours[severity];
      text += std::string(static_cast<size_t>(std::max(1, d.place.length)), '^');
      if (colour) text += "\033[0m";
      text += "\n";
    }
  }
  if (!d.hint.empty()) text += "  " + d.hint + "\n";
  return text;
}

Value to_value(const Diagnostic& d) {
  return Context{{"severity", kNames[static_cast<size_t>(d.severity)]},
                 {"file", d.place.file},
                 {"line", d.place.line},
                 {"column", d.place.column},
                 {"length", d.place.length},
                 {"code", d.code},
                 {"message", d.message},
                 {"hint", d.hint}};
}

Place place_in(std::string file, std::string_view source, size_t offset, int length) {
  offset = std::min(offset, source.size());
  const std::string_view before = source.substr(0, offset);
  // Line by line: a large table asks for the place of each of its cells.
  size_t line_start = 0;
  int line = 1;
  for (size_t end = before.find('\n'); end != std::string_view::npos; end = before.find('\n', line_start)) {
    line_start = end + 1;
    ++line;
  }
  return {std::move(file), line, static_cast<int>(length_in_code_points(before.substr(line_start))) + 1,
          length};
}

bool has_errors(const std::vector<Diagnostic>& diagnostics) {
  return std::any_of(diagnostics.begin(), diagnostics.end(),
                     [](const Diagnostic& d) { return d.severity == Severity::error; });
}

}  // namespace mailroom
