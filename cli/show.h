// The desk's answers (docs/desk.md) as people read them: pure functions of the answer, the terminal and the
// time. Figures first, the next step last; colour only repeats what words say.
#pragma once

#include <string>

#include "base/clock.h"
#include "base/value.h"
#include "cli/terminal.h"

namespace mailroom::cli {

struct View {
  Terminal terminal;
  Instant now;
};

std::string show_status(const Value& answer, const View& view);
// Of an answer with totals: one line a level, and whether they add up; if not, what to do next.
std::string show_balance(const Value& answer, const View& view, const std::string& next);
std::string show_verification(const Value& answer, const View& view);
// True if at every level what arrived is accounted for.
bool adds_up(const Value& answer);

// `more`: the command that lists on.
std::string show_cases(const Value& answer, const View& view, const std::string& more);
// `all`: every value, rule and event, not only what is remarkable.
std::string show_case(const Value& answer, const View& view, bool all);

std::string show_waiting(const Value& answer, const View& view);  // review.list
std::string show_review(const Value& answer, const View& view);   // review.show, review.next
std::string show_verdict(const Value& answer, const std::string& done);

std::string show_deliveries(const Value& answer, const View& view);
std::string show_causes(const Value& answer, const View& view);
std::string show_retried(const Value& answer, const View& view);
std::string show_destination(const Value& answer, const View& view);
// "paused until 11:00 by m.lund: month end", "takes nothing, tried again 11:04: the database failed".
std::string gate_in_words(const Value& destination, const View& view);
std::string show_audit(const Value& answer, const View& view);
std::string show_root(const Value& answer, const View& view);     // audit.root, audit.seal
std::string show_erasure(const Value& answer, const View& view);  // erase.look
std::string show_erased(const Value& answer, const View& view);   // erase.cases

// What a clerk calls the state of a case: "waiting for a person", "waiting for ledger", "unreadable".
std::string state_in_words(const Value& summary);
Tone tone_of_state(const Value& summary);

}  // namespace mailroom::cli
