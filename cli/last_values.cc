#include "cli/last_values.h"

#include "base/error.h"
#include "base/file.h"
#include "base/json.h"
#include "base/text.h"
#include "cli/reading_cache.h"

namespace mailroom::cli {

namespace {

namespace fs = std::filesystem;

constexpr size_t kMostShown = 200;  // of a long text or list

fs::path file_of(const fs::path& site, const std::string& workflow) {
  return cache_folder(site) / ("values-" + workflow + ".json");
}

}  // namespace

void keep_last_values(const fs::path& site, const workflows::CaseRecord& record) {
  if (record.workflow.empty()) return;
  Context values = record.facts;
  for (const workflows::DecisionResult& decision : record.decisions) values.put(decision.id, decision.value);
  make_cache(cache_folder(site));
  write_file(file_of(site, record.workflow), to_json(Value(std::move(values))));
}

std::optional<std::string> last_value(const fs::path& site, const std::string& workflow,
                                      const std::string& path) {
  const fs::path file = file_of(site, workflow);
  std::error_code failed;
  // An editor asks with whatever stands in the file just now.
  const bool is_name = !workflow.empty() && workflow.find('/') == std::string::npos;
  if (!is_name || !fs::exists(file, failed)) return std::nullopt;
  try {
    Value value = parse_json(read_file(file), file.string());
    for (const std::string_view name : split(path, '.')) {
      if (value.is(Value::Kind::list) && !value.list().empty()) value = Value(value.list().front());
      const Value* inner = value.is(Value::Kind::context) ? value.context().find(name) : nullptr;
      if (inner == nullptr) return std::nullopt;
      value = Value(*inner);
    }
    std::string text = to_json(value);
    std::vector<uint32_t> letters = code_points(text);
    if (letters.size() <= kMostShown) return text;
    letters.resize(kMostShown);
    return to_utf8(letters) + "…";
  } catch (const Error&) {
    return std::nullopt;  // cut off, or by another version
  }
}

}  // namespace mailroom::cli
