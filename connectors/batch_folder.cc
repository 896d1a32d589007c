#include "connectors/batch_folder.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <optional>
#include <thread>

#include "base/digest.h"
#include "base/error.h"
#include "base/file.h"
#include "base/json.h"
#include "base/text.h"

namespace mailroom::connectors {

namespace fs = std::filesystem;

namespace {

using Kind = DeliveryOutcome::Kind;

const FileFailpoints kOpen("batch_open"), kEntry("batch_entry"), kWhole("batch_whole"),
    kReceipt("batch_receipt"), kNumber("batch_number");
const Failpoint kMark("batch.mark"), kEmpty("batch.empty"), kClose("batch.close"), kAppear("batch.appear"),
    kForget("batch.forget");

constexpr unsigned kOurs = 0600;  // what is not given away yet
constexpr size_t kDigestLength = 64, kLayoutLength = 16;
constexpr std::chrono::milliseconds kPatience(10'000), kBetweenTries(5);

[[noreturn]] void stuck(const char* step, const fs::path& path, int reason) {
  throw Error(Fault::machine, "batch_stuck", std::string(step) + ": " + system_reason(reason), path.string(),
              "check the rights and the free space; it is tried again");
}

// The step, unless a test makes it fail.
template <typename Step>
void take(const Failpoint& failpoint, const char* name, const fs::path& path, Step step) {
  if (const int error = failpoint.hit(); error != 0) stuck(name, path, error);
  std::error_code failed;
  step(failed);
  if (failed) stuck(name, path, failed.value());
}

bool is_entry(const fs::path& file) {
  const std::string name = file.filename().string();
  return name.size() == kDigestLength && name.find_first_not_of("0123456789abcdef") == std::string::npos;
}

std::vector<fs::path> entries_in(const fs::path& layout) {
  std::vector<fs::path> found;
  for (const auto& one : fs::directory_iterator(layout)) {
    if (is_entry(one.path())) found.push_back(one.path());
  }
  return found;
}

BatchEntry entry_in(const fs::path& file) {
  const Context stored = parse_json(read_file(file), file.string()).context();
  BatchEntry entry{stored.at("order").text_or(""), stored.at("record").text_or(""), std::nullopt};
  if (stored.at("amount").is(Value::Kind::number)) entry.amount = stored.at("amount").number();
  return entry;
}

}  // namespace

// Of the folder, whoever else is at it.
class BatchFolder::Lock {
 public:
  explicit Lock(const fs::path& file) : fd_(::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, kOurs)) {
    if (!fd_.is_open()) stuck("the lock cannot be opened", file, errno);
    for (std::chrono::milliseconds waited(0); ::flock(fd_.get(), LOCK_EX | LOCK_NB) != 0;
         waited += kBetweenTries) {
      if (errno != EWOULDBLOCK && errno != EINTR) stuck("the lock cannot be taken", file, errno);
      if (waited > kPatience) stuck("somebody else holds the folder", file, EWOULDBLOCK);
      std::this_thread::sleep_for(kBetweenTries);
    }
  }

 private:
  FileDescriptor fd_;
};

// What open.json says.
struct BatchFolder::Open {
  int64_t number = 0;
  Instant since;
  std::string name, kind;
  Context settings;

