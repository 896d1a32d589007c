#include "connectors/sql/effect.h"

#include <algorithm>

#include "base/text.h"
#include "connectors/outbox.h"
#include "connectors/settings.h"
#include "connectors/sql/names.h"

namespace mailroom::connectors::sql {

using Kind = EffectPlan::Kind;

const Context& content_of(const EffectPlan& plan, const Delivery& delivery) {
  static const Context kNothing;
  const char* const path = plan.kind == Kind::insert   ? "insert.row"
                           : plan.kind == Kind::upsert ? "upsert.row"
                                                       : "call.arguments";
  const Value& found = at_path(delivery.content, path);
  return found.is(Value::Kind::context) ? found.context() : kNothing;
}

Effect::Effect(Database& database, const EffectPlan& plan, const Delivery& delivery, Tables& tables)
    : database_(database),
      plan_(plan),
      delivery_(delivery),
      content_(content_of(plan, delivery)),
      tables_(tables) {}

const Table& Effect::table(const std::string& name) {
  const auto known = tables_.find(name);
  return known != tables_.end() ? known->second
                                : tables_.emplace(name, Table::look(database_, name)).first->second;
}

// A row keeps its own key whatever amends it; elsewhere each amendment is one more entry.
std::string Effect::key() const {
  return plan_.keeps_key_in_row() ? delivery_.idempotency_key : effect_of(delivery_);
}

std::string Effect::missing(const std::string& name, const Context& row, bool is_keyed) const {
  return "there is no table '" + name + "'; run: " + create_table(name, row, is_keyed, database_.dialect());
}

std::string Effect::obstacle() {
  const Dialect& dialect = database_.dialect();
  if (plan_.kind != Kind::call) {
    const bool is_keyed = plan_.keeps_key_in_row();
    if (table(plan_.target).columns.empty()) {
      if (!plan_.creates) {
        // Only SQLite's are made here: the others belong to somebody.
        const bool may_be_made = !dialect.row_number.empty();
        return missing(plan_.target, content_, is_keyed) +
               (may_be_made ? "; or let it be made with 'create: true'" : "");
      }
      database_.run(create_table(plan_.target, content_, is_keyed, dialect), {});
      tables_.erase(plan_.target);
    }
    if (const std::string why = is_keyed ? table(plan_.target).without_key(dialect) : ""; !why.empty())
      return why;
    if (const std::string why = table(plan_.target).misfit(content_, dialect); !why.empty()) return why;
  }
  if (plan_.kind == Kind::upsert) {
    for (const std::string& column : plan_.by) {
      if (content_.at(column).is_null())
        return "the column '" + column + "', by which the row is found, has no value";
    }
    if (!database_.is_unique(plan_.target, plan_.by)) {
      return "rows of table '" + plan_.target + "' are not told apart by " + quoted_list(plan_.by, "and") +
             "; run: CREATE UNIQUE INDEX " + replace_all(plan_.target, ".", "_") + "_by_" +
             join(plan_.by, "_") + " ON " + plan_.target + "(" + join(plan_.by, ", ") + ")";
    }
  }
  if (plan_.keys.empty()) return {};
  const Table& keys = table(plan_.keys);
  if (keys.columns.empty()) return missing(plan_.keys, {}, true);
  const std::string why = keys.without_key(dialect);
  return why.empty() ? keys.unsafe : why;
}

std::optional<std::string> Effect::receipt() {
  if (!plan_.keeps_key()) return {};
  const Dialect& dialect = database_.dialect();
  const std::string names =
      std::string(kKeyColumn) + (dialect.row_number.empty() ? "" : ", " + std::string(dialect.row_number));
  const auto rows = database_.query("SELECT " + names + " FROM " + quoted(key_table(), dialect) + " WHERE " +
                                        std::string(kKeyColumn) + " = ?",
                                    {key()}, 1);
  // A database that thinks little of the case of letters finds another's key too.
  if (rows.empty() || rows[0][0].text_or("") != key()) return {};
  if (plan_.keeps_key_in_row() && rows[0].size() > 1)
    return "row " + to_display(rows[0][1]) + " of " + plan_.target;
  return named();
}

std::string Effect::told() {
  const bool has_number = plan_.keeps_key_in_row() && !database_.dialect().row_number.empty();
  return has_number ? receipt().value_or(named()) : named();
}

// Where a row has no number, its key tells it.
std::string Effect::named() const {
  const std::string what =
      plan_.kind == Kind::call ? plan_.target + " was called" : "a row of " + plan_.target;
  return plan_.keeps_key() ? what + ", under " + key() : what;
}

Value Effect::bindable(const std::string& column, const Value& value) {
  const Column* known = table(plan_.target).find(column);
  const bool as_written =
      value.is(Value::Kind::number) && known != nullptr && known->keeps == Column::Keeps::text;
  return as_written ? Value(to_display(value)) : value;  // 52.00 keeps its pence
}

void Effect::insert(const std::string& name, const Context& row, bool is_keyed) {
  std::vector<std::string> columns;
  std::vector<Value> values;
  if (is_keyed) {
    columns.emplace_back(kKeyColumn);
    values.emplace_back(key());
  }
  for (const auto& [column, value] : row.entries()) {
    columns.push_back(quoted(column, database_.dialect()));
    values.push_back(bindable(column, value));
  }
  database_.run("INSERT INTO " + quoted(name, database_.dialect()) + " (" + join(columns, ", ") +
                    ") VALUES (" + places(values.size()) + ")",
                values);
}

int64_t Effect::update(const Context& row, const std::vector<std::string>& by, const std::vector<Value>& at) {
  const Dialect& dialect = database_.dialect();
  std::vector<std::string> sets, wheres;
  std::vector<Value> values;
  for (const auto& [column, value] : row.entries()) {
    sets.push_back(quoted(column, dialect) + " = ?");
    values.push_back(bindable(column, value));
  }
  for (const std::string& column : by) wheres.push_back(quoted(column, dialect) + " = ?");
  values.insert(values.end(), at.begin(), at.end());
  return database_.run("UPDATE " + quoted(plan_.target, dialect) + " SET " + join(sets, ", ") + " WHERE " +
                           join(wheres, " AND "),
                       values);
}

// The same for every database: what each has of its own for this (ON CONFLICT, ON DUPLICATE KEY, MERGE)
// differs in which uniqueness it means.
void Effect::upsert() {
  std::vector<Value> at;
  for (const std::string& column : plan_.by) at.push_back(bindable(column, content_.at(column)));
  if (update(content_, plan_.by, at) > 0) return;
  std::vector<std::string> wheres;
  for (const std::string& column : plan_.by) wheres.push_back(quoted(column, database_.dialect()) + " = ?");
  const auto found = database_.query(
      "SELECT 1 FROM " + quoted(plan_.target, database_.dialect()) + " WHERE " + join(wheres, " AND "), at,
      1);
  if (found.empty()) return insert(plan_.target, content_, false);
  // It says the same already, and this database counts only what it changed; or somebody put it there just
  // now.
  update(content_, plan_.by, at);
}

void Effect::take(bool took_effect_before) {
  if (took_effect_before) {
    if (delivery_.amendment > 0 && plan_.keeps_key_in_row() && !content_.empty())
      update(content_, {std::string(kKeyColumn)}, {key()});
    return;
  }
  if (plan_.kind == Kind::insert) insert(plan_.target, content_, plan_.keeps_key_in_row());
  if (plan_.kind == Kind::upsert) upsert();
  if (plan_.kind == Kind::call) {
    std::vector<Value> arguments;
    for (const auto& [name, value] : content_.entries()) arguments.push_back(value);
    database_.call(plan_.target, arguments);
  }
  if (!plan_.keys.empty()) insert(plan_.keys, {}, true);
}

}  // namespace mailroom::connectors::sql
