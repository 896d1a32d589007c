// Taking in, the part that all inboxes share: bytes that are stored become items, all of a batch in one
// transaction, each once. What was recorded before is recognised by its offer and makes no second item; the
// same content under another offer is a new item, marked as a duplicate, about which a person is asked.
//
// Thread safe. Nothing given is owned.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "daemon/object_store.h"
#include "daemon/store.h"

namespace mailroom::daemon {

class Intake {
 public:
  Intake(std::string inbox, Store& store, const SiteKey& key, const Clock& clock)
      : inbox_(std::move(inbox)), store_(store), key_(key), clock_(clock) {}

  struct Arrival {
    std::string offer;  // what makes a second offer the same item; kept as a keyed hash alone
    std::string file;   // a name, for people
    ObjectRecord object;
    Context metadata = {};
    std::optional<Instant> received = {};  // the office's date; one from after tomorrow is not believed
    bool is_noted = true;                  // in the item's record, if it is known already
    bool follows = false;                  // the inbox wants to hear of its outcome
  };
  struct Recorded {
    std::string item;
    bool is_new = false;
  };
  // In the order given. Of those with one offer the first is new at most.
  std::vector<Recorded> record(std::vector<Arrival> arrivals);

  // The item that this offer has become.
  std::optional<std::string> find(const std::string& offer) const;
  // The item of this inbox whose bytes these are, if no other inbox had them before.
  std::optional<std::string> find_content(const std::string& object) const;
  // Somebody offered once more what is known.
  void note_offered_again(const std::string& item);

 private:
  Item item_of(Arrival& arrival, std::string identity);

  const std::string inbox_;
  Store& store_;
  const SiteKey& key_;
  const Clock& clock_;
};

}  // namespace mailroom::daemon
