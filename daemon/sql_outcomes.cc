// What became of items whose inbox wants to hear of it.
#include <map>

#include "daemon/sql_store.h"

namespace mailroom::daemon {

namespace {

constexpr int64_t kHeardThatItWaits = 2;

std::string word_of(ItemOutcome::Kind kind) {
  static const std::map<ItemOutcome::Kind, std::string> kWords = {
      {ItemOutcome::Kind::closed, "closed"},
      {ItemOutcome::Kind::returned, "returned"},
      {ItemOutcome::Kind::quarantined, "quarantined"},
      {ItemOutcome::Kind::waiting, "waiting"}};
  return kWords.at(kind);
}

}  // namespace

std::vector<ItemOutcome> SqlStore::item_outcomes(const std::string& inbox) {
  using Kind = ItemOutcome::Kind;
  return read([&](Database& database) -> std::vector<ItemOutcome> {
    // Of each item: cases, documents that are in none yet, cases of each kind.
    Query query = database.query(
        "SELECT i.id, i.follows, count(c.id),"
        " sum(CASE WHEN d.state = 'filed' THEN 0 ELSE 1 END),"
        " sum(CASE WHEN c.state = 'awaiting_review' THEN 1 ELSE 0 END),"
        " sum(CASE WHEN c.rank <= 2 THEN 1 ELSE 0 END),"
        " sum(CASE WHEN c.state = 'quarantined' THEN 1 ELSE 0 END),"
        " sum(CASE WHEN c.state = 'returned' THEN 1 ELSE 0 END)"
        " FROM items i LEFT JOIN documents d ON d.item_id = i.id"
        " LEFT JOIN filings f ON f.document_id = d.id LEFT JOIN cases c ON c.id = f.case_id"
        " WHERE i.inbox = ? AND i.follows > 0 GROUP BY i.id, i.follows ORDER BY i.id");
    query.bind(inbox);
    std::vector<ItemOutcome> outcomes;
    while (query.step()) {
      if (query.integer(2) == 0 || query.integer(3) > 0) continue;
      ItemOutcome one{query.text(0), Kind::closed, query.integer(1) == kHeardThatItWaits};
      if (query.integer(4) > 0) {
        one.outcome = Kind::waiting;
      } else if (query.integer(5) > 0) {
        continue;
      } else if (query.integer(6) > 0) {
        one.outcome = Kind::quarantined;
      } else if (query.integer(7) > 0) {
        one.outcome = Kind::returned;
      }
      if (one.outcome == Kind::waiting && one.is_where_it_waits) continue;
      outcomes.push_back(std::move(one));
    }
    return outcomes;
  });
}

void SqlStore::note_outcome(const std::string& item, ItemOutcome::Kind outcome, Instant now) {
  engine_->write([&](Database& database) {
    const bool waits = outcome == ItemOutcome::Kind::waiting;
    const int64_t changed = database.query("UPDATE items SET follows = ? WHERE id = ? AND follows > 0")
                                .bind(waits ? kHeardThatItWaits : 0)
                                .bind(item)
                                .run();
    if (changed > 0) {
      append_audit(database, item, {"item_outcome_noted", "mailroom", now, {{"outcome", word_of(outcome)}}});
    }
    return true;
  });
}

void SqlStore::follow_no_more(const std::string& item) {
  engine_->write([&](Database& database) {
    database.query("UPDATE items SET follows = 0 WHERE id = ?").bind(item).run();
    return true;
  });
}

}  // namespace mailroom::daemon
