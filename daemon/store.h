// What the daemon keeps: items, documents, cases, deliveries, audit, and who works on what. One interface for
// SQLite and PostgreSQL; tests/daemon/*_conformance.h are the suites that both pass.
//
// Every call is one transaction. What it wrote survives a power cut once it returned; a claim does not need
// to, nor the end of a stage that is simply done again (unpacking what is one document, reading, filing):
// they are on disk with the next that is. Work is claimed under a lease: whoever holds it may commit, and
// when it ends (its holder died) somebody else may claim. Values of people are sealed (daemon/sql_keys.h);
// columns hold ids, states, counts, times and keyed hashes only. Times are given, never asked for. Thread
// safe.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "base/value.h"
#include "daemon/erasure.h"
#include "daemon/item_outcome.h"
#include "daemon/object_store.h"
#include "ocr/reading.h"
#include "workflows/case_store.h"

namespace mailroom::daemon {

// A file or mail as it came.
struct Item {
  std::string id;
  std::string inbox;
  std::string identity;  // what makes a second offer the same item: keyed hash of path, inode, time, content
  std::string file;      // name, for people
  std::string object;    // address of its bytes
  Instant arrived;
  Instant received;      // the office's date: sidecar, mail header; else arrived
  Context metadata;      // sidecar, mail headers, duplicate_of
  bool erased = false;   // file and metadata are gone
  bool follows = false;  // its inbox wants to hear of its outcome (daemon/outcome_mover.h)
};

struct Document {
  std::string id;
  std::string item_id;
  int position = 0;  // within its item
  std::string file;
  std::string media_type;
  std::string object;                       // address; empty: there are no bytes (failure says why)
  std::optional<ocr::ReadFailure> failure;  // found while unpacking: nothing to read
  // One of the documents of a batch (ocr/batch.h): which of its pages; 0: it is no batch's.
  int first_page = 0, last_page = 0;
  bool is_cut =
      false;  // the object is these pages alone; else that of the whole batch, which could not be cut
  // Of its item:
  std::string inbox;
  Instant received;
  Context metadata;
  // Once read, until filed:
  std::optional<ocr::DocumentReading> reading;
  int attempts = 0;     // times that reading it was begun
  bool erased = false;  // what was known of it is gone
};

// A picture cut while reading: of a page, or of a field that is unsure.
struct PictureRecord {
  int page = 1;
  std::string field;  // id; "note-1": the page's first note; empty: the page
  ObjectRecord object;
};

// A piece of work under a claim. `token` is the fence: each claim of a row gives a higher one, and the end of
// a stage is committed only while holder and token are those of the row. Whoever slept beyond its lease while
// somebody else took over can write nothing afterwards.
struct Work {
  enum class Kind { unpack, read, file, advance } kind = Kind::unpack;
  std::string id;      // of the item, document or case
  std::string holder;  // who claimed it: "daemon/thread"
  int64_t token = 0;
};

// While it lives, what this thread commits to cases holds only if the claim still does; else
// Error{machine, "lease_lost"}, and nothing was written. Remembers the case that this thread last loaded or
// committed: who asks for it again is spared opening it, unless the store has a later revision.
class UnderClaim {
 public:
  explicit UnderClaim(const Work& work);
  ~UnderClaim();
  UnderClaim(const UnderClaim&) = delete;
  UnderClaim& operator=(const UnderClaim&) = delete;
  static UnderClaim* current();  // of this thread; null: under none

  const Work& work() const { return work_; }
  const workflows::CaseRecord* known(const std::string& case_id) const {
    return known_ && known_->id == case_id ? &*known_ : nullptr;
  }
  void know(workflows::CaseRecord record) { known_ = std::move(record); }

