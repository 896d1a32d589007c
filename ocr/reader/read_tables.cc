#include "ocr/reader/read_tables.h"

#include <algorithm>
#include <cctype>

#include "base/written.h"
#include "ocr/reader/free_layout.h"

namespace mailroom::ocr::reader {
namespace {

constexpr double kDoubtfulRows = 0.6;
constexpr double kNotAsNamed = 0.9;  // what should end the table was not found
constexpr double kNotAllSeen = 0.9;  // recognition may have passed over a row
constexpr double kEmptyCell = 0.9;   // where every row has a value
constexpr double kContradicted = 0.5;
constexpr double kLessDoubt = 0.01;  // of cells that add up to the stated total
constexpr size_t kLeastToAddUp = 2;  // rows: one is its own total, and what is misread alike agrees

enum class Sum { not_stated, adds_up, contradicts };

using Row = std::vector<FieldReading>;  // as Table::columns; without an id where the table has no such column

FieldReading blank_reading(const Field& field, std::string id) {
  FieldReading reading;
  reading.id = std::move(id);
  reading.type = field.type;
  reading.value = Value("");
  reading.confidence = kNotFound;
  return reading;
}

// Whether the column's figures make the total that a field of the page states.
Sum sum_of(const Form& form, const TableColumn& column, size_t index, const std::vector<Row>& rows,
           const std::vector<FieldReading>& fields) {
  const auto total =
      std::ranges::find_if(fields, [&](const FieldReading& f) { return f.id == column.total; });
  if (column.total.empty()) return Sum::not_stated;
  const auto number_of = [&](const FieldReading& reading) {
    return number_written(reading.value.text_or(""), form.locale);
  };
  const auto stated = total != fields.end() ? number_of(*total) : std::nullopt;
  std::optional<Decimal> sum = Decimal(0);
  for (const Row& row : rows) {
    const auto number = number_of(row[index]);
    sum = sum && number ? sum->add(*number) : std::nullopt;
  }
  return stated && sum && *stated == *sum ? Sum::adds_up : Sum::contradicts;
}

// How sure it is that these are the rows.
double sureness_of(const Table& table, const FoundTable& found, const std::vector<Sum>& sums, Evidence by) {
  if (std::ranges::find(sums, Sum::contradicts) != sums.end()) return kContradicted;
  if (found.is_doubtful) return kDoubtfulRows;
  if (std::ranges::find(sums, Sum::adds_up) != sums.end()) return kExact;
  if (found.rows.empty()) return kNotFound;
  if (by == Evidence::ink) return kNotAllSeen;
  return table.until.empty() || found.ends_as_named ? kExact : kNotAsNamed;
}

std::vector<Row> read_rows(const Table& table, const std::string& locale, const FoundTable& found,
                           const ReadCell& read_cell) {
  std::vector<ValuePattern> patterns;
  for (const TableColumn& column : table.columns) patterns.emplace_back(column.field, locale);
  std::vector<Row> rows;
  for (size_t r = 0; r < found.rows.size(); ++r) {
    Row& row = rows.emplace_back(table.columns.size());
    for (size_t c = 0; c < table.columns.size(); ++c) {
      if (!found.has_column[c]) continue;
      const TableColumn& column = table.columns[c];
      const CellName name{table.rows.id, static_cast<int>(r) + 1, column.field.id};
      row[c] = blank_reading(column.field, to_string(name));
      const TableCell& cell = found.rows[r].cells[c];
      read_cell(column, patterns[c], cell, row[c]);
      if (cell.is_doubtful) row[c].confidence = std::min(row[c].confidence, kDoubtfulRows);
    }
  }
  return rows;
}

// "income tax" among descriptions that begin with capitals: where both have one shape, a notch or a worn edge
// makes the one of the other.
void see_capitals(std::vector<Row>& rows, size_t column) {
  constexpr std::string_view kOneShape = "ciosuvwxz";
  std::vector<FieldReading*> small;
  size_t capitals = 0;
  for (Row& row : rows) {
    const std::string& text = row[column].text;
    if (text.empty()) continue;
    if (std::isupper(static_cast<unsigned char>(text.front())) != 0)
      ++capitals;
    else if (kOneShape.find(text.front()) != std::string_view::npos)
      small.push_back(&row[column]);
  }
  if (capitals == 0 || capitals < small.size()) return;
  for (FieldReading* cell : small) {
    cell->text.front() = static_cast<char>(std::toupper(static_cast<unsigned char>(cell->text.front())));
    cell->value = Value(cell->text);
    cell->confidence = std::min(cell->confidence, kNotFound);
  }
}

double less_doubtful(const FieldReading& reading) {
  const bool may_be = !reading.altered && reading.confidence > kContradicted;
  return may_be ? std::min(kExact, 1 - (1 - reading.confidence) * kLessDoubt) : reading.confidence;
}

void weigh_cell(Sum sum, bool is_one_of_many, double rows, FieldReading& cell) {
  if (sum == Sum::adds_up) {
    if (is_one_of_many) cell.confidence = less_doubtful(cell);
  } else {
    cell.confidence = std::min(cell.confidence, rows);
  }
}

// Rows that make another total leave open which of them was misread, and whose figure it is: on a crooked
// page it may be the last row's.
void weigh_total(Sum sum, size_t rows, FieldReading& total) {
  if (sum == Sum::contradicts && rows > 0)
    total.confidence = std::min(total.confidence, kContradicted);
  else if (sum == Sum::adds_up && rows >= kLeastToAddUp)
    total.confidence = less_doubtful(total);
}

std::vector<FieldReading> read_table(const Form& form, const Table& table, const FoundTable* found,
                                     std::vector<FieldReading>& fields, Evidence by,
                                     const ReadCell& read_cell) {
  std::vector<FieldReading> all{blank_reading(table.rows, table.rows.id)};
  if (found == nullptr) return all;
  std::vector<Row> rows = read_rows(table, form.locale, *found, read_cell);
  for (size_t c = 0; c < table.columns.size(); ++c)
    if (by == Evidence::ink && found->has_column[c] && table.columns[c].field.type == FieldType::text)
      see_capitals(rows, c);
  std::vector<Sum> sums(table.columns.size(), Sum::not_stated);
  for (size_t c = 0; c < sums.size(); ++c)
    if (found->has_column[c]) sums[c] = sum_of(form, table.columns[c], c, rows, fields);
  all.front().text = std::to_string(rows.size());
  all.front().value = Value(all.front().text);
  all.front().zone = found->zone;
  all.front().confidence = sureness_of(table, *found, sums, by);
  const bool are_many = rows.size() >= kLeastToAddUp;
  for (size_t c = 0; c < sums.size(); ++c)
    for (FieldReading& total : fields)
      if (sums[c] != Sum::not_stated && total.id == table.columns[c].total)
        weigh_total(sums[c], rows.size(), total);
  for (Row& row : rows)
    for (size_t c = 0; c < row.size(); ++c) {
      if (!found->has_column[c]) continue;
      weigh_cell(sums[c], are_many, all.front().confidence, row[c]);
      all.push_back(std::move(row[c]));
    }
  return all;
}

}  // namespace

std::vector<FieldReading> read_tables(const Form& form, const std::vector<std::optional<FoundTable>>& tables,
                                      std::vector<FieldReading>& fields, Evidence by,
                                      const ReadCell& read_cell) {
  std::vector<FieldReading> all;
  for (size_t i = 0; i < form.tables.size(); ++i) {
    const FoundTable* found = tables[i] ? &*tables[i] : nullptr;
    std::vector<FieldReading> read = read_table(form, form.tables[i], found, fields, by, read_cell);
    std::move(read.begin(), read.end(), std::back_inserter(all));
  }
  return all;
}

void read_cell_by_words(const TableColumn& column, const ValuePattern& pattern, const TableCell& cell,
                        FieldReading& reading) {
  reading.text = cell.text();
  reading.zone = cell.place;
  if (cell.lines.empty()) {
    reading.confidence = column.optional ? kExact : kEmptyCell;
    return;
  }
  const auto value = pattern.value_of(reading.text);
  reading.value = Value(value.value_or(reading.text));
  reading.confidence = value ? std::min(kExact, cell.confidence) : kNotFound;
  reading.zone = cell.lines.front().zone;
  for (const CellLine& line : cell.lines) reading.zone = together(reading.zone, line.zone);
}

}  // namespace mailroom::ocr::reader
