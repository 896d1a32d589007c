// Erasing: what a case's keys opened goes from the tables, and the numbers of the keys are noted, in one
// transaction; then every copy of the site's keys destroys them (daemon/eraser.h). What stays of an erased
// case is that it was: ids, number, workflow, times, counts, the record of what happened.
#include <algorithm>

#include "base/error.h"
#include "daemon/sql_store.h"
#include "daemon/sql_tally.h"
#include "daemon/standing.h"

namespace mailroom::daemon {

namespace {

// Documents of a case that no other case has which still has its papers. A body of no bytes: erased.
constexpr std::string_view kOwnDocuments =
    "SELECT DISTINCT d.id, d.item_id FROM filings f JOIN documents d ON d.id = f.document_id"
    " WHERE f.case_id = ?1 AND length(d.body) > 0 AND NOT EXISTS (SELECT 1 FROM filings o JOIN cases c"
    " ON c.id = o.case_id WHERE o.document_id = d.id AND o.case_id <> ?1 AND c.kept = 2)"
    " ORDER BY d.id";

// cases.kept: 2 all, 1 the record without its papers, 0 nothing.
int kept_before(Retained what) {
  return what == Retained::papers ? 2 : 1;
}

int64_t count_of(Database& database, std::string_view sql, const std::string& case_id) {
  Query query = database.query(sql);
  query.bind(case_id);
  return query.step() ? query.integer(0) : 0;
}

}  // namespace

Erasure SqlStore::look_at_erasure(const std::string& case_id) {
  return read([&](Database& database) -> Erasure {
    Erasure plan;
    plan.case_id = case_id;
    plan.is_done =
        count_of(database, "SELECT count(*) FROM cases WHERE id = ? AND length(body) = 0", case_id);
    std::vector<std::string> documents;
    {
      Query query = database.query(kOwnDocuments);
      query.bind(case_id);
      while (query.step()) {
        documents.push_back(query.text(0));
        if (std::find(plan.items.begin(), plan.items.end(), query.text(1)) == plan.items.end())
          plan.items.push_back(query.text(1));
      }
    }
    plan.documents = static_cast<int64_t>(documents.size());
    plan.shared = count_of(database,
                           "SELECT count(DISTINCT f.document_id) FROM filings f JOIN documents d"
                           " ON d.id = f.document_id WHERE f.case_id = ? AND length(d.body) > 0",
                           case_id) -
                  plan.documents;
    plan.on_their_way = count_of(database,
                                 "SELECT count(*) FROM documents WHERE state <> 'filed' AND id IN"
                                 " (SELECT document_id FROM filings WHERE case_id = ?)",
                                 case_id);
    for (const std::string& document : documents) {
      plan.objects +=
          count_of(database,
                   "SELECT count(*) FROM object_keys k WHERE k.owner = ?1 AND NOT EXISTS (SELECT 1 FROM"
                   " object_keys o WHERE o.address = k.address AND o.owner <> ?1)",
                   "document:" + document);
      plan.shared_scans +=
          count_of(database,
                   "SELECT count(*) FROM documents d JOIN object_keys k ON k.address = d.object"
                   " WHERE k.owner <> 'document:' || d.id AND k.owner NOT LIKE 'original:%'"
                   " AND d.id = ?",
                   document);
    }
    return plan;
  });
}

// Within the transaction; every copy of the keys has to do it after that.
void SqlStore::destroy_key(Database& database, const std::string& owner) {
  std::vector<std::string> addresses;
  {
    Query query = database.query("SELECT address FROM object_keys WHERE owner = ?");
    query.bind(owner);
    while (query.step()) addresses.push_back(query.text(0));
  }
  for (const std::string& address : addresses) take_object(database, address, owner);
  database
      .query(
          "INSERT INTO destroyed SELECT (SELECT coalesce(max(number), 0) + 1 FROM destroyed), leaf FROM keys"
          " WHERE owner = ?")
      .bind(owner)
      .run();
  database.query("DELETE FROM keys WHERE owner = ?").bind(owner).run();
}

// The item as it came, and batches in it: they may hold what is erased, and all their parts are stored.
void SqlStore::destroy_originals(Database& database, const std::string& item_id) {
  const std::string original = "original:" + item_id;
  std::vector<std::string> owners;
  {
    Query query = database.query("SELECT owner FROM keys WHERE owner = ? OR (owner > ? AND owner < ?)");
    query.bind(original).bind(original + "/").bind(original + "0");  // '0' follows '/'
    while (query.step()) owners.push_back(query.text(0));
  }
  for (const std::string& owner : owners) destroy_key(database, owner);
}

void SqlStore::erase_document(Database& database, const std::string& id, const std::string& item_id,
                              const workflows::AuditRecord& record) {
  database.query("DELETE FROM pictures WHERE document_id = ?").bind(id).run();
  database.query("UPDATE documents SET body = ?, reading = NULL WHERE id = ?").bind_blob("").bind(id).run();
  destroy_key(database, "document:" + id);
  destroy_originals(database, item_id);
  append_audit(database, item_id, {"document_erased", record.by, record.at, {{"document", id}}});
  const bool is_last =
      count_of(database, "SELECT count(*) FROM documents WHERE item_id = ? AND length(body) > 0", item_id) ==
      0;
  if (!is_last) return;
  database.query("UPDATE items SET body = ? WHERE id = ?").bind_blob("").bind(item_id).run();
  destroy_key(database, "item:" + item_id);
  append_audit(database, item_id, {"item_erased", record.by, record.at, {}});
}

int64_t SqlStore::erase_papers(Database& database, const std::string& case_id,
                               const workflows::AuditRecord& record) {
  std::vector<std::pair<std::string, std::string>> documents;
  {
    Query query = database.query(kOwnDocuments);
    query.bind(case_id);
    while (query.step()) documents.emplace_back(query.text(0), query.text(1));
  }
  for (const auto& [document, item] : documents) erase_document(database, document, item, record);
  return static_cast<int64_t>(documents.size());
}

void SqlStore::erase_record(Database& database, const std::string& case_id) {
  static_assert(kRankWaitingLast == 2 && kRankClosed == 5);
  uncount_case(database, case_id);
  database
      .query(
          "UPDATE cases SET body = ?, standing = ?, rank = CASE WHEN rank <= 2 THEN 5 ELSE rank END, queue = "
          "'',"
          " urgent = 0, due = NULL, due_at = NULL, review_by = NULL, review_until = NULL, kept = 0,"
          " revision = revision + 1 WHERE id = ?")
      .bind_blob("")
      .bind(kErased)
      .bind(case_id)
      .run();
  database.query("DELETE FROM join_keys WHERE case_id = ?").bind(case_id).run();
  database.query("DELETE FROM subjects WHERE case_id = ?").bind(case_id).run();
  database.query("UPDATE deliveries SET said = NULL, parked = 0 WHERE case_id = ?").bind(case_id).run();
  destroy_key(database, "case:" + case_id);
}

bool SqlStore::erase(const std::string& case_id, int64_t revision, Retained what,
                     const workflows::AuditRecord& record) {
  return engine_->write([&](Database& database) {
    database.lock("destroyed");  // they are numbered one after the other
    {
      Query query = database.query("SELECT revision FROM cases WHERE id = ? AND length(body) > 0 FOR UPDATE");
      if (!query.bind(case_id).step() || query.integer(0) != revision) return false;
    }
    // A hold changes no case, and may have come since it was looked at.
    if (count_of(database,
                 "SELECT count(*) FROM subjects s JOIN holds h ON h.subject = s.hash WHERE s.case_id = ?",
                 case_id) > 0)
      return false;
    workflows::AuditRecord told = record;
    told.details.put("documents", erase_papers(database, case_id, record));
    if (what == Retained::all) {
      erase_record(database, case_id);
    } else {
      database.query("UPDATE cases SET kept = 1 WHERE id = ?").bind(case_id).run();
    }
    append_audit(database, case_id, told);
    return true;
  });
}

std::vector<DueErasure> SqlStore::ended_before(Retained what, const std::string& workflow, Instant before,
                                               const DueErasure& after, int limit) {
  return read([&](Database& database) -> std::vector<DueErasure> {
    Query query = database.query(
        "SELECT id, changed FROM cases WHERE rank >= 3 AND kept = ?1 AND workflow = ?2 AND changed < ?3"
        " AND (changed, id) > (?4, ?5) ORDER BY changed, id LIMIT ?6");
    query.bind(kept_before(what)).bind(workflow).bind(before);
    query.bind(after.ended).bind(after.case_id).bind(limit);
    std::vector<DueErasure> due;
    while (query.step()) due.push_back({query.text(0), query.instant(1)});
    return due;
  });
}

std::vector<std::string> SqlStore::workflows_of_ended(Retained what) {
  return read([&](Database& database) -> std::vector<std::string> {
    std::vector<std::string> names;
    std::string last;
    bool is_first = true;
    for (;; is_first = false) {
      Query query = database.query(
          "SELECT min(workflow) FROM cases WHERE rank >= 3 AND kept = ?1 AND (?2 = 1 OR workflow > ?3)");
      query.bind(kept_before(what)).bind(is_first ? 1 : 0).bind(last);
      if (!query.step() || query.is_null(0)) return names;
      names.push_back(last = query.text(0));
    }
  });
}

std::vector<uint64_t> SqlStore::destroyed_after(int64_t number, int64_t& last) {
  return read([&](Database& database) -> std::vector<uint64_t> {
    Query query = database.query("SELECT number, leaf FROM destroyed WHERE number > ? ORDER BY number");
    query.bind(number);
    std::vector<uint64_t> leaves;
    while (query.step()) {
      last = query.integer(0);
      leaves.push_back(static_cast<uint64_t>(query.integer(1)));
    }
    return leaves;
  });
}

int64_t SqlStore::last_destroyed() {
  return read([](Database& database) -> int64_t {
    Query query = database.query("SELECT coalesce(max(number), 0) FROM destroyed");
    return query.step() ? query.integer(0) : 0;
  });
}

// A store from before an erasure: what its keys say is gone, goes here too.
void SqlStore::erase_again(int64_t destroyed, Instant now) {
  constexpr int kPage = 1000;
  const workflows::AuditRecord record{"case_erased", "mailroom", now, {{"restored", true}}};
  std::string last, at;
  for (bool more = true; more; last = at) {
    engine_->write([&](Database& database) {
      database.lock("destroyed");
      std::vector<std::string> gone;
      at = last;
      int rows = 0;
      {
        Query query = database.query("SELECT owner, leaf FROM keys WHERE owner > ? ORDER BY owner LIMIT ?");
        query.bind(last).bind(kPage);
        for (; query.step(); ++rows) {
          at = query.text(0);
          if (!key_.key(static_cast<uint64_t>(query.integer(1)))) gone.push_back(at);
        }
      }
      for (const std::string& owner : gone) erase_owner(database, owner, record);
      more = rows == kPage;
      if (!more) {
        // The count goes on from where the keys are.
        database.query("INSERT INTO destroyed VALUES (?, 0) ON CONFLICT DO NOTHING").bind(destroyed).run();
      }
      return true;
    });
  }
}

void SqlStore::erase_owner(Database& database, const std::string& owner,
                           const workflows::AuditRecord& record) {
  const std::string id = owner.substr(owner.find(':') + 1);
  if (owner.starts_with("case:")) {
    erase_record(database, id);
    append_audit(database, id, record);
  } else if (owner.starts_with("document:")) {
    Query query = database.query("SELECT item_id FROM documents WHERE id = ?");
    if (query.bind(id).step()) {
      const std::string item = query.text(0);
      erase_document(database, id, item, record);
    }
  } else if (!owner.starts_with("item:")) {  // an item goes with the last of its documents
    destroy_key(database, owner);
  }
}

void SqlStore::forget_old_pages() {
  engine_->forget_old_pages();
}

}  // namespace mailroom::daemon
