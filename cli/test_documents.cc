#include "cli/test_documents.h"

#include <algorithm>
#include <optional>

#include "base/local_time.h"
#include "cli/case_documents.h"
#include "cli/progress_line.h"

namespace mailroom::cli {

void TestDocuments::read(const SiteTests& site, const std::vector<const workflows::TestCase*>& tests,
                         Program& program) {
  read_.clear();
  std::map<std::string, bool> made_up;  // by file: everybody who names it says so
  for (const workflows::TestCase* test : tests) {
    for (const workflows::Said& file : test->files) {
      const auto [at, is_new] = made_up.emplace(file.text, test->made_up);
      at->second = at->second && test->made_up;
    }
  }
  if (made_up.empty()) return;
  ocr::ReadOptions how;
  for (const auto& workflow : site.workflows.all())
    how.error_budget = std::min(how.error_budget, workflow->error_budget);
  // What was calibrated here and how is in no template: nothing of it is kept.
  const bool is_shipped = site.site && !site.site->calibration;
  std::vector<SiteReader::Document> documents;
  for (const auto& [file, is_made_up] : made_up)
    documents.push_back({(site.folder / file).string(), is_made_up && is_shipped});
  std::optional<ProgressLine> bar;
  std::vector<Readings> readings = reader_.read(documents, how, [&](size_t done, size_t all) {
    if (!bar) bar.emplace("reading", all, program);
    (*bar)(done);
  });
  size_t next = 0;
  for (const auto& [file, is_made_up] : made_up) read_[file] = std::move(readings[next++]);
}

std::vector<workflows::ReadDocument> TestDocuments::of(const workflows::TestCase& test,
                                                       const SiteTests& site) const {
  CaseDocuments documents;
  for (const workflows::Said& file : test.files) {
    const auto found = read_.find(file.text);
    if (found == read_.end()) continue;
    const auto by_sidecar = received_by_sidecar((site.folder / file.text).string());
    const Instant received =
        test.received ? start_of_local_day(*test.received) : by_sidecar.value_or(test.now);
    for (const ocr::DocumentReading& one : found->second) documents.add(one, received);
  }
  return documents.take();
}

}  // namespace mailroom::cli
