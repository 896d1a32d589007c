#include "ocr/reader/table_search.h"

#include <algorithm>
#include <cmath>

#include "ocr/reader/table_columns.h"

namespace mailroom::ocr::reader {
namespace {

constexpr double kFirstGap = 5;    // heights between the header and the first row
constexpr double kBlankGap = 2.6;  // heights between a row and what is no longer one
constexpr double kWiderGap = 1.8;  // of the pitch of the rows so far
constexpr double kNearer = 0.7;    // of the other distance: a line belongs to the nearer row

double middle(const Zone& zone) {
  return (zone.y0 + zone.y1) / 2;
}

constexpr double kWithinRow = 0.85;  // of the rows' pitch: lines of one row stand closer

bool is_figures(const TableColumn& column) {
  return column.field.type == FieldType::amount || column.field.type == FieldType::integer;
}

// Without what is left of rules beside it.
std::string without_rests(std::string_view text) {
  const size_t begin = text.find_first_not_of("_|"), end = text.find_last_not_of("_|");
  return begin == std::string_view::npos ? "" : std::string(text.substr(begin, end + 1 - begin));
}

// A line of the page as the table sees it.
struct TableLine {
  size_t line = 0;
  Zone zone;
  std::vector<ColumnCell> cells;  // its own, as Table::columns by header_cell
  bool has_figures = false;
};

class RowSearch {
 public:
  RowSearch(const Table& table, const TableHeader& header, const std::vector<Line>& lines,
            const LabelSearch& search, const std::vector<size_t>& other_headers)
      : table_(table),
        header_(header),
        lines_(lines),
        search_(search),
        other_headers_(other_headers),
        columns_(table, header, lines),
        has_figure_columns_(std::ranges::any_of(
            table.columns, [](const TableColumn& c) { return is_figures(c) && !c.optional; })) {
    for (const std::string& wording : table.until)
      for (const Span& span : search.wordings().find(wording)) ends_.push_back(span);
  }

  FoundTable find() {
    found_.has_column.assign(table_.columns.size(), false);
    bool is_first = true;
    for (const HeaderCell& cell : header_.cells) {
      if (cell.column == HeaderCell::kForeign) continue;
      found_.has_column[cell.column] = true;
      found_.zone = is_first ? cell.zone : together(found_.zone, cell.zone);
      is_first = false;
    }
    collect();
    make_rows();
    place_cells();
    return std::move(found_);
  }

 private:
  // The lines until something ends the table.
  void collect() {
    double bottom = found_.zone.y1, pitch = 0;
    for (size_t l = header_.last_line + 1; l < lines_.size(); ++l) {
      TableLine line = table_line(l);
      if (line.cells.empty()) continue;
      if (ends_here(line)) {
        found_.ends_as_named = true;
        return;
      }
      const double height = std::max(4.0, line.zone.height());
      const double gap = line.zone.y0 - bottom;
      const double most =
          kept_.empty() ? kFirstGap * height : std::max(kBlankGap * height, kWiderGap * pitch - height);
      if (gap > most || is_header_line(l)) return;
      // By itself a label's wording may be the rest of a description: "(employee)".
      if (line.cells.size() > 1 && begins_with_label(line)) {
        // It looks like a row, and might be one.
        found_.is_doubtful = line.has_figures && table_.until.empty();
        return;
      }
      if (!kept_.empty() && line.has_figures) pitch = std::max(pitch, line.zone.y1 - bottom);
      bottom = line.zone.y1;
      kept_.push_back(std::move(line));
    }
  }

  TableLine table_line(size_t l) const {
    TableLine line;
    line.line = l;
    for (const ColumnCell& cell : columns_.cells_of(l)) {
      const size_t column = header_.cells[cell.header_cell].column;
      if (column == HeaderCell::kForeign) continue;
      line.zone = line.cells.empty() ? cell.zone : together(line.zone, cell.zone);
      line.cells.push_back(cell);
      const std::string text = text_of(lines_[l], cell.begin, cell.end);
      const bool has_digit = std::ranges::any_of(text, [](unsigned char c) { return std::isdigit(c) != 0; });
      const TableColumn& of = table_.columns[column];
      line.has_figures |= is_figures(of) && !of.optional && has_digit;
    }
    return line;
  }

