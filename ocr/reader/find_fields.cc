#include "ocr/reader/find_fields.h"

#include <algorithm>
#include <cmath>
#include <optional>

#include "ocr/reader/blank_print.h"
#include "ocr/reader/cells.h"
#include "ocr/reader/overlap.h"

namespace mailroom::ocr::reader {
namespace {

// Points.
constexpr double kLine = 12;        // as high as a line that is written
constexpr double kLeastLine = 8;    // lower there is no writing
constexpr double kLeastWidth = 12;  // of a place to write in
constexpr double kLeastGap = 35;    // beside print on the same line
constexpr double kNarrow = 125;     // a cell as wide as an amount or a date: what is written is one line
constexpr double kThickest = 1.9;   // a thicker rule separates
constexpr double kInset = 0.6;      // writing keeps away from the rules
constexpr double kMostBox = 380;    // no box for writing is wider and higher than that

// Strokes of letters are no rules.
void drop_strokes(Ruling& ruling, const std::vector<Print>& prints) {
  const auto is_stroke = [&](const Rule& rule) {
    if (rule.kind == Rule::Kind::edge || rule.kind == Rule::Kind::dashed) return false;
    return std::any_of(prints.begin(), prints.end(), [&](const Print& p) {
      const Zone& z = rule.zone;
      return z.x0 > p.zone.x0 - 1.5 && z.x1 < p.zone.x1 + 1.5 && z.y0 > p.zone.y0 - 2.5 &&
             z.y1 < p.zone.y1 + 2.5;
    });
  };
  std::erase_if(ruling.across, is_stroke);
  std::erase_if(ruling.down, is_stroke);
}

class Finder {
 public:
  Finder(Ruling ruling, const std::vector<Word>& words)
      : ruling_(std::move(ruling)), prints_(prints_of(words)) {
    drop_strokes(ruling_, prints_);
    find_ticks();
    drop_sides_of_ticks();
    cells_ = cells_of(ruling_);
  }

  std::vector<FoundField> find() {
    for (const Cell& cell : cells_) look_at(cell);
    drop_what_is_no_place();
    join_cents();
    std::sort(found_.begin(), found_.end(), [](const FoundField& a, const FoundField& b) {
      return std::abs(a.zone.y1 - b.zone.y1) > 4 ? a.zone.y1 < b.zone.y1 : a.zone.x0 < b.zone.x0;
    });
    return std::move(found_);
  }

 private:
  std::vector<Print> prints_in(const Zone& zone) const {
    std::vector<Print> in;
    for (const Print& print : prints_)
      if (lies_in(print.zone, zone)) in.push_back(print);
    return in;
  }
  bool has_ticks(const Zone& zone) const {
    return std::any_of(ticks_.begin(), ticks_.end(), [&](const Zone& t) { return lies_in(t, zone); });
  }
  bool is_shaded(const Zone& zone) const {
    const Zone inner{zone.x0 + 1, zone.y0 + 1, zone.x1 - 1, zone.y1 - 1};
    const PaperTone& tone = ruling_.tone;
    if (tone.share(inner, PaperTone::shaded) + tone.share(inner, PaperTone::dark) > 0.4) return true;
    if (std::any_of(ruling_.fills.begin(), ruling_.fills.end(),
                    [&](const Zone& f) { return lies_in(inner, f, 0.8); }))
      return false;
    // Where white panels are for writing, the tint around them is not.
    return tone.share(inner, PaperTone::tinted) > 0.5 && has_panels();
  }
  bool has_panels() const {
    return std::count_if(ruling_.panels.begin(), ruling_.panels.end(),
                         [](const Zone& p) { return p.height() < 3 * kLine; }) >= 3;
  }

  void add(FoundField::Kind kind, const Zone& zone, const Zone& cell, int cells = 0) {
    found_.push_back({kind, zone, cell, cells, kind != FoundField::Kind::tick && is_of_money(cell)});
  }

  // A currency's sign in it or before it, or a line's number in a narrow cell of its own before it.
  bool is_of_money(const Zone& cell) const {
    const Zone before{cell.x0 - 18, std::max(cell.y0, cell.y1 - 1.5 * kLine), cell.x0 + 18, cell.y1};
    return cell.width() < kNarrow + 25 &&
           (std::any_of(prints_.begin(), prints_.end(),
                        [&](const Print& p) { return p.is_money && lies_in(p.zone, before); }) ||
            number_beside(cell));
  }

