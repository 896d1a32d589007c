// Documents that were read, as the case runner takes them: as the daemon would hand them over. Pure but for
// the sidecars that are looked for. Thread safe.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "workflows/runner.h"

namespace mailroom::cli {

// The date of a scanner's sidecar beside the file (FILE.meta.json); none if there is none that says it.
std::optional<Instant> received_by_sidecar(const std::string& file);

class CaseDocuments {
 public:
  // A batch is as many documents as it holds. `arrival`: how it came (workflows/arrival.h).
  void add(ocr::DocumentReading reading, Instant received, const Context& arrival = {});
  // All of them in their order. A mail's own text is not a document beside the ones it carries.
  std::vector<workflows::ReadDocument> take();

 private:
  std::vector<workflows::ReadDocument> documents_;
};

}  // namespace mailroom::cli