  bool ends_here(const TableLine& line) const {
    return std::ranges::any_of(ends_, [&](const Span& span) {
      return span.line == line.line && std::ranges::any_of(line.cells, [&](const ColumnCell& cell) {
               return span.begin >= cell.begin && span.begin < cell.end;
             });
    });
  }
  bool is_header_line(size_t l) const { return std::ranges::find(other_headers_, l) != other_headers_.end(); }
  bool begins_with_label(const TableLine& line) const {
    return search_.begins_label(line.line, line.cells.front().begin);
  }
  bool is_row(const TableLine& line) const { return line.has_figures || !has_figure_columns_; }

  // A line with figures is a row; one without goes on with the row that is nearer.
  void make_rows() {
    std::vector<size_t> waiting;  // for the row that comes next
    for (size_t i = 0; i < kept_.size(); ++i) {
      if (is_row(kept_[i])) {
        found_.rows.emplace_back().cells.resize(table_.columns.size());
        row_lines_.push_back(i);
        for (const size_t before : waiting) add_line(before);
        waiting.clear();
        add_line(i);
        continue;
      }
      const bool is_last = std::none_of(kept_.begin() + static_cast<std::ptrdiff_t>(i), kept_.end(),
                                        [&](const TableLine& line) { return is_row(line); });
      const bool has_before = !found_.rows.empty();
      if (is_last) {
        if (has_before) take_last(i);
        return;
      }
      const double above = has_before && waiting.empty() ? step_to(i) : HUGE_VAL, below = step_to(i + 1);
      // As far away as a row it may be a heading, or a row without figures.
      const double within_row = kWithinRow * least_row_step();
      if (above < kNearer * below) {
        found_.is_doubtful |= above > within_row;
        add_line(i);
      } else {
        found_.is_doubtful |= below >= kNearer * above || below > within_row;
        waiting.push_back(i);
      }
    }
  }

  // Words below the last row: the rest of its text, or what is printed below the table.
  void take_last(size_t first) {
    const double pitch = least_row_step();
    for (size_t i = first; i < kept_.size(); ++i) {
      if (step_to(i) < kNearer * pitch) {
        found_.is_doubtful |= pitch == HUGE_VAL;  // there is no second row to compare with
        add_line(i);
      } else {
        // Where the rows begin it may be one more row, whose figures are missing.
        const double height = std::max(4.0, kept_[i].zone.height());
        found_.is_doubtful |= std::abs(kept_[i].zone.x0 - kept_.front().zone.x0) < height;
        return;
      }
    }
  }

  // From the middle of the line above to this one's, in a column that both have: feet and heads differ with
  // the letters, and lines may slant.
  double step_to(size_t i) const {
    for (const ColumnCell& own : kept_[i].cells)
      for (const ColumnCell& above : kept_[i - 1].cells)
        if (own.header_cell == above.header_cell) return middle(own.zone) - middle(above.zone);
    return middle(kept_[i].zone) - middle(kept_[i - 1].zone);
  }

  // Between two rows of a line each.
  double least_row_step() const {
    double least = HUGE_VAL;
    for (size_t i = 1; i < kept_.size(); ++i)
      if (is_row(kept_[i]) && is_row(kept_[i - 1])) least = std::min(least, step_to(i));
    return least;
  }

  // To the last row.
  void add_line(size_t i) {
    const TableLine& line = kept_[i];
    for (const ColumnCell& part : line.cells) {
      const size_t column = header_.cells[part.header_cell].column;
      TableCell& cell = found_.rows.back().cells[column];
      const Line& words = lines_[line.line];
      // A second line of figures in one row is another row's.
      if (!cell.lines.empty() && is_figures(table_.columns[column])) cell.is_doubtful = true;
      cell.lines.push_back({without_rests(text_of(words, part.begin, part.end)), part.zone});
      cell.is_doubtful |= part.is_doubtful;
      found_.words.push_back(part.zone);
      for (size_t w = part.begin; w < part.end; ++w)
        cell.confidence = std::min(cell.confidence, words[w]->confidence);
    }
    found_.zone = together(found_.zone, line.zone);
  }

