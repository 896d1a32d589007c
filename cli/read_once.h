// Reading a site's documents for a dry run that is made again and again: they are read anew only when they,
// the templates, the calibration or how they are read are other ones (by content, not by time). One thread.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "ocr/reader.h"

namespace mailroom::cli {

class ReadOnce {
 public:
  explicit ReadOnce(std::filesystem::path site);
  ~ReadOnce();

  // The site's templates as they are now. Throws Error{usage} for one that is wrong.
  const std::vector<ocr::Form>& forms();
  // In the order of the files; a mail gives one for each of its documents.
  const std::vector<ocr::DocumentReading>& read(const std::vector<std::string>& files,
                                                const ocr::ReadOptions& how);
  // Whether the last read() read anything.
  bool was_new() const { return was_new_; }

 private:
  std::filesystem::path site_;
  int jobs_;
  std::string templates_;  // digest of what the reader was made with
  std::unique_ptr<ocr::Reader> reader_;
  std::string key_;  // of what was read
  std::vector<ocr::DocumentReading> readings_;
  bool was_new_ = false;
};

}  // namespace mailroom::cli