  // The prints of the narrow cell to the left, if they are a line's number; else none.
  bool number_beside(const Zone& z) const {
    return std::any_of(cells_.begin(), cells_.end(), [&](const Cell& other) {
      const Zone& o = other.zone;
      if (std::abs(o.y1 - z.y1) > 2 || std::abs(o.x1 - z.x0) > 5 || o.width() > 60) return false;
      const std::vector<Print> prints = prints_in(o);
      return !prints.empty() &&
             std::all_of(prints.begin(), prints.end(), [](const Print& p) { return p.is_figure; });
    });
  }

  void find_ticks() {
    const auto is_free = [&](const Zone& zone) {
      return !is_shaded(zone) && std::none_of(prints_.begin(), prints_.end(), [&](const Print& p) {
        // A glyph of a box is a word of its own.
        const bool is_glyph = std::abs(p.zone.width() - zone.width()) < 3 && area(p.zone) < 2.5 * area(zone);
        return !is_glyph && (lies_in(p.zone, zone, 0.4) || lies_in(zone, p.zone, 0.8));
      });
    };
    std::vector<Zone> squares;
    for (const auto* list : {&ruling_.squares, &ruling_.circles})
      for (const Zone& zone : *list)
        if (is_free(zone)) squares.push_back(zone);
    for (const Zone& zone : squares) {
      // One of a row of cells is no box to tick.
      const auto neighbours = std::count_if(squares.begin(), squares.end(), [&](const Zone& o) {
        return !(o == zone) && std::abs(o.y0 - zone.y0) < 1.5 && std::abs(o.height() - zone.height()) < 1.5 &&
               (std::abs(o.x0 - zone.x1) < 3 || std::abs(zone.x0 - o.x1) < 3);
      });
      if (neighbours > 0) continue;
      if (std::any_of(ticks_.begin(), ticks_.end(), [&](const Zone& t) { return shared_area(t, zone) > 0; }))
        continue;
      ticks_.push_back(zone);
      add(FoundField::Kind::tick, zone, zone);
    }
  }

  // A box to tick that stands in a cell does not divide it.
  void drop_sides_of_ticks() {
    const auto is_side = [&](const Rule& rule) {
      return std::any_of(ticks_.begin(), ticks_.end(), [&](const Zone& t) {
        const Zone& z = rule.zone;
        return z.x0 > t.x0 - 2 && z.x1 < t.x1 + 2 && z.y0 > t.y0 - 2 && z.y1 < t.y1 + 2;
      });
    };
    std::erase_if(ruling_.across, is_side);
    std::erase_if(ruling_.down, is_side);
  }

  // The zone between printed signs at its sides.
  Zone between_signs(Zone zone, const std::vector<Print>& prints) const {
    const double middle = (zone.x0 + zone.x1) / 2;
    for (const Print& p : prints) {
      if (!p.is_sign) continue;
      if (p.zone.x1 < middle) zone.x0 = std::max(zone.x0, p.zone.x1 + 0.5);
      if (p.zone.x0 > middle) zone.x1 = std::min(zone.x1, p.zone.x0 - 0.5);
    }
    return zone;
  }

  static Zone inside(const Zone& zone) {
    return {zone.x0 + kInset, zone.y0 + kInset, zone.x1 - kInset, zone.y1 - kInset / 2};
  }

  void look_at(const Cell& cell) {
    const Zone& z = cell.zone;
    const std::vector<Print> prints = prints_in(z);
    if (cell.comb_cells >= 3 && prints.empty() && z.height() >= kLeastLine - 2) {
      if (!is_shaded(z)) add(FoundField::Kind::comb, inside(z), z, cell.comb_cells);
      return;
    }
    if (cell.base == Rule::Kind::dotted) return look_at_line(cell);
    if (cell.is_closed()) {
      look_in_box(cell, prints);
    } else {
      look_at_line(cell);
    }
  }

