#include "ocr/reader/table_header.h"

#include <algorithm>
#include <cmath>

namespace mailroom::ocr::reader {
namespace {

// Heights by which the middles of a header's cells may differ. Those in one line of the page are level
// whatever their heights, for a photograph's lines slant.
constexpr double kSameHeader = 1.6;
// A header of which a wording was misread comes after those that were read well.
constexpr int kMisread = 100;

struct Wording {
  Span span;
  Zone zone;
  int rank = 0;
};

double middle(const Zone& zone) {
  return (zone.y0 + zone.y1) / 2;
}

// No word: among headings a dash by itself is what is left of a rule.
bool is_dirt(const Word& word) {
  return folded_letters(word.text).empty();
}

class HeaderSearch {
 public:
  HeaderSearch(const Table& table, const std::vector<Line>& lines, const PageWordings& wordings)
      : table_(table), lines_(lines) {
    for (const TableColumn& column : table.columns) {
      std::vector<Wording>& places = places_.emplace_back();
      for (size_t rank = 0; rank < column.field.near.size(); ++rank) {
        const std::string& wording = column.field.near[rank];
        for (const Span& span : wordings.find(wording)) add(span, static_cast<int>(rank), places);
        // The same word elsewhere ("Total deductions") may have been read better than the header.
        for (const Span& span : wordings.find_worse(wording))
          add(span, static_cast<int>(rank) + kMisread, places);
      }
    }
  }

  std::vector<TableHeader> all() const {
    const size_t anchor = first_needed();
    std::vector<TableHeader> found;
    for (const Wording& first : places_[anchor]) {
      std::vector<const Wording*> chosen(table_.columns.size(), nullptr);
      chosen[anchor] = &first;
      if (!choose(chosen, anchor) || !are_cells(chosen)) continue;
      found.push_back(header_of(chosen));
    }
    std::ranges::stable_sort(found, {}, &TableHeader::rank);
    return found;
  }

 private:
  void add(const Span& span, int rank, std::vector<Wording>& places) const {
    places.push_back({span, zone_of(lines_[span.line], span.begin, span.end), rank});
  }

  size_t first_needed() const {
    const auto at = std::ranges::find_if(table_.columns, [](const TableColumn& c) { return !c.optional; });
    return static_cast<size_t>(at - table_.columns.begin());
  }

  // The other columns: each the nearest on its side of the one before.
  bool choose(std::vector<const Wording*>& chosen, size_t anchor) const {
    const Zone& first = chosen[anchor]->zone;
    double left = first.x1;
    for (size_t c = anchor + 1; c < places_.size(); ++c) {
      chosen[c] = nearest(places_[c], *chosen[anchor], [&](const Zone& z) { return z.x0 - left; });
      if (chosen[c] == nullptr && !table_.columns[c].optional) return false;
      if (chosen[c] != nullptr) left = chosen[c]->zone.x1;
    }
    // Columns before it are all optional.
    double right = first.x0;
    for (size_t c = anchor; c-- > 0;) {
      chosen[c] = nearest(places_[c], *chosen[anchor], [&](const Zone& z) { return right - z.x1; });
      if (chosen[c] != nullptr) right = chosen[c]->zone.x0;
    }
    return true;
  }

  static bool are_level(const Wording& a, const Wording& b) {
    const double height = std::max(4.0, std::min(a.zone.height(), b.zone.height()));
    return a.span.line == b.span.line || std::abs(middle(a.zone) - middle(b.zone)) <= kSameHeader * height;
  }

  template <class Distance>
  static const Wording* nearest(const std::vector<Wording>& places, const Wording& first, Distance distance) {
    const Wording* best = nullptr;
    for (const Wording& place : places) {
      if (!are_level(place, first)) continue;
      const double d = distance(place.zone);
      if (d < 0) continue;
      // Of wordings at the same place ("Amount", "Amount due") the longer one.
      const bool is_longer = best != nullptr && d == distance(best->zone) &&
                             place.span.end - place.span.begin > best->span.end - best->span.begin;
      if (best == nullptr || d < distance(best->zone) || is_longer) best = &place;
    }
    return best;
  }

  // Words of a sentence are no header: beside each wording there is a gap, a sign or another column's.
  bool are_cells(const std::vector<const Wording*>& chosen) const {
    const auto is_chosen = [&](size_t line, size_t word) {
      return std::ranges::any_of(chosen, [&](const Wording* w) {
        return w != nullptr && w->span.line == line && w->span.begin <= word && word < w->span.end;
      });
    };
    return std::ranges::all_of(chosen, [&](const Wording* w) {
      if (w == nullptr) return true;
      const Line& line = lines_[w->span.line];
      const size_t begin = w->span.begin, end = w->span.end;
      const bool left_free = begin == 0 || is_gap(*line[begin - 1], *line[begin]) ||
                             is_dirt(*line[begin - 1]) || is_chosen(w->span.line, begin - 1);
      const bool right_free = end == line.size() || is_gap(*line[end - 1], *line[end]) ||
                              is_dirt(*line[end]) || is_chosen(w->span.line, end);
      return left_free && right_free;
    });
  }

  TableHeader header_of(const std::vector<const Wording*>& chosen) const {
    TableHeader header;
    header.first_line = SIZE_MAX;
    for (size_t c = 0; c < chosen.size(); ++c) {
      if (chosen[c] == nullptr) continue;
      header.cells.push_back({c, chosen[c]->zone});
      header.first_line = std::min(header.first_line, chosen[c]->span.line);
      header.last_line = std::max(header.last_line, chosen[c]->span.line);
      header.rank += chosen[c]->rank;
    }
    const std::vector<HeaderCell> own = header.cells;
    for (size_t l = header.first_line; l <= header.last_line; ++l) {
      const Line& line = lines_[l];
      for (size_t begin = 0, end = 0; begin < line.size(); begin = end) {
        end = cell_end(line, begin);
        const Zone zone = zone_of(line, begin, end);
        const bool is_own = std::ranges::any_of(
            own, [&](const HeaderCell& cell) { return cell.zone.x0 < zone.x1 && cell.zone.x1 > zone.x0; });
        if (!is_own && (end > begin + 1 || !is_dirt(*line[begin])))
          header.cells.push_back({HeaderCell::kForeign, zone});
      }
    }
    std::ranges::stable_sort(header.cells, {}, [](const HeaderCell& cell) { return cell.zone.x0; });
    return header;
  }

  const Table& table_;
  const std::vector<Line>& lines_;
  std::vector<std::vector<Wording>> places_;  // of each column's wordings
};

}  // namespace

std::vector<TableHeader> find_headers(const Table& table, const std::vector<Line>& lines,
                                      const PageWordings& wordings) {
  return HeaderSearch(table, lines, wordings).all();
}

}  // namespace mailroom::ocr::reader
