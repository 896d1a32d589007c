// One call at the desk, as the verbs see it: its arguments with their errors, the case it is about. Internal
// to the desk.
#pragma once

#include <string>
#include <vector>

#include "daemon/desk.h"
#include "daemon/object_store.h"
#include "daemon/site.h"
#include "daemon/store.h"
#include "workflows/workflow.h"

namespace mailroom::daemon {

struct DeskCall {
  const DeskParts& parts;
  const Context& arguments;
  const Caller& caller;

  std::string text(std::string_view name) const { return arguments.at(name).text_or(""); }
  bool flag(std::string_view name) const { return arguments.at(name).is_true(); }
  // Throws Error{usage, "argument_missing"}.
  std::string required(std::string_view name) const;
  int64_t number(std::string_view name, int64_t otherwise, int64_t least, int64_t most) const;
  std::optional<Date> date(std::string_view name) const;  // none: it is not given
  std::optional<workflows::State> state() const;          // the argument of this name; none: it is not given
  // The id of the case whose number is the argument; Error{usage, "unknown_case"}.
  std::string case_id(std::string_view argument = "case") const;
  std::string id_of(const std::string& number) const;
  workflows::CaseRecord load(const std::string& case_id) const;
  Instant now() const { return parts.clock.now(); }
  const workflows::Workflow* workflow_of(const workflows::CaseRecord& record) const;
  std::string title_of(const std::string& workflow, workflows::State state) const;
  void record(const std::string& chain, std::string event, Context details = {}) const;
  // What decides and sends; a desk that only looks has none: Error{usage, "daemon_not_running"}.
  workflows::Runner& runner() const;
};

// A verb's function, and whether it only looks.
struct DeskVerb {
  std::string_view name;
  bool looks;
  Value (*call)(const DeskCall&);
};

// By group: desk_status.cc, desk_deliveries.cc, desk_hands.cc, desk_erase.cc, desk_cases.cc, desk_explain.cc,
// desk_facts.cc, desk_workflows.cc, desk_review.cc, desk_audit.cc.
Value status(const DeskCall& call);
Value list_deliveries(const DeskCall& call);
Value list_causes(const DeskCall& call);
Value retry_deliveries(const DeskCall& call);
Value pause_destination(const DeskCall& call);
Value resume_destination(const DeskCall& call);
// Those that do not take everything: [{name, gate, until, why, by}].
List destination_values(const DeskCall& call);
Value hold_case(const DeskCall& call);
Value release_case(const DeskCall& call);
Value move_case(const DeskCall& call);
Value link_cases(const DeskCall& call);
Value split_case(const DeskCall& call);
Value reopen_case(const DeskCall& call);
Value note_case(const DeskCall& call);
Value prioritise_case(const DeskCall& call);
Value show_workflow(const DeskCall& call);
Value migrate_workflow(const DeskCall& call);
Value look_at_erasure(const DeskCall& call);
Value erase_cases(const DeskCall& call);
Value verify_audit(const DeskCall& call);
Value show_root(const DeskCall& call);
Value seal_records(const DeskCall& call);
Value list_decisions(const DeskCall& call);
Value list_cases(const DeskCall& call);
Value show_case(const DeskCall& call);
// What show_case() tells of this record, and of a case that was erased.
Context told_case(const DeskCall& call, const CaseLine& line, const workflows::CaseRecord& record);
Value erased_case(const DeskCall& call, const CaseLine& line);
Value explain_case(const DeskCall& call);
Value find_cases(const DeskCall& call);
Value list_facts(const DeskCall& call);
Value retry_case(const DeskCall& call);
Value list_review(const DeskCall& call);
Value show_review(const DeskCall& call);
Value next_review(const DeskCall& call);
Value release_review(const DeskCall& call);
Value correct(const DeskCall& call);
Value approve(const DeskCall& call);
Value refuse(const DeskCall& call);
Value return_to_sender(const DeskCall& call);
Value join_documents(const DeskCall& call);

}  // namespace mailroom::daemon
