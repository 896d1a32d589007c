#include "ocr/reader/read_cell_ink.h"

#include <algorithm>
#include <cstdlib>

#include "ocr/reader/cell_text.h"
#include "ocr/reader/free_layout.h"
#include "ocr/reader/read_tables.h"
#include "ocr/reader/struck_out.h"

namespace mailroom::ocr::reader {
namespace {

constexpr double kLeastFigure = 0.25;  // of the row's height: less is a speck, or a minus by itself

bool is_struck(const InkGroup& group) {
  return group.struck || is_struck_out(group.ink);
}

// The place without the rules that bound its column, or what scanners leave of them, which look like a 1: no
// figure stands on a boundary.
Area between_rules(FreeInk& ink, Area place) {
  constexpr int kEdge = 8;        // pixels
  constexpr double kHigh = 0.85;  // of the row; figures are lower
  constexpr int kSlim = 4;        // times as high as wide
  const Area cell = place;
  const InkGroup group = ink.ink_in({cell.x0 - kEdge, cell.y0, cell.x1 + kEdge, cell.y1});
  for (const Component& c : group.ink.pieces) {
    const bool is_high = c.height() > kHigh * cell.height() && c.height() >= kSlim * c.width();
    if (c.width() > kHair && !is_high) continue;
    const int x0 = c.x0 + group.ink.around.x0, x1 = c.x1 + group.ink.around.x0, middle = (x0 + x1) / 2;
    if (std::abs(middle - cell.x0) <= kEdge) place.x0 = std::max(place.x0, x1 + kHair);
    if (std::abs(middle - cell.x1) <= kEdge) place.x1 = std::min(place.x1, x0 - kHair);
  }
  return place;
}

void read_figures(FreeInk& ink, const TableColumn& column, const ValuePattern& pattern, const TableCell& cell,
                  FieldReading& reading) {
  const Area place = between_rules(ink, ink.area_in_line(cell.place));
  const InkGroup group = ink.ink_in(place);
  const bool is_speck = group.place.height() < kLeastFigure * place.height();
  if (cell.lines.empty() && (is_left_of_rules(group.ink.pieces) || is_speck))
    return;  // it is empty, as the words say
  const auto value = group.ink.pieces.empty() ? std::nullopt : ink.value_of(column.field, pattern, group, 0);
  if (!value) {
    reading.confidence = std::min(reading.confidence, kNotFound);
    return;
  }
  reading.value = Value(value->value);
  reading.text = value->text;
  reading.zone = ink.zone_of(value->place);
  reading.confidence = cell.lines.empty() ? std::min(kUnseen, value->confidence) : value->confidence;
  for (const auto& [other, probability] : value->alternatives)
    reading.alternatives.push_back({Value(other), (1 - value->confidence) * probability});
  reading.altered = is_struck(group);
}

// Each line of words.
void read_words(FreeInk& ink, const TableColumn& column, const ValuePattern& pattern, const TableCell& cell,
                FieldReading& reading) {
  if (cell.lines.empty()) return;
  std::string all;
  double confidence = 1;
  for (const CellLine& line : cell.lines) {
    std::string text = line.text;
    const InkGroup group = ink.line_at(line.zone, cell.place.x0, cell.place.x1);
    confidence *= ink.read_again(column.field, group, text);
    reading.altered |= is_struck(group);
    const std::string kept = without_marks(text);
    if (kept != text || may_end_in_a_speck(kept)) confidence = std::min(confidence, kNotFound);
    all += (all.empty() ? "" : " ") + kept;
  }
  const auto value = pattern.value_of(all);
  reading.text = all;
  reading.value = Value(value.value_or(all));
  reading.confidence = value ? confidence : std::min(confidence, kNotFound);
}

}  // namespace

void read_cell_ink(FreeInk& ink, const TableColumn& column, const ValuePattern& pattern,
                   const TableCell& cell, FieldReading& reading) {
  read_cell_by_words(column, pattern, cell, reading);
  if (pattern.is_figures()) {
    read_figures(ink, column, pattern, cell, reading);
  } else {
    read_words(ink, column, pattern, cell, reading);
  }
  if (reading.altered) reading.confidence = std::min(reading.confidence, kNotFound);
}

}  // namespace mailroom::ocr::reader
