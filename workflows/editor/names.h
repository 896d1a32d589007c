// The names that a workflow gives (documents, facts, decisions, deliveries, …) and everywhere they are used:
// what "go to definition" and "rename" ask. Letters count, they name facts too. Places are in files as the
// draft and its site name them. Pure functions of a draft.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostic.h"
#include "workflows/editor/draft.h"

namespace mailroom::workflows::editor {

enum class NameKind { document, lookup, fact, check, decision, route, delivery };
std::string_view to_string(NameKind kind);

struct GivenName {
  NameKind kind;
  std::string name;
  Place place;              // of the name itself
  const yaml::Node* value;  // of a fact the expression, of the others the mapping
};
// In the order of the file.
std::vector<GivenName> given_names(const yaml::Node& root);
const GivenName* find_name(const std::vector<GivenName>& names, std::string_view name);

// Where what stands at `offset` is said: a field in its template, a form's template, a file, a fact, a
// decision, a document, a delivery.
std::optional<Place> definition_at(const Draft& draft, size_t offset);

// Every place of the fact, decision or delivery at `offset`, its own first, those in the site's tests last;
// empty: what stands there cannot be renamed here, and `why` says so.
std::vector<Place> places_of_name_at(const Draft& draft, size_t offset, std::string& why);
// Whether it could be called this; if not, why not.
bool may_be_called(const Draft& draft, std::string_view name, std::string& why);

}  // namespace mailroom::workflows::editor
