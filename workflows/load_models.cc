// Decisions that stand in `.dmn` files: the files, when each is in force, and what is given to them.
#include <algorithm>
#include <set>

#include "base/error.h"
#include "base/file.h"
#include "base/text.h"
#include "workflows/loader.h"

namespace mailroom::workflows {

namespace {

// Of a `dmn:` the files, with what else is said of each.
struct Named {
  const yaml::Node* file;
  const yaml::Node* version;  // the mapping it stands in; null for a file alone
};

std::vector<Named> files_of(const yaml::Node& node) {
  std::vector<Named> files;
  if (const yaml::Node* one = scalar_at(node, "dmn")) files.push_back({one, nullptr});
  if (const yaml::Node* several = list_at(node, "dmn")) {
    for (const yaml::Node& version : several->items) {
      if (const yaml::Node* file = scalar_at(version, "file")) files.push_back({file, &version});
    }
  }
  return files;
}

bool overlap(const ModelDecision::Version& a, const ModelDecision::Version& b) {
  const auto ends_before = [](const ModelDecision::Version& one, const ModelDecision::Version& other) {
    return one.valid_to && other.valid_from && *one.valid_to < *other.valid_from;
  };
  return !ends_before(a, b) && !ends_before(b, a);
}

std::string name_in(const std::filesystem::path& site, const std::filesystem::path& file) {
  return file.lexically_normal().lexically_relative(site.lexically_normal()).generic_string();
}

}  // namespace

// Read once, whoever asks.
Loader::LoadedModel& Loader::model_at(const yaml::Node& file) {
  const auto [known, is_new] = models_.try_emplace(file.text);
  LoadedModel& loaded = known->second;
  if (!is_new) return loaded;
  if (options_.kept) {
    const std::string name = std::filesystem::path(file.text).lexically_normal().generic_string();
    if (!options_.kept->files.contains(name)) return loaded;
    if (auto model = dmn::Model::load(options_.kept->files, name, &loaded.problems))
      loaded.model = std::make_shared<const dmn::Model>(*std::move(model));
    return loaded;
  }
  const std::filesystem::path path = options_.site / file.text;
  std::error_code ignored;
  if (!std::filesystem::is_regular_file(path, ignored)) {
    std::vector<std::string> near;
    for (const auto& entry : std::filesystem::directory_iterator(path.parent_path(), ignored))
      near.push_back(std::filesystem::path(file.text).parent_path() / entry.path().filename());
    const auto nearest = nearest_name(file.text, near);
    loaded.problems.push_back({Severity::error, file.place, "file_not_found",
                               "there is no file '" + file.text + "' in the site",
                               nearest ? "write '" + *nearest + "'" : ""});
    return loaded;
  }
  auto model = dmn::Model::load(path, &loaded.problems);
  if (!model) return loaded;
  for (const std::filesystem::path& part : model->files())
    workflow_->source.files[name_in(options_.site, part)] = read_file(part);
  loaded.model = std::make_shared<const dmn::Model>(*std::move(model));
  return loaded;
}

std::vector<ModelDecision::Version> Loader::model_versions(const yaml::Node& node) {
  std::vector<ModelDecision::Version> versions;
  for (const Named& one : files_of(node)) {
    LoadedModel& loaded = model_at(*one.file);
    problems_.insert(problems_.end(), loaded.problems.begin(), loaded.problems.end());
    loaded.problems.clear();
    ModelDecision::Version version{loaded.model, one.file->text, {}, {}};
    if (one.version) {
      version.valid_from = parse_date(text_at(*one.version, "valid_from"));
      version.valid_to = parse_date(text_at(*one.version, "valid_to"));
    }
    if (version.valid_from && version.valid_to && *version.valid_to < *version.valid_from) {
      error(one.version->find("valid_to")->place, "wrong_value",
            "'valid_to' is before 'valid_from': the model is never in force");
    }
    for (const ModelDecision::Version& other : versions) {
      if (overlap(version, other)) {
        error(one.file->place, "models_overlap",
              "'" + version.file + "' and '" + other.file + "' are in force at the same time",
              "end one with 'valid_to' before the other's 'valid_from'");
      }
    }
    if (version.model) versions.push_back(std::move(version));
  }
  return versions;
}

// Of all that the models take, what the workflow gives; problems are for load_model().
std::vector<std::string> Loader::names_in_model(const yaml::Node& node, const feel::Scope& scope) {
  std::vector<std::string> names;
  std::set<std::string> given;
  if (const yaml::Node* with = mapping_at(node, "with")) {
    for (const yaml::Entry& entry : with->entries) {
      given.insert(entry.key);
      for (std::string& name : names_in(entry.value, scope)) names.push_back(std::move(name));
    }
  }
  for (const Named& one : files_of(node)) {
    const auto model = model_at(*one.file).model;
    if (!model) continue;
    for (const auto& [name, type] : model->inputs()) {
      if (!given.count(name) && scope.find(name)) names.push_back(name);
    }
  }
  return names;
}

feel::TypeRef Loader::load_model(const yaml::Node& node, DecisionRule& decision) {
  ModelDecision loaded{text_at(node, "decision", decision.id), model_versions(node), {}};
  feel::TypeRef type;
  std::set<std::string> inputs;
  for (const ModelDecision::Version& version : loaded.versions) {
    const auto own = version.model->result_type(loaded.name);
    if (!own) {
      const std::vector<std::string> known = version.model->decisions();
      const auto near = nearest_name(loaded.name, known);
      const yaml::Node* named = scalar_at(node, "decision");
      error((named ? *named : node).place, "decision_not_found",
            "'" + version.file + "' has no decision '" + loaded.name + "'",
            near ? "decision: " + *near : "it has " + quoted_list(known, "and"));
      continue;
    }
    type = type && type->kind != (*own)->kind ? feel::any() : *own;
    for (const auto& [name, input_type] : version.model->inputs()) inputs.insert(name);
  }
  const yaml::Node* with = mapping_at(node, "with");
  if (with) {
    const std::vector<std::string> known(inputs.begin(), inputs.end());
    for (const yaml::Entry& entry : with->entries) {
      if (auto given = formula(entry.value, scope_)) loaded.inputs.emplace_back(entry.key, std::move(*given));
      if (inputs.erase(entry.key) > 0 || loaded.versions.empty()) continue;
      const auto near = nearest_name(entry.key, known);
      error(entry.place, "unknown_input", "the model has no input '" + entry.key + "'",
            near ? "write '" + *near + "'" : "it has " + quoted_list(known, "and"));
    }
  }
  const Place place = node.find_entry("dmn")->value.place;
  for (const std::string& name : inputs) {
    if (!scope_.find(name)) {
      error(place, "input_not_given", "the model's input '" + name + "' is not given",
            "with: {\"" + name + "\": …}  # an expression");
    } else if (auto given = formula(
                   name, [&](size_t, size_t) { return place; }, scope_)) {
      loaded.inputs.emplace_back(name, std::move(*given));
    }
  }
  decision.model = std::move(loaded);
  return type ? type : feel::any();
}

}  // namespace mailroom::workflows
