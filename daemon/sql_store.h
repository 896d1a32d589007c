// The store on an SQL database: what is written and asked, in statements that SQLite and PostgreSQL share
// (daemon/sql_dialect.h); how a transaction is run is the engine's matter (daemon/sql_database.h). Thread
// safe.
#pragma once

#include <memory>
#include <type_traits>
#include <utility>

#include "daemon/sql_database.h"
#include "daemon/sql_keys.h"
#include "daemon/sql_rotation.h"
#include "daemon/store.h"

namespace mailroom::daemon {

class SqlStore final : public Store {
 public:
  // Access::write makes the tables or brings them up to date. Key and clock are not owned.
  SqlStore(std::unique_ptr<Engine> engine, const SiteKey& key, const Clock& clock,
           Access access = Access::write);

  // CaseStore
  std::optional<workflows::CaseRecord> load(const std::string& case_id) override;
  std::optional<std::string> find_open(const std::string& workflow, const std::string& join_key) override;
  std::optional<std::string> find_closed(const std::string& workflow, const std::string& join_key) override;
  std::vector<std::string> filed_in(const std::string& document_id) override;
  std::optional<std::string> find_by_number(const std::string& number) override;
  using workflows::CaseStore::commit;
  [[nodiscard]] bool commit(const std::vector<workflows::CaseChange>& changes) override;
  std::string new_case_number(int year) override;
  std::optional<workflows::Hold> hold_on(const std::string& subject) override;
  [[nodiscard]] bool hold_subject(const std::string& subject, const workflows::Hold& hold) override;
  [[nodiscard]] bool release_subject(const std::string& subject, const std::string& by, Instant now) override;
  std::vector<std::string> cases_of(const std::string& subject) override;
  std::optional<workflows::Destination> destination(const std::string& name) override;
  std::vector<workflows::Destination> destinations() override;
  [[nodiscard]] bool keep_destination(const workflows::Destination& destination) override;
  int unpark(const std::string& destination, int most, Instant due) override;
  std::vector<std::string> parked_for() override;

  bool is_shared() const override { return engine_->is_shared(); }
  void announce() override { engine_->announce(); }
  void on_announcement(std::function<void()> heard) override { engine_->on_announcement(std::move(heard)); }
  void must_answer() override;

  // ObjectIndex
  std::optional<ObjectRecord> find_object(const std::string& address) override;
  bool has_object_file(const std::string& id) override;

  // Store: intake and work
  [[nodiscard]] std::vector<bool> add_items(const std::vector<std::pair<Item, ObjectRecord>>& items) override;
  std::optional<std::string> find_item(const std::string& inbox, const std::string& identity) override;
  std::optional<std::string> find_content(const std::string& object) override;
  std::vector<ItemOutcome> item_outcomes(const std::string& inbox) override;
  void note_outcome(const std::string& item, ItemOutcome::Kind outcome, Instant now) override;
  void follow_no_more(const std::string& item) override;
  using Store::claim;
  std::vector<Work> claim(const std::string& holder, Instant now, Instant until, int most,
                          Takes takes) override;
  [[nodiscard]] bool renew(const Work& work, Instant until) override;
  using Store::next_due;
  std::optional<Instant> next_due(Takes takes) override;
  void release(const Work& work, std::optional<Instant> rest) override;
  void release_all(const std::string& daemon) override;
  void end_rests(Instant longest) override;
  Item load_item(const std::string& id) override;
  Document load_document(const std::string& id) override;
  [[nodiscard]] bool unpacked(const Item& item, const std::vector<Document>& documents,
                              const std::vector<ObjectRecord>& objects, const Work& work,
                              Instant now) override;
  [[nodiscard]] bool was_read(const Document& document, const std::vector<PictureRecord>& pictures,
                              const Work& work, Instant now) override;
  [[nodiscard]] bool was_split(const std::vector<Document>& documents,
                               const std::vector<ObjectRecord>& objects,
                               const std::vector<PictureRecord>& pictures, const Work& work,
                               Instant now) override;
  [[nodiscard]] bool was_filed(const Work& work, Instant now) override;
  void read_again(const std::string& document_id, Instant now) override;
  std::map<std::pair<int, std::string>, std::string> pictures_of(const std::string& document_id) override;

  static void insert_bytes(Database& database, const std::string& id, std::string_view bytes);
  void put_bytes(const std::string& id, std::string_view bytes) override;
  std::optional<std::string> bytes_of(const std::string& id) override;
  size_t sweep_bytes(const std::string& before) override;

