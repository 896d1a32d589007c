// The case runner: the only place that branches between stages. It files what was read into cases and moves a
// case from checks to decisions to route to deliveries. It keeps no state: everything is in the store, so
// that it can be killed between any two calls.
//
//   read document ─file()→ case: checking ─advance()→ deciding → delivering ─deliver_due()→ closed
//                                   │ review, defer, return ↘ awaiting_review · later · returned
//
// Thread safe; two runners on one case: one commit wins, the other reports nothing done.
#pragma once

#include <atomic>
#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "base/clock.h"
#include "connectors/connector.h"
#include "connectors/lookup.h"
#include "connectors/traffic.h"
#include "ocr/reading.h"
#include "workflows/case_store.h"
#include "workflows/workflow.h"

namespace mailroom::workflows {

// A document that was read, on its way to a case.
struct ReadDocument {
  std::string document_id;
  std::string file;
  Instant received;
  Context metadata;  // of its item: what came along with it
  Context arrival;   // how it came (workflows/arrival.h)
  ocr::DocumentReading reading;
};

struct TriedCase;  // weighing.h

class Runner {
 public:
  using Connectors = std::map<std::string, std::shared_ptr<connectors::Connector>>;  // by "workflow/delivery"
  using Lookups = std::map<std::string, std::shared_ptr<connectors::Lookup>>;        // by "workflow/look-up"

  // Without a source a look-up finds nothing. Without traffic limits are not kept to: where nothing is sent.
  Runner(CaseStore& store, const Clock& clock, const Workflows& workflows, Connectors connectors,
         Lookups lookups = {}, std::shared_ptr<connectors::AllTraffic> traffic = {});

  // Files the document: into the open case it joins, a new case, several, or a case without workflow that
  // waits for a person. Returns the cases' ids. Filing the same document id again changes nothing (a restart
  // repeats it safely).
  std::vector<std::string> file(const ReadDocument& document);

  // Runs checks, decisions and route as far as they go. True if the case was committed in a new state.
  bool advance(const std::string& case_id);

  // Sends the case's deliveries that are due, in order of `after`, and closes the case when all are
  // delivered. Returns when to come back, if something is left to retry.
  std::optional<Instant> deliver_due(const std::string& case_id);

  // What connectors have to do without a delivery: batches that are due are closed. All are asked; the first
  // that cannot throws its Error then.
  void tend_connectors();
  // Calls whoever waits for room at a destination, where whoever should have called them ended or was not
  // heard. True: somebody may go now.
  bool tend_lines();
  // Lets deliveries go again to destinations whose time has come: one to try, then more and more. False: it
  // has come of none.
  bool reopen_destinations();
  // A person's word on a destination: nothing is sent there until then (none: until it is resumed), and
  // nobody spends an attempt. Throws Error{usage} for a destination that no workflow names, or without a
  // reason.
  void pause_destination(const std::string& name, std::optional<Instant> until, const std::string& why,
                         const std::string& by);
  void resume_destination(const std::string& name, const std::string& by);

  // What would become of an open case by another version of its workflow; nothing is written.
  CaseRecord try_version(const std::string& case_id, int version);
  // What becomes of a case by these rules if its documents say what its facts do: nothing is read or written.
  // The record has its facts, the date received and what people waved through; nobody doubts and nothing is
  // awaited.
  CaseRecord try_facts(CaseRecord record, const Workflow& workflow);

  // Everything of a person stops: deliveries that are queued, and cases that come later. Returns the open
  // cases that it met.
  int hold_subject(const std::string& subject, const std::string& why, const std::string& by);
  int release_subject(const std::string& subject, const std::string& by);

