// A case and what belongs to it, as records: what the stages take and give, what the store keeps, what a
// person sees. Plain values. Ids are UUIDv7; `number` is what people say. Times are UTC.
//
// What arrives is an item (a file, a mail); unpacked it is one or more documents; a document that was read is
// filed: its pages, grouped by form, become filings of one or more cases. Every document ends up in a case:
// what no workflow claims is a case without a workflow that waits for a person, what cannot be read a
// quarantined one. So arrived = finished + waiting + returned + quarantined can be counted in items,
// documents and pages.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/calendar.h"
#include "base/clock.h"
#include "base/value.h"
#include "ocr/reading.h"

namespace mailroom::workflows {

// A document is `received`, then `reading`, then filed to cases, which have the other states.
// workflows/transitions.h holds the table of what may follow what.
enum class State {
  received,
  reading,
  checking,
  awaiting_review,
  deciding,
  delivering,
  closed,
  returned,
  quarantined
};
std::string_view to_string(State state);
std::optional<State> parse_state(std::string_view text);

// What is written beside a page's fields: its picture is the page's `number`th note's (daemon/store.h).
struct FiledNote {
  int page = 1;    // of the document
  int number = 1;  // on the page
  ocr::NoteKind kind = ocr::NoteKind::note;
};

// A page that is a letter, or goes on with one.
struct FiledLetter {
  int page = 1;        // of the document
  std::string kind;    // the template's id; empty: none that is known
  std::string phrase;  // of the template, as the letter says it
};

// Pages of one document that belong to one form, filed to a case under a role of its workflow ("claim").
struct Filing {
  std::string document_id;
  int part = 0;            // several filings of one document count from 0
  std::string role;        // of the workflow's `documents:`; empty in a case without workflow
  std::string form;        // id; empty: no known form
  std::vector<int> pages;  // of the document, in the form's order
  std::string file;        // the document's name as it came, for people
  Instant received;        // the date received: stamp, scanner sidecar, mail header; else when it arrived
  Context arrival = {};    // how it came (workflows/arrival.h)
  std::vector<ocr::FieldReading> fields;  // readings; corrections are applied on top (see below)
  std::vector<FiledNote> notes;           // beside the fields, signatures too
  std::string text;                       // of a letter or free layout
  std::vector<FiledLetter> letters;       // that came with it
  std::optional<ocr::ReadFailure> failure;
  // What filing itself was unsure of, for a person to look at: "pages_mixed", "page_missing", "page_unknown",
  // "came_late" (after the case's effects), "came_before" (the same bytes), "written_beside" (a note or a
  // stamp), "letter_enclosed".
  std::vector<std::string> doubts;
};

// A person's correction of one field: a new revision, the reading stays as it was.
struct Correction {
  std::string document_id;
  int part = 0;
  std::string field;
  Value value;
  std::string by;  // the system's word: socket peer, signed-in account
  Instant at;
};

// Why a person is asked; `text` is what a clerk reads and may quote values (it is stored with the case's
// facts, never logged).
struct Reason {
  std::string
      code;  // "field_unsure", "field_altered", "sources_disagree", "check_failed", "route", "unsorted",
             // "join_unsure", "page_unknown", "document_missing", "unreadable", "delivery_refused" …
  std::string document_id;  // empty: the case as a whole
  int part = 0;
  std::string field;  // id; empty: not about one field
  std::string text;
};

// What was looked up for the case; asked again only once the question is another.
struct LookupResult {
  std::string name;
  Value question, value;
  Instant at;
};

struct CheckResult {
  std::string id;
  bool passed = false;
  std::string otherwise;  // review | return | warn
  std::string message;    // rendered; only if it did not pass
};

struct FiredRule {
  int number = 0;         // from 1, as the table is written
  std::string reference;  // the law
  std::string reason;     // in words, for letters
};

struct DecisionResult {
  std::string id;
  Value value;
  std::vector<FiredRule> fired;
  Value trace;  // per rule and cell: what was compared with what (workflows/dmn)
  std::vector<std::string> notices;
};

// Whether a person is asked about an unsure field, and why (docs/decisions/0012).
enum class Weight {
  same_outcome,      // not asked: all that it may say comes to the same
  nothing_reads_it,  // not asked: no rule reads it, and nothing that is sent
  outcome_differs,   // asked, as all the following: what becomes of the case hangs on it
  for_a_person,      // altered, two sources disagree, put right by a check digit, no value of its type
  names_the_case,    // whose case it is
  unread,            // its readings do not hold enough of the probability
  too_many,          // with the others it has more readings than are tried
  goes_on_later,     // the case does not end here: it waits for a document, or for a person anyway
  sampled            // nothing hangs on it, and a person checks nevertheless
};
bool is_asked(Weight weight);
std::string_view to_string(Weight weight);
std::optional<Weight> parse_weight(std::string_view text);

// What would become of the case if an unsure field said this, the others what was read.
struct WeighedReading {
  Value value;  // as written
  double probability = 0;
  bool same = true;  // as with the first, which is how it was read
  State state = State::checking;
  std::string route;
  std::string why;                        // if a person is asked or it goes back
  std::vector<DecisionResult> decisions;  // without their traces
};

struct WeighedField {
  std::string document_id;
  int part = 0;
  std::string field;
  Weight weight = Weight::outcome_differs;
  double held = 0;                       // probability of all its readings together
  std::vector<WeighedReading> readings;  // none: they were not tried
};

enum class DeliveryState {
  waiting,
  delivered,
  refused,
  unknown
};  // waiting: due at next_attempt, or held by `after`
std::string_view to_string(DeliveryState state);
std::optional<DeliveryState> parse_delivery_state(std::string_view text);

struct DeliveryRecord {
  std::string id;     // UUIDv7
  std::string name;   // in the workflow
  std::string key;    // idempotency: case + delivery; never changes
  Context content;    // rendered, typed
  std::string after;  // name of the delivery that must be delivered first; empty: none
  DeliveryState state = DeliveryState::waiting;
  int attempts = 0;
  Instant next_attempt;
  std::string why;  // of the last outcome that was not `delivered`
  std::string receipt;
  Context answer = {};  // what is kept of the receiver's, by name
  // Digests of a content that is wanted now but cannot be sent, and of one that a person said to leave
  // unsent.
  std::string proposed = {}, declined = {};
  int amendment = 0;    // grows when something else is sent under the key after it took effect
  bool parked = false;  // its destination takes nothing now (workflows/destination.h)
  // An attempt under the key may have taken effect, and none has said since that it did. Then giving up is
  // not "was not delivered".
  bool in_doubt = false;
};

// A person stopped a case, or everything of its subject: nothing goes on by itself until it is released.
struct Hold {
  std::string by;
  Instant at;
  std::string why;  // may tell of the subject: never logged
  // The subject is held, not this case alone. The store's word on the subject counts (CaseStore::hold_on);
  // this is a copy for people, looked at again at `look_again`.
  bool of_subject = false;
  Instant look_again;
};

// What a person wrote down with a case, or why they did something to it.
struct CaseNote {
  std::string what;  // "note", "hold", "release", "move", "link", "split", "reopen", "priority"
  std::string text;  // may tell of the subject: never logged
  std::string by;
  Instant at;
};

// A person's word on what comes first; it outlasts what the workflow says.
struct Priority {
  std::optional<bool> urgent;
  std::optional<Date> due;
};

// One person stands behind an outcome that a route wants approved. It counts for this very outcome only.
struct Consent {
  std::string route;
  std::string digest;  // of the route and all that would be sent
  std::string by;
  Instant at;
};

struct CaseRecord {
  std::string id;
  std::string number;    // "26-48817-3"
  std::string workflow;  // id; empty: unsorted or quarantined
  int version = 0;
  State state = State::checking;
  std::optional<Instant> not_before;  // deferred: when to look again (a payslip is awaited)
  std::string waiting_for;            // deferred: what for, in words ("payslip 1 of 2")
  std::string queue;                  // awaiting_review: whose turn it is ("ctr-team"; "unsorted")
  bool urgent = false;
  std::optional<Date> due;
  std::string subject;                 // the value; stored encrypted or only as keyed hash beside the facts
  std::vector<std::string> join_keys;  // values under which later documents join, "role=value"
  Instant received;                    // of the first document
  Date effective;                      // whose rules decide
  std::vector<Filing> filings;
  std::vector<Correction> corrections;
  std::vector<Reason>
      reasons;  // why a person is asked; empty unless awaiting_review, returned or quarantined
  std::vector<std::string> approvals;  // codes a person waved through ("check_failed:nino",
                                       // "route:caseworker"), with who in the audit
  std::vector<WeighedField> weighed;   // the fields that were not sure when it was last decided or asked
  std::vector<LookupResult> lookups;
  Context facts;  // typed values by role and fact: what the rules saw
  std::vector<CheckResult> checks;
  std::vector<DecisionResult> decisions;
  std::string route;  // id; empty: not routed yet
  std::vector<DeliveryRecord> deliveries;
  std::optional<Hold> hold;
  std::optional<Priority> priority;
  std::vector<CaseNote> notes;     // oldest first
  std::vector<std::string> links;  // numbers of cases that a person said belong together
  std::vector<Consent> consents;
  int64_t revision = 0;  // grows with each commit
};

// What a person said about what comes first counts, whatever the workflow said.
void apply_priority(CaseRecord& record);
// The hold ends; what was parked meanwhile asks its destination anew.
void end_hold(CaseRecord& record);
// Null if the case has none of this name.
const DeliveryRecord* find_delivery(const CaseRecord& record, std::string_view name);
// Something was sent, or may have been: it cannot be taken back.
bool has_effects(const CaseRecord& record);

// One line of the append-only audit of a case. Holds digests and names of things, never values.
struct AuditRecord {
  std::string event;  // noun + past tense: "document_filed", "field_corrected", "decision_made"
  std::string by;     // "mailroom" or a person
  Instant at;
  Context details;  // ids, codes, counts, digests
};

// The whole record as JSON and back (the store's form of it).
Value to_value(const CaseRecord& record);
CaseRecord case_from_value(const Value& value);

}  // namespace mailroom::workflows
