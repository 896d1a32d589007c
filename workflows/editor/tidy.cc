#include "workflows/editor/tidy.h"

#include <algorithm>
#include <vector>

#include "base/text.h"
#include "base/yaml_scan.h"

namespace mailroom::workflows::editor {

namespace {

constexpr size_t kStep = 2;

// What a line is to us: its own, or the rest of a value that begins on an earlier one.
struct Line {
  size_t owner;               // the line whose shift it goes with
  bool keeps_blanks = false;  // at its end: they may be part of a text
};

void mark_values(const yaml::Node& node, const yaml::Source& source, std::vector<Line>& lines) {
  const auto line_of = [&](size_t offset) {
    return static_cast<size_t>(std::upper_bound(source.lines.begin(), source.lines.end(), offset) -
                               source.lines.begin() - 1);
  };
  const char first = node.offset < source.text.size() ? source.text[node.offset] : '\0';
  const bool is_whole = node.is_scalar() || first == '[' || first == '{';
  if (is_whole && node.end > node.offset) {
    const size_t begin = line_of(node.offset), end = std::min(line_of(node.end - 1), lines.size() - 1);
    for (size_t line = begin + 1; line <= end; ++line) lines[line].owner = lines[begin].owner;
    if (node.is_scalar()) {
      for (size_t line = begin; line < end; ++line) lines[line].keeps_blanks = true;
      const bool is_block = !node.quoted && (first == '|' || first == '>');
      if (is_block && end > begin) lines[end].keeps_blanks = true;
    }
    return;
  }
  for (const yaml::Entry& entry : node.entries) mark_values(entry.value, source, lines);
  for (const yaml::Node& item : node.items) mark_values(item, source, lines);
}

bool is_same(const yaml::Node& a, const yaml::Node& b) {
  if (a.kind != b.kind || a.text != b.text || a.quoted != b.quoted || a.items.size() != b.items.size() ||
      a.entries.size() != b.entries.size())
    return false;
  for (size_t i = 0; i < a.items.size(); ++i) {
    if (!is_same(a.items[i], b.items[i])) return false;
  }
  for (size_t i = 0; i < a.entries.size(); ++i) {
    if (a.entries[i].key != b.entries[i].key || !is_same(a.entries[i].value, b.entries[i].value))
      return false;
  }
  return true;
}

std::string_view without_end_blanks(std::string_view line) {
  while (!line.empty() && (line.back() == ' ' || line.back() == '\t' || line.back() == '\r'))
    line.remove_suffix(1);
  return line;
}

// Levels by the columns that lines have and shall have.
class Levels {
 public:
  size_t column_for(size_t written) {
    while (levels_.size() > 1 && levels_.back().written > written) levels_.pop_back();
    if (levels_.empty()) levels_.push_back({written, 0});
    if (levels_.back().written < written) levels_.push_back({written, levels_.back().column + kStep});
    return levels_.back().column;
  }
  // What follows "- " on the line is a level of its own.
  void push_inner(size_t written, size_t column) { levels_.push_back({written, column}); }

 private:
  struct Level {
    size_t written, column;
  };
  std::vector<Level> levels_;
};

}  // namespace

std::optional<std::string> tidied(std::string_view text) {
  std::vector<Diagnostic> problems;
  const auto source = std::make_shared<const yaml::Source>("", std::string(text));
  const yaml::Node before = yaml::scan(source, problems);
  if (has_errors(problems)) return std::nullopt;
  std::vector<Line> lines(source->lines.size());
  for (size_t i = 0; i < lines.size(); ++i) lines[i].owner = i;
  mark_values(before, *source, lines);

  const auto content_of = [&](size_t i) {
    const size_t end = i + 1 < source->lines.size() ? source->lines[i + 1] - 1 : source->text.size();
    return std::string_view(source->text).substr(source->lines[i], end - source->lines[i]);
  };
  const auto is_comment = [&](size_t i) {
    const std::string_view content = trim(content_of(i));
    return lines[i].owner == i && (content.empty() || content[0] == '#');
  };
  Levels levels;
  std::vector<long> shifts(lines.size(), 0);
  for (size_t i = 0; i < lines.size(); ++i) {
    if (lines[i].owner != i || is_comment(i)) continue;
    const std::string_view content = content_of(i);
    size_t written = content.find_first_not_of(" \t");
    if (written == std::string_view::npos) continue;
    const size_t column = levels.column_for(written);
    shifts[i] = static_cast<long>(column) - static_cast<long>(written);
    while (content[written] == '-' && written + 1 < content.size() && content[written + 1] == ' ') {
      const size_t inner = content.find_first_not_of(' ', written + 1);
      if (inner == std::string_view::npos) break;
      levels.push_inner(inner, static_cast<size_t>(static_cast<long>(inner) + shifts[i]));
      written = inner;
    }
  }
  // A comment goes with what it stands above, or, further left than that, with nothing.
  for (size_t i = lines.size(); i-- > 0;) {
    if (lines[i].owner != i) {
      shifts[i] = shifts[lines[i].owner];
    } else if (is_comment(i) && i + 1 < lines.size()) {
      const size_t here = content_of(i).find_first_not_of(" \t"),
                   next = content_of(i + 1).find_first_not_of(" \t");
      if (here == next || (next == std::string_view::npos && !trim(content_of(i)).empty()))
        shifts[i] = shifts[i + 1];
    }
  }
  std::string tidy;
  for (size_t i = 0; i < lines.size(); ++i) {
    std::string_view content = content_of(i);
    if (!lines[i].keeps_blanks) content = without_end_blanks(content);
    const size_t blanks = std::min(content.find_first_not_of(" \t"), content.size());
    if (blanks < content.size()) {
      const long column = std::max(0L, static_cast<long>(blanks) + shifts[i]);
      tidy += std::string(static_cast<size_t>(column), ' ');
      tidy += content.substr(blanks);
    } else if (lines[i].keeps_blanks) {
      tidy += content;
    }
    if (i + 1 < lines.size()) tidy += '\n';
  }
  while (tidy.ends_with("\n\n")) tidy.pop_back();
  if (!tidy.empty() && tidy.back() != '\n') tidy += '\n';
  std::vector<Diagnostic> after;
  if (!is_same(before, yaml::scan(tidy, "", after)) || has_errors(after)) return std::nullopt;
  return tidy;
}

}  // namespace mailroom::workflows::editor
