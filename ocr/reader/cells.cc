#include "ocr/reader/cells.h"

#include <algorithm>
#include <cmath>

#include "ocr/reader/overlap.h"

namespace mailroom::ocr::reader {
namespace {

constexpr double kNear = 3;          // points: rules that meet
constexpr double kLeastWall = 6.5;   // lower ones are a comb's marks
constexpr double kLeastHeight = 5;   // of a cell
constexpr double kMostHeight = 400;  // farther away nothing closes a line off from above
constexpr double kLeastWidth = 5;
constexpr double kLeastOpenBox = 8;  // height of two walls with nothing over them
constexpr double kCovering = 0.6;    // of a cell's width or height that a ceiling or wall has to span
constexpr double kMostCombWidth = 24, kLeastCombWidth = 7;

struct Base {
  double x0, x1, y;
  Rule::Kind kind;
  double thickness;
};

struct Wall {
  double x0, x1, top;  // of one or more rules side by side
};

struct Span {
  double x0, x1;
  double left_top, right_top;  // of the walls; beyond the base's y where there is none
  bool has_left, has_right;
  double ceiling;  // y; negative: none
  std::vector<double> ticks;
};

// Where one can write on: lines, and the lower edges of panels.
std::vector<Base> bases_of(const Ruling& ruling, const std::vector<Zone>& panels) {
  std::vector<Base> bases;
  for (const Rule& rule : ruling.across)
    if (rule.kind != Rule::Kind::edge)
      bases.push_back({rule.zone.x0, rule.zone.x1, rule.zone.y0, rule.kind, rule.zone.height()});
  for (const Zone& panel : panels) {
    double covered = 0;
    for (const Rule& rule : ruling.across)
      if (rule.kind != Rule::Kind::edge && std::abs(rule.zone.y0 - panel.y1) < kNear + 1)
        covered += shared(rule.zone.x0, rule.zone.x1, panel.x0, panel.x1);
    if (covered < 0.8 * panel.width()) bases.push_back({panel.x0, panel.x1, panel.y1, Rule::Kind::solid, 0});
  }
  std::sort(bases.begin(), bases.end(), [](const Base& a, const Base& b) { return a.y < b.y; });
  return bases;
}

// All that bounds from above or from the side, panels' edges among it.
std::vector<Rule> with_edges(const std::vector<Rule>& rules, const std::vector<Zone>& panels, bool across) {
  std::vector<Rule> all = rules;
  for (const Zone& p : panels) {
    if (across) {
      all.push_back({{p.x0, p.y0, p.x1, p.y0}, Rule::Kind::edge});
      all.push_back({{p.x0, p.y1, p.x1, p.y1}, Rule::Kind::edge});
    } else {
      all.push_back({{p.x0, p.y0, p.x0, p.y1}, Rule::Kind::edge});
      all.push_back({{p.x1, p.y0, p.x1, p.y1}, Rule::Kind::edge});
    }
  }
  std::sort(all.begin(), all.end(), [](const Rule& a, const Rule& b) { return a.zone.y1 > b.zone.y1; });
  return all;
}

// The walls that stand on the base, from the left; those side by side are one.
std::vector<Wall> walls_on(const Base& base, const std::vector<Rule>& down) {
  std::vector<Wall> walls;
  for (const Rule& rule : down) {
    const Zone& z = rule.zone;
    if (z.x1 < base.x0 - kNear || z.x0 > base.x1 + kNear) continue;
    if (z.y1 < base.y - kNear - 1 || z.y0 > base.y - kNear) continue;
    walls.push_back({z.x0, z.x1, z.y0});
  }
  std::sort(walls.begin(), walls.end(), [](const Wall& a, const Wall& b) { return a.x0 < b.x0; });
  std::vector<Wall> merged;
  for (const Wall& wall : walls) {
    if (!merged.empty() && wall.x0 < merged.back().x1 + kNear) {
      merged.back().x1 = std::max(merged.back().x1, wall.x1);
      merged.back().top = std::min(merged.back().top, wall.top);
    } else {
      merged.push_back(wall);
    }
  }
  return merged;
}

// The lowest line above that spans most of the width; negative if there is none. `across` from the bottom.
double ceiling_over(double x0, double x1, double y, const std::vector<Rule>& across) {
  for (size_t i = 0; i < across.size(); ++i) {
    const Zone& z = across[i].zone;
    if (z.y1 > y - kLeastHeight) continue;
    if (z.y1 < y - kMostHeight) break;
    if (across[i].kind == Rule::Kind::dotted) continue;
    double covered = 0;
    for (size_t j = i; j < across.size() && across[j].zone.y1 > z.y1 - 2.5; ++j)
      covered += shared(across[j].zone.x0, across[j].zone.x1, x0, x1);
    if (covered >= kCovering * (x1 - x0)) return z.y1;
  }
  return -1;
}

std::vector<Span> spans_of(const Base& base, const std::vector<Wall>& walls,
                           const std::vector<Rule>& across) {
  std::vector<Span> spans;
  double x0 = base.x0, top = base.y;
  bool has_left = false;
  const auto close = [&](double x1, double right_top, bool has_right) {
    if (x1 - x0 >= kLeastWidth)
      spans.push_back(
          {x0, x1, top, right_top, has_left, has_right, ceiling_over(x0, x1, base.y, across), {}});
  };
  for (const Wall& wall : walls) {
    close(wall.x0, wall.top, true);
    x0 = wall.x1;
    top = wall.top;
    has_left = true;
  }
  close(base.x1, base.y, false);
  return spans;
}

double height_of(const Span& span, double y) {
  if (span.ceiling >= 0) return y - span.ceiling;
  return std::max(y - span.left_top, y - span.right_top);
}

// Walls that end well below what closes the cells off from above are marks within one cell.
void merge_over_ticks(std::vector<Span>& spans, double y) {
  std::vector<Span> out;
  for (const Span& span : spans) {
    if (!out.empty() && std::abs(out.back().x1 - span.x0) < kNear + 1) {
      Span& before = out.back();
      const double wall = y - span.left_top;
      const double height = std::min(height_of(before, y), height_of(span, y));
      const bool have_ceilings = before.ceiling >= 0 && span.ceiling >= 0;
      if (have_ceilings && (wall < kLeastWall || (wall < kCovering * height && height < 80)) &&
          std::abs(before.ceiling - span.ceiling) < kNear) {
        before.ticks.push_back((before.x1 + span.x0) / 2);
        before.ticks.insert(before.ticks.end(), span.ticks.begin(), span.ticks.end());
        before.x1 = span.x1;
        before.right_top = span.right_top;
        before.has_right = span.has_right;
        continue;
      }
    }
    out.push_back(span);
  }
  spans = std::move(out);
}

// As many cells as the marks make, if those are equally far from each other; else 0.
int cells_between(const Span& span) {
  const double width = (span.x1 - span.x0) / (static_cast<double>(span.ticks.size()) + 1);
  for (size_t i = 0; i < span.ticks.size(); ++i)
    if (std::abs(span.x0 + static_cast<double>(i + 1) * width - span.ticks[i]) > 0.2 * width) return 0;
  return static_cast<int>(span.ticks.size()) + 1;
}

Cell cell_of(const Span& span, const Base& base, const std::vector<Zone>& panels) {
  Cell cell;
  cell.base = base.kind;
  cell.thickness = base.thickness;
  const double height = height_of(span, base.y);
  cell.has_ceiling = span.ceiling >= 0;
  const auto reaches = [&](double top) { return base.y - top >= kCovering * std::min(height, 200.0); };
  cell.has_left = span.has_left && reaches(span.left_top);
  cell.has_right = span.has_right && reaches(span.right_top);
  cell.zone = {span.x0, cell.has_ceiling ? span.ceiling : base.y - height, span.x1, base.y};
  if (span.ceiling < 0 && height < kLeastHeight) cell.zone.y0 = base.y;
  // Two walls of one height close off what is between them, open as it is above.
  const double walls = base.y - std::max(span.left_top, span.right_top);
  if (span.has_left && span.has_right && walls >= kLeastOpenBox &&
      std::abs(span.left_top - span.right_top) < 4 &&
      walls < 0.85 * (base.y - cell.zone.y0) + (cell.has_ceiling ? 0 : 1000)) {
    cell.zone.y0 = base.y - walls;
    cell.has_ceiling = cell.has_left = cell.has_right = true;
  }
  for (const Zone& p : panels) {
    const Zone& z = cell.zone;
    if (shared(p.x0, p.x1, z.x0, z.x1) * shared(p.y0, p.y1, z.y0, z.y1) > 0.8 * z.width() * z.height() &&
        p.height() < 1.4 * z.height())
      cell.is_panel = true;
  }
  cell.comb_cells = cells_between(span);
  return cell;
}

// A cell of a comb, or some that marks divide.
bool can_be_of_comb(const Cell& cell) {
  if (cell.comb_cells == 0) return false;
  const double width = cell.zone.width() / cell.comb_cells, height = cell.zone.height();
  return (cell.comb_cells > 1 || (cell.has_left && cell.has_right)) && width >= kLeastCombWidth &&
         width <= kMostCombWidth && height >= 7 && height <= 40 && width < 1.7 * height;
}

// Three or more equal cells side by side are one comb.
std::vector<Cell> with_combs(const std::vector<Cell>& cells) {
  std::vector<Cell> out;
  for (size_t i = 0; i < cells.size();) {
    size_t end = i + 1;
    int count = cells[i].comb_cells;
    const double width = cells[i].zone.width() / std::max(1, count);
    while (can_be_of_comb(cells[i]) && end < cells.size() && can_be_of_comb(cells[end]) &&
           std::abs(cells[end].zone.width() / cells[end].comb_cells - width) < 0.15 * width + 0.5 &&
           std::abs(cells[end].zone.x0 - cells[end - 1].zone.x1) < kNear &&
           std::abs(cells[end].zone.y0 - cells[i].zone.y0) < kNear)
      count += cells[end++].comb_cells;
    if (can_be_of_comb(cells[i]) && count >= 3) {
      Cell comb = cells[i];
      comb.zone.x1 = cells[end - 1].zone.x1;
      comb.has_right = cells[end - 1].has_right;
      comb.comb_cells = count;
      out.push_back(comb);
    } else {
      out.insert(out.end(), cells.begin() + static_cast<long>(i), cells.begin() + static_cast<long>(end));
      for (size_t k = out.size() - (end - i); k < out.size(); ++k) out[k].comb_cells = 0;
    }
    i = end;
  }
  return out;
}

}  // namespace

std::vector<Cell> cells_of(const Ruling& ruling) {
  std::vector<Zone> panels = ruling.panels;
  panels.insert(panels.end(), ruling.fills.begin(), ruling.fills.end());
  const std::vector<Rule> across = with_edges(ruling.across, panels, true);
  const std::vector<Rule> down = with_edges(ruling.down, panels, false);
  std::vector<Cell> all;
  for (const Base& base : bases_of(ruling, panels)) {
    std::vector<Span> spans = spans_of(base, walls_on(base, down), across);
    merge_over_ticks(spans, base.y);
    std::vector<Cell> row;
    for (const Span& span : spans) row.push_back(cell_of(span, base, panels));
    row = with_combs(row);
    all.insert(all.end(), row.begin(), row.end());
  }
  return all;
}

}  // namespace mailroom::ocr::reader
