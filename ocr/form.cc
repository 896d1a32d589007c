#include "ocr/form.h"

namespace mailroom::ocr {

const Field* Form::find(std::string_view field_id) const {
  for (const Field& field : fields) {
    if (field.id == field_id) return &field;
  }
  if (const auto cell = parse_cell_name(field_id)) {
    const Table* table = find_table(cell->table);
    const TableColumn* column = table != nullptr ? table->find(cell->column) : nullptr;
    return column != nullptr ? &column->field : nullptr;
  }
  const Table* table = find_table(field_id);
  return table != nullptr ? &table->rows : nullptr;
}

std::string Form::label(std::string_view field_id) const {
  const Field* field = find(field_id);
  if (field == nullptr) return {};
  const auto cell = parse_cell_name(field_id);
  if (!cell) return field->label;
  const Field& rows = find_table(cell->table)->rows;
  return (rows.label.empty() ? rows.id : rows.label) + ", row " + std::to_string(cell->row) + ": " +
         (field->label.empty() ? field->id : field->label);
}

const Table* Form::find_table(std::string_view table_id) const {
  for (const Table& table : tables) {
    if (table.rows.id == table_id) return &table;
  }
  return nullptr;
}

const std::string& Form::language_of(const Field& field) const {
  return field.language.empty() ? language : field.language;
}

std::vector<std::string> Form::names() const {
  std::vector<std::string> all;
  for (const Field& field : fields) all.push_back(field.id);
  for (const Table& table : tables) {
    all.push_back(table.rows.id);
    for (const TableColumn& column : table.columns) all.push_back(table.rows.id + "." + column.field.id);
  }
  return all;
}

}  // namespace mailroom::ocr
