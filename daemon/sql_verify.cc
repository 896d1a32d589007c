// What contradicts itself within the store: rows that name others which are not there, and what the audit
// knows and the tables do not.
#include <array>

#include "daemon/sql_store.h"
#include "daemon/sql_tally.h"

namespace mailroom::daemon {

namespace {

// Of each kind so many are named; nobody reads a thousand lines of one cause.
constexpr int kMost = 20;

struct Check {
  std::string_view find;  // an id, or an id and what it names
  std::string_view what;  // follows the id
};

constexpr std::array kChecks = {
    Check{"SELECT 'item ' || id FROM items i WHERE NOT EXISTS (SELECT 1 FROM objects o WHERE o.address = "
          "i.object)"
          " LIMIT ?",
          "its content has no stored object"},
    Check{"SELECT 'document ' || id FROM documents d WHERE d.object <> '' AND NOT EXISTS"
          " (SELECT 1 FROM objects o WHERE o.address = d.object) LIMIT ?",
          "its content has no stored object"},
    Check{"SELECT 'document ' || document_id FROM pictures p WHERE NOT EXISTS"
          " (SELECT 1 FROM objects o WHERE o.address = p.address) LIMIT ?",
          "a picture of it has no stored object"},
    Check{"SELECT 'document ' || id FROM documents d WHERE NOT EXISTS"
          " (SELECT 1 FROM items i WHERE i.id = d.item_id) LIMIT ?",
          "the item that it came in is gone"},
    Check{"SELECT 'item ' || id FROM items i WHERE i.state = 'unpacked' AND NOT EXISTS"
          " (SELECT 1 FROM documents d WHERE d.item_id = i.id) LIMIT ?",
          "it was unpacked and has no document"},
    Check{"SELECT 'object ' || id FROM objects o WHERE erased = 0 AND NOT EXISTS"
          " (SELECT 1 FROM object_keys k WHERE k.address = o.address) LIMIT ?",
          "no document has its key"},
    Check{"SELECT 'document ' || d.id FROM documents d JOIN objects o ON o.address = d.object"
          " WHERE o.erased = 1 AND length(d.body) > 0 LIMIT ?",
          "its content was erased, and it was not"},
    Check{"SELECT 'case ' || case_id FROM filings f WHERE NOT EXISTS"
          " (SELECT 1 FROM documents d WHERE d.id = f.document_id) LIMIT ?",
          "a document that is filed in it is gone"},
    Check{"SELECT 'document ' || document_id FROM filings f WHERE NOT EXISTS"
          " (SELECT 1 FROM cases c WHERE c.id = f.case_id) LIMIT ?",
          "the case that it is filed in is gone"},
    Check{"SELECT 'delivery ' || id FROM deliveries d WHERE NOT EXISTS"
          " (SELECT 1 FROM cases c WHERE c.id = d.case_id) LIMIT ?",
          "its case is gone"},
    Check{"SELECT 'item ' || chain FROM audit a WHERE a.event = 'item_arrived' AND NOT EXISTS"
          " (SELECT 1 FROM items i WHERE i.id = a.chain) LIMIT ?",
          "the record says that it arrived, and it is gone"},
    Check{"SELECT 'case ' || chain FROM audit a WHERE a.event = 'case_opened' AND NOT EXISTS"
          " (SELECT 1 FROM cases c WHERE c.id = a.chain) LIMIT ?",
          "the record says that it was opened, and it is gone"},
    Check{"SELECT 'item ' || id FROM items i WHERE NOT EXISTS"
          " (SELECT 1 FROM audit a WHERE a.chain = i.id AND a.event = 'item_arrived') LIMIT ?",
          "no record says that it arrived"},
    Check{"SELECT 'case ' || number FROM cases c WHERE NOT EXISTS"
          " (SELECT 1 FROM chains h WHERE h.chain = c.id) LIMIT ?",
          "it has no record"},
    Check{"SELECT 'case ' || number FROM cases c WHERE length(body) = 0 AND NOT EXISTS"
          " (SELECT 1 FROM audit a WHERE a.chain = c.id AND a.event = 'case_erased') LIMIT ?",
          "it is erased, and no record says by whom"},
    Check{"SELECT 'document ' || id FROM documents d WHERE length(body) = 0 AND NOT EXISTS"
          " (SELECT 1 FROM audit a WHERE a.chain = d.item_id AND a.event = 'document_erased') LIMIT ?",
          "it is erased, and no record says by whom"}};

}  // namespace

std::vector<ObjectRecord> SqlStore::objects_after(const std::string& address, int limit) {
  return read([&](Database& database) -> std::vector<ObjectRecord> {
    Query query = database.query(
        "SELECT address, id, bytes FROM objects WHERE address > ? AND erased = 0 ORDER BY address LIMIT ?");
    query.bind(address).bind(limit);
    std::vector<ObjectRecord> records;
    while (query.step())
      records.push_back({query.text(0), query.text(1), static_cast<uint64_t>(query.integer(2))});
    return records;
  });
}

std::vector<std::string> SqlStore::contradictions() {
  return read([&](Database& database) -> std::vector<std::string> {
    std::vector<std::string> lines = database.damage();
    for (const Check& check : kChecks) {
      Query query = database.query(check.find);
      query.bind(kMost);
      while (query.step()) lines.push_back(query.text(0) + ": " + std::string(check.what));
    }
    if (!is_tally_true(database))
      lines.emplace_back("tally: what is kept of ended items is not what they come to");
    return lines;
  });
}

}  // namespace mailroom::daemon
