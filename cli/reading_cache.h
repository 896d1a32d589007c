// What was read of documents, by their content and by all that reads them (templates, site, reader), so that
// the same is not read again. Documents of real cases are kept in memory only and are gone with the run; what
// is nobody's is kept in a folder as well, which version control leaves alone. A cache: it may be deleted at
// any time. One thread.
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "ocr/reader.h"
#include "ocr/reading.h"

namespace mailroom::cli {

using Readings = std::vector<ocr::DocumentReading>;  // of one file: a mail has several

// Where a site keeps what is nobody's and can be made again.
std::filesystem::path cache_folder(const std::filesystem::path& site);
// Makes a cache's folder if it is not there, and tells version control to leave it alone.
void make_cache(const std::filesystem::path& folder);

class ReadingCache {
 public:
  // Empty: nothing is kept beyond the run.
  explicit ReadingCache(std::filesystem::path folder) : folder_(std::move(folder)) {}

  // `file`: what the document is called now.
  std::optional<Readings> find(const std::string& key, const std::string& file, bool made_up);
  void keep(const std::string& key, const std::string& file, Readings readings, bool made_up);
  void forget_all_but(const std::vector<std::string>& keys);

 private:
  std::filesystem::path file_of(const std::string& key) const;

  std::filesystem::path folder_;
  std::map<std::string, Readings> known_;  // named by what follows the file's own name
};

// Of what the site's reader is made with: templates and calibration.
std::string digest_of_reader(const std::filesystem::path& site);
// Of all that decides how a document of the site is read, but for the document.
std::string digest_of_reading(const std::filesystem::path& site, const ocr::ReadOptions& how);

}  // namespace mailroom::cli
