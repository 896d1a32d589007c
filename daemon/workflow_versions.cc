#include "daemon/workflow_versions.h"

#include "base/text.h"
#include "workflows/load.h"

namespace mailroom::daemon {

using workflows::Workflow;
using workflows::Workflows;

std::vector<Diagnostic> changed_versions(const Workflows& loaded, Store& store) {
  std::vector<Diagnostic> problems;
  for (const auto& workflow : loaded.all()) {
    const auto kept = store.find_version(workflow->id, workflow->version);
    if (!kept || kept->digest == workflow->digest || !store.has_cases_of(workflow->id, workflow->version))
      continue;
    const auto differences =
        workflows::differences_of(workflows::source_from_json(kept->body), workflow->source);
    problems.push_back({Severity::error, workflow->version_place, "version_changed",
                        "workflow '" + workflow->id + "' was changed under its number " +
                            std::to_string(workflow->version) + ": " + join(differences, "; "),
                        "write 'version: " + std::to_string(workflow->version + 1) +
                            "'; cases that began with " + std::to_string(workflow->version) + " stay on it"});
  }
  return problems;
}

Workflows with_kept_versions(const Workflows& loaded, Store& store, Instant now) {
  std::vector<std::shared_ptr<const Workflow>> all = loaded.all();
  for (const auto& workflow : loaded.all()) {
    store.keep_version({workflow->id, workflow->version, workflow->digest, to_json(workflow->source)}, now);
  }
  for (const auto& [id, version] : store.versions_in_use()) {
    const Workflow* newest = loaded.find(id);
    const Workflow* known = loaded.find(id, version);
    if (known != nullptr && known->version == version) continue;
    const auto kept = store.find_version(id, version);
    if (!kept) continue;  // from before versions were kept: the newest takes its cases
    const std::string file = newest != nullptr ? newest->file.string() : id + ".yaml";
    all.push_back(workflows::load_kept(workflows::source_from_json(kept->body),
                                       file + " (version " + std::to_string(version) + ")"));
  }
  return Workflows(std::move(all), loaded.post());
}

}  // namespace mailroom::daemon