  // What a person does. `by` is the system's word for who it is. Each is a new revision; the case goes on
  // from where it belongs.
  struct Verdict {
    enum class Kind {
      correct,
      approve,
      refuse,
      return_to_sender,
      retry,
      join,
      // What a hand does to a case beside deciding it (runner_hand.cc); each needs a `why`.
      hold,
      release,
      move,
      link,
      split,
      reopen,
      note,
      prioritise
    } kind = Kind::approve;
    std::vector<Correction> corrections;  // correct: `by` and `at` are filled in here
    std::string why;                      // refuse, return: for the letter; otherwise kept with the case
    std::string case_number;     // join, move: the case that the documents belong to; link: the other one
    std::string workflow, role;  // join, move: or the workflow that shall take them as a new case
    std::string queue = {};      // move: or whose turn it is
    int version = 0;             // move: or another version of the case's workflow
    // move, split: names or ids of documents, "scan.pdf/1" for one part of it; move: none are all.
    std::vector<std::string> documents = {};
    Priority priority = {};  // prioritise: what is given changes
  };
  // Throws Error{usage} if the verdict does not fit the case's state.
  void decide_by_person(const std::string& case_id, const Verdict& verdict, const std::string& by);

 private:
  const Workflow* workflow_of(const CaseRecord& record) const;
  feel::Environment surroundings() const;
  // runner_file.cc
  std::string place(const struct PlannedFiling& planned, std::vector<CaseChange>& read_again);
  std::optional<CaseRecord> closed_case_of(const struct PlannedFiling& planned, const std::string& key);
  void take_in_late(CaseChange& change, Filing filing, const Workflow& workflow);
  CaseRecord new_case(const struct PlannedFiling& planned) const;
  // True if the case's documents, whose owner was not sure before, moved to the open case they belong to.
  bool join_open_case(CaseChange& change, const Workflow& workflow, bool& committed);
  // runner.cc
  // `reads`: where facts, checks, decisions and routes note what they read; may be null.
  bool advance_once(CaseChange& change, const Workflow& workflow, feel::Reads* reads = nullptr);
  void judge_urgency(CaseChange& change, const Workflow& workflow, const feel::Environment& environment);
  void set_due(CaseRecord& record, const Workflow& workflow, const Period& period) const;
  bool await_documents(CaseChange& change, const Workflow& workflow);
  void decide_on_facts(CaseChange& change, const Workflow& workflow, const feel::Environment& environment);
  bool run_checks(CaseChange& change, const Workflow& workflow, const feel::Environment& environment);
  void decide(CaseChange& change, const Workflow& workflow, const feel::Environment& environment);
  // runner_lookup.cc
  bool look_up(CaseChange& change, const Workflow& workflow, bool may_ask);
  bool ask_source(CaseChange& change, const Workflow& workflow, const LookupSpec& spec,
                  const connectors::Question& question);
  void await_source(CaseChange& change, const LookupSpec& spec, const std::string& why);
  connectors::Lookup* source_of(const CaseRecord& record, const std::string& lookup) const;
  // runner_route.cc
  void take_route(CaseChange& change, const Workflow& workflow, const feel::Environment& environment);
  void ask_at(CaseChange& change, const Workflow& workflow, const ReviewStep& step, Reason reason);
  bool is_agreed(CaseChange& change, const Workflow& workflow, const Route& route, const Context& facts);
  void send_back(CaseChange& change, const Workflow& workflow, const Route& route, const Context& facts);
  void send_out(CaseChange& change, const Workflow& workflow, const Route& route, const Context& facts);
  // runner_doubts.cc
  bool settle_doubts(CaseChange& change, const Workflow& workflow);
  TriedCase try_readings(const CaseRecord& record, const Workflow& workflow,
                         const std::vector<Reason>& doubts, const std::vector<Correction>& readings);
  // runner_deliver.cc
  enum class Passage { sent, parked, full, lost };  // lost: somebody else has the case
  Passage send_or_park(CaseRecord& record, const Workflow& workflow, size_t index);
  bool deliver_one(CaseRecord& record, const Workflow& workflow, size_t index);
  void settle_deliveries(CaseChange& change, const Workflow* workflow);
  bool take_late_evidence(CaseChange& change, std::vector<Reason>& reasons);
  std::optional<size_t> next_to_send(CaseRecord& record, const std::set<std::string>& but) const;
  void park(CaseRecord& record, size_t index);
  bool keep_outcome(CaseRecord record, const Workflow& workflow, std::string delivery_id,
                    const connectors::DeliveryOutcome& outcome, bool in_doubt = false);
  std::string take_outcome(DeliveryRecord& delivery, const connectors::DeliveryOutcome& outcome,
                           const Retry& retry) const;
  // runner_destinations.cc
  bool admit(const DeliveryRecord& delivery);
  void line_up(const std::string& name);
  void call_next(const std::string& name, connectors::Traffic& traffic);
  bool look_for_lines();
  void tell_destination(const std::string& name, const connectors::DeliveryOutcome& outcome);
  void change_destination(const std::string& name, const std::function<int(Destination&)>& change);
  void must_know_destination(const std::string& name) const;
  // runner_subjects.cc
  bool is_held(CaseRecord& record);
  bool hold_if_subject_is_held(CaseRecord& record);
  // runner_plan.cc
  void plan_deliveries(CaseChange& change, const Workflow& workflow, const std::vector<std::string>& names,
                       const Context& facts);
  void amend(CaseChange& change, DeliveryRecord& delivery, Context content);
  connectors::Connector* connector_of(const CaseRecord& record, const std::string& delivery) const;
  std::optional<Reason> standing_effect(const CaseRecord& record, DeliveryRecord& delivery,
                                        const DeliverySpec* spec, const Context& facts) const;
  std::vector<Reason> standing_answers(CaseRecord& record, const Workflow& workflow) const;
  void pass_on_answers(CaseChange& change, const Workflow& workflow);
  std::vector<Reason> standing_effects(CaseRecord& record, const Workflow& workflow,
                                       const std::vector<std::string>& names, const Context& facts) const;
  // runner_person.cc
  void apply(CaseChange& change, const Verdict& verdict, const std::string& by,
             std::vector<CaseChange>& others);
  void correct(CaseChange& change, const Verdict& verdict, const std::string& by);
  void approve(CaseChange& change, const std::string& by);
  void consent(CaseChange& change, const std::string& route_id, const std::string& by);
  void end(CaseChange& change, const Verdict& verdict, const std::string& by, bool refused);
  void retry(CaseChange& change, const std::string& by);
  void join(CaseChange& change, const Verdict& verdict, const std::string& by,
            std::vector<CaseChange>& others);
  static std::string role_for(const Workflow& workflow, const Verdict& verdict, const Filing& filing,
                              const CaseRecord& record);
  void sort_into(CaseChange& change, const Verdict& verdict, const std::string& by);
  CaseChange hand_over(std::vector<Filing> filings, const std::vector<Correction>& corrections,
                       const Verdict& verdict, const CaseRecord& from, const std::string& by);
  // runner_hand.cc
  void lay_hand(CaseChange& change, const Verdict& verdict, const std::string& by,
                std::vector<CaseChange>& others);
  void hold(CaseChange& change, const Verdict& verdict, const std::string& by);
  void release(CaseChange& change, const std::string& by);
  void move(CaseChange& change, const Verdict& verdict, const std::string& by,
            std::vector<CaseChange>& others);
  void move_to_version(CaseChange& change, int version, const std::string& by);
  const Workflow& version_for(const CaseRecord& record, int version) const;
  void move_to_queue(CaseChange& change, const std::string& queue, const std::string& by);
  void link(CaseChange& change, const Verdict& verdict, const std::string& by,
            std::vector<CaseChange>& others);
  void split(CaseChange& change, const Verdict& verdict, const std::string& by,
             std::vector<CaseChange>& others);
  void reopen(CaseChange& change, const Verdict& verdict, const std::string& by);
  void prioritise(CaseChange& change, const Priority& priority, const std::string& by);

  void ask(CaseChange& change, const Workflow* workflow, std::vector<Reason> reasons);
  void note(CaseChange& change, std::string event, Context details, std::string by = "mailroom") const;

  CaseStore& store_;
  const Clock& clock_;
  const Workflows& workflows_;
  Connectors connectors_;
  Lookups lookups_;
  const std::shared_ptr<connectors::AllTraffic> all_traffic_;
  std::map<std::string, connectors::Traffic*> traffic_;  // of that, by the destination's name
  std::atomic<int64_t> next_look_{0};                    // at the lines; microseconds of an instant
};

}  // namespace mailroom::workflows