  static Open in(const fs::path& file) {
    const Context stored = parse_json(read_file(file), file.string()).context();
    Open open;
    open.number = stored.at("number").is(Value::Kind::number)
                      ? stored.at("number").number().to_integer().value_or(0)
                      : 0;
    open.since = parse_rfc3339(stored.at("since").text_or("")).value_or(Instant{});
    open.name = stored.at("name").text_or("");
    open.kind = stored.at("kind").text_or("");
    if (stored.at("settings").is(Value::Kind::context)) open.settings = stored.at("settings").context();
    return open;
  }
};

BatchFolder::BatchFolder(const fs::path& site_folder, std::string shown, std::string kind, MakeBatches make,
                         const Clock& clock)
    : folder_((site_folder / shown).lexically_normal()),
      batches_(folder_ / ".batches"),
      shown_(std::move(shown)),
      kind_(std::move(kind)),
      make_(std::move(make)),
      clock_(clock),
      folders_(site_folder) {}

std::vector<fs::path> BatchFolder::layouts() const {
  std::vector<fs::path> found;
  for (const auto& one : fs::directory_iterator(batches_)) {
    if (one.is_directory()) found.push_back(one.path());
  }
  return found;
}

// Of the batches that were closed.
int64_t BatchFolder::last_number() const {
  const fs::path file = batches_ / "number";
  if (!fs::exists(file)) return 0;
  const auto number = Decimal::parse(trim(read_file(file)));
  return number ? number->to_integer().value_or(0) : 0;
}

// The one after all that were ever given.
int64_t BatchFolder::next_number() const {
  int64_t last = last_number();
  for (const fs::path& layout : layouts()) {
    if (fs::exists(layout / "open.json")) last = std::max(last, Open::in(layout / "open.json").number);
  }
  return last + 1;
}

BatchFolder::Open BatchFolder::open(const fs::path& layout, const Context& settings,
                                    const BatchMaker& maker) {
  const fs::path file = layout / "open.json";
  if (fs::exists(file)) return Open::in(file);
  Open made;
  made.number = next_number();
  made.since = clock_.now();
  BatchTotals totals;
  totals.number = made.number;
  totals.made = made.since;
  made.name = maker.name(totals);
  const Context stored{{"number", made.number},
                       {"since", to_rfc3339(made.since)},
                       {"name", made.name},
                       {"kind", kind_},
                       {"settings", settings}};
  write_durably(file, to_json(stored), kOpen, kOurs);
  return made;
}

// Whether a delivery was put before; then its receipt.
bool BatchFolder::is_known(const std::string& digest, std::string& receipt) {
  const fs::path mark = folder_ / ".delivered" / digest;
  if (fs::exists(mark)) {
    sync_folder(mark.parent_path());  // whoever made it may have been killed before its name was on disk
    receipt = trim(read_file(mark));
    return true;
  }
  for (const fs::path& layout : layouts()) {
    if (!fs::exists(layout / digest)) continue;
    sync_folder(layout);
    receipt = Open::in(layout / "open.json").name + " in " + shown_;
    return true;
  }
  return false;
}

DeliveryOutcome BatchFolder::put(const std::string& key, const Context& settings, const std::string& columns,
                                 const BatchEntry& entry) {
  try {
    const std::string digest = sha256(key);
    const fs::path layout =
        batches_ / sha256(to_json(List{kind_, settings, columns})).substr(0, kLayoutLength);
    folders_.make(folder_ / ".delivered");
    folders_.make(layout);
    const Lock lock(batches_ / "lock");
    for (const fs::path& one : layouts()) finish(one);
    std::string receipt;
    if (is_known(digest, receipt)) return {Kind::delivered, "", receipt};
    const auto maker = make_(settings);
    const Open open = this->open(layout, settings, *maker);
    Context stored{{"order", entry.order}, {"record", entry.record}};
    if (entry.amount) stored.put("amount", *entry.amount);
    write_durably(layout / digest, to_json(stored), kEntry, kOurs);
    receipt = open.name + " in " + shown_;
    if (static_cast<int>(entries_in(layout).size()) >= maker->rule().at_most) close(layout, open, *maker);
    return {Kind::delivered, "", receipt};
  } catch (const Error& error) {
    return {Kind::unavailable, "cannot write into the folder '" + shown_ + "': " + error.message(), ""};
  } catch (const fs::filesystem_error& error) {
    return {Kind::unavailable,
            "cannot look into the folder '" + shown_ + "': " + system_reason(error.code().value()), ""};
  }
}

void BatchFolder::close_due() {
  std::optional<Error> trouble;  // of the first that cannot be closed; it holds up no other
  try {
    if (!fs::exists(batches_)) return;
    const Lock lock(batches_ / "lock");
    for (const fs::path& layout : layouts()) {
      try {
        close_if_due(layout);
      } catch (const Error& error) {
        if (!trouble) trouble = error;
      }
    }
  } catch (const fs::filesystem_error& error) {
    stuck("the folder cannot be looked into", shown_, error.code().value());
  }
  if (trouble) throw Error(*trouble);
}

void BatchFolder::close_if_due(const fs::path& layout) {
  finish(layout);
  if (!fs::exists(layout / "open.json")) return;
  const Open open = Open::in(layout / "open.json");
  if (open.kind != kind_) return;
  const auto maker = make_(open.settings);
  const size_t count = entries_in(layout).size();
  const BatchRule rule = maker->rule();
  const bool is_full = static_cast<int>(count) >= rule.at_most;
  if (count > 0 && (is_full || clock_.now() >= rule.due(open.since))) close(layout, open, *maker);
}

void BatchFolder::close(const fs::path& layout, const Open& open, const BatchMaker& maker) {
  Batch batch;
  batch.totals.number = open.number;
  batch.totals.made = clock_.now();
  for (const fs::path& file : entries_in(layout)) {
    batch.entries.push_back(entry_in(file));
    const auto& amount = batch.entries.back().amount;
    if (!amount) continue;
    const auto sum = batch.totals.sum.value_or(Decimal(0)).add(*amount);
    if (!sum)
      throw Error(Fault::document, "sum_impossible", "the amounts of batch " + open.name + " have no sum");
    batch.totals.sum = sum;
  }
  batch.totals.count = static_cast<int64_t>(batch.entries.size());
  std::sort(batch.entries.begin(), batch.entries.end(),
            [](const BatchEntry& a, const BatchEntry& b) { return a.order < b.order; });
  write_durably(layout / "whole", maker.bytes(batch), kWhole);
  finish(layout);
}

// What a batch that is whole lacks until its file is there; each step may have been taken before.
void BatchFolder::finish(const fs::path& layout) {
  const fs::path whole = layout / "whole", opened = layout / "open.json", closed = layout / "closed.json";
  if (fs::exists(whole) && fs::exists(opened)) {
    const Open open = Open::in(opened);
    const fs::path receipt = layout / "receipt", marks = folder_ / ".delivered";
    write_durably(receipt, open.name + " in " + shown_ + "\n", kReceipt);
    const std::vector<fs::path> entries = entries_in(layout);
    for (const fs::path& entry : entries) {
      // All marks are one file, which is on disk.
      take(kMark, "a delivery cannot be marked", shown_, [&](std::error_code& failed) {
        const fs::path mark = marks / entry.filename();
        if (!fs::exists(mark)) fs::create_hard_link(receipt, mark, failed);
        if (failed)
          write_durably(mark, open.name + " in " + shown_ + "\n", kReceipt);  // a disk without links
        failed.clear();
      });
    }
    sync_folder(marks);
    if (last_number() < open.number)
      write_durably(batches_ / "number", std::to_string(open.number) + "\n", kNumber);
    for (const fs::path& entry : entries)
      take(kEmpty, "the batch cannot be emptied", shown_,
           [&](std::error_code& failed) { fs::remove(entry, failed); });
    fs::remove(receipt);
    sync_folder(layout);
    take(kClose, "the batch cannot be closed", shown_,
         [&](std::error_code& failed) { fs::rename(opened, closed, failed); });
    sync_folder(layout);
  }
  if (fs::exists(whole)) {
    const fs::path file = folder_ / Open::in(closed).name;
    if (fs::exists(file)) stuck("the batch's file", file, EEXIST);
    take(kAppear, "the batch's file cannot be put there", shown_,
         [&](std::error_code& failed) { fs::rename(whole, file, failed); });
    sync_folder(folder_);
    sync_folder(layout);
  }
  if (!fs::exists(closed)) return;
  take(kForget, "the batch cannot be put away", shown_,
       [&](std::error_code& failed) { fs::remove(closed, failed); });
}

}  // namespace mailroom::connectors
