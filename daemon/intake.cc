#include "daemon/intake.h"

#include <map>

#include "base/failpoint.h"
#include "base/ids.h"
#include "base/log.h"

namespace mailroom::daemon {

namespace {

// Before an item is recorded.
const Failpoint kRecord("inbox.record");

// Clocks of others are ahead by less.
constexpr std::chrono::microseconds kAhead = std::chrono::hours(24);

}  // namespace

std::optional<std::string> Intake::find(const std::string& offer) const {
  return store_.find_item(inbox_, key_.index("identity", offer));
}

std::optional<std::string> Intake::find_content(const std::string& object) const {
  auto first = store_.find_content(object);
  if (first && store_.load_item(*first).inbox != inbox_) first.reset();
  return first;
}

void Intake::note_offered_again(const std::string& item) {
  store_.note(item, {"item_offered_again", "mailroom", clock_.now(), {{"inbox", inbox_}}});
  log::info("item_offered_again", {{"item", item}, {"inbox", inbox_}});
}

Item Intake::item_of(Arrival& arrival, std::string identity) {
  Item item;
  item.id = new_uuid(clock_);
  item.inbox = inbox_;
  item.identity = std::move(identity);
  item.file = std::move(arrival.file);
  item.object = arrival.object.address;
  item.metadata = std::move(arrival.metadata);
  item.arrived = item.received = clock_.now();
  item.follows = arrival.follows;
  if (arrival.received && *arrival.received <= item.arrived + kAhead) item.received = *arrival.received;
  if (const auto first = store_.find_content(item.object)) item.metadata.put("duplicate_of", *first);
  return item;
}

std::vector<Intake::Recorded> Intake::record(std::vector<Arrival> arrivals) {
  std::vector<Recorded> recorded(arrivals.size());
  std::vector<std::pair<Item, ObjectRecord>> items;
  std::vector<size_t> places;                   // of the items among the arrivals
  std::map<std::string, std::string> first_of;  // by content: the first item that has it
  for (size_t i = 0; i < arrivals.size(); ++i) {
    std::string identity = key_.index("identity", arrivals[i].offer);
    if (auto known = store_.find_item(inbox_, identity)) {
      if (arrivals[i].is_noted) note_offered_again(*known);
      recorded[i].item = std::move(*known);
      continue;
    }
    const ObjectRecord object = arrivals[i].object;
    Item item = item_of(arrivals[i], std::move(identity));
    const auto [first, is_first] = first_of.emplace(item.object, item.id);
    if (!is_first && item.metadata.at("duplicate_of").is_null())
      item.metadata.put("duplicate_of", first->second);
    kRecord.hit();
    items.emplace_back(std::move(item), object);
    places.push_back(i);
  }
  if (items.empty()) return recorded;
  const std::vector<bool> added = store_.add_items(items);
  for (size_t i = 0; i < items.size(); ++i) {
    Recorded& result = recorded[places[i]];
    result.is_new = added[i];
    result.item = items[i].first.id;
    if (!added[i]) {
      // Another daemon was first, or the same offer stood in this batch twice.
      result.item = store_.find_item(inbox_, items[i].first.identity).value_or("");
      continue;
    }
    log::info("item_arrived",
              {{"item", result.item}, {"inbox", inbox_}, {"bytes", std::to_string(items[i].second.bytes)}});
  }
  return recorded;
}

}  // namespace mailroom::daemon
