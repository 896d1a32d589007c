// `lookups:`: facts that are looked up in a database, by what the documents say.
#include <algorithm>
#include <cstdlib>
#include <utility>

#include "base/text.h"
#include "workflows/loader.h"
#include "workflows/plain_secret.h"

namespace mailroom::workflows {

namespace {

constexpr int kMostRows = 100;
constexpr std::string_view kScore = "score";

// The fixed keys, as connectors::make_lookup() takes them.
Context settings_of(const yaml::Node& node, const yaml::Node& select) {
  Context chosen;
  chosen.put("table", text_at(select, "table"));
  List columns;
  if (const yaml::Node* list = list_at(select, "columns"))
    for (const yaml::Node& column : list->items) columns.emplace_back(column.text);
  chosen.put("columns", std::move(columns));
  Context settings{{"sql", text_at(node, "sql")}, {"select", std::move(chosen)}};
  for (const char* key : {"score", "timeout"})
    if (const yaml::Node* value = scalar_at(node, key)) settings.put(key, value->text);
  return settings;
}

}  // namespace

void Loader::load_lookups(const yaml::Node& root, Workflow& workflow) {
  const yaml::Node* lookups = mapping_at(root, "lookups");
  if (!lookups) return;
  for (const yaml::Entry& entry : lookups->entries) {
    if (take_name(entry.key, entry.place, "a look-up") && entry.value.is_mapping())
      load_lookup(entry, workflow);
    if (!scope_.find(entry.key)) scope_.add(entry.key);
  }
}

void Loader::load_lookup(const yaml::Entry& entry, Workflow& workflow) {
  const yaml::Node* select = mapping_at(entry.value, "select");
  if (!select) return;  // reported by the table of keys
  LookupSpec spec;
  spec.name = entry.key;
  // The register is asked about what is sure only: its fields are asked for whatever else reads them.
  std::set<std::string> read_before = std::exchange(used_fields_, {});
  const auto conditions = [&](const yaml::Node& from, const char* key) {
    const yaml::Node* node = mapping_at(from, key);
    return node ? content_of(*node) : Content();
  };
  spec.equal = conditions(*select, "where");
  spec.beginning = conditions(*select, "starts_with");
  spec.alike = conditions(entry.value, "fuzzy");
  spec.reads.assign(used_fields_.begin(), used_fields_.end());
  used_fields_.insert(read_before.begin(), read_before.end());
  if (spec.equal.items.empty() && spec.beginning.items.empty()) {
    error(select->place, "lookup_unbounded",
          "look-up '" + entry.key + "' would compare every row of its table",
          "narrow it with 'where' or 'starts_with'");
  }
  if (const yaml::Node* url = scalar_at(entry.value, "sql"); url && says_password(url->text)) {
    error(Place{url->place.file, url->place.line, 0, 0}, "secret_in_file",
          "a secret stands in plain text here", "write ${secret:NAME} for it and keep it out of the file");
    problems_.back().shows_line = false;
  }
  spec.at_most = std::atoi(text_at(entry.value, "at_most", "1").c_str());
  if (spec.at_most < 1 || spec.at_most > kMostRows) {
    error(scalar_at(entry.value, "at_most")->place, "wrong_number",
          "'at_most': expected 1 to " + std::to_string(kMostRows) + ", got " + std::to_string(spec.at_most));
  }
  feel::Type::Members members;
  if (const yaml::Node* columns = list_at(*select, "columns")) {
    for (const yaml::Node& column : columns->items) {
      if (column.text == kScore)
        error(column.place, "name_taken", "the column 'score' would hide how alike a row is", "leave it out");
      members.emplace_back(column.text, feel::any());
    }
  }
  if (spec.is_fuzzy()) members.emplace_back(std::string(kScore), feel::simple(feel::Type::Kind::number));
  spec.settings = settings_of(entry.value, *select);
  const feel::TypeRef row = feel::context_of(std::move(members));
  scope_.add(entry.key, spec.at_most > 1 ? feel::list_of(row) : row);
  workflow.lookups.push_back(std::move(spec));
}

}  // namespace mailroom::workflows
