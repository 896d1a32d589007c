// The records of objects, and their bytes where the store keeps those too. One that belongs to nobody any
// more stays as a row marked erased: what came keeps its address.
#include "base/error.h"
#include "daemon/sql_store.h"

namespace mailroom::daemon {

namespace {

// What one statement carries: a server's memory holds a few copies of it.
constexpr size_t kPieceBytes = 4 << 20;

// Its bytes go with it; whoever stores it again writes them anew.
[[noreturn]] void throw_object_erased() {
  throw Error(Fault::machine, "object_erased", "a stored object was erased while it was to be used again");
}

}  // namespace

void SqlStore::add_object(Database& database, const ObjectRecord& object, const std::string& owner) {
  const bool is_new = database
                          .query(
                              "INSERT INTO objects(address, id, bytes) VALUES (?, ?, ?) ON CONFLICT (address)"
                              " DO UPDATE SET id = excluded.id, bytes = excluded.bytes, erased = 0"
                              " WHERE objects.erased = 1")
                          .bind(object.address)
                          .bind(object.id)
                          .bind(static_cast<int64_t>(object.bytes))
                          .run() > 0;
  if (!is_new) return share_object(database, object.address, owner);
  if (object.is_known) throw_object_erased();
  give_object(database, key_, object.address, object.key, owner);
}

// What was stored first stays: a second writer of the same content names the first one's bytes.
void SqlStore::share_object(Database& database, const std::string& address, const std::string& owner) {
  const auto key = key_of_object(database, key_, address);
  if (!key) throw_object_erased();
  give_object(database, key_, address, *key, owner);
}

void SqlStore::take_object(Database& database, const std::string& address, const std::string& owner) {
  // Whoever gives it to somebody else at this moment comes before or after us.
  database.query("SELECT 1 FROM objects WHERE address = ? FOR UPDATE").bind(address).run();
  database.query("DELETE FROM object_keys WHERE address = ? AND owner = ?").bind(address).bind(owner).run();
  const bool is_left = database
                           .query(
                               "UPDATE objects SET erased = 1 WHERE address = ?1 AND erased = 0"
                               " AND NOT EXISTS (SELECT 1 FROM object_keys WHERE object_keys.address = ?1)")
                           .bind(address)
                           .run() > 0;
  if (!is_left) return;
  database.query("DELETE FROM object_bytes WHERE id = (SELECT id FROM objects WHERE address = ?)")
      .bind(address)
      .run();
}

std::optional<ObjectRecord> SqlStore::find_object(const std::string& address) {
  return read([&](Database& database) -> std::optional<ObjectRecord> {
    ObjectRecord record{address, {}};
    {
      Query query = database.query("SELECT id, bytes FROM objects WHERE address = ? AND erased = 0");
      query.bind(address);
      if (!query.step()) return {};
      record.id = query.text(0);
      record.bytes = static_cast<uint64_t>(query.integer(1));
    }
    auto key = key_of_object(database, key_, address);
    if (!key) return {};
    record.key = std::move(*key);
    return record;
  });
}

bool SqlStore::has_object_file(const std::string& id) {
  return read([&](Database& database) -> bool {
    Query query = database.query("SELECT 1 FROM objects WHERE id = ? AND erased = 0");
    query.bind(id);
    return query.step();
  });
}

void SqlStore::insert_bytes(Database& database, const std::string& id, std::string_view bytes) {
  // An empty object has a piece too: it is there.
  for (size_t at = 0, piece = 0; piece == 0 || at < bytes.size(); at += kPieceBytes, ++piece) {
    database.query("INSERT INTO object_bytes VALUES (?, ?, ?)")
        .bind(id)
        .bind(static_cast<int64_t>(piece))
        .bind_blob(bytes.substr(at, kPieceBytes))
        .run();
  }
}

void SqlStore::put_bytes(const std::string& id, std::string_view bytes) {
  engine_->write([&](Database& database) {
    insert_bytes(database, id, bytes);
    return true;
  });
}

std::optional<std::string> SqlStore::bytes_of(const std::string& id) {
  return read([&](Database& database) -> std::optional<std::string> {
    Query query = database.query("SELECT bytes FROM object_bytes WHERE id = ? ORDER BY piece");
    query.bind(id);
    if (!query.step()) return {};
    std::string bytes = query.blob(0);
    while (query.step()) bytes += query.blob(0);
    return bytes;
  });
}

size_t SqlStore::sweep_bytes(const std::string& before) {
  int64_t removed = 0;
  engine_->write([&](Database& database) {
    removed = database
                  .query(
                      "DELETE FROM object_bytes WHERE id < ?"
                      " AND NOT EXISTS (SELECT 1 FROM objects WHERE objects.id = object_bytes.id AND "
                      "objects.erased = 0)")
                  .bind(before)
                  .run();
    return removed > 0;
  });
  return static_cast<size_t>(removed);
}

}  // namespace mailroom::daemon
