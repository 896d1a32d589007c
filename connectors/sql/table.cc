#include "connectors/sql/table.h"

#include <algorithm>

#include "base/text.h"
#include "connectors/sql/names.h"

namespace mailroom::connectors::sql {

namespace {

std::string_view type_for(const Value& value, const Dialect& dialect) {
  switch (value.kind()) {
    case Value::Kind::number:
      return dialect.number_type;
    case Value::Kind::boolean:
      return dialect.tick_type;
    case Value::Kind::date:
      return dialect.date_type;
    default:
      return dialect.text_type;
  }
}

// Why this number would not be kept exactly; empty if it would.
std::string inexact(const Column& column, const Value& value, const Dialect& dialect) {
  if (!value.is(Value::Kind::number)) return {};
  const Decimal& number = value.number();
  switch (column.keeps) {
    case Column::Keeps::binary:
      return ", which is kept as binary floating point; make it " + std::string(dialect.number_type) +
             ", or INTEGER for pence";
    case Column::Keeps::integer:
      if (number.to_integer()) return {};
      return ", and the value has decimals; write whole pence (amount * 100), or make it " +
             std::string(dialect.number_type);
    case Column::Keeps::decimal:
      if (column.scale < 0 || number.rounded(column.scale, Rounding::down) == number) return {};
      return " with " + count_of(column.scale, "digit") +
             " after the point, and the value has more; round it in the rules, or make the column wider";
    default:
      return {};
  }
}

std::string index_for(const std::string& table) {
  return "CREATE UNIQUE INDEX " + replace_all(table, ".", "_") + "_idempotency_key ON " + table +
         "(idempotency_key)";
}

}  // namespace

Table Table::look(Database& database, const std::string& name) {
  Table table;
  table.name = name;
  table.columns = database.columns(name);
  if (table.columns.empty()) return table;
  table.unsafe = database.unsafe(name);
  if (const Column* key = table.find(kKeyColumn)) table.key_is_unique = database.is_unique(name, {key->name});
  return table;
}

const Column* Table::find(std::string_view column) const {
  const std::string wanted = to_lower_ascii(column);
  const auto found = std::find_if(columns.begin(), columns.end(),
                                  [&](const Column& one) { return to_lower_ascii(one.name) == wanted; });
  return found == columns.end() ? nullptr : &*found;
}

std::string Table::without_key(const Dialect& dialect) const {
  if (find(kKeyColumn) == nullptr) {
    const std::string_view type = dialect.key_type.substr(0, dialect.key_type.find(" NOT NULL"));
    return "table '" + name +
           "' has no column 'idempotency_key', which keeps a row from being written twice; run: ALTER "
           "TABLE " +
           name + " ADD COLUMN idempotency_key " + std::string(type) + "; " + index_for(name);
  }
  if (key_is_unique) return {};
  return "column 'idempotency_key' of table '" + name + "' is not unique; run: " + index_for(name);
}

std::string Table::misfit(const Context& row, const Dialect& dialect) const {
  std::vector<std::string> names;
  for (const Column& column : columns) names.push_back(column.name);
  for (const auto& [column_name, value] : row.entries()) {
    const Column* column = find(column_name);
    if (column == nullptr) {
      const auto nearest = nearest_name(column_name, names);
      return "table '" + name + "' has no column '" + column_name + "'" +
             (nearest ? "; did you mean '" + *nearest + "'?" : "; it has " + quoted_list(names, "and"));
    }
    if (const std::string why = inexact(*column, value, dialect); !why.empty())
      return "column '" + column_name + "' of table '" + name + "' is " + column->type + why;
  }
  return unsafe;
}

std::string create_table(const std::string& name, const Context& row, bool is_keyed, const Dialect& dialect) {
  std::vector<std::string> columns;
  const auto add = [&](std::string column, std::string_view type) {
    columns.push_back(std::move(column.append(" ").append(type)));
  };
  if (is_keyed) add(std::string(kKeyColumn), dialect.key_type);
  for (const auto& [column, value] : row.entries()) add(quoted(column, dialect), type_for(value, dialect));
  return "CREATE TABLE " + quoted(name, dialect) + " (" + join(columns, ", ") + ")";
}

}  // namespace mailroom::connectors::sql