  // A box whose print is its label, or that has none.
  void look_in_box(const Cell& cell, const std::vector<Print>& prints) {
    const Zone& z = cell.zone;
    if (z.width() < kLeastWidth || z.height() < kLeastLine - 1) return;
    if (z.width() > kMostBox && z.height() > kMostBox) return;
    if (is_shaded({z.x0, std::max(z.y0, z.y1 - 2 * kLine), z.x1, z.y1})) return;
    std::vector<Print> label;
    for (const Print& p : prints)
      if (!p.is_sign) label.push_back(p);
    // A signature is no value.
    if (std::any_of(label.begin(), label.end(), [](const Print& p) { return p.is_signature; }) &&
        label.size() < 10)
      return;
    const bool has_boxes = has_ticks(z);
    if (label.empty()) {
      if (has_boxes || is_for_signature(z)) return;
      Zone zone = between_signs(inside(z), prints);
      if (zone.width() < kLeastWidth) return;
      zone.y0 = std::max(zone.y0, zone.y1 - height_of_writing(cell));
      return add(FoundField::Kind::box, zone, z);
    }
    double bottom = z.y0, right = z.x0, left = z.x1, top = z.y1;
    for (const Print& p : label) {
      bottom = std::max(bottom, p.zone.y1);
      top = std::min(top, p.zone.y0);
      left = std::min(left, p.zone.x0);
      right = std::max(right, p.zone.x1);
    }
    for (const Zone& t : ticks_)
      if (lies_in(t, z)) bottom = std::max(bottom, t.y1);
    const double below = z.y1 - bottom;
    if (below >= kLeastLine && top - z.y0 < 9 && left - z.x0 < 20 && !is_heading(cell)) {
      Zone zone = inside(z);
      zone.y0 = bottom;
      return add(FoundField::Kind::box, between_signs(zone, {}), z);
    }
    if (!has_boxes) look_beside(cell, label);
  }

  // Asked for beside it, below it or above it.
  bool is_for_signature(const Zone& zone) const {
    const Zone beside{zone.x0 - 80, zone.y1 - kLine, zone.x0 + 2, zone.y1};
    const Zone under{zone.x0, zone.y1, zone.x1, zone.y1 + kLine};
    const Zone over{zone.x0, zone.y0 - 1.3 * kLine, zone.x1, zone.y0};
    return std::any_of(prints_.begin(), prints_.end(), [&](const Print& p) {
      return p.is_signature && (lies_in(p.zone, beside) || lies_in(p.zone, under) || lies_in(p.zone, over));
    });
  }

  // The rest of a line that its label begins.
  void look_beside(const Cell& cell, const std::vector<Print>& label) {
    const Zone& z = cell.zone;
    const Zone band{z.x0, std::max(z.y0, z.y1 - kLine), z.x1, z.y1};
    double x0 = z.x0;
    bool ends_sentence = false, points_on = false;
    double left = z.x1;
    int words = 0;
    for (const Print& p : label) {
      if (shared(p.zone.y0, p.zone.y1, band.y0, band.y1) < 0.3 * p.zone.height()) continue;
      ++words;
      if (p.zone.x1 > x0) {
        x0 = p.zone.x1;
        ends_sentence = p.ends_sentence;
        points_on = p.points_on;
      }
      left = std::min(left, p.zone.x0);
    }
    if (words == 0 || z.x1 - x0 < kLeastGap + 10) return;
    if (is_heading(cell) || left - z.x0 > 20) return;
    const bool is_asked = points_on || cell.base == Rule::Kind::dashed || cell.is_panel;
    if (!is_asked &&
        (z.height() > 1.8 * kLine || ends_sentence || words > (cell.has_left && cell.has_right ? 6 : 4)))
      return;
    if (is_for_signature({x0, z.y1 - kLine, z.x1, z.y1})) return;
    Zone zone = inside({z.x0, std::max(z.y0, z.y1 - 1.5 * kLine), z.x1, z.y1});
    if (z.height() > 1.8 * kLine) zone.y0 = z.y1 - kLine;
    zone.x0 = x0 + 2;
    add(FoundField::Kind::line, zone, z);
  }

  // Print of its own over a column: empty cells of the same width follow right below.
  bool is_heading(const Cell& cell) const {
    const Zone& z = cell.zone;
    return std::any_of(cells_.begin(), cells_.end(), [&](const Cell& other) {
      const Zone& o = other.zone;
      return std::abs(o.y0 - z.y1) < 3.5 && o.x0 > z.x0 - 4 && o.x1 < z.x1 + 4 &&
             o.width() > 0.4 * z.width() && other.is_closed() && prints_in(o).empty() &&
             o.height() < z.height() + 12;
    });
  }

