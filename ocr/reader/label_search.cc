#include "ocr/reader/label_search.h"

#include <algorithm>

#include "base/text.h"

namespace mailroom::ocr::reader {
namespace {

constexpr double kBelow = 4;  // heights: how far below its label a value may stand

std::string spell(const Line& line, size_t begin, size_t end) {
  std::string out;
  for (size_t i = begin; i < end; ++i) {
    if (!out.empty()) out += ' ';
    out += line[i]->text;
  }
  return out;
}

}  // namespace

LabelSearch::LabelSearch(const Form& form, const std::vector<Line>& lines, bool recognised)
    : locale_(form.locale), lines_(lines), wordings_(lines, recognised) {
  for (const Field& field : form.fields) {
    for (const std::string& label : field.near) {
      const std::vector<Span> found = wordings_.find(label);
      labels_.insert(labels_.end(), found.begin(), found.end());
    }
  }
}

std::vector<LabelPlaces> LabelSearch::places(const Field& field) const {
  std::vector<LabelPlaces> all;
  for (const std::string& label : field.near) {
    LabelPlaces places;
    for (const Span& at : wordings_.find(label)) {
      if (is_within_longer_label(at)) continue;
      places.spans.push_back(at);
      places.zones.push_back(zone_of(lines_[at.line], at.begin, at.end));
    }
    if (!places.spans.empty()) all.push_back(std::move(places));
  }
  // "NI number" as it stands there says more than what may be "National Insurance no." misread.
  std::ranges::stable_sort(all, {}, [](const LabelPlaces& places) { return places.spans.front().errors; });
  return all;
}

std::vector<LabelledValue> LabelSearch::values(const Field& field, const LabelPlaces& places,
                                               const ValuePattern& pattern) const {
  std::vector<LabelledValue> right, below;
  for (const Span& at : places.spans) {
    bool has_right = false;
    if (field.side != Field::Side::below) {
      if (auto found = value_right(at, pattern)) {
        right.push_back(std::move(*found));
        has_right = true;
      }
    }
    if (field.side != Field::Side::right && !has_right) {
      if (auto found = value_below(at, pattern)) below.push_back(std::move(*found));
    }
  }
  // A label that has its value beside it once is not a column's heading elsewhere.
  return right.empty() ? below : right;
}

bool LabelSearch::is_label(const Word& word) const {
  return std::any_of(labels_.begin(), labels_.end(), [&](const Span& span) {
    const Line& line = lines_[span.line];
    return std::find(line.begin() + static_cast<std::ptrdiff_t>(span.begin),
                     line.begin() + static_cast<std::ptrdiff_t>(span.end),
                     &word) != line.begin() + static_cast<std::ptrdiff_t>(span.end);
  });
}

bool LabelSearch::begins_label(size_t line, size_t begin) const {
  return std::any_of(labels_.begin(), labels_.end(),
                     [&](const Span& label) { return label.line == line && label.begin == begin; });
}

// "pay" in "net pay": somebody else's label.
bool LabelSearch::is_within_longer_label(const Span& at) const {
  return std::any_of(labels_.begin(), labels_.end(), [&](const Span& label) {
    return label.line == at.line && label.begin <= at.begin && label.end >= at.end &&
           label.end - label.begin > at.end - at.begin;
  });
}

// The longest beginning of the cell that is such a value.
std::optional<LabelledValue> LabelSearch::value_in(size_t l, size_t begin,
                                                   const ValuePattern& pattern) const {
  const Line& line = lines_[l];
  if (begin >= line.size() || begins_label(l, begin)) return std::nullopt;
  for (size_t end = cell_end(line, begin); end > begin; --end) {
    LabelledValue found;
    found.text = spell(line, begin, end);
    const auto value = pattern.value_of(found.text);
    if (!value) continue;
    found.value = *value;
    found.zone = zone_of(line, begin, end);
    for (size_t i = begin; i < end; ++i) found.confidence = std::min(found.confidence, line[i]->confidence);
    return found;
  }
  return std::nullopt;
}

std::optional<LabelledValue> LabelSearch::value_right(const Span& at, const ValuePattern& pattern) const {
  const Line& line = lines_[at.line];
  size_t begin = at.end;
  // A currency sign of its own, a colon, dots that lead to the value.
  while (begin < line.size() &&
         fold_space(replace_all(replace_all(line[begin]->text, ".", ""), ":", "")).empty())
    ++begin;
  return value_in(at.line, begin, pattern);
}

std::optional<LabelledValue> LabelSearch::value_below(const Span& at, const ValuePattern& pattern) const {
  const Line& own = lines_[at.line];
  const Word &first = *own[at.begin], &last = *own[at.end - 1];
  const double x0 = first.zone.x0, x1 = last.zone.x1, bottom = last.zone.y1, height = height_of(last);
  for (size_t l = at.line + 1; l < lines_.size(); ++l) {
    const Line& line = lines_[l];
    if (line.front()->zone.y0 > bottom + kBelow * height) break;
    for (size_t begin = 0; begin < line.size();) {
      const size_t end = cell_end(line, begin);
      const double left = line[begin]->zone.x0, right = line[end - 1]->zone.x1;
      if (left < x1 && right > x0 && line[begin]->zone.y0 > bottom - height / 2) {
        return value_in(l, begin, pattern);
      }
      begin = end;
    }
  }
  return std::nullopt;
}

}  // namespace mailroom::ocr::reader
