#include "daemon/desk.h"

#include <array>

#include "base/error.h"
#include "base/ids.h"
#include "base/text.h"
#include "daemon/desk_call.h"

namespace mailroom::daemon {

namespace {

constexpr std::array kVerbs = {
    DeskVerb{"status", true, status},
    DeskVerb{"cases.list", true, list_cases},
    DeskVerb{"cases.show", true, show_case},
    DeskVerb{"cases.explain", true, explain_case},
    DeskVerb{"cases.facts", true, list_facts},
    DeskVerb{"cases.retry", false, retry_case},
    DeskVerb{"cases.hold", false, hold_case},
    DeskVerb{"cases.release", false, release_case},
    DeskVerb{"cases.move", false, move_case},
    DeskVerb{"cases.link", false, link_cases},
    DeskVerb{"cases.split", false, split_case},
    DeskVerb{"cases.reopen", false, reopen_case},
    DeskVerb{"cases.note", false, note_case},
    DeskVerb{"cases.priority", false, prioritise_case},
    DeskVerb{"erase.look", false, look_at_erasure},
    DeskVerb{"erase.cases", false, erase_cases},
    DeskVerb{"find", true, find_cases},
    DeskVerb{"review.list", true, list_review},
    DeskVerb{"review.next", false, next_review},
    DeskVerb{"review.show", true, show_review},
    DeskVerb{"review.correct", false, correct},
    DeskVerb{"review.approve", false, approve},
    DeskVerb{"review.refuse", false, refuse},
    DeskVerb{"review.return", false, return_to_sender},
    DeskVerb{"review.join", false, join_documents},
    DeskVerb{"review.release", false, release_review},
    DeskVerb{"deliveries.list", true, list_deliveries},
    DeskVerb{"deliveries.causes", true, list_causes},
    DeskVerb{"deliveries.retry", false, retry_deliveries},
    DeskVerb{"deliveries.pause", false, pause_destination},
    DeskVerb{"deliveries.resume", false, resume_destination},
    DeskVerb{"workflows.show", true, show_workflow},
    DeskVerb{"workflows.migrate", false, migrate_workflow},
    DeskVerb{"audit.verify", true, verify_audit},
    DeskVerb{"audit.root", true, show_root},
    DeskVerb{"audit.seal", false, seal_records},
    DeskVerb{"audit.decisions", true, list_decisions},
};

const DeskVerb* find_verb(std::string_view name) {
  for (const DeskVerb& verb : kVerbs) {
    if (verb.name == name) return &verb;
  }
  return nullptr;
}

}  // namespace

std::string DeskCall::required(std::string_view name) const {
  std::string value = text(name);
  if (!value.empty()) return value;
  throw Error(Fault::usage, "argument_missing", "expected an argument '" + std::string(name) + "'");
}

int64_t DeskCall::number(std::string_view name, int64_t otherwise, int64_t least, int64_t most) const {
  const Value& value = arguments.at(name);
  if (value.is_null()) return otherwise;
  const auto number = value.is(Value::Kind::number) ? value.number().to_integer() : std::nullopt;
  if (number && *number >= least && *number <= most) return *number;
  throw Error(Fault::usage, "argument_invalid",
              "'" + std::string(name) + "': expected a number from " + std::to_string(least) + " to " +
                  std::to_string(most) + ", got '" + to_display(value) + "'");
}

std::optional<Date> DeskCall::date(std::string_view name) const {
  const std::string typed = text(name);
  if (typed.empty()) return std::nullopt;
  if (const auto date = parse_date(typed)) return date;
  throw Error(Fault::usage, "argument_invalid",
              "'" + std::string(name) + "': expected a date such as 2026-11-23, got '" + typed + "'");
}

std::optional<workflows::State> DeskCall::state() const {
  const std::string typed = text("state");
  if (typed.empty()) return std::nullopt;
  if (const auto state = workflows::parse_state(typed)) return state;
  static const std::vector<std::string> kKnown = {"checking", "awaiting_review", "deciding",   "delivering",
                                                  "closed",   "returned",        "quarantined"};
  throw Error(Fault::usage, "argument_invalid", "unknown state '" + typed + "'", {},
              "expected " + quoted_list(kKnown));
}

std::string DeskCall::case_id(std::string_view argument) const {
  return id_of(required(argument));
}

std::string DeskCall::id_of(const std::string& typed) const {
  if (const auto id = parts.store.find_by_number(normal_case_number(typed).value_or(typed))) return *id;
  throw Error(Fault::usage, "unknown_case", "no case has the number '" + typed + "'", {},
              "list them: mailroom cases; or find a person's: mailroom find NUMBER");
}

workflows::CaseRecord DeskCall::load(const std::string& id) const {
  if (auto record = parts.store.load(id)) return std::move(*record);
  throw Error(Fault::usage, "unknown_case", "no case has the id '" + id + "'");
}

const workflows::Workflow* DeskCall::workflow_of(const workflows::CaseRecord& record) const {
  return parts.workflows ? parts.workflows->find(record.workflow, record.version) : nullptr;
}

std::string DeskCall::title_of(const std::string& workflow, workflows::State state) const {
  if (workflow.empty()) return state == workflows::State::quarantined ? "Unreadable" : "Unsorted post";
  const workflows::Workflow* found = parts.workflows ? parts.workflows->find(workflow) : nullptr;
  return found && !found->title.empty() ? found->title : workflow;
}

workflows::Runner& DeskCall::runner() const {
  if (parts.runner != nullptr) return *parts.runner;
  throw Error(Fault::usage, "daemon_not_running", "this needs the daemon, and none runs here", {},
              "start it: mailroomd --site " + parts.site.folder.string());
}

void DeskCall::record(const std::string& chain, std::string event, Context details) const {
  parts.store.note(chain, {std::move(event), caller.name, now(), std::move(details)});
}

Value Desk::call(const std::string& verb, const Context& arguments, const Caller& caller) {
  const DeskVerb* found = find_verb(verb);
  if (found == nullptr) {
    const auto near = nearest_name(verb, verbs());
    throw Error(Fault::usage, "unknown_verb", "unknown verb '" + verb + "'", {},
                near ? "write '" + *near + "'" : "expected " + quoted_list(verbs()));
  }
  if (!found->looks && !parts_.decide) {
    throw Error(Fault::usage, "daemon_not_running", "'" + verb + "' needs the daemon, and none runs here", {},
                "start it: mailroomd --site " + parts_.site.folder.string());
  }
  return found->call(DeskCall{parts_, arguments, caller});
}

bool Desk::only_looks(std::string_view verb) {
  const DeskVerb* found = find_verb(verb);
  return found != nullptr && found->looks;
}

std::vector<std::string> Desk::verbs() {
  std::vector<std::string> names;
  for (const DeskVerb& verb : kVerbs) names.emplace_back(verb.name);
  return names;
}

}  // namespace mailroom::daemon
