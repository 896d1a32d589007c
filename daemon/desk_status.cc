// The office as a whole: what came, where it stands, what needs a person.
#include <map>

#include "base/error.h"
#include "base/local_time.h"
#include "base/text.h"
#include "daemon/desk_call.h"
#include "daemon/desk_values.h"

namespace mailroom::daemon {

namespace {

std::string note_on(const Standing& standing) {
  if (standing.urgent == 0 && standing.overdue == 0) return {};
  return with_thousands(standing.urgent) + " urgent, " + with_thousands(standing.overdue) + " overdue";
}

std::string counted_deliveries(int64_t count, std::string_view what) {
  return with_thousands(count) + (count == 1 ? " delivery " : " deliveries ") + std::string(what);
}

class Needs {
 public:
  void add(std::string text, std::string command) {
    list_.push_back(Context{{"text", std::move(text)}, {"command", std::move(command)}});
  }
  List list() && { return std::move(list_); }

 private:
  List list_;
};

List needs_you(const DeskCall& call, const Counts& counts) {
  Needs needs;
  int64_t urgent = 0;
  for (const QueueCount& one : counts.queues) urgent += one.urgent;
  if (urgent > 0) {
    needs.add(count_of(urgent, "urgent case"), "mailroom review --urgent");
  }
  for (const QueueCount& one : counts.queues) {
    if (one.queue.empty()) {
      needs.add(count_of(one.cases, "case") + " in review", "mailroom review");
    } else {
      needs.add(count_of(one.cases, "case") + " in " + one.queue, "mailroom review --queue " + one.queue);
    }
  }
  if (counts.not_taken > 0) {
    needs.add(counted_deliveries(counts.not_taken, "not taken"), "mailroom deliveries --state refused");
  }
  if (counts.perhaps_taken > 0) {
    needs.add(counted_deliveries(counts.perhaps_taken, "perhaps taken"),
              "mailroom deliveries --state unknown");
  }
  for (const Value& one : destination_values(call)) {
    const Context& destination = one.context();
    const std::string name = destination.at("name").text_or(""), gate = destination.at("gate").text_or("");
    if (gate == "paused")
      needs.add(name + " is paused, by " + destination.at("by").text_or(""),
                "mailroom deliveries resume " + name);
    if (gate == "down")
      needs.add(name + " takes nothing: " + destination.at("why").text_or(""),
                "mailroom deliveries pause " + name + " --until TIME --why …");
  }
  if (counts.missing > 0) {
    needs.add(count_of(counts.missing, "document") + " in no case", "mailroom verify");
  }
  if (call.parts.problems) {
    for (auto& [text, command] : call.parts.problems()) needs.add(text, command);
  }
  return std::move(needs).list();
}

}  // namespace

Value status(const DeskCall& call) {
  const Instant now = call.now();
  const Counts counts = call.parts.store.count(now, local_date(now));
  List inboxes, by_state;
  for (const auto& [name, items] : counts.inboxes)
    inboxes.push_back(Context{{"name", name}, {"items", items}});
  bool reading_shown = false;
  const auto show = [&](const std::string& label, int64_t cases, int64_t items, const std::string& note) {
    by_state.push_back(Context{{"label", label}, {"cases", cases}, {"items", items}, {"note", note}});
  };
  for (const Standing& standing : counts.standings) {
    int64_t cases = standing.cases;
    std::string note = standing.label == "waiting for a person" ? note_on(standing) : std::string();
    if (standing.label == "being read") {
      reading_shown = true;
      cases += counts.arriving;
    }
    if (cases > 0 || standing.items > 0) show(standing.label, cases, standing.items, note);
  }
  if (!reading_shown && counts.arriving > 0) show("being read", counts.arriving, 0, "");
  const bool balanced =
      counts.items.holds() && counts.documents.holds() && counts.pages.holds() && counts.missing == 0;
  return Context{{"site", call.parts.site.name},
                 {"time", to_rfc3339(now)},
                 {"running", call.parts.running},
                 {"since", counts.since ? Value(to_rfc3339(*counts.since)) : Value()},
                 {"inboxes", std::move(inboxes)},
                 {"totals", totals_value(counts)},
                 {"by_state", std::move(by_state)},
                 {"working", counts.working},
                 {"needs_you", needs_you(call, counts)},
                 {"balanced", balanced}};
}

}  // namespace mailroom::daemon
