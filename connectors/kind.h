// What a kind of connector is called and which keys it takes, as a table: the workflow loader checks against
// it, the schema and the documentation are printed from it. Constant data.
//
// In a workflow a delivery is a mapping; the key that is the name of a kind names its connector:
//
//   ledger: {sql: ${secret:LEDGER_URL}, insert: {table: awards, row: {nino: claim.nino}}}
//
// A key's name is its path in that mapping ("insert.row"). Fixed keys go into make_connector()'s settings,
// rendered ones into Delivery::content, both nested as they are written. Keys that every delivery has
// (`after`, `retry`, `if`) are the workflow's and not listed here. A kind with a key `answer` (texts: where
// in the receiver's answer a value stands, by the name it gets) fills DeliveryOutcome::answer; deliveries
// that come after it see the values as `deliveries.NAME.…`.
#pragma once

#include <string_view>
#include <vector>

namespace mailroom::connectors {

enum class KeyForm {
  text,         // fixed: taken as it is written, never an expression
  flag,         // fixed: true or false
  path,         // fixed: a file or folder, relative to the site's
  choice,       // fixed: one of `choices`
  lines,        // fixed: a text or a list of texts, one a line
  texts,        // fixed: texts by name
  secret,       // fixed: a text that must name a secret: ${secret:NAME}
  fixed_steps,  // fixed: a list of a robot's steps (connectors/robot/step.h)
  steps,        // rendered: the same with {{ FEEL }} in its texts
  expressions,  // rendered: a context, each value a FEEL expression; handed over typed
  wording,      // rendered: a text with {{ FEEL }} in it
  // rendered: a text file of the site with {{ FEEL }} in it, or one of several by an expression; handed over
  // as its rendered text
  template_file,
  // Both: a text, or a text file of the site, in which values have places: {{ FEEL }}. The setting is the
  // text with "{{}}" where a value comes in, the content the list of the values, typed; the connector writes
  // each as its place asks for (connectors/pattern.h).
  pattern,
  pattern_file,
};

struct ConnectorKey {
  std::string_view name;  // path: "insert.row"
  KeyForm form;
  bool required;
  std::string_view description;  // lower case, no full stop
  std::string_view example;      // YAML of the value
  std::vector<std::string_view> choices = {};
  std::string_view unless = {};  // a key that takes the place of this one, which is then not required
};

struct ConnectorKind {
  std::string_view name;         // "sql"; also the name of its first key
  std::string_view description;  // lower case, no full stop
  std::vector<ConnectorKey> keys;
  std::string_view example;  // a whole delivery in YAML
  // Of these keys a delivery has exactly one; what is required below one of them is so only where it is
  // given.
  std::vector<std::string_view> alternatives = {};

  const ConnectorKey* find(std::string_view key) const;  // null if there is none
};

}  // namespace mailroom::connectors
