// What the items of a store come to: how many of them, of their documents and of their pages stand where.
//
// Nearly all items of an old store have ended and do not change any more. Those are *counted*: what each
// comes to is added to the table `tally` once, and the item remembers it (items.counted). Counting a store is
// adding up that table and walking the items that are not counted. Before anything of a counted item changes,
// it is uncounted. All within a transaction or a reading; where several daemons write, an item's row is
// locked by whoever counts or uncounts it.
#pragma once

#include <map>
#include <string>
#include <tuple>

#include "daemon/sql_database.h"

namespace mailroom::daemon {

// By "items", "documents", "pages" or "inbox"; the least finished rank among their cases (daemon/standing.h;
// -1: filed nowhere); of items the standing with its rank before it, of inboxes the name. `pages` of
// documents are those that are in no case.
struct TallyKey {
  std::string what;
  int64_t rank = 0;
  std::string words;
  friend auto operator<=>(const TallyKey&, const TallyKey&) = default;
};
struct TallyCount {
  int64_t count = 0, pages = 0;
  friend bool operator==(const TallyCount&, const TallyCount&) = default;
};
using Tally = std::map<TallyKey, TallyCount>;

void add(Tally& tally, const Tally& more);

Tally tally_of_all(Database& database);   // by a walk over everything; reads no table `tally`
Tally tally_as_kept(Database& database);  // the table, and a walk over the items that are not counted
// Whether the table is what its items come to.
bool is_tally_true(Database& database);

// Counts the ended ones of the next `limit` items after `after`, which becomes the last that was looked at,
// or "" when there are no more.
void count_ended(Database& database, std::string& after, int limit);
void uncount_item(Database& database, const std::string& item_id);
void uncount_document(Database& database, const std::string& document_id);
void uncount_case(Database& database, const std::string& case_id);

}  // namespace mailroom::daemon
