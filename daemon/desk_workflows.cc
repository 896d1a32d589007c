// The rules themselves: a workflow as it is, or was, in force.
#include <algorithm>

#include "base/error.h"
#include "base/text.h"
#include "daemon/desk_call.h"

namespace mailroom::daemon {

namespace {

[[noreturn]] void unknown_version(const std::string& workflow, int version, const std::vector<int>& kept) {
  std::vector<std::string> numbers;
  for (const int one : kept) numbers.push_back(std::to_string(one));
  throw Error(
      Fault::usage, "unknown_version",
      kept.empty() ? "there is no workflow '" + workflow + "'"
                   : "workflow '" + workflow + "' has no version " + std::to_string(version) + " here",
      {},
      kept.empty() ? "a workflow is known once the daemon started with it" : "kept: " + join(numbers, ", "));
}

}  // namespace

// The version asked for, or the one that takes new cases: the newest, if the site's own cannot be told.
Value show_workflow(const DeskCall& call) {
  const std::string workflow = call.required("workflow");
  Store& store = call.parts.store;
  const std::vector<int> kept = store.kept_versions(workflow);
  const auto is_kept = [&](int version) { return std::ranges::find(kept, version) != kept.end(); };
  auto version = static_cast<int>(call.number("version", 0, 1, 1'000'000));
  if (version == 0 && !kept.empty()) {
    const workflows::Workflow* newest = call.parts.workflows ? call.parts.workflows->find(workflow) : nullptr;
    version = newest != nullptr && is_kept(newest->version) ? newest->version : kept.back();
  }
  const auto found = store.find_version(workflow, version);
  if (!found) unknown_version(workflow, version, kept);
  List versions;
  for (const int one : kept) versions.emplace_back(one);
  return Context{{"workflow", workflow},
                 {"version", version},
                 {"versions", std::move(versions)},
                 {"digest", found->digest},
                 {"source", found->body}};
}

}  // namespace mailroom::daemon
