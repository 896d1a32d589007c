// The documents that tests name as files, read by the real reader, each once. One thread.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "cli/program.h"
#include "cli/site_reader.h"
#include "cli/site_tests.h"

namespace mailroom::cli {

class TestDocuments {
 public:
  explicit TestDocuments(const std::filesystem::path& site) : reader_(site, cache_folder(site)) {}

  // Reads what these tests name and was not read yet; the reader is started only if there is anything.
  void read(const SiteTests& site, const std::vector<const workflows::TestCase*>& tests, Program& program);
  // In the order of the test's files.
  std::vector<workflows::ReadDocument> of(const workflows::TestCase& test, const SiteTests& site) const;

 private:
  SiteReader reader_;
  std::map<std::string, Readings> read_;  // by file, as tests name it
};

}  // namespace mailroom::cli