  // A high cell that is filled in with one line has it at the bottom, as its number beside it has.
  double height_of_writing(const Cell& cell) const {
    const Zone& z = cell.zone;
    if (cell.is_panel || z.height() < 1.3 * kLine || z.width() > kNarrow) return z.height();
    for (const Cell& other : cells_) {
      const Zone& o = other.zone;
      if (std::abs(o.y1 - z.y1) > 2 || std::abs(o.x1 - z.x0) > 5 || o.width() > 60) continue;
      const std::vector<Print> prints = prints_in(o);
      if (prints.empty()) continue;
      if (std::all_of(prints.begin(), prints.end(),
                      [&](const Print& p) { return p.zone.y0 > z.y1 - 1.3 * kLine; }))
        return kLine;
    }
    if (z.height() > 6 * kLine && cell.has_left && cell.has_right) return z.height();
    return std::min(std::sqrt(kLine * z.height()), 1.7 * kLine);
  }

  // A line to write on, that nothing closes off: somebody must have said what for.
  void look_at_line(const Cell& cell) {
    const Zone& z = cell.zone;
    if (z.width() < kLeastGap / 2 || cell.thickness > kThickest) return;
    double ceiling = z.y1 - 13.5;
    if (cell.has_ceiling) ceiling = std::max(ceiling, z.y0);
    const Zone band{z.x0, z.y1 - kLine + 2, z.x1, z.y1 - 0.5};
    double x0 = z.x0, x1 = z.x1;
    for (const Print& p : prints_) {
      if (shared(p.zone.x0, p.zone.x1, z.x0, z.x1) <= 0 || p.zone.y0 > z.y1 || p.zone.y1 < band.y0 - 12)
        continue;
      if (p.zone.y1 < z.y1 - kLeastLine) {
        ceiling = std::max(ceiling, p.zone.y1);
        continue;
      }
      if (p.zone.y1 < z.y1 - 9 || p.zone.y0 > z.y1 - 2) continue;
      // Print that stands on the line.
      if (p.zone.x0 - z.x0 < 4) {
        x0 = std::max(x0, p.zone.x1);
      } else if (z.x1 - p.zone.x1 < 4) {
        x1 = std::min(x1, p.zone.x0);
      } else {
        return;
      }
    }
    const double taken = z.width() - (x1 - x0);
    if (taken > 0 && cell.base == Rule::Kind::solid && taken > 0.35 * z.width()) return;
    if (taken > 0 && is_top_of_a_box(cell)) return;  // the label over a box
    if (x1 - x0 < kLeastGap / 2 || z.y1 - ceiling < kLeastLine - 1) return;
    const Zone zone{x0, ceiling, x1, z.y1};
    if (is_shaded(zone) || has_ticks(zone) || is_for_signature(zone)) return;
    if (cell.base == Rule::Kind::dotted && leads_on(z)) return;
    if (!has_label(zone, cell)) return;
    add(FoundField::Kind::line, zone, zone);
  }

  bool is_top_of_a_box(const Cell& line) const {
    const Zone& z = line.zone;
    return line.base == Rule::Kind::solid &&
           std::any_of(cells_.begin(), cells_.end(), [&](const Cell& other) {
             const Zone& o = other.zone;
             return other.is_closed() && std::abs(o.y0 - z.y1) < 3.5 &&
                    shared(o.x0, o.x1, z.x0, z.x1) > 0.5 * std::min(o.width(), z.width());
           });
  }

  // Something stands at the right end of a dotted line: it is no place to write, it leads there.
  bool leads_on(const Zone& z) const {
    const Zone next{z.x1, z.y1 - kLine, z.x1 + 60, z.y1 + 2};
    const auto touches = [&](const Zone& o) { return shared_area(o, next) > 0; };
    return std::any_of(prints_.begin(), prints_.end(), [&](const Print& p) { return touches(p.zone); }) ||
           std::any_of(ticks_.begin(), ticks_.end(), touches) ||
           std::any_of(cells_.begin(), cells_.end(),
                       [&](const Cell& c) { return c.is_closed() && touches(c.zone); });
  }