  // Store: looking and review
  std::vector<CaseLine> list(const CaseFilter& filter) override;
  std::vector<CaseLine> find_by_subject(const std::string& subject) override;
  CaseLine line_of(const std::string& case_id) override;
  std::optional<std::vector<CaseLine>> cases_of_item(const std::string& inbox,
                                                     const std::string& item_id) override;
  std::vector<DeliveryLine> deliveries(const DeliveryFilter& filter) override;
  using Store::count;
  Counts count(Instant now, Date today, Counting how) override;
  void count_ended(std::string& after, int limit) override;
  std::vector<AuditLine> history(const std::string& chain) override;
  AuditReport verify_audit() override;
  std::vector<AuditSeal> seals() override;
  SealedHeads sealed_heads(int64_t number) override;
  AuditSeal seal_audit(const std::function<void(AuditSeal&)>& sign) override;
  std::optional<VersionRecord> find_version(const std::string& workflow, int version) override;
  void keep_version(const VersionRecord& version, Instant now) override;
  std::vector<int> kept_versions(const std::string& workflow) override;
  bool has_cases_of(const std::string& workflow, int version) override;
  std::vector<std::pair<std::string, int>> versions_in_use() override;
  std::vector<std::string> open_cases_of_version(const std::string& workflow, int version) override;
  std::vector<ObjectRecord> objects_after(const std::string& address, int limit) override;
  std::vector<std::string> contradictions() override;
  Erasure look_at_erasure(const std::string& case_id) override;
  [[nodiscard]] bool erase(const std::string& case_id, int64_t revision, Retained what,
                           const workflows::AuditRecord& record) override;
  std::vector<DueErasure> ended_before(Retained what, const std::string& workflow, Instant before,
                                       const DueErasure& after, int limit) override;
  std::vector<std::string> workflows_of_ended(Retained what) override;
  std::vector<uint64_t> destroyed_after(int64_t number, int64_t& last) override;
  int64_t last_destroyed() override;
  void erase_again(int64_t destroyed, Instant now) override;
  void forget_old_pages() override;
  void note_each(const std::vector<std::string>& chains, const workflows::AuditRecord& record) override;
  [[nodiscard]] bool lease_review(const std::string& case_id, const Lease& lease, Instant now) override;
  std::optional<std::string> lease_next_review(const std::string& queue, const Lease& lease,
                                               Instant now) override;
  void release_review(const std::string& case_id, const std::string& holder) override;

 private:
  void check_key(Access access);
  // Within a transaction or a reading.
  bool insert_item(Database& database, const Item& item, const ObjectRecord& object);
  std::string sealed(Database& database, const std::string& owner, const Value& body) {
    return daemon::sealed(database, key_, owner, body);
  }
  Value opened(Database& database, const std::string& owner, const std::string& body) {
    return daemon::opened(database, key_, owner, body);
  }
  // sql_objects.cc: an object becomes an owner's, is one's too, is one's no longer.
  void add_object(Database& database, const ObjectRecord& object, const std::string& owner);
  void share_object(Database& database, const std::string& address, const std::string& owner);
  void take_object(Database& database, const std::string& address, const std::string& owner);
  void let_go_of_batch(Database& database, const Document& batch);
  // sql_erase.cc
  void destroy_originals(Database& database, const std::string& item_id);
  void destroy_key(Database& database, const std::string& owner);
  int64_t erase_papers(Database& database, const std::string& case_id, const workflows::AuditRecord& record);
  void erase_document(Database& database, const std::string& id, const std::string& item_id,
                      const workflows::AuditRecord& record);
  void erase_record(Database& database, const std::string& case_id);
  void erase_owner(Database& database, const std::string& owner, const workflows::AuditRecord& record);
  static std::string audit_details(const workflows::AuditRecord& record);
  static void append_audit(Database& database, const std::string& chain, const workflows::AuditRecord& record,
                           const std::string& details);
  static void append_audit(Database& database, const std::string& chain,
                           const workflows::AuditRecord& record) {
    append_audit(database, chain, record, audit_details(record));
  }
  bool verify_chains(Database& database, std::string& after, AuditReport& report);
  bool last_of_next_chains(Database& database, std::string& after);
  bool is_held(Database& database, const Work& work);
  std::optional<workflows::CaseRecord> load_stored(const std::string& case_id);
  bool is_newest(const workflows::CaseRecord& record);
  // sql_commit.cc
  struct ReadyChange;
  bool apply(Database& database, const ReadyChange& ready);
  bool is_any_open(Database& database, const std::string& workflow, const std::vector<std::string>& hashes);
  bool write_case(Database& database, const ReadyChange& ready);
  void write_deliveries(Database& database, const workflows::CaseRecord& record);
  // sql_turns.cc
  int64_t next_turn(Database& database, std::string_view first_waiting, const std::string& queue,
                    const std::string& inbox);
  int64_t turn_of_item(Database& database, const std::string& inbox);
  int64_t turn_of_document(Database& database, const std::string& item_id);
  void insert_document(Database& database, const Document& document,
                       const std::vector<ObjectRecord>& objects = {});
  bool keep_reading(Database& database, const Document& document, const Work& work);
  void keep_picture(Database& database, const std::string& document_id, const PictureRecord& picture);
  void note_reading(Database& database, const Document& document, Instant now);
  static CaseLine line_from(Query& query);

  // What `body(Database&)` makes of the data.
  template <typename Body>
  std::invoke_result_t<Body, Database&> read(Body body) {
    std::optional<std::invoke_result_t<Body, Database&>> result;
    engine_->read([&](Database& database) { result.emplace(body(database)); });
    return std::move(*result);
  }

  template <typename Body>
  std::invoke_result_t<Body, Database&> read_snapshot(Body body) {
    std::optional<std::invoke_result_t<Body, Database&>> result;
    engine_->read_snapshot([&](Database& database) { result.emplace(body(database)); });
    return std::move(*result);
  }

  std::unique_ptr<Engine> engine_;
  const SiteKey& key_;
  const Clock& clock_;
  Rotation rotation_;
};

// How a subject or join value is written before it is hashed: blanks and hyphens do not count, nor case.
std::string folded_for_index(std::string_view value);

}  // namespace mailroom::daemon
