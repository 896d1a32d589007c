// What a delivery does to a database, inside one transaction: a row inserted, a row written over that is told
// by its columns, or a procedure called; and the key under which it is found again. One thread.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "connectors/connector.h"
#include "connectors/sql/database.h"
#include "connectors/sql/table.h"

namespace mailroom::connectors::sql {

// The fixed part, from the settings.
struct EffectPlan {
  enum class Kind { insert, upsert, call } kind = Kind::insert;
  std::string target;           // the table, or the procedure
  std::vector<std::string> by;  // upsert: the columns that tell the row
  std::string
      keys;  // a table of keys that were done; empty: insert keeps them in its own rows, the others nowhere
  bool creates = false;  // makes a missing table

  bool keeps_key() const { return kind == Kind::insert || !keys.empty(); }
  bool keeps_key_in_row() const { return kind == Kind::insert && keys.empty(); }
};

// What was looked at on this connection, by name.
using Tables = std::map<std::string, Table>;

class Effect {
 public:
  Effect(Database& database, const EffectPlan& plan, const Delivery& delivery, Tables& tables);

  // Why it cannot be had, with what to do; empty if nothing speaks against it. Makes the table if it may.
  std::string obstacle();
  // Where it is found if it took effect under its key before; none: it did not, or nobody kept the key.
  std::optional<std::string> receipt();
  // Does it, and keeps the key. If it took effect before and this is an amendment of a row, the row is
  // changed.
  void take(bool took_effect_before);
  // The same once it was taken.
  std::string told();

 private:
  const Table& table(const std::string& name);
  std::string named() const;
  const std::string& key_table() const { return plan_.keys.empty() ? plan_.target : plan_.keys; }
  std::string key() const;
  std::string missing(const std::string& name, const Context& row, bool is_keyed) const;
  Value bindable(const std::string& column, const Value& value);
  void insert(const std::string& name, const Context& row, bool is_keyed);
  int64_t update(const Context& row, const std::vector<std::string>& by, const std::vector<Value>& at);
  void upsert();

  Database& database_;
  const EffectPlan& plan_;
  const Delivery& delivery_;
  const Context& content_;  // the row, or the arguments
  Tables& tables_;
};

// The delivery's row or arguments; empty if it has none.
const Context& content_of(const EffectPlan& plan, const Delivery& delivery);

}  // namespace mailroom::connectors::sql
