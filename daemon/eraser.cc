#include "daemon/eraser.h"

#include <algorithm>

#include "base/error.h"
#include "base/failpoint.h"
#include "base/log.h"
#include "base/period.h"
#include "base/text.h"
#include "daemon/desk_values.h"
#include "daemon/folder_inbox.h"
#include "workflows/transitions.h"

namespace mailroom::daemon {

using workflows::CaseRecord;
using workflows::DeliveryState;

namespace {

// Before anything is erased; after the store's transaction, before the keys are destroyed; before the store's
// log is cut.
const Failpoint kBegin("erase.begin"), kDestroy("erase.destroy"), kForget("erase.forget");

Error obstacle_of(std::string code, const CaseRecord& record, const std::string& what, std::string hint) {
  return Error(Fault::usage, std::move(code), "case " + record.number + " " + what, {}, std::move(hint));
}

// The date so long before another one.
Instant before(Instant now, const Period& period) {
  return add(now, Period{period.unit, -period.count});
}

std::optional<Period> retention_of(const workflows::Workflows& workflows, const std::string& workflow,
                                   std::string_view what, const std::string& of_site) {
  const workflows::Workflow* known = workflows.find(workflow);
  const std::string own = known != nullptr ? known->retention.at(what).text_or("") : std::string();
  return parse_period(own.empty() ? of_site : own);
}

}  // namespace

Eraser::Eraser(Store& store, ObjectStore& objects, SiteKey& keys, SiteNow site, const Clock& clock)
    : store_(store), objects_(objects), keys_(keys), site_(std::move(site)), clock_(clock) {}

std::optional<Error> Eraser::obstacle(const CaseRecord& record, const Erasure& plan) {
  if (!workflows::is_ended(record.state))
    return obstacle_of("case_open", record, "is still open",
                       "end it first: mailroom review return " + record.number);
  if (record.hold)
    return obstacle_of("case_held", record, "is on hold",
                       "release it first: mailroom cases release " + record.number + " --why …");
  if (!record.subject.empty() && store_.hold_on(record.subject))
    return obstacle_of("case_held", record, "is of a person who is on hold",
                       "release them first: mailroom cases release --subject NUMBER --why …");
  for (const auto& delivery : record.deliveries) {
    if (delivery.state == DeliveryState::unknown)
      return obstacle_of("delivery_unknown", record, "may have been sent to " + delivery.name + " or not",
                         "ask there, then: mailroom cases retry " + record.number);
    if (delivery.state == DeliveryState::waiting)
      return obstacle_of("delivery_waiting", record,
                         "has something for " + delivery.name + " that is not sent",
                         "see it: mailroom deliveries --name " + delivery.name);
  }
  if (plan.on_their_way > 0)
    return obstacle_of("documents_on_their_way", record, "has a document that is being read",
                       "try again when it has been read: mailroom cases show " + record.number);
  return {};
}

Erasure Eraser::erase(const std::string& case_id, const std::string& by, const std::string& why) {
  const std::lock_guard lock(mutex_);
  const Erasure plan = store_.look_at_erasure(case_id);
  if (plan.is_done) return plan;
  const auto record = store_.load(case_id);
  if (!record) throw Error(Fault::usage, "unknown_case", "no case has the id '" + case_id + "'");
  if (const auto why_not = obstacle(*record, plan)) throw *why_not;
  if (Mask(*record).hide(why) != why)
    throw Error(Fault::usage, "why_names_person", "the reason says something that is to be erased", {},
                "it is kept for ever: say why without naming the person");
  erase_as_planned(*record, plan, Retained::all, {"case_erased", by, clock_.now(), {{"why", why}}});
  return plan;
}

void Eraser::erase_as_planned(const CaseRecord& record, const Erasure& plan, Retained what,
                              const workflows::AuditRecord& told) {
  kBegin.hit();
  remove_taken_files(plan);
  std::error_code none;
  std::filesystem::remove_all(pictures_folder(*site_(), record.number), none);
  if (!store_.erase(record.id, record.revision, what, told))
    throw Error(Fault::usage, "case_changed", "case " + record.number + " changed meanwhile", {},
                "try again");
  log::info("case_erased", {{"case", record.number},
                            {"papers_only", what == Retained::papers ? "yes" : "no"},
                            {"documents", std::to_string(plan.documents)}});
  kDestroy.hit();
  int64_t last = keys_.destroyed();
  const auto leaves = store_.destroyed_after(last, last);
  keys_.destroy(leaves, last);
  kForget.hit();
  store_.forget_old_pages();
}

// What the inbox moved aside when it had taken it (release: archive).
void Eraser::remove_taken_files(const Erasure& plan) {
  const auto site = site_();
  for (const std::string& id : plan.items) {
    const Item item = store_.load_item(id);
    for (const InboxSettings& inbox : site->inboxes) {
      if (inbox.name != item.inbox || !inbox.is_folder()) continue;
      remove_taken(inbox, item.file,
                   [&](std::string_view bytes) { return objects_.address_of(bytes) == item.object; });
    }
  }
}

void Eraser::catch_up() {
  const std::lock_guard lock(mutex_);
  const int64_t ours = keys_.destroyed();
  int64_t last = ours;
  if (const auto leaves = store_.destroyed_after(ours, last); !leaves.empty()) {
    keys_.destroy(leaves, last);
    store_.forget_old_pages();
    log::info("keys_destroyed", {{"keys", std::to_string(leaves.size())}});
  } else if (ours > store_.last_destroyed()) {
    log::warning("store_older_than_keys", {{"keys", std::to_string(ours)}});
    store_.erase_again(ours, clock_.now());
    last = ours;
    keys_.destroy(store_.destroyed_after(ours, last), last);
  }
}

int Eraser::erase_due(const workflows::Workflows& workflows, int most) {
  const std::lock_guard lock(mutex_);
  const Instant now = clock_.now();
  const auto site = site_();
  int erased = 0;
  for (const Retained what : {Retained::papers, Retained::all}) {
    for (const std::string& workflow : store_.workflows_of_ended(what)) {
      const auto papers = retention_of(workflows, workflow, "documents", site->retention.documents);
      const auto facts = retention_of(workflows, workflow, "facts", site->retention.facts);
      if (!papers || !facts) continue;
      // Papers never outlast the case.
      const Instant of_facts = before(now, *facts);
      const Instant limit = what == Retained::all ? of_facts : std::max(of_facts, before(now, *papers));
      erased += erase_due(workflow, what, limit, most - erased);
      if (erased >= most) return erased;
    }
  }
  return erased;
}

int Eraser::erase_due(const std::string& workflow, Retained what, Instant before, int most) {
  DueErasure& after = came_to_[{workflow, what}];
  const auto due = store_.ended_before(what, workflow, before, after, most);
  int erased = 0;
  for (const DueErasure& one : due) {
    after = one;
    const Erasure plan = store_.look_at_erasure(one.case_id);
    const auto record = store_.load(one.case_id);
    if (!record || obstacle(*record, plan)) continue;
    erase_as_planned(*record, plan, what,
                     {what == Retained::all ? "case_erased" : "papers_erased",
                      "mailroom",
                      clock_.now(),
                      {{"why", "retention"}}});
    ++erased;
  }
  if (due.size() < static_cast<size_t>(most)) after = {};
  return erased;
}

}  // namespace mailroom::daemon
