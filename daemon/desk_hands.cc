// A person's hand on a case beside deciding it, on a person's cases, and on all cases of a version.
#include <algorithm>

#include "base/error.h"
#include "base/text.h"
#include "daemon/desk_call.h"
#include "daemon/desk_values.h"

namespace mailroom::daemon {

using workflows::CaseRecord;
using workflows::Runner;
using Kind = workflows::Runner::Verdict::Kind;

namespace {

// Nobody takes a case away from under a clerk who has it on the desk.
void must_not_be_held_by_another(const DeskCall& call, const CaseRecord& record) {
  const CaseLine line = call.parts.store.line_of(record.id);
  if (!line.review || line.review->until <= call.now() || line.review->holder == call.caller.name) return;
  throw Error(Fault::usage, "lease_held",
              "case " + record.number + " is with " + line.review->holder + " until " +
                  to_rfc3339(line.review->until),
              {}, "ask them to give it back: mailroom review release " + record.number);
}

Value done(const DeskCall& call, const std::string& id) {
  const CaseRecord after = call.load(id);
  return Context{{"number", after.number},
                 {"state", to_string(after.state)},
                 {"standing", call.parts.store.line_of(id).standing},
                 {"reasons", reason_texts(after, Mask(after))}};
}

Value lay(const DeskCall& call, Runner::Verdict verdict) {
  const CaseRecord record = call.load(call.case_id());
  if (verdict.kind == Kind::move || verdict.kind == Kind::split) must_not_be_held_by_another(call, record);
  verdict.why = call.required(verdict.kind == Kind::note ? "text" : "why");
  call.parts.decide(record.id, verdict, call.caller.name);
  if (call.parts.wake) call.parts.wake();
  return done(call, record.id);
}

Runner::Verdict verdict_of(Kind kind) {
  Runner::Verdict verdict;
  verdict.kind = kind;
  return verdict;
}

std::vector<std::string> documents_of(const DeskCall& call) {
  std::vector<std::string> documents;
  const Value& given = call.arguments.at("documents");
  if (given.is_null()) return documents;
  if (!given.is(Value::Kind::list))
    throw Error(Fault::usage, "argument_invalid", "'documents': expected a list of names");
  for (const Value& one : given.list()) documents.push_back(one.text_or(""));
  return documents;
}

Value on_subject(const DeskCall& call, int met) {
  if (call.parts.wake) call.parts.wake();
  return Context{{"person", masked(call.required("subject"))}, {"cases", met}};
}

void must_have_version(const DeskCall& call, const std::string& workflow, int version) {
  std::vector<std::string> ids;
  for (const auto& one : call.parts.workflows->all()) ids.push_back(one->id);
  if (std::find(ids.begin(), ids.end(), workflow) == ids.end()) {
    const auto near = nearest_name(workflow, ids);
    throw Error(Fault::usage, "unknown_workflow", "no workflow is called '" + workflow + "'", {},
                near ? "write '" + *near + "'" : "expected " + quoted_list(ids));
  }
  if (call.parts.workflows->find(workflow, version) == nullptr) {
    throw Error(Fault::usage, "unknown_version",
                "workflow '" + workflow + "' has no version " + std::to_string(version) + " here", {},
                "cases move to a version that the site has, or that other open cases are on");
  }
}

std::string outcome_in_short(const CaseRecord& record) {
  return std::string(to_string(record.state)) + (record.route.empty() ? "" : ", " + record.route);
}

// What would become of one case by the other version, or why it stays.
Value tried(const DeskCall& call, const std::string& id, int version, bool& stays) {
  const CaseRecord now = call.load(id);
  Context line{{"case", now.number}, {"now", outcome_in_short(now)}};
  stays = false;
  try {
    const CaseRecord then = call.runner().try_version(id, version);
    line.put("then", outcome_in_short(then));
    line.put("reasons", reason_texts(then, Mask(now)));
  } catch (const Error& error) {
    if (error.fault() != Fault::usage) throw;
    stays = true;
    line.put("stays", error.message());
  }
  return line;
}

}  // namespace

Value hold_case(const DeskCall& call) {
  if (call.text("subject").empty()) return lay(call, verdict_of(Kind::hold));
  return on_subject(
      call, call.runner().hold_subject(call.required("subject"), call.required("why"), call.caller.name));
}

Value release_case(const DeskCall& call) {
  if (call.text("subject").empty()) return lay(call, verdict_of(Kind::release));
  return on_subject(call, call.runner().release_subject(call.required("subject"), call.caller.name));
}

Value move_case(const DeskCall& call) {
  Runner::Verdict verdict = verdict_of(Kind::move);
  verdict.queue = call.text("queue");
  verdict.workflow = call.text("workflow");
  verdict.role = call.text("role");
  verdict.version = static_cast<int>(call.number("version", 0, 1, 1'000'000));
  if (!call.text("to").empty()) verdict.case_number = call.load(call.case_id("to")).number;
  verdict.documents = documents_of(call);
  const int targets = !verdict.queue.empty() + !verdict.workflow.empty() + (verdict.version > 0) +
                      !verdict.case_number.empty();
  if (targets != 1)
    throw Error(Fault::usage, "argument_invalid", "say where the case goes, once", {},
                "expected one of 'to', 'queue', 'workflow' and 'version'");
  return lay(call, std::move(verdict));
}

Value link_cases(const DeskCall& call) {
  Runner::Verdict verdict = verdict_of(Kind::link);
  verdict.case_number = call.load(call.case_id("to")).number;
  return lay(call, std::move(verdict));
}

Value split_case(const DeskCall& call) {
  Runner::Verdict verdict = verdict_of(Kind::split);
  verdict.documents = documents_of(call);
  return lay(call, std::move(verdict));
}

Value reopen_case(const DeskCall& call) {
  return lay(call, verdict_of(Kind::reopen));
}

Value note_case(const DeskCall& call) {
  return lay(call, verdict_of(Kind::note));
}

Value prioritise_case(const DeskCall& call) {
  Runner::Verdict verdict = verdict_of(Kind::prioritise);
  const Value& urgent = call.arguments.at("urgent");
  if (urgent.is(Value::Kind::boolean)) verdict.priority.urgent = urgent.boolean();
  if (const std::string due = call.text("due"); !due.empty()) {
    verdict.priority.due = parse_date(due);
    if (!verdict.priority.due)
      throw Error(Fault::usage, "argument_invalid", "'due': expected a date, got '" + due + "'", {},
                  "write it as 2026-11-27");
  }
  return lay(call, std::move(verdict));
}

Value migrate_workflow(const DeskCall& call) {
  const std::string workflow = call.required("workflow");
  const auto from = static_cast<int>(call.number("from", 0, 1, 1'000'000));
  const auto to = static_cast<int>(call.number("to", 0, 1, 1'000'000));
  if (from == 0 || to == 0) call.required(from == 0 ? "from" : "to");
  must_have_version(call, workflow, to);
  const bool dry = call.flag("dry_run");
  const std::string why = dry ? "" : call.required("why");
  List cases;
  int64_t moved = 0, stay = 0;
  for (const std::string& id : call.parts.store.open_cases_of_version(workflow, from)) {
    bool stays = false;
    Value line = tried(call, id, to, stays);
    if (!stays && !dry) {
      Runner::Verdict verdict = verdict_of(Kind::move);
      verdict.version = to;
      verdict.why = why;
      call.parts.decide(id, verdict, call.caller.name);
    }
    ++(stays ? stay : moved);
    cases.push_back(std::move(line));
  }
  if (!dry && call.parts.wake) call.parts.wake();
  return Context{{"workflow", workflow},     {"from", from},   {"to", to},
                 {"dry_run", dry},           {"moved", moved}, {"stay", stay},
                 {"cases", std::move(cases)}};
}

}  // namespace mailroom::daemon