  bool has_label(const Zone& zone, const Cell& cell) const {
    bool left = false, above = false, below = false;
    for (const Print& p : prints_) {
      if (p.is_leader) continue;
      const Zone& w = p.zone;
      const double middle = (w.y0 + w.y1) / 2;
      if (w.x1 <= zone.x0 + 3 && w.x1 > zone.x0 - 40 && middle > zone.y1 - kLine && middle < zone.y1 + 2)
        left = true;
      if (std::abs(w.x0 - zone.x0) < 8 && w.y1 < zone.y0 + 3 && w.y1 > zone.y0 - 8) above = true;
      if (w.y0 > zone.y1 - 1 && w.y0 < zone.y1 + 8 && w.x0 > zone.x0 - 4 && w.x1 < zone.x1 + 4) below = true;
    }
    if (left) return true;
    if (cell.base == Rule::Kind::dashed) return true;
    // A rule right across the page separates.
    if (zone.width() > 0.7 * ruling_.tone.width()) return false;
    return (above || below) && !is_top_of_a_box(cell);
  }

  // Cells of a column that has print in it, frames around fields, and the same place found twice.
  void drop_what_is_no_place() {
    // Of the same place found as a box and as a line the box is the better one.
    std::stable_partition(found_.begin(), found_.end(),
                          [](const FoundField& f) { return f.kind != FoundField::Kind::line; });
    const auto is_its_line = [](const FoundField& line, const FoundField& box) {
      return line.kind == FoundField::Kind::line && box.kind == FoundField::Kind::box &&
             std::abs(line.zone.y1 - box.zone.y1) < 3 && line.zone.width() > 0.7 * box.zone.width();
    };
    std::vector<FoundField> kept;
    for (const FoundField& field : found_) {
      if (field.kind == FoundField::Kind::box && is_in_printed_column(field)) continue;
      const bool is_frame = field.kind != FoundField::Kind::tick &&
                            std::any_of(found_.begin(), found_.end(), [&](const FoundField& other) {
                              return &other != &field && !is_its_line(other, field) &&
                                     lies_in(other.zone, field.zone, 0.8) &&
                                     area(other.zone) < 0.8 * area(field.zone);
                            });
      if (is_frame) continue;
      const bool is_twice = std::any_of(kept.begin(), kept.end(), [&](const FoundField& other) {
        return shared_area(other.zone, field.zone) > 0.5 * std::min(area(other.zone), area(field.zone));
      });
      if (!is_twice) kept.push_back(field);
    }
    found_ = std::move(kept);
  }

  bool is_in_printed_column(const FoundField& field) const {
    const Zone& z = field.cell;
    if (z.width() > 60) return false;
    long printed = 0, empty = 0;
    for (const Cell& other : cells_) {
      const Zone& o = other.zone;
      if (!other.is_closed() || std::abs(o.x0 - z.x0) > 2.5 || std::abs(o.x1 - z.x1) > 2.5) continue;
      const std::vector<Print> prints = prints_in(o);
      const bool is_numbers =
          !prints.empty() && prints.size() <= 2 &&
          std::all_of(prints.begin(), prints.end(), [](const Print& p) { return p.is_figure; });
      (is_numbers ? printed : empty) += 1;
    }
    return printed > 0 && printed * 3 >= empty;
  }

  // Dollars and cents are one amount.
  void join_cents() {
    std::vector<FoundField> joined;
    for (const FoundField& field : found_) {
      if (!joined.empty()) {
        FoundField& before = joined.back();
        const Zone &a = before.cell, &b = field.cell;
        if (before.kind == FoundField::Kind::box && field.kind == FoundField::Kind::box && b.width() <= 24 &&
            a.width() >= 2 * b.width() && a.width() < kNarrow && std::abs(a.x1 - b.x0) < 3 &&
            std::abs(a.y1 - b.y1) < 2 && std::abs(a.height() - b.height()) < kLine) {
          before.is_amount = true;
          before.cell.x1 = b.x1;
          before.zone.x1 = field.zone.x1;
          before.zone.y0 = std::min(before.zone.y0, field.zone.y0);
          continue;
        }
      }
      joined.push_back(field);
    }
    found_ = std::move(joined);
  }

  Ruling ruling_;
  std::vector<Print> prints_;
  std::vector<Cell> cells_;
  std::vector<Zone> ticks_;
  std::vector<FoundField> found_;
};

}  // namespace

std::vector<FoundField> find_fields(const Ruling& ruling, const std::vector<Word>& words) {
  return Finder(ruling, words).find();
}

}  // namespace mailroom::ocr::reader
