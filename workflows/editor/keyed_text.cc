#include "workflows/editor/keyed_text.h"

#include <algorithm>

#include "workflows/editor/key_collector.h"
#include "workflows/editor/key_text.h"
#include "workflows/test_language.h"

namespace mailroom::workflows::editor {

namespace {

using Kind = Suggestion::Kind;

// The workflow that a test at this spot is of: its own, the file's, the site's only one; null if that is not
// said.
const Workflow* workflow_of(const Spot& spot, const Workflows& workflows) {
  const Workflow* found = workflows.all().size() == 1 ? workflows.all().front().get() : nullptr;
  for (const Crumb& crumb : spot.way) {
    const yaml::Node* id = scalar_at(*crumb.node, "workflow");
    if (const Workflow* named = id ? workflows.find(id->text) : nullptr) found = named;
  }
  return found;
}

// The name in `claim: {…}` below "documents" or "fields", if the way leads through one.
std::string_view role_of(const Spot& spot) {
  for (size_t i = 1; i + 1 < spot.way.size(); ++i) {
    if (spot.way[i].name == "documents" || spot.way[i].name == "fields") return spot.way[i + 1].name;
  }
  return {};
}

// The forms that serve a role.
std::vector<const ocr::Form*> forms_of(const Workflow& workflow, std::string_view role) {
  std::vector<const ocr::Form*> forms;
  if (const DocumentRole* document = workflow.role(role)) {
    for (const std::string& id : document->forms)
      if (const ocr::Form* form = workflow.form(id)) forms.push_back(form);
  }
  return forms;
}

class TestsCollector final : public KeyCollector {
 public:
  TestsCollector(std::string_view text, const Spot& spot, size_t offset, const Workflows& workflows)
      : KeyCollector(text, spot, offset), workflows_(workflows), workflow_(workflow_of(spot, workflows)) {}

 private:
  void words() override {
    const std::string_view owner = spot_.owner();
    if (owner == "workflow") {
      for (const auto& one : workflows_.all()) add(Kind::name, one->id, one->title);
    } else if (owner == "route" && workflow_) {
      for (const Route& route : workflow_->routes) add(Kind::name, route.id, "a route");
    } else {
      KeyCollector::words();
    }
  }

  void names(const Crumb& mapping) override {
    if (!workflow_) return;
    const std::string& of = mapping.name;
    if (of == "documents" || of == "fields") {
      for (const DocumentRole& role : workflow_->documents) add_name(role.name, "a document");
    } else if (of == "facts") {
      for (const auto& fact : workflow_->facts) add_name(fact.name, "a fact");
    } else if (of == "checks") {
      for (const auto& check : workflow_->checks) add_name(check.id, "a check");
    } else if (of == "decisions" || of == "rules") {
      for (const auto& decision : workflow_->decisions) add_name(decision.id, "a decision");
    } else if (of == "lookups") {
      for (const auto& lookup : workflow_->lookups) add_name(lookup.name, "a look-up");
    } else if (of == "answers" || of == "sends" || of == "deliveries") {
      for (const DeliverySpec& delivery : workflow_->deliveries) add_name(delivery.name, "a delivery");
    } else if (const std::string_view role = role_of(spot_); !role.empty() && role == of) {
      for (const ocr::Form* form : forms_of(*workflow_, role))
        for (const ocr::Field& field : form->fields)
          add(Kind::field, field.id, describe_field(field)).text = field.id + ": ";
    }
  }
  void add_name(const std::string& name, const char* what) { add(Kind::name, name, what).text = name + ": "; }

  const Workflows& workflows_;
  const Workflow* workflow_;
};

Place place_of_key(const Spot& spot) {
  Place place = spot.entry->place;
  place.length -= 1;  // the cursor
  return place;
}

}  // namespace

std::vector<Suggestion> suggestions_by_keys(std::string_view text, const Key& language, size_t offset) {
  const Spot spot = spot_at(text, offset, language);
  return KeyCollector(text, spot, std::min(offset, text.size())).collect();
}

std::optional<Explanation> explanation_by_keys(std::string_view text, const Key& language, size_t offset) {
  const Spot spot = spot_at(text, offset, language);
  if (spot.part == Spot::Part::none) return std::nullopt;
  const bool is_key = spot.part == Spot::Part::key;
  const Key* key = is_key ? inner_key(spot.here().key, spot.text, spot.entry->value) : spot.here().key;
  if (!key || (key->description.empty() && key->type == KeyType::any)) return std::nullopt;
  return Explanation{explain_key(*key), is_key ? place_of_key(spot) : spot.here().node->place};
}

std::vector<Suggestion> suggestions_in_tests(std::string_view text, const Workflows& workflows,
                                             size_t offset) {
  const Spot spot = spot_at(text, offset, tests_key());
  return TestsCollector(text, spot, std::min(offset, text.size()), workflows).collect();
}

std::optional<Explanation> explanation_in_tests(std::string_view text, const Workflows& workflows,
                                                size_t offset) {
  const Spot spot = spot_at(text, offset, tests_key());
  const Workflow* workflow = workflow_of(spot, workflows);
  const std::string_view role = role_of(spot);
  if (workflow && spot.part == Spot::Part::key && !role.empty() && spot.here().name == role) {
    for (const ocr::Form* form : forms_of(*workflow, role)) {
      if (const ocr::Field* field = form->find(spot.text))
        return Explanation{"**" + spot.text + "**: " + describe_field(*field) + " (form `" + form->id + "`)",
                           place_of_key(spot)};
    }
  }
  return explanation_by_keys(text, tests_key(), offset);
}

}  // namespace mailroom::workflows::editor
