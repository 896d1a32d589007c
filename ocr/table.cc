#include "ocr/table.h"

#include <algorithm>
#include <charconv>

namespace mailroom::ocr {

const TableColumn* Table::find(std::string_view column_id) const {
  const auto at =
      std::ranges::find_if(columns, [&](const TableColumn& c) { return c.field.id == column_id; });
  return at == columns.end() ? nullptr : &*at;
}

std::string to_string(const CellName& cell) {
  return cell.table + "[" + std::to_string(cell.row) + "]." + cell.column;
}

std::optional<CellName> parse_cell_name(std::string_view id) {
  const size_t open = id.find('['), close = id.find("].");
  if (open == std::string_view::npos || close == std::string_view::npos || open > close) return std::nullopt;
  CellName cell{std::string(id.substr(0, open)), 0, std::string(id.substr(close + 2))};
  const std::string_view row = id.substr(open + 1, close - open - 1);
  const auto [end, bad] = std::from_chars(row.data(), row.data() + row.size(), cell.row);
  const bool is_row = bad == std::errc() && end == row.data() + row.size() && cell.row >= 1;
  if (!is_row || cell.row > kMaxRows || cell.table.empty() || cell.column.empty() || to_string(cell) != id)
    return std::nullopt;
  return cell;
}

}  // namespace mailroom::ocr