 private:
  const Work& work_;
  std::optional<workflows::CaseRecord> known_;
};

// What a worker looks for: everything, what needs the reader (unpack, read), or what takes cases on (file,
// advance).
enum class Takes { all, documents, cases };

struct Lease {
  std::string holder;
  Instant until;
};

// A case as lists show it.
struct CaseLine {
  std::string id, number, workflow;
  workflows::State state = workflows::State::checking;
  std::string standing;  // "closed", "waiting for a person", "waiting for ledger", "being read",
                         // "unreadable", "returned"
  std::string queue;
  bool urgent = false;
  std::optional<Date> due;
  Instant received, changed;
  std::optional<Lease> review;
  int64_t revision = 0;
  std::optional<Instant> due_at;  // when it goes on by itself
};

struct CaseFilter {
  std::optional<workflows::State> state;
  std::string standing, workflow, queue, after;  // after: the number of the last line of the page before
  bool urgent_only = false;
  bool newest_first = false;  // those that wait for a person too, which come by urgency otherwise
  std::optional<Instant> received_from, received_before;
  int limit = 100;
};

// Counts that must add up: arrived = finished + waiting + returned + quarantined.
struct Balance {
  int64_t arrived = 0, finished = 0, waiting = 0, returned = 0, quarantined = 0;
  bool holds() const { return arrived == finished + waiting + returned + quarantined; }
};

struct Standing {
  std::string label;
  int64_t cases = 0, items = 0, urgent = 0, overdue = 0;
};

// Cases that wait for a person in one queue ("" for those of no queue).
struct QueueCount {
  std::string queue;
  int64_t cases = 0, urgent = 0;
};

struct Counts {
  std::vector<std::pair<std::string, int64_t>> inboxes;  // items each
  Balance items, documents, pages;
  std::vector<Standing> standings;           // in the order people expect; items add up to arrived
  int64_t missing = 0;                       // documents that are in no case and not on their way: must be 0
  int64_t arriving = 0;                      // items and documents that are in no case yet
  int64_t working = 0;                       // items, documents and cases that move on without a person, now
  std::optional<Instant> since;              // of the first item
  std::vector<QueueCount> queues;            // by name
  int64_t not_taken = 0, perhaps_taken = 0;  // deliveries that a person must look at
};

struct DeliveryFilter {
  std::optional<workflows::DeliveryState> state;
  std::string name;
  std::string before;  // the id of the last line of the page before
  int limit = 1000;
};

// Newest first.
struct DeliveryLine {
  std::string id, case_number, name;
  workflows::DeliveryState state = workflows::DeliveryState::waiting;
  int attempts = 0;
  Instant next_attempt;
  std::string why, receipt;
};

// A workflow as it was under one number, whole (workflows/workflow_source.h): cases that began with it stay
// on it.
struct VersionRecord {
  std::string workflow;
  int version = 0;
  std::string digest;
  std::string body;  // JSON
};

struct AuditLine {
  workflows::AuditRecord record;
  int64_t sequence = 0;
  std::string digest;  // of the chain up to and with this record
};

// The ends of all chains under one signed root (daemon/audit_seal.h).
struct AuditSeal {
  int64_t number = 0;  // from 1
  Instant at;
  int64_t chains = 0, records = 0;  // what it covers
  std::string root, previous;       // previous: digest of the seal before
  std::string signature, public_key;
};

struct SealedHeads {
  std::string root;
  int64_t chains = 0, records = 0;
};

struct AuditReport {
  int64_t chains = 0, records = 0, seals = 0;
  std::vector<std::string> problems;
};

class Store : public workflows::CaseStore, public ObjectIndex {
 public:
  // Other daemons work in it too; the next two are Engine's (daemon/sql_database.h).
  virtual bool is_shared() const { return false; }
  virtual void announce() {}
  virtual void on_announcement(std::function<void()> /*heard*/) {}
  // Returns once it has answered who reads and let who writes have their turn. A store that stands still
  // keeps the caller here.
  virtual void must_answer() = 0;

  // Intake, all in one transaction. For each whether it was added: not if an item of this identity is known
  // already, then nothing of it was written.
  [[nodiscard]] virtual std::vector<bool> add_items(
      const std::vector<std::pair<Item, ObjectRecord>>& items) = 0;
  [[nodiscard]] bool add_item(const Item& item, const ObjectRecord& object) {
    return add_items({{item, object}}).front();
  }
  virtual std::optional<std::string> find_item(const std::string& inbox, const std::string& identity) = 0;
  // Items that follow, of this inbox, whose outcome is known and was not noted; oldest first.
  virtual std::vector<ItemOutcome> item_outcomes(const std::string& inbox) = 0;
  // The inbox did with the item what that outcome asks for; after any but `waiting` it follows no more.
  virtual void note_outcome(const std::string& item, ItemOutcome::Kind outcome, Instant now) = 0;
  virtual void follow_no_more(const std::string& item) = 0;
  // The first item with the same content, if any.
  virtual std::optional<std::string> find_content(const std::string& object) = 0;

