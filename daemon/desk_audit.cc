// What can be proved: that the record is whole, and what was decided under which rule.
#include <algorithm>
#include <map>

#include "base/error.h"
#include "base/local_time.h"
#include "base/text.h"
#include "daemon/audit_seal.h"
#include "daemon/desk_call.h"

namespace mailroom::daemon {

namespace {

// One decision as the audit tells it.
struct MadeDecision {
  const AuditLine* line = nullptr;
  std::string decision;
  std::vector<std::string> references;
  bool is_superseded = false;  // by a later one of the same name in the same case
};

std::vector<MadeDecision> decisions_in(const std::vector<AuditLine>& chain) {
  std::vector<MadeDecision> made;
  std::map<std::string, size_t> last;
  for (const AuditLine& line : chain) {
    if (line.record.event != "decision_made") continue;
    MadeDecision one{&line, line.record.details.at("decision").text_or(""), {}, false};
    if (const Value& references = line.record.details.at("references"); references.is(Value::Kind::list))
      for (const Value& reference : references.list()) one.references.push_back(reference.text_or(""));
    if (const auto before = last.find(one.decision); before != last.end())
      made[before->second].is_superseded = true;
    last[one.decision] = made.size();
    made.push_back(std::move(one));
  }
  return made;
}

Value value_of(const MadeDecision& one, const std::string& number, const std::string& head) {
  const workflows::AuditRecord& record = one.line->record;
  List references;
  for (const std::string& reference : one.references) references.emplace_back(reference);
  return Context{{"case", number},
                 {"at", to_rfc3339(record.at)},
                 {"decision", one.decision},
                 {"fired", record.details.at("fired")},
                 {"references", std::move(references)},
                 {"workflow", record.details.at("workflow")},
                 {"version", record.details.at("version")},
                 {"effective", record.details.at("effective")},
                 {"superseded", one.is_superseded},
                 {"record", one.line->sequence},
                 {"digest", one.line->digest},
                 {"head", head}};
}

}  // namespace

Value verify_audit(const DeskCall& call) {
  std::optional<AuditSeal> kept;
  if (const Value& given = call.arguments.at("root"); !given.is_null()) {
    kept = seal_from_value(given);
    if (!kept)
      throw Error(Fault::usage, "argument_invalid", "'root': this is no root of an audit", {},
                  "give what 'mailroom audit root --json' printed");
  }
  const AuditReport report = prove_audit(call.parts.store, kept);
  List problems;
  for (const std::string& problem : report.problems) problems.emplace_back(problem);
  return Context{{"chains", report.chains},       {"records", report.records},
                 {"roots", report.seals},         {"kept", kept ? Value(kept->number) : Value()},
                 {"ok", report.problems.empty()}, {"problems", std::move(problems)}};
}

// What can be kept elsewhere; null: nothing was sealed yet.
Value show_root(const DeskCall& call) {
  const auto seals = call.parts.store.seals();
  return Context{{"root", seals.empty() ? Value() : to_value(seals.back())}};
}

Value seal_records(const DeskCall& call) {
  if (call.parts.signing == nullptr) call.runner();  // says that the daemon is needed
  return Context{{"root", to_value(seal_audit(call.parts.store, *call.parts.signing, call.now()))}};
}

// A page of cases at a time, so that neither this nor what it answers grows with the store.
Value list_decisions(const DeskCall& call) {
  constexpr int kPage = 1000;
  const std::string wanted = fold_space(call.text("reference"));
  const auto from = call.date("from"), to = call.date("to");
  List decisions;
  std::map<std::string, int64_t> references;  // of all in that time
  int64_t cases = 0, superseded = 0;
  CaseFilter filter;
  filter.limit = kPage;
  filter.after = call.text("after");
  const std::vector<CaseLine> lines = call.parts.store.list(filter);
  for (const CaseLine& line : lines) {
    const std::vector<AuditLine> chain = call.parts.store.history(line.id);
    const size_t before = decisions.size();
    for (const MadeDecision& one : decisions_in(chain)) {
      const Date on = local_date(one.line->record.at);
      if ((from && on < *from) || (to && on > *to)) continue;
      for (const std::string& reference : one.references) ++references[reference];
      const bool fits =
          wanted.empty() || std::ranges::any_of(one.references, [&](const std::string& reference) {
            return fold_space(reference) == wanted;
          });
      if (!fits) continue;
      superseded += one.is_superseded ? 1 : 0;
      decisions.push_back(value_of(one, line.number, chain.back().digest));
    }
    if (decisions.size() > before) ++cases;
  }
  const bool is_last = lines.size() < static_cast<size_t>(kPage);
  List known;
  for (const auto& [reference, count] : references)
    known.push_back(Context{{"reference", reference}, {"decisions", count}});
  const auto count = static_cast<int64_t>(decisions.size());
  return Context{{"decisions", std::move(decisions)},
                 {"count", count},
                 {"superseded", superseded},
                 {"cases", cases},
                 {"next", is_last ? "" : lines.back().number},
                 {"references", std::move(known)}};
}

}  // namespace mailroom::daemon
