// Where a case stands, in the words a clerk uses, and when the daemon has to look at it next. Both follow
// from the record alone and are computed at each commit, so that lists and claims need not open it. Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "workflows/case.h"

namespace mailroom::daemon {

// "closed", "waiting for a person", "waiting for ledger", "being read", "unreadable", "returned",
// "on hold".
std::string standing_of(const workflows::CaseRecord& record);

// Sorts what still needs something before what is done: an item with several documents stands where the
// least finished of them does. 0 to 5.
int rank_of(std::string_view standing);

// The standing of a case that was erased; its rank is what it was.
inline constexpr std::string_view kErased = "erased";

inline constexpr int kRankWaitingLast = 2;  // up to here an item waits
inline constexpr int kRankUnreadable = 3;
inline constexpr int kRankReturned = 4;
inline constexpr int kRankClosed = 5;

// None: nothing to do until a person or a document comes.
std::optional<Instant> due_of(const workflows::CaseRecord& record);

// Closed, returned and quarantined cases take no more documents.
bool is_open(workflows::State state);

}  // namespace mailroom::daemon
