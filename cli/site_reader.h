// Reads a site's documents, each once: what was read is known again by the document's content and by all that
// reads it (reading_cache.h). The reader is started when there is something to read, and anew when templates
// or calibration are other ones. One thread; reading uses as many processes as there are processors.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "cli/reading_cache.h"
#include "ocr/reader.h"

namespace mailroom::cli {

class SiteReader {
 public:
  // `cache`: the folder for what is kept beyond the run; empty: nothing is.
  explicit SiteReader(std::filesystem::path site, std::filesystem::path cache = {});
  ~SiteReader();

  // The site's templates as they are now. Throws Error{usage} for one that is wrong.
  const std::vector<ocr::Form>& forms();

  struct Document {
    std::string file;
    bool is_kept = false;  // beyond the run: it is nobody's
  };
  // What was read of each, in their order. `progress`: how many of those that have to be read are done.
  // Throws Error{usage} if one is missing.
  std::vector<Readings> read(const std::vector<Document>& documents, const ocr::ReadOptions& how,
                             const std::function<void(size_t done, size_t all)>& progress = {});
  // Whether the last read() told anything else than the one before.
  bool was_new() const { return was_new_; }

 private:
  std::filesystem::path site_;
  int jobs_;
  std::string made_with_;  // digest of the templates and the calibration that the reader has
  std::unique_ptr<ocr::Reader> reader_;
  ReadingCache cache_;
  std::vector<std::string> last_;  // files and keys of the last read()
  bool was_new_ = false;
};

}  // namespace mailroom::cli
