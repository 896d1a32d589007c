// What was sent and what was not taken: lists, dead letters by their cause, destinations that are paused.
#include <algorithm>
#include <iterator>
#include <map>
#include <set>

#include "base/digest.h"
#include "base/error.h"
#include "base/text.h"
#include "daemon/desk_call.h"
#include "daemon/desk_values.h"

namespace mailroom::daemon {

using workflows::DeliveryState;
using workflows::Destination;

namespace {

// What several deliveries failed of: figures tell them apart, not their causes.
std::string cause_in(std::string why) {
  std::string cause;
  for (const char c : why) {
    const bool digit = c >= '0' && c <= '9';
    if (!digit) cause += c;
    if (digit && (cause.empty() || cause.back() != '#')) cause += '#';
  }
  return cause;
}

struct Cause {
  std::string code;  // short, to be typed
  std::string name, text;
  DeliveryState state = DeliveryState::refused;
  std::vector<std::string> cases;  // numbers, oldest first
};

// All of a state, a page at a time, newest first.
std::vector<DeliveryLine> all_deliveries(const DeskCall& call, DeliveryState state, const std::string& name) {
  std::vector<DeliveryLine> all;
  DeliveryFilter filter;
  filter.state = state;
  filter.name = name;
  while (true) {
    std::vector<DeliveryLine> page = call.parts.store.deliveries(filter);
    const bool more = page.size() == static_cast<size_t>(filter.limit);
    if (more) filter.before = page.back().id;
    std::move(page.begin(), page.end(), std::back_inserter(all));
    if (!more) return all;
  }
}

// Dead letters, by cause; the most frequent first.
std::vector<Cause> causes_of(const DeskCall& call, const std::string& name) {
  std::map<std::string, Cause> causes;
  for (const DeliveryState state : {DeliveryState::refused, DeliveryState::unknown}) {
    std::vector<DeliveryLine> lines = all_deliveries(call, state, name);
    std::reverse(lines.begin(), lines.end());
    for (const DeliveryLine& line : lines) {
      const std::string text = cause_in(line.why);
      const std::string key = line.name + "\n" + std::string(to_string(state)) + "\n" + text;
      Cause& cause = causes[key];
      cause.code = sha256(key).substr(0, 6);
      cause.name = line.name;
      cause.text = text;
      cause.state = state;
      cause.cases.push_back(line.case_number);
    }
  }
  std::vector<Cause> sorted;
  for (auto& [key, cause] : causes) sorted.push_back(std::move(cause));
  std::stable_sort(sorted.begin(), sorted.end(),
                   [](const Cause& a, const Cause& b) { return a.cases.size() > b.cases.size(); });
  return sorted;
}

Value value_of(const Destination& one) {
  return Context{{"name", one.name},
                 {"gate", to_string(one.gate)},
                 {"until", one.until ? Value(to_rfc3339(*one.until)) : Value()},
                 {"why", one.why},
                 {"by", one.by}};
}

// A case that may have been sent something is looked at by a person first, each one.
bool has_unknown(const workflows::CaseRecord& record) {
  return std::any_of(record.deliveries.begin(), record.deliveries.end(),
                     [](const auto& one) { return one.state == DeliveryState::unknown; });
}

}  // namespace

List destination_values(const DeskCall& call) {
  List list;
  for (const Destination& one : call.parts.store.destinations()) {
    if (one.gate != Destination::Gate::open) list.push_back(value_of(one));
  }
  return list;
}

Value list_deliveries(const DeskCall& call) {
  DeliveryFilter filter;
  if (const std::string typed = call.text("state"); !typed.empty()) {
    filter.state = workflows::parse_delivery_state(typed);
    if (!filter.state) {
      throw Error(Fault::usage, "argument_invalid",
                  "'state': expected 'waiting', 'delivered', 'refused' or 'unknown', got '" + typed + "'");
    }
  }
  filter.name = call.text("name");
  filter.before = call.text("before");
  const auto limit = static_cast<int>(call.number("limit", 50, 1, 1000));
  filter.limit = limit + 1;
  std::vector<DeliveryLine> lines = call.parts.store.deliveries(filter);
  const bool more = lines.size() > static_cast<size_t>(limit);
  if (more) lines.pop_back();
  List list;
  for (const DeliveryLine& line : lines) {
    list.push_back(Context{{"id", line.id},
                           {"case", line.case_number},
                           {"name", line.name},
                           {"state", to_string(line.state)},
                           {"attempts", line.attempts},
                           {"next_attempt", to_rfc3339(line.next_attempt)},
                           {"why", line.why},
                           {"receipt", line.receipt}});
  }
  return Context{{"deliveries", std::move(list)}, {"more", more}, {"destinations", destination_values(call)}};
}

Value list_causes(const DeskCall& call) {
  List list;
  for (const Cause& cause : causes_of(call, call.text("name"))) {
    list.push_back(Context{{"cause", cause.code},
                           {"name", cause.name},
                           {"state", to_string(cause.state)},
                           {"why", cause.text},
                           {"deliveries", cause.cases.size()},
                           {"oldest", cause.cases.front()}});
  }
  return Context{{"causes", std::move(list)}};
}

Value retry_deliveries(const DeskCall& call) {
  const std::string wanted = call.required("cause");
  const bool all = call.flag("all");
  if (all == call.flag("one"))
    throw Error(Fault::usage, "argument_invalid", "how many are tried again?", {},
                "'one' first; once it was taken, 'all'");
  bool known = false;
  List tried;
  int64_t left = 0;
  std::set<std::string> done;
  for (const Cause& cause : causes_of(call, "")) {
    if (cause.code != wanted && cause.name != wanted) continue;
    known = true;
    if (cause.state != DeliveryState::refused) {
      left += static_cast<int64_t>(cause.cases.size());
      continue;
    }
    for (const std::string& number : cause.cases) {
      if ((!all && !tried.empty()) || !done.insert(number).second) continue;
      const auto id = call.parts.store.find_by_number(number);
      const auto record = id ? call.parts.store.load(*id) : std::nullopt;
      const bool waits = record && record->state == workflows::State::awaiting_review && !record->hold;
      if (!waits || has_unknown(*record)) {
        ++left;
        continue;
      }
      workflows::Runner::Verdict verdict;
      verdict.kind = workflows::Runner::Verdict::Kind::retry;
      call.parts.decide(*id, verdict, call.caller.name);
      tried.push_back(number);
    }
  }
  if (!known)
    throw Error(Fault::usage, "unknown_cause", "nothing that was not taken has the cause '" + wanted + "'",
                {}, "list them: mailroom deliveries causes");
  if (call.parts.wake) call.parts.wake();
  return Context{{"cause", wanted}, {"tried", std::move(tried)}, {"left", left}};
}

Value pause_destination(const DeskCall& call) {
  const std::string name = call.required("name");
  std::optional<Instant> until;
  if (const std::string typed = call.text("until"); !typed.empty()) {
    until = parse_rfc3339(typed);
    if (!until)
      throw Error(Fault::usage, "argument_invalid", "'until': expected a time, got '" + typed + "'", {},
                  "write it as 2026-11-23T11:00:00Z");
  }
  call.runner().pause_destination(name, until, call.required("why"), call.caller.name);
  call.record("destination:" + name, "destination_paused",
              {{"until", until ? Value(to_rfc3339(*until)) : Value()}});
  return value_of(call.parts.store.destination(name).value_or(Destination{}));
}

Value resume_destination(const DeskCall& call) {
  const std::string name = call.required("name");
  call.runner().resume_destination(name, call.caller.name);
  call.record("destination:" + name, "destination_resumed");
  if (call.parts.wake) call.parts.wake();
  Destination now;
  now.name = name;
  return value_of(call.parts.store.destination(name).value_or(now));
}

}  // namespace mailroom::daemon
