#include "ocr/reader/table_columns.h"

#include <algorithm>
#include <cmath>

namespace mailroom::ocr::reader {
namespace {

constexpr size_t kLinesToLearnFrom = 60;
// Heights from the header's edge: what is further away is no part of it. Figures may stand right of a header
// that begins where their column does.
constexpr double kBesideLeft = 4, kBesideRight = 10;
constexpr double kAligned = 1;     // heights by which edges may differ
constexpr double kTooFar = 3;      // heights: aligned with nothing
constexpr double kTightGap = 0.5;  // heights between two columns whose words nearly touch

double median(std::vector<double> values) {
  const auto half = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), half, values.end());
  return *half;
}

bool has_digit(const Line& line, size_t begin, size_t end) {
  return std::any_of(line.begin() + static_cast<std::ptrdiff_t>(begin),
                     line.begin() + static_cast<std::ptrdiff_t>(end), [](const Word* word) {
                       return std::ranges::any_of(word->text,
                                                  [](unsigned char c) { return std::isdigit(c) != 0; });
                     });
}

}  // namespace

TableColumns::TableColumns(const Table& table, const TableHeader& header, const std::vector<Line>& lines)
    : table_(table), header_(header), lines_(lines) {
  for (const HeaderCell& cell : header.cells) edges_.push_back({cell.zone.x0, cell.zone.x1, false});
  std::vector<std::vector<double>> left(edges_.size()), right(edges_.size());
  const size_t last = std::min(lines.size(), header.last_line + 1 + kLinesToLearnFrom);
  for (size_t l = header.last_line + 1; l < last; ++l) {
    std::vector<Zone> zones;
    for (const Piece& piece : pieces_of(l)) zones.push_back(zone_of(lines[l], piece.begin, piece.end));
    std::erase_if(zones, [&](const Zone& zone) { return is_beside(zone); });
    if (zones.size() != edges_.size()) continue;
    for (size_t i = 0; i < zones.size(); ++i) {
      left[i].push_back(zones[i].x0);
      right[i].push_back(zones[i].x1);
    }
  }
  for (size_t i = 0; i < edges_.size(); ++i)
    if (!left[i].empty()) edges_[i] = {median(left[i]), median(right[i]), true};
}

bool TableColumns::is_figures(size_t header_cell) const {
  const size_t column = header_.cells[header_cell].column;
  if (column == HeaderCell::kForeign) return false;
  const FieldType type = table_.columns[column].field.type;
  return type == FieldType::amount || type == FieldType::integer;
}

// Cells by their gaps; one that runs below two columns is parted before the figures at its end.
std::vector<TableColumns::Piece> TableColumns::pieces_of(size_t l) const {
  const Line& line = lines_[l];
  std::vector<Piece> pieces;
  const auto add = [&](size_t begin, size_t end) {
    while (begin < end && says_nothing(*line[begin])) ++begin;
    while (begin < end && says_nothing(*line[end - 1])) --end;
    if (begin < end) pieces.push_back({begin, end});
  };
  for (size_t begin = 0, end = 0; begin < line.size(); begin = end) {
    end = cell_end(line, begin);
    size_t rest = begin;
    for (size_t i = 1; i < header_.cells.size(); ++i) {
      const Zone &before = header_.cells[i - 1].zone, &own = header_.cells[i].zone;
      if (!is_figures(i)) continue;
      for (size_t word = rest + 1; word < end; ++word) {
        const double gap = line[word]->zone.x0 - line[word - 1]->zone.x1;
        const bool is_between = line[word - 1]->zone.x0 < before.x1 && line[word]->zone.x1 > own.x0 &&
                                gap > kTightGap * height_of(*line[word]);
        if (!is_between || has_digit(line, rest, word) || !has_digit(line, word, end)) continue;
        add(rest, word);
        rest = word;
        break;
      }
    }
    add(rest, end);
  }
  return pieces;
}

bool TableColumns::is_beside(const Zone& zone) const {
  const double height = std::max(4.0, zone.height());
  return zone.x1 < header_.cells.front().zone.x0 - kBesideLeft * height ||
         zone.x0 > header_.cells.back().zone.x1 + kBesideRight * height;
}

double TableColumns::distance(const Zone& zone, size_t header_cell) const {
  const Edges& e = edges_[header_cell];
  const double left = std::abs(zone.x0 - e.x0), right = std::abs(zone.x1 - e.x1),
               middle = std::abs(zone.x0 + zone.x1 - e.x0 - e.x1) / 2;
  // Once rows have shown the edges, figures stand at their right edge and words at their left.
  if (e.is_learned) return is_figures(header_cell) ? right : std::min(left, middle);
  return std::min({left, right, middle});
}

std::vector<ColumnCell> TableColumns::cells_of(size_t l) const {
  std::vector<ColumnCell> cells;
  for (const Piece& piece : pieces_of(l)) {
    ColumnCell cell{0, piece.begin, piece.end, zone_of(lines_[l], piece.begin, piece.end), false};
    if (is_beside(cell.zone)) continue;
    std::vector<double> distances;
    for (size_t i = 0; i < edges_.size(); ++i) distances.push_back(distance(cell.zone, i));
    const auto best = std::ranges::min_element(distances);
    cell.header_cell = static_cast<size_t>(best - distances.begin());
    const double height = std::max(4.0, cell.zone.height());
    const Edges& e = edges_[cell.header_cell];
    const bool is_below = cell.zone.x0 < e.x1 && cell.zone.x1 > e.x0;
    const double nearest = *best;
    const auto near =
        std::ranges::count_if(distances, [&](double d) { return d < nearest + kAligned * height; });
    cell.is_doubtful = (near > 1 && nearest > kAligned * height) || (!is_below && nearest > kTooFar * height);
    cells.push_back(cell);
  }
  return cells;
}

}  // namespace mailroom::ocr::reader
