// `mailroom schema`: the JSON Schemas of workflows and tests, for editors, and the table of identifier
// formats.
#include <memory>
#include <ostream>

#include "base/json.h"
#include "base/key_reference.h"
#include "cli/command.h"
#include "cli/identifier_table.h"
#include "connectors/factory.h"
#include "workflows/language.h"
#include "workflows/test_language.h"

namespace mailroom::cli {

void add_schema_command(CLI::App& app, Program& program);

namespace {

std::string workflow_reference() {
  std::string page = key_reference(workflows::workflow_key_without_deliveries(), "The workflow");
  for (const auto& kind : connectors::connector_kinds()) {
    page += "\n## Deliveries: `" + std::string(kind.name) + "`\n" + std::string(kind.description) + "\n" +
            key_reference(workflows::delivery_key(kind), "", "deliveries.NAME");
  }
  return page;
}

}  // namespace

void add_schema_command(CLI::App& app, Program& program) {
  CLI::App& command = add_command(
      app, {"schema", "print the JSON Schema of workflows or tests, for editors", Group::author,
            "mailroom schema > workflows/workflow.schema.json\n"
            "mailroom schema tests > tests/tests.schema.json\n"
            "mailroom schema --identifiers  # what a field's format: may be",
            "With the line `# yaml-language-server: $schema=workflow.schema.json` at its top, an editor "
            "completes a workflow's keys and underlines what is wrong. `mailroom check` finds more."});
  auto language = std::make_shared<std::string>("workflow");
  auto reference = std::make_shared<bool>(false);
  add_flag(command, "--reference", *reference, "print every key with its meaning instead, in Markdown");
  add_option(command, "LANGUAGE", *language, "workflow (default) or tests");
  auto identifiers = std::make_shared<bool>(false);
  add_flag(command, "--identifiers", *identifiers,
           "print the identifier formats of fields and expressions instead, as a table in Markdown");
  on_run(command, program, [identifiers, reference, language](Program& p) {
    if (*identifiers) {
      p.out << identifier_table();
      return kFine;
    }
    if (*language != "workflow" && *language != "tests") {
      throw Error(Fault::usage, "wrong_use", "expected 'workflow' or 'tests', got '" + *language + "'", "",
                  "mailroom schema tests");
    }
    const bool is_tests = *language == "tests";
    const Key& keys = is_tests ? workflows::tests_key() : workflows::workflow_key();
    if (*reference) {
      p.out << (is_tests ? key_reference(keys, "A file of tests") : workflow_reference());
      return kFine;
    }
    const Value schema = json_schema(keys, is_tests ? "Mailroom tests" : "Mailroom workflow");
    p.out << to_json(schema, 2) << "\n";
    return kFine;
  });
}

}  // namespace mailroom::cli
