// The one step of the store's history that needs keys: from wrapped ones in the store to numbered ones
// outside.
#include <tuple>
#include <vector>

#include "base/json.h"
#include "daemon/seal.h"
#include "daemon/sql_keys.h"

namespace mailroom::daemon {

namespace {

constexpr int kPage = 1000;

class Rekeying {
 public:
  Rekeying(Database& database, const SiteKey& keys) : database_(database), keys_(keys) {}

  void run() {
    each("SELECT owner, wrapped, '' FROM old_keys WHERE owner > ? ORDER BY owner LIMIT ?",
         [&](const Row& row) { owner(row.id, keys_.unwrap(row.first, row.id)); });
    each("SELECT id, why, receipt, case_id FROM deliveries WHERE id > ? ORDER BY id LIMIT ?",
         [&](const Row& row) {
           const Value said = said_of(row.first, row.second);
           put("UPDATE deliveries SET said = ? WHERE id = ?",
               sealed(database_, keys_, "case:" + row.third, said), row.id);
         });
    each("SELECT id, object, item_id FROM documents WHERE object <> '' AND id > ? ORDER BY id LIMIT ?",
         [&](const Row& row) { give(row.first, "document:" + row.id); });
    each(
        "SELECT id, object, '' FROM items i WHERE id > ? AND (state = 'arrived' OR EXISTS (SELECT 1 FROM"
        " documents d WHERE d.item_id = i.id AND d.object = '')) ORDER BY id LIMIT ?",
        [&](const Row& row) { give(row.first, "original:" + row.id); });
    pictures();
    database_.query("UPDATE objects SET erased = 1 WHERE address NOT IN (SELECT address FROM object_keys)")
        .run();
  }

 private:
  struct Row {
    std::string id, first, second, third;
  };

  // A page at a time: what is gone through is written meanwhile.
  template <typename Action>
  void each(std::string_view sql, Action action) {
    std::string last;
    for (;;) {
      std::vector<Row> rows;
      {
        Query query = database_.query(sql);
        query.bind(last).bind(kPage);
        while (query.step())
          rows.push_back({query.text(0), query.blob(1), query.blob(2),
                          query.columns() > 3 ? query.text(3) : std::string()});
      }
      for (const Row& row : rows) action(row);
      if (rows.size() < static_cast<size_t>(kPage)) return;
      last = rows.back().id;
    }
  }

  void owner(const std::string& owner, const std::string& old_key) {
    const auto again = [&](const std::string& body, const std::string& new_owner) {
      return seal(key_of(database_, keys_, new_owner), open_sealed(old_key, body, owner), new_owner);
    };
    const std::string id = owner.substr(owner.find(':') + 1);
    if (owner.starts_with("case:")) {
      if (const auto body = blob("SELECT body FROM cases WHERE id = ?", id))
        put("UPDATE cases SET body = ? WHERE id = ?", again(*body, owner), id);
    } else if (owner.starts_with("hold:")) {
      if (const auto body = blob("SELECT body FROM holds WHERE subject = ?", id))
        put("UPDATE holds SET body = ? WHERE subject = ?", again(*body, owner), id);
    } else {
      if (const auto body = blob("SELECT body FROM items WHERE id = ?", id))
        put("UPDATE items SET body = ? WHERE id = ?", again(*body, owner), id);
      for (const std::string& document : documents_of(id)) {
        const std::string of_document = "document:" + document;
        if (const auto body = blob("SELECT body FROM documents WHERE id = ?", document))
          put("UPDATE documents SET body = ? WHERE id = ?", again(*body, of_document), document);
        if (const auto reading = blob("SELECT reading FROM documents WHERE id = ?", document))
          put("UPDATE documents SET reading = ? WHERE id = ?", again(*reading, of_document), document);
      }
    }
  }

  std::vector<std::string> documents_of(const std::string& item) {
    Query query = database_.query("SELECT id FROM documents WHERE item_id = ?");
    query.bind(item);
    std::vector<std::string> ids;
    while (query.step()) ids.push_back(query.text(0));
    return ids;
  }

  std::optional<std::string> blob(std::string_view sql, const std::string& id) {
    Query query = database_.query(sql);
    query.bind(id);
    if (!query.step() || query.is_null(0)) return {};
    return query.blob(0);
  }

  void put(std::string_view sql, const std::string& bytes, const std::string& id) {
    database_.query(sql).bind_blob(bytes).bind(id).run();
  }

  void give(const std::string& address, const std::string& owner) {
    const auto wrapped = blob("SELECT wrapped_key FROM objects WHERE address = ?", address);
    if (wrapped) give_object(database_, keys_, address, keys_.unwrap(*wrapped, "object:" + address), owner);
  }

  void pictures() {
    each(
        "SELECT DISTINCT document_id, '', '' FROM pictures WHERE document_id > ? ORDER BY document_id"
        " LIMIT ?",
        [&](const Row& row) {
          std::vector<std::string> addresses;
          {
            Query query = database_.query("SELECT address FROM pictures WHERE document_id = ?");
            query.bind(row.id);
            while (query.step()) addresses.push_back(query.text(0));
          }
          for (const std::string& address : addresses) give(address, "document:" + row.id);
        });
  }

  Database& database_;
  const SiteKey& keys_;
};

}  // namespace

void rekey(Database& database, const SiteKey& keys) {
  Rekeying(database, keys).run();
  database.run("DROP TABLE old_keys");
  database.run("ALTER TABLE objects DROP COLUMN wrapped_key");
  database.run("ALTER TABLE deliveries DROP COLUMN why");
  database.run("ALTER TABLE deliveries DROP COLUMN receipt");
}

}  // namespace mailroom::daemon
