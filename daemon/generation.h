// What a daemon works by at a moment, made whole from the site's files: mailroom.yaml, the reader with its
// templates, the workflows with their connectors, the runner and the desk over them. A reload makes a new one
// beside the old; what is under way ends on the one that it began with, which goes when nobody holds it any
// more.
#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <string>

#include "daemon/api.h"
#include "daemon/desk.h"
#include "daemon/object_store.h"
#include "daemon/site.h"
#include "daemon/stages.h"
#include "daemon/store.h"
#include "ocr/reader.h"
#include "workflows/runner.h"

namespace mailroom::daemon {

// What a generation is made over; nothing but the site is owned, all of it outlives every generation.
struct GenerationParts {
  std::shared_ptr<const Site> site;
  Store& store;
  ObjectStore& objects;
  const Clock& clock;
  std::function<void()> wake;
  std::function<std::vector<std::pair<std::string, std::string>>()> problems;  // as in DeskParts
  Eraser& eraser;
  const SigningKey& signing;
  std::shared_ptr<connectors::AllTraffic> traffic;  // what one generation has on its way the next one counts
};

struct Generation {
  // Throws Error{usage} for a workflow or form that is wrong (every diagnostic is written to stderr).
  explicit Generation(const GenerationParts& parts);

  const std::shared_ptr<const Site> site;
  ocr::Reader reader;
  workflows::Workflows workflows;
  workflows::Runner runner;
  Desk desk;
  Api api;
};

// The generation that new work begins on. Thread safe.
class Generations {
 public:
  std::shared_ptr<Generation> newest() const;
  void begin(std::shared_ptr<Generation> generation);
  // The stages of the newest, by its error budget; one that was begun holds its generation until it ends.
  Stages stages() const;

 private:
  mutable std::mutex mutex_;
  std::shared_ptr<Generation> newest_;
};

}  // namespace mailroom::daemon