  // The most urgent work that is due and not leased, at most so many; empty if there is none now. All of one
  // batch is of one kind.
  virtual std::vector<Work> claim(const std::string& holder, Instant now, Instant until, int most,
                                  Takes takes) = 0;
  std::vector<Work> claim(const std::string& holder, Instant now, Instant until, int most) {
    return claim(holder, now, until, most, Takes::all);
  }
  std::optional<Work> claim(const std::string& holder, Instant now, Instant until, Takes takes = Takes::all) {
    auto batch = claim(holder, now, until, 1, takes);
    return batch.empty() ? std::nullopt : std::optional(std::move(batch.front()));
  }
  // Still at it. False: the lease was lost.
  [[nodiscard]] virtual bool renew(const Work& work, Instant until) = 0;
  // When the next work falls due; none if nothing is planned.
  virtual std::optional<Instant> next_due(Takes takes) = 0;
  std::optional<Instant> next_due() { return next_due(Takes::all); }
  // Hands back; with `rest` not to be claimed before that. An attempt at a document that was handed back does
  // not count: only those that ended with the daemon do.
  virtual void release(const Work& work, std::optional<Instant> rest = {}) = 0;
  // Ends the leases that `daemon` (holders "daemon/…") left when it was stopped, and queues what a stop kept
  // from being read again. At its start; other daemons' leases are none of its business.
  virtual void release_all(const std::string& daemon) = 0;
  // What rests until after that does not any more: a clock that was ahead said so.
  virtual void end_rests(Instant longest) = 0;

  virtual Item load_item(const std::string& id) = 0;
  virtual Document load_document(const std::string& id) = 0;
  // Each of the next four is the end of a stage: the result, its audit and the next state. False: the lease
  // was lost, nothing was written.
  [[nodiscard]] virtual bool unpacked(const Item& item, const std::vector<Document>& documents,
                                      const std::vector<ObjectRecord>& objects, const Work& work,
                                      Instant now) = 0;
  [[nodiscard]] virtual bool was_read(const Document& document, const std::vector<PictureRecord>& pictures,
                                      const Work& work, Instant now) = 0;
  // What was read turned out to be a batch: these, all read, take its place within its item. The first keeps
  // its id; pictures go to the document that has their page. Where the batch was cut (`objects`: one each) it
  // is let go of: nobody has its key but what is destroyed with the first of its documents.
  [[nodiscard]] virtual bool was_split(const std::vector<Document>& documents,
                                       const std::vector<ObjectRecord>& objects,
                                       const std::vector<PictureRecord>& pictures, const Work& work,
                                       Instant now) = 0;
  [[nodiscard]] virtual bool was_filed(const Work& work, Instant now) = 0;
  // A document that was filed shall be read once more; the runner takes it out of the case that it is in
  // (state `reading`) when it is filed again.
  virtual void read_again(const std::string& document_id, Instant now) = 0;
  virtual std::map<std::pair<int, std::string>, std::string> pictures_of(const std::string& document_id) = 0;

  // Sealed bytes of objects, where the site keeps them in the store (daemon/object_place.h).
  virtual void put_bytes(const std::string& id, std::string_view bytes) = 0;
  virtual std::optional<std::string> bytes_of(const std::string& id) = 0;
  // Removes those before this id that no record names; how many pieces.
  virtual size_t sweep_bytes(const std::string& before) = 0;

