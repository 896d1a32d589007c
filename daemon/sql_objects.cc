// The records of objects, and their bytes where the store keeps those too.
#include "daemon/sql_store.h"

namespace mailroom::daemon {

namespace {

// What one statement carries: a server's memory holds a few copies of it.
constexpr size_t kPieceBytes = 4 << 20;

}  // namespace

void SqlStore::add_object(Database& database, const ObjectRecord& object) {
  database.query("INSERT INTO objects VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING")
      .bind(object.address)
      .bind(object.id)
      .bind(static_cast<int64_t>(object.bytes))
      .bind_blob(object.wrapped_key)
      .run();
}

std::optional<ObjectRecord> SqlStore::find_object(const std::string& address) {
  return read([&](Database& database) -> std::optional<ObjectRecord> {
    Query query = database.query("SELECT id, bytes, wrapped_key FROM objects WHERE address = ?");
    query.bind(address);
    if (!query.step()) return {};
    return ObjectRecord{address, query.text(0), static_cast<uint64_t>(query.integer(1)), query.blob(2)};
  });
}

bool SqlStore::has_object_file(const std::string& id) {
  return read([&](Database& database) -> bool {
    Query query = database.query("SELECT 1 FROM objects WHERE id = ?");
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
                      " AND NOT EXISTS (SELECT 1 FROM objects WHERE objects.id = object_bytes.id)")
                  .bind(before)
                  .run();
    return removed > 0;
  });
  return static_cast<size_t>(removed);
}

}  // namespace mailroom::daemon
