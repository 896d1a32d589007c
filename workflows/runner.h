// The case runner: the only place that branches between stages. It files what was read into cases and moves a
// case from checks to decisions to route to deliveries. It keeps no state: everything is in the store, so
// that it can be killed between any two calls.
//
//   read document ─file()→ case: checking ─advance()→ deciding → delivering ─deliver_due()→ closed
//                                   │ review, defer, return ↘ awaiting_review · later · returned
//
// Thread safe; two runners on one case: one commit wins, the other reports nothing done.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "base/clock.h"
#include "connectors/connector.h"
#include "ocr/reading.h"
#include "workflows/case_store.h"
#include "workflows/workflow.h"

namespace mailroom::workflows {

// A document that was read, on its way to a case.
struct ReadDocument {
  std::string document_id;
  std::string file;
  Instant received;
  Context metadata;  // of its item: inbox, from, subject, folder
  ocr::DocumentReading reading;
};

struct TriedCase;  // weighing.h

class Runner {
 public:
  using Connectors = std::map<std::string, std::shared_ptr<connectors::Connector>>;  // by "workflow/delivery"

  Runner(CaseStore& store, const Clock& clock, const Workflows& workflows, Connectors connectors);

  // Files the document: into the open case it joins, a new case, several, or a case without workflow that
  // waits for a person. Returns the cases' ids. Filing the same document id again changes nothing (a restart
  // repeats it safely).
  std::vector<std::string> file(const ReadDocument& document);

  // Runs checks, decisions and route as far as they go. True if the case was committed in a new state.
  bool advance(const std::string& case_id);

  // Sends the case's deliveries that are due, in order of `after`, and closes the case when all are
  // delivered. Returns when to come back, if something is left to retry.
  std::optional<Instant> deliver_due(const std::string& case_id);

  // What a person does. `by` is the system's word for who it is. Each is a new revision; the case goes on
  // from where it belongs.
  struct Verdict {
    enum class Kind { correct, approve, refuse, return_to_sender, retry, join } kind = Kind::approve;
    std::vector<Correction> corrections;  // correct: `by` and `at` are filled in here
    std::string why;                      // refuse, return: for the letter and the audit
    std::string case_number;              // join: the case that the documents belong to
    std::string workflow, role;           // join: or the workflow that shall take them as a new case
  };
  // Throws Error{usage} if the verdict does not fit the case's state.
  void decide_by_person(const std::string& case_id, const Verdict& verdict, const std::string& by);

 private:
  const Workflow* workflow_of(const CaseRecord& record) const;
  // runner_file.cc
  std::string place(const struct PlannedFiling& planned, std::vector<CaseChange>& read_again);
  CaseRecord new_case(const struct PlannedFiling& planned) const;
  // True if the case's documents, whose owner was not sure before, moved to the open case they belong to.
  bool join_open_case(CaseChange& change, const Workflow& workflow, bool& committed);
  // runner.cc
  // `reads`: where facts, checks, decisions and routes note what they read; may be null.
  bool advance_once(CaseChange& change, const Workflow& workflow, feel::Reads* reads = nullptr);
  bool await_documents(CaseChange& change, const Workflow& workflow);
  bool run_checks(CaseChange& change, const Workflow& workflow, const feel::Environment& environment);
  void decide(CaseChange& change, const Workflow& workflow, const feel::Environment& environment);
  void take_route(CaseChange& change, const Workflow& workflow, const feel::Environment& environment);
  // runner_doubts.cc
  bool settle_doubts(CaseChange& change, const Workflow& workflow);
  TriedCase try_readings(const CaseRecord& record, const Workflow& workflow,
                         const std::vector<Reason>& doubts, const std::vector<Correction>& readings);
  // runner_deliver.cc
  bool deliver_one(CaseRecord& record, const Workflow& workflow, size_t index);
  void settle_deliveries(CaseChange& change, const Workflow* workflow);
  void plan_deliveries(CaseChange& change, const Workflow& workflow, const std::vector<std::string>& names,
                       const Context& facts);
  // runner_person.cc
  void apply(CaseChange& change, const Verdict& verdict, const std::string& by,
             std::vector<CaseChange>& others);
  void correct(CaseChange& change, const Verdict& verdict, const std::string& by);
  void approve(CaseChange& change, const std::string& by);
  void end(CaseChange& change, const Verdict& verdict, const std::string& by, bool refused);
  void retry(CaseChange& change, const std::string& by);
  void join(CaseChange& change, const Verdict& verdict, const std::string& by,
            std::vector<CaseChange>& others);

  void ask(CaseChange& change, const Workflow* workflow, std::vector<Reason> reasons);
  void note(CaseChange& change, std::string event, Context details, std::string by = "mailroom") const;

  CaseStore& store_;
  const Clock& clock_;
  const Workflows& workflows_;
  Connectors connectors_;
};

}  // namespace mailroom::workflows
