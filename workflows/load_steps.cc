// A robot's steps in a delivery: what is wrong with them said at its place, their texts compiled.
#include "base/text.h"
#include "connectors/robot/step.h"
#include "workflows/loader.h"

namespace mailroom::workflows {

namespace {

using connectors::RobotKind;
using connectors::StepList;

StepList list_named(std::string_view key) {
  return key == "look_up" ? StepList::look_up : key == "steps" ? StepList::steps : StepList::log_in;
}

std::vector<connectors::WrittenStep> written(const yaml::Node& list) {
  std::vector<connectors::WrittenStep> steps;
  for (const yaml::Node& item : list.items) {
    connectors::WrittenStep& step = steps.emplace_back();
    for (const yaml::Entry& entry : item.entries) step.emplace_back(entry.key, entry.value.text);
  }
  return steps;
}

bool may_be_secret(std::string_view name) {
  const std::string lower = to_lower_ascii(name);
  for (const std::string_view word : {"password", "passphrase", "passwort", "kennwort", "secret", "pin"}) {
    if (lower == word || lower.find(std::string(word) + " ") != std::string::npos ||
        lower.find(" " + std::string(word)) != std::string::npos)
      return true;
  }
  return false;
}

}  // namespace

// False: they are wrong, and it was said.
bool Loader::check_steps(const connectors::ConnectorKey& key, const yaml::Node& list,
                         std::string_view connector) {
  const RobotKind robot = connector == "terminal" ? RobotKind::terminal : RobotKind::browser;
  // What is no mapping of known words with their texts was told by the table of keys.
  if (!list.is_list()) return false;
  for (const yaml::Node& item : list.items) {
    if (!item.is_mapping()) return false;
    for (const yaml::Entry& entry : item.entries) {
      if (!entry.value.is_scalar() || !connectors::is_step_key(entry.key)) return false;
    }
  }
  bool fine = true;
  for (const connectors::StepProblem& problem :
       connectors::problems_of(written(list), robot, list_named(key.name))) {
    fine = false;
    Place place = list.place;
    if (problem.step < list.items.size()) {
      const yaml::Node& item = list.items[problem.step];
      const yaml::Entry* entry = item.find_entry(problem.key);
      place = entry ? entry->place : item.place;
    }
    error(place, problem.code, problem.message, problem.hint);
    if (problem.code == "secret_in_steps") problems_.back().shows_line = false;
  }
  return fine;
}

// Settings as they are written. A password in plain text is refused by the name of its field.
Value Loader::fixed_steps(const yaml::Node& list) {
  List steps;
  for (const yaml::Node& item : list.items) {
    Context step;
    for (const yaml::Entry& entry : item.entries) step.put(entry.key, entry.value.text);
    const yaml::Entry* with = item.find_entry("with");
    const bool is_named = with && with->value.text.find("${secret:") != std::string::npos;
    if (with && !is_named && may_be_secret(step.at("fill").text_or(""))) {
      error(Place{with->value.place.file, with->value.place.line, 0, 0}, "secret_in_file",
            "a secret stands in plain text here", "write ${secret:NAME} for it and keep it out of the file");
      problems_.back().shows_line = false;
    }
    steps.emplace_back(std::move(step));
  }
  return steps;
}

Content Loader::rendered_steps(const yaml::Node& list) {
  Content content;
  content.kind = Content::Kind::list;
  for (const yaml::Node& item : list.items) {
    Content& step = content.items.emplace_back();
    step.kind = Content::Kind::context;
    for (const yaml::Entry& entry : item.entries) {
      step.names.push_back(entry.key);
      step.items.push_back(wording(
          entry.value.text, [&](size_t o, size_t l) { return entry.value.place_at(o, l); }, scope_));
      step.items.back().is_address = entry.key == "open";
    }
  }
  return content;
}

Value Loader::step_titles(const yaml::Node& list) {
  List titles;
  for (const connectors::WrittenStep& step : written(list)) titles.emplace_back(connectors::title_of(step));
  return titles;
}

}  // namespace mailroom::workflows
