#include "workflows/workflow_source.h"

#include <set>

#include "base/digest.h"
#include "base/error.h"
#include "base/json.h"
#include "base/text.h"

namespace mailroom::workflows {

namespace {

using Texts = std::map<std::string, std::string>;

Value value_of(const Texts& texts) {
  Context context;
  for (const auto& [name, text] : texts) context.put(name, text);
  return context;
}

Texts texts_at(const Context& context, std::string_view key) {
  Texts texts;
  if (!context.at(key).is(Value::Kind::context)) return texts;
  for (const auto& [name, text] : context.at(key).context().entries()) texts[name] = text.text_or("");
  return texts;
}

// The first line in which two texts differ, from 1.
size_t first_difference(const std::string& before, const std::string& now) {
  const auto old_lines = split(before, '\n'), new_lines = split(now, '\n');
  size_t line = 0;
  while (line < old_lines.size() && line < new_lines.size() && old_lines[line] == new_lines[line]) ++line;
  return line + 1;
}

void compare(const Texts& before, const Texts& now, const std::string& what,
             std::vector<std::string>& differences) {
  std::set<std::string> names;
  for (const auto& [name, text] : before) names.insert(name);
  for (const auto& [name, text] : now) names.insert(name);
  for (const std::string& name : names) {
    const auto old_text = before.find(name), new_text = now.find(name);
    const std::string called = what + "'" + name + "'";
    if (old_text == before.end()) {
      differences.push_back(called + " is new");
    } else if (new_text == now.end()) {
      differences.push_back(called + " is gone");
    } else if (old_text->second != new_text->second) {
      differences.push_back(called + ", line " +
                            std::to_string(first_difference(old_text->second, new_text->second)));
    }
  }
}

}  // namespace

std::string to_json(const WorkflowSource& source) {
  return mailroom::to_json(
      Context{{"yaml", source.yaml}, {"files", value_of(source.files)}, {"forms", value_of(source.forms)}});
}

std::string digest_of(const WorkflowSource& source) {
  return sha256(to_json(source));
}

WorkflowSource source_from_json(const std::string& json) {
  const Value value = parse_json(json, "a kept version of a workflow");
  if (!value.is(Value::Kind::context) || value.context().at("yaml").is_null())
    throw Error(Fault::machine, "version_damaged", "a kept version of a workflow is not what was written");
  const Context& context = value.context();
  return {context.at("yaml").text_or(""), texts_at(context, "files"), texts_at(context, "forms")};
}

std::vector<std::string> differences_of(const WorkflowSource& before, const WorkflowSource& now) {
  std::vector<std::string> differences;
  if (before.yaml != now.yaml)
    differences.push_back("the workflow's file, line " +
                          std::to_string(first_difference(before.yaml, now.yaml)));
  compare(before.files, now.files, "", differences);
  compare(before.forms, now.forms, "form ", differences);
  return differences;
}

}  // namespace mailroom::workflows
