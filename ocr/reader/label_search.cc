#include "ocr/reader/label_search.h"

#include <algorithm>
#include <cmath>

#include "base/text.h"

namespace mailroom::ocr::reader {
namespace {

constexpr double kBelow = 4;      // heights: how far below its label a value may stand
constexpr double kFarRight = 20;  // heights: how far right of the label it may begin then
constexpr double kAligned = 2;    // heights: a value that stands otherwise below may be another's
constexpr double kNotAligned = 0.9;

bool is_aligned(const Zone& label, const Zone& value, double height) {
  return std::min({std::abs(label.x0 - value.x0), std::abs(label.x1 - value.x1),
                   std::abs(label.x0 + label.x1 - value.x0 - value.x1) / 2}) < kAligned * height;
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

void LabelSearch::leave_out(const std::vector<Zone>& words) {
  left_out_.insert(left_out_.end(), words.begin(), words.end());
  std::erase_if(labels_, [&](const Span& at) { return is_left_out(at); });
}

bool LabelSearch::is_left_out(const Span& at) const {
  const Zone place = place_of(at);
  const double x = (place.x0 + place.x1) / 2, y = (place.y0 + place.y1) / 2;
  return std::ranges::any_of(left_out_,
                             [&](const Zone& z) { return x > z.x0 && x < z.x1 && y > z.y0 && y < z.y1; });
}

std::vector<LabelPlaces> LabelSearch::places(const Field& field) const {
  std::vector<LabelPlaces> all;
  for (const std::string& label : field.near) {
    LabelPlaces places;
    for (const Span& at : wordings_.find(label)) {
      if (is_left_out(at) || is_within_longer_label(at)) continue;
      places.spans.push_back(at);
      places.zones.push_back(place_of(at));
    }
    places.rivals = wordings_.find_worse(label);
    std::erase_if(places.rivals, [&](const Span& at) {
      return is_left_out(at) || is_within_longer_label(at) || is_better_as_other_label(at);
    });
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
    if (!begins_cell(at)) {
      const bool goes_on =
          at.end < lines_[at.line].size() && !is_gap(*lines_[at.line][at.end - 1], *lines_[at.line][at.end]);
      if (!goes_on || field.side == Field::Side::below) continue;
      if (auto found = value_right(at, pattern)) right.push_back(std::move(*found));
      continue;
    }
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

std::optional<Zone> LabelSearch::words_right(const Field& field) const {
  const std::vector<LabelPlaces> all = places(field);
  if (all.empty() || all.front().spans.size() != 1) return std::nullopt;
  return words_right(all.front().spans.front());
}

std::optional<Zone> LabelSearch::words_right(const Span& at) const {
  const Line& line = lines_[at.line];
  if (at.end >= line.size() || begins_label(at.line, at.end)) return std::nullopt;
  return zone_of(line, at.end, cell_end(line, at.end));
}

// Of values that lie within one another the longest; words of two cells are never one value.
std::vector<LabelledValue> LabelSearch::values_anywhere(const ValuePattern& pattern) const {
  std::vector<LabelledValue> found;
  for (size_t l = 0; l < lines_.size(); ++l) {
    for (size_t begin = 0; begin < lines_[l].size();) {
      size_t end = cell_end(lines_[l], begin);
      std::optional<LabelledValue> value;
      for (; end > begin && !value; --end) value = value_of(l, begin, end, pattern);
      begin = value ? end + 1 : begin + 1;
      if (value) found.push_back(std::move(*value));
    }
  }
  return found;
}

std::optional<Zone> LabelSearch::likely_place(const ValuePattern& pattern) const {
  std::optional<Zone> place;
  for (const Line& line : lines_)
    for (const Word* word : line) {
      const std::string figures = as_figures(word->text), &text = word->text;
      if (text.empty()) continue;
      // Its first or its last letter may be one.
      const bool may_be = pattern.is_value(figures) ||
                          pattern.is_value(figures.substr(0, text.size() - 1) + text.back()) ||
                          pattern.is_value(text.substr(0, 1) + figures.substr(1));
      if (!may_be) continue;
      if (place) return std::nullopt;
      place = word->zone;
    }
  return place;
}

bool LabelSearch::is_label(const Word& word) const {
  return std::any_of(labels_.begin(), labels_.end(), [&](const Span& span) {
    const Line& line = lines_[span.line];
    return std::find(line.begin() + static_cast<std::ptrdiff_t>(span.begin),
                     line.begin() + static_cast<std::ptrdiff_t>(span.end),
                     &word) != line.begin() + static_cast<std::ptrdiff_t>(span.end);
  });
}

bool LabelSearch::begins_cell(const Span& at) const {
  const Line& line = lines_[at.line];
  for (size_t word = at.begin; word > 0 && !is_gap(*line[word - 1], *line[word]); --word) {
    const std::string letters = folded_letters(line[word - 1]->text);
    if (std::ranges::any_of(letters, [](unsigned char c) { return c >= 0x80 || std::isalpha(c) != 0; }))
      return false;
  }
  return true;
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

// "Total reductions", which is a label of its own, is no "Total deductions" misread.
bool LabelSearch::is_better_as_other_label(const Span& at) const {
  return std::any_of(labels_.begin(), labels_.end(), [&](const Span& label) {
    return label.line == at.line && label.begin < at.end && at.begin < label.end && label.errors < at.errors;
  });
}

// The longest beginning of the cell that is such a value.
std::optional<LabelledValue> LabelSearch::value_in(size_t l, size_t begin,
                                                   const ValuePattern& pattern) const {
  const Line& line = lines_[l];
  if (begin >= line.size() || begins_label(l, begin)) return std::nullopt;
  for (size_t end = cell_end(line, begin); end > begin; --end)
    if (auto found = value_of(l, begin, end, pattern)) return found;
  return std::nullopt;
}

std::optional<LabelledValue> LabelSearch::value_of(size_t l, size_t begin, size_t end,
                                                   const ValuePattern& pattern) const {
  const Line& line = lines_[l];
  LabelledValue found;
  found.text = text_of(line, begin, end);
  auto value = pattern.value_of(found.text);
  if (!value && pattern.tells_itself()) value = pattern.value_of(without_stops(found.text));
  if (!value) return std::nullopt;
  found.value = *value;
  found.zone = zone_of(line, begin, end);
  for (size_t i = begin; i < end; ++i) found.confidence = std::min(found.confidence, line[i]->confidence);
  return found;
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
  const Zone label{first.zone.x0, first.zone.y0, last.zone.x1, last.zone.y1};
  const double height = height_of(last);
  const bool is_last_of_line = at.end == own.size();
  for (size_t l = at.line + 1; l < lines_.size(); ++l) {
    const Line& line = lines_[l];
    if (line.front()->zone.y0 > label.y1 + kBelow * height) break;
    for (size_t begin = 0, end = 0; begin < line.size(); begin = end) {
      end = cell_end(line, begin);
      const Zone cell = zone_of(line, begin, end);
      if (cell.y0 <= label.y1 - height / 2) continue;
      const bool is_below = cell.x0 < label.x1 && cell.x1 > label.x0;
      // In a box that its label is printed small in, the figures stand at the far edge.
      const bool is_further_right =
          is_last_of_line && cell.x0 >= label.x1 && cell.x0 < label.x1 + kFarRight * height;
      if (!is_below && !is_further_right) continue;
      // What stands right of another label is that one's value.
      if (begin > 0 && is_label(*line[begin - 1])) return std::nullopt;
      auto found = value_in(l, begin, pattern);
      if (found && !is_aligned(label, found->zone, height))
        found->confidence = std::min(found->confidence, kNotAligned);
      return found;
    }
  }
  return std::nullopt;
}

}  // namespace mailroom::ocr::reader
