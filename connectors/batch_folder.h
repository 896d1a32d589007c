// A folder into which deliveries are put by the batch: one file for many, for somebody else to take away. A
// delivery is durable on its own before put() returns, in `.batches/`; a batch is closed when its rule says
// so, and its file then appears whole. The same key again changes nothing, whether its batch is open, closed
// or long taken.
//
// Files, all durable before the next step (docs/decisions/0021):
//   .batches/LAYOUT/open.json   since when, under which number and name, by which settings
//   .batches/LAYOUT/KEY         a delivery, by its key's digest
//   .batches/LAYOUT/whole       the batch's bytes: from now on it is closed, whatever happens
//   .delivered/KEY              the mark that outlasts the batch (as connectors/outbox.h makes it)
//   .batches/LAYOUT/closed.json open.json, once marks are made and deliveries removed; `whole` is renamed
//                               then
//
// A LAYOUT is what goes into one file: the same settings, the same columns. Another version of a workflow has
// another one, and whoever comes by closes the batches of both. Thread safe, and safe among processes that
// share the folder: each call holds a lock on `.batches/lock`.
#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/durable_file.h"
#include "base/value.h"
#include "connectors/batch_rule.h"
#include "connectors/batch_text.h"
#include "connectors/connector.h"

namespace mailroom::connectors {

struct BatchEntry {
  std::string order;   // what they are sorted by
  std::string record;  // whatever makes the file
  std::optional<Decimal> amount;
};

struct Batch {
  BatchTotals totals;
  std::vector<BatchEntry> entries;
};

// A kind of file, made from settings alone: they are kept with the batch.
class BatchMaker {
 public:
  virtual ~BatchMaker() = default;
  virtual BatchRule rule() const = 0;
  // The file's name, given when it is opened, and its bytes. Throws Error where it cannot be made.
  virtual std::string name(const BatchTotals& opened) const = 0;
  virtual std::string bytes(const Batch& batch) const = 0;
};
using MakeBatches = std::function<std::unique_ptr<BatchMaker>(const Context& settings)>;

class BatchFolder {
 public:
  // `shown` is the folder as the workflow names it; `kind` keeps those of several kinds apart.
  BatchFolder(const std::filesystem::path& site_folder, std::string shown, std::string kind, MakeBatches make,
              const Clock& clock);

  // `columns`: what the batch's records have in common beside the settings.
  DeliveryOutcome put(const std::string& key, const Context& settings, const std::string& columns,
                      const BatchEntry& entry);
  // Closes what is due. Throws Error where it cannot; what is durable stays so.
  void close_due();
  const std::string& shown() const { return shown_; }

 private:
  class Lock;
  struct Open;
  Open open(const std::filesystem::path& layout, const Context& settings, const BatchMaker& maker);
  bool is_known(const std::string& digest, std::string& receipt);
  void close(const std::filesystem::path& layout, const Open& open, const BatchMaker& maker);
  void finish(const std::filesystem::path& layout);
  void close_if_due(const std::filesystem::path& layout);
  int64_t last_number() const;
  int64_t next_number() const;
  std::vector<std::filesystem::path> layouts() const;

  std::filesystem::path folder_, batches_;
  std::string shown_, kind_;
  MakeBatches make_;
  const Clock& clock_;
  DurableFolders folders_;
};

}  // namespace mailroom::connectors
