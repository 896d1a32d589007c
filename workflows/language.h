// The keys of a workflow's YAML, as one table: it checks files, makes the JSON Schema and the reference.
// Constant data, thread safe.
#pragma once

#include "base/keys.h"
#include "connectors/kind.h"

namespace mailroom::workflows {

// The whole language, with the deliveries of every kind of connector merged into one mapping.
const Key& workflow_key();
// The same with deliveries left open: they are checked one by one, as their kind says.
const Key& workflow_key_without_deliveries();
// What one delivery of this kind may say.
Key delivery_key(const connectors::ConnectorKind& kind);
// Of a decision table; in a model's own file its columns have types.
std::vector<Key> table_keys(bool in_model);
// A rule in its long form.
const Key& rule_key();

}  // namespace mailroom::workflows
