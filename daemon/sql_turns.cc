// Whose turn it is: the n-th item of an inbox that waits comes with the n-th of every other one, however much
// somebody pours into one of them (start-time fair queueing, Goyal, Vin and Cheng 1996). An inbox that was
// quiet gets no credit for it.
#include <algorithm>

#include "daemon/sql_store.h"

namespace mailroom::daemon {

namespace {

int64_t counted(Database& database, const std::string& name) {
  Query query = database.query("SELECT value FROM counters WHERE name = ?");
  query.bind(name);
  return query.step() ? query.integer(0) : 0;
}

void count_to(Database& database, const std::string& name, int64_t value) {
  database.query("INSERT INTO counters VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value")
      .bind(name)
      .bind(value)
      .run();
}

}  // namespace

int64_t SqlStore::next_turn(Database& database, std::string_view first_waiting, const std::string& queue,
                            const std::string& inbox) {
  const std::string whole = "turn:" + queue, own = whole + ":" + inbox;
  const int64_t newest = counted(database, whole);
  int64_t start = newest + 1;  // nobody waits: after all that came before
  {
    Query query = database.query(first_waiting);
    if (query.step() && !query.is_null(0)) start = query.integer(0);
  }
  const int64_t turn = std::max(counted(database, own) + 1, start);
  count_to(database, own, turn);
  if (turn > newest) count_to(database, whole, turn);
  return turn;
}

int64_t SqlStore::turn_of_item(Database& database, const std::string& inbox) {
  return next_turn(database, "SELECT min(turn) FROM items WHERE state = 'arrived'", "items", inbox);
}

int64_t SqlStore::turn_of_document(Database& database, const std::string& item_id) {
  std::string inbox;
  {
    Query query = database.query("SELECT inbox FROM items WHERE id = ?");
    query.bind(item_id);
    if (query.step()) inbox = query.text(0);
  }
  return next_turn(database, "SELECT min(turn) FROM documents WHERE state = 'received'", "documents", inbox);
}

}  // namespace mailroom::daemon
