// A folder into which files are put for somebody else to take away. A set of files appears whole, each under
// its final name, on disk before put() returns; the same key again changes nothing, even if the files were
// taken meanwhile: a mark per delivery stays in `.delivered/`.
//
// A crash after the files were written and before the mark was leaves them there: the next put() under this
// key writes them again under the same names. One thread at a time.
#pragma once

#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "base/durable_file.h"
#include "connectors/connector.h"

namespace mailroom::connectors {

class Outbox {
 public:
  // `shown` is the folder as the workflow names it, relative to the site's; it need not exist yet.
  Outbox(const std::filesystem::path& site_folder, std::string shown);

  using Files = std::vector<std::pair<std::string, std::string>>;  // name, bytes
  DeliveryOutcome put(const std::string& key, const Files& files);
  const std::string& shown() const { return shown_; }

 private:
  std::filesystem::path folder_;
  std::string shown_;
  DurableFolders folders_;
};

// What the outbox remembers: the delivery's key, and which amendment of it.
std::string effect_of(const Delivery& delivery);
// "26-48817-3-award_letter", "26-48817-3-award_letter-amendment-1": what a delivery's files are called; only
// letters, digits, '-', '_' and '.'.
std::string file_stem(const Delivery& delivery);

}  // namespace mailroom::connectors