  // Looking.
  virtual std::vector<CaseLine> list(const CaseFilter& filter) = 0;
  virtual std::vector<CaseLine> find_by_subject(const std::string& subject) = 0;
  virtual CaseLine line_of(const std::string& case_id) = 0;
  // What came of an item so far, by number; none: this inbox had no such item.
  virtual std::optional<std::vector<CaseLine>> cases_of_item(const std::string& inbox,
                                                             const std::string& item_id) = 0;
  virtual std::vector<DeliveryLine> deliveries(const DeliveryFilter& filter) = 0;
  // By what is kept of items that have ended, and a walk over the others; or by a walk over everything.
  enum class Counting { kept, anew };
  virtual Counts count(Instant now, Date today, Counting how) = 0;
  Counts count(Instant now, Date today) { return count(now, today, Counting::kept); }
  // Keeps what the ended ones of the next `limit` items after `after` come to, so that they need not be
  // walked again. `after` becomes the last that was looked at, "" when there are no more.
  virtual void count_ended(std::string& after, int limit) = 0;
  virtual std::vector<AuditLine> history(const std::string& chain) = 0;
  virtual AuditReport verify_audit() = 0;
  virtual std::vector<AuditSeal> seals() = 0;  // oldest first
  // What the chains come to as far as this seal covers them, computed anew from the records.
  virtual SealedHeads sealed_heads(int64_t number) = 0;
  // A new seal, which `sign` completes; the last one if no chain grew since.
  virtual AuditSeal seal_audit(const std::function<void(AuditSeal&)>& sign) = 0;
  // Versions of workflows. What is kept under a number stays as it is once a case began with it.
  virtual std::optional<VersionRecord> find_version(const std::string& workflow, int version) = 0;
  virtual void keep_version(const VersionRecord& version, Instant now) = 0;
  // The numbers that are kept, ascending.
  virtual std::vector<int> kept_versions(const std::string& workflow) = 0;
  virtual bool has_cases_of(const std::string& workflow, int version) = 0;
  // Those that open cases are on.
  virtual std::vector<std::pair<std::string, int>> versions_in_use() = 0;
  virtual std::vector<std::string> open_cases_of_version(const std::string& workflow, int version) = 0;

  // The next objects after this address, by address; "" for the first.
  virtual std::vector<ObjectRecord> objects_after(const std::string& address, int limit) = 0;
  // What does not fit together within the store, one line each, with ids and counts only; none: it is sound.
  virtual std::vector<std::string> contradictions() = 0;
  // Something happened to a case that changes nothing in it: it was looked at, leased, handed back.
  void note(const std::string& chain, const workflows::AuditRecord& record) { note_each({chain}, record); }
  // The same for several, at once.
  virtual void note_each(const std::vector<std::string>& chains, const workflows::AuditRecord& record) = 0;

  // Erasing (daemon/eraser.h). What erasing a case would take.
  virtual Erasure look_at_erasure(const std::string& case_id) = 0;
  // False: somebody committed the case since this revision, nothing was written. `record` is its last word.
  [[nodiscard]] virtual bool erase(const std::string& case_id, int64_t revision, Retained what,
                                   const workflows::AuditRecord& record) = 0;
  // Cases that ended before this time and still have what is to go, after this one, oldest first.
  virtual std::vector<DueErasure> ended_before(Retained what, const std::string& workflow, Instant before,
                                               const DueErasure& after, int limit) = 0;
  virtual std::vector<std::string> workflows_of_ended(Retained what) = 0;
  // Keys that have to be destroyed, numbered from 1: those after this number; `last` becomes the last of
  // them.
  virtual std::vector<uint64_t> destroyed_after(int64_t number, int64_t& last) = 0;
  virtual int64_t last_destroyed() = 0;
  // Erases whatever has a key that is destroyed already, and counts on from that number.
  virtual void erase_again(int64_t destroyed, Instant now) = 0;
  // What the database's log still says of rows that are gone, where it is ours to cut.
  virtual void forget_old_pages() = 0;

  // Review: two clerks never hold one case. False: somebody else holds it.
  [[nodiscard]] virtual bool lease_review(const std::string& case_id, const Lease& lease, Instant now) = 0;
  // The next waiting case that nobody holds: urgent first, then by due date, then oldest.
  virtual std::optional<std::string> lease_next_review(const std::string& queue, const Lease& lease,
                                                       Instant now) = 0;
  virtual void release_review(const std::string& case_id, const std::string& holder) = 0;
};

}  // namespace mailroom::daemon