  // As high as its words; without any where the line through the others would have it: a photographed page's
  // lines are not level.
  static Zone place_in(const TableLine& line, size_t header_cell, double x0, double x1) {
    for (const ColumnCell& cell : line.cells)
      if (cell.header_cell == header_cell) return {x0, cell.zone.y0, x1, cell.zone.y1};
    const Zone &first = line.cells.front().zone, &last = line.cells.back().zone;
    const double half = std::min(first.height(), last.height()) / 2;
    const double from = (first.x0 + first.x1) / 2, width = (last.x0 + last.x1) / 2 - from;
    const double share = width > 0 ? ((x0 + x1) / 2 - from) / width : 0;
    const double y = middle(first) + share * (middle(last) - middle(first));
    return {x0, y - half, x1, y + half};
  }

  // Each column from the middle between its neighbours, each row as high as its figures.
  void place_cells() {
    std::vector<Zone> widths;
    for (const HeaderCell& cell : header_.cells) widths.push_back(cell.zone);
    for (const TableLine& line : kept_)
      for (const ColumnCell& cell : columns_.cells_of(line.line)) {
        Zone& width = widths[cell.header_cell];
        width.x0 = std::min(width.x0, cell.zone.x0);
        width.x1 = std::max(width.x1, cell.zone.x1);
      }
    for (size_t i = 0; i < widths.size(); ++i) {
      const size_t column = header_.cells[i].column;
      if (column == HeaderCell::kForeign) continue;
      const double beside = std::max(4.0, header_.cells[i].zone.height());
      const double x0 = i > 0 ? (widths[i - 1].x1 + widths[i].x0) / 2 : widths[i].x0 - beside;
      const double x1 = i + 1 < widths.size() ? (widths[i].x1 + widths[i + 1].x0) / 2 : widths[i].x1 + beside;
      for (size_t row = 0; row < found_.rows.size(); ++row)
        found_.rows[row].cells[column].place = place_in(kept_[row_lines_[row]], i, x0, x1);
    }
  }

  const Table& table_;
  const TableHeader& header_;
  const std::vector<Line>& lines_;
  const LabelSearch& search_;
  const std::vector<size_t>& other_headers_;
  TableColumns columns_;
  bool has_figure_columns_;
  std::vector<Span> ends_;
  std::vector<TableLine> kept_;
  std::vector<size_t> row_lines_;  // of kept_, as FoundTable::rows
  FoundTable found_;
};

}  // namespace

std::vector<std::optional<FoundTable>> find_tables(const Form& form, const std::vector<Line>& lines,
                                                   const LabelSearch& search) {
  std::vector<std::optional<FoundTable>> all;
  for (const Table& table : form.tables) {
    std::optional<FoundTable> found = find_table(table, form.tables, lines, search);
    if (found && found->rows.size() > static_cast<size_t>(kMaxRows)) found.reset();
    all.push_back(std::move(found));
  }
  return all;
}

std::string TableCell::text() const {
  std::string all;
  for (const CellLine& line : lines) all += (all.empty() ? "" : " ") + line.text;
  return all;
}

std::optional<FoundTable> find_table(const Table& table, const std::vector<Table>& all,
                                     const std::vector<Line>& lines, const LabelSearch& search) {
  const std::vector<TableHeader> headers = find_headers(table, lines, search.wordings());
  if (headers.empty()) return std::nullopt;
  std::vector<size_t> header_lines;
  for (const Table& other : all)
    for (const TableHeader& header : find_headers(other, lines, search.wordings()))
      header_lines.push_back(header.first_line);
  FoundTable found = RowSearch(table, headers.front(), lines, search, header_lines).find();
  // Which of two is meant?
  if (headers.size() > 1 && headers[1].rank == headers[0].rank &&
      headers[1].first_line != headers[0].first_line)
    found.is_doubtful = true;
  return found;
}

}  // namespace mailroom::ocr::reader
