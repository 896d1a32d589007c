// `mailroom schema`: the JSON Schema of workflows, for editors, and the table of identifier formats.
#include <memory>
#include <ostream>

#include "base/json.h"
#include "cli/command.h"
#include "cli/identifier_table.h"
#include "cli/key_reference.h"
#include "workflows/language.h"

namespace mailroom::cli {

void add_schema_command(CLI::App& app, Program& program);

void add_schema_command(CLI::App& app, Program& program) {
  CLI::App& command = add_command(
      app, {"schema", "print the JSON Schema of workflows, for editors", Group::author,
            "mailroom schema > workflows/workflow.schema.json\n"
            "mailroom schema --identifiers  # what a field's format: may be",
            "With the line `# yaml-language-server: $schema=workflow.schema.json` at its top, an editor "
            "completes a workflow's keys and underlines what is wrong. `mailroom check` finds more."});
  auto identifiers = std::make_shared<bool>(false);
  add_flag(command, "--identifiers", *identifiers,
           "print the identifier formats of fields and expressions instead, as a table in Markdown");
  auto reference = std::make_shared<bool>(false);
  add_flag(command, "--reference", *reference, "print every key with its meaning instead, in Markdown");
  on_run(command, program, [identifiers, reference](Program& p) {
    if (*reference) {
      p.out << key_reference();
      return kFine;
    }
    if (*identifiers) {
      p.out << identifier_table();
      return kFine;
    }
    p.out << to_json(json_schema(workflows::workflow_key(), "Mailroom workflow"), 2) << "\n";
    return kFine;
  });
}

}  // namespace mailroom::cli
