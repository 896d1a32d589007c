// `documents:`: which forms a workflow takes, how many, and how they find each other.
#include <algorithm>

#include "base/text.h"
#include "workflows/arrival.h"
#include "workflows/identifier_functions.h"
#include "workflows/loader.h"
#include "workflows/workflow_scope.h"

namespace mailroom::workflows {

void Loader::load_documents(const yaml::Node& root, Workflow& workflow) {
  const yaml::Node* documents = mapping_at(root, "documents");
  if (!documents) return;
  if (documents->entries.empty()) {
    error(documents->place, "no_documents", "'documents' is empty: nothing would ever reach this workflow");
  }
  for (const yaml::Entry& entry : documents->entries) load_role(entry, workflow);
  for (const DocumentRole& role : workflow.documents)
    scope_.add(role.name, type_of_role(workflow, role, role.is_list()));
}

void Loader::load_role(const yaml::Entry& entry, Workflow& workflow) {
  DocumentRole role;
  role.name = entry.key;
  if (!take_name(role.name, entry.place, "a document")) return;
  if (!entry.value.is_mapping()) return;
  const std::string count = text_at(entry.value, "count", "1");
  const size_t dots = count.find("..");
  role.at_least = std::atoi(count.c_str());
  role.at_most = dots == std::string::npos       ? role.at_least
                 : count.substr(dots + 2) == "*" ? -1
                                                 : std::atoi(count.c_str() + dots + 2);
  if (role.at_most == 0 && role.at_least == 0) {
    error(entry.value.find("count")->place, "wrong_value", "'count': expected room for one document or more");
  }
  std::vector<std::string> known;
  for (const ocr::Form& form : *options_.forms) known.push_back(form.id);
  if (const yaml::Node* forms = list_at(entry.value, "forms")) {
    if (forms->items.empty())
      error(forms->place, "no_forms", "'forms' is empty: nothing would ever be taken");
    for (const yaml::Node& item : forms->items) {
      if (!item.is_scalar()) continue;
      const auto form = std::find_if(options_.forms->begin(), options_.forms->end(),
                                     [&](const ocr::Form& one) { return one.id == item.text; });
      if (form == options_.forms->end()) {
        const auto near = nearest_name(item.text, known);
        error(item.place, "unknown_form", "there is no form '" + item.text + "'",
              near            ? "write '" + *near + "'"
              : known.empty() ? "make its template with `mailroom form new BLANK.pdf`"
                              : "known: " + quoted_list(known, "and"));
        continue;
      }
      if (form->layout == ocr::Form::Layout::letter) {
        error(item.place, "letter_claimed",
              "'" + item.text + "' is a kind of letter, and letters are for people",
              "say in mailroom.yaml who reads them: letters: {" + item.text + ": {queue: NAME}}");
        continue;
      }
      if (const DocumentRole* other = workflow.role_of_form(item.text)) {
        error(item.place, "form_twice", "form '" + item.text + "' is already taken as '" + other->name + "'");
        continue;
      }
      if (std::find(role.forms.begin(), role.forms.end(), item.text) != role.forms.end()) {
        error(item.place, "form_twice", "form '" + item.text + "' stands here twice");
        continue;
      }
      role.forms.push_back(item.text);
      workflow.forms.push_back(*form);
    }
  }
  workflow.documents.push_back(std::move(role));
}

// Of a version that was kept: what its site's inboxes named at the time is not known any more.
feel::TypeRef Loader::type_of_arrival() const {
  const feel::TypeRef text = feel::simple(feel::Type::Kind::text);
  feel::Type::Members members;
  for (const ArrivalFact& fact : arrival_facts()) members.emplace_back(fact.name, text);
  for (const std::string& name : options_.post.arrival_facts) members.emplace_back(name, text);
  return feel::context_of(std::move(members), options_.kept != nullptr);
}

void Loader::load_joins(const yaml::Node& root, Workflow& workflow) {
  const yaml::Node* documents = mapping_at(root, "documents");
  if (!documents) return;
  for (DocumentRole& role : workflow.documents) {
    const yaml::Node* node = documents->find(role.name);
    if (const yaml::Node* join = scalar_at(*node, "join")) {
      feel::Scope own(workflow_functions());
      own.set_open(role.forms.empty());  // the forms are wrong, which was reported
      const feel::TypeRef type = type_of_role(workflow, role, false);
      own.add(role.name, type);
      for (const std::string& form : role.forms) own.add(form, type);
      role.join = formula(*join, own);
      if (role.join) {
        for (const std::string& path : role.join->expression.paths()) {
          const size_t dot = path.rfind('.');
          if (dot == std::string::npos) continue;
          role.join_fields.push_back(path.substr(dot + 1));
          used_fields_.insert(role.name + "." + path.substr(dot + 1));
          always_read_.insert(role.name + "." + path.substr(dot + 1));
        }
      }
    }
    if (const yaml::Node* expected = scalar_at(*node, "expected")) role.expected = formula(*expected, scope_);
  }
}

}  // namespace mailroom::workflows
