// What a workflow brings with it: decision models, compared by their decisions, and the templates of its
// forms.
#include "base/text.h"
#include "ocr/form_file.h"
#include "workflows/diff_written.h"
#include "workflows/dmn/model_source.h"
#include "workflows/dmn/neighbours.h"
#include "workflows/model_file.h"

namespace mailroom::workflows {

namespace {

using dmn::ElementSource;
using dmn::Logic;
using dmn::ModelSource;

// As the file says it; a model that could be loaded can be read.
ModelSource source_of(const Workflow& workflow, const std::string& file) {
  const std::string name = std::filesystem::path(file).lexically_normal().string();
  const std::string& xml = workflow.source.files.at(name);
  std::vector<Diagnostic> ignored;
  return dmn::read_dmn(xml, name, dmn::Neighbours(workflow.source.files, name), ignored);
}

// One element for itself, as text in which only what it means is left.
std::string text_of(const ElementSource& element) {
  ModelSource alone;
  alone.decisions.push_back(element);
  return model_as_yaml(alone);
}

void compare_elements(PartDiff& diff, const std::vector<ElementSource>& before,
                      const std::vector<ElementSource>& now) {
  const auto name_of = [](const ElementSource& one) { return one.logic.name; };
  pair_by_name(before, now, name_of,
               [&](const std::string& name, const ElementSource* old_one, const ElementSource* new_one) {
                 if (!old_one) return diff.add(Change::Kind::added, name, {}, plain(name));
                 if (!new_one) return diff.add(Change::Kind::removed, name, plain(name), {});
                 if (old_one->logic.kind == Logic::Kind::table && new_one->logic.kind == Logic::Kind::table)
                   compare_tables(diff, *old_one->logic.table, {}, *new_one->logic.table, {});
                 const auto without_table = [](ElementSource element) {
                   if (element.logic.kind == Logic::Kind::table) element.logic = {};
                   return element;
                 };
                 const std::string old_text = text_of(without_table(*old_one));
                 const std::string new_text = text_of(without_table(*new_one));
                 diff.compare(name, plain(old_text), plain(new_text));
               });
}

// What is in a model beside its decisions and knowledge: types, inputs, services, imports.
std::string rest_of(ModelSource model) {
  model.decisions.clear();
  model.knowledge.clear();
  return model_as_yaml(model);
}

Leaves leaves_of(const ocr::Form& form) {
  Leaves leaves;
  std::vector<Diagnostic> ignored;
  if (const auto root = yaml::parse(ocr::to_files(form).yaml, form.file.string(), ignored))
    add_leaves(leaves, "", *root);
  // The places are those of what we wrote, not of the author's file.
  for (auto& [path, written] : leaves) written.place = {form.file.string(), 0, 0, 0};
  return leaves;
}

}  // namespace

void compare_models(PartDiff& diff, const Workflow& before, const ModelDecision& old_model,
                    const Workflow& now, const ModelDecision& new_model) {
  diff.compare("decision", plain(old_model.name), plain(new_model.name));
  Leaves old_inputs, new_inputs;
  for (const auto& [name, given] : old_model.inputs) old_inputs.emplace_back("with." + name, formula(given));
  for (const auto& [name, given] : new_model.inputs) new_inputs.emplace_back("with." + name, formula(given));
  diff.compare(old_inputs, new_inputs);
  const auto in_force = [](const ModelDecision::Version& version) {
    return (version.valid_from ? to_string(*version.valid_from) : "") + ".." +
           (version.valid_to ? to_string(*version.valid_to) : "");
  };
  using Version = ModelDecision::Version;
  pair_by_name(old_model.versions, new_model.versions, in_force,
               [&](const std::string& when, const Version* old_one, const Version* new_one) {
                 const std::string name = when == ".." ? "model" : "model " + when;
                 if (!old_one) return diff.add(Change::Kind::added, name, {}, plain(new_one->file));
                 if (!new_one) return diff.add(Change::Kind::removed, name, plain(old_one->file), {});
                 const ModelSource old_source = source_of(before, old_one->file);
                 const ModelSource new_source = source_of(now, new_one->file);
                 compare_elements(diff, old_source.decisions, new_source.decisions);
                 compare_elements(diff, old_source.knowledge, new_source.knowledge);
                 diff.compare(name, plain(rest_of(old_source)), plain(rest_of(new_source)));
               });
}

void compare_forms(std::vector<Change>& changes, const Workflow& before, const Workflow& now) {
  const auto id_of = [](const ocr::Form& form) { return form.id; };
  pair_by_name(before.forms, now.forms, id_of,
               [&](const std::string& id, const ocr::Form* old_form, const ocr::Form* new_form) {
                 // One that came or went is told where it is taken.
                 if (!old_form || !new_form) return;
                 PartDiff(changes, "form", id).compare(leaves_of(*old_form), leaves_of(*new_form));
               });
}

}  // namespace mailroom::workflows
