// `mailroom schema`: the JSON Schema of workflows, for editors.
#include <ostream>

#include "base/json.h"
#include "cli/command.h"
#include "workflows/language.h"

namespace mailroom::cli {

void add_schema_command(CLI::App& app, Program& program);

void add_schema_command(CLI::App& app, Program& program) {
  CLI::App& command = add_command(
      app, {"schema", "print the JSON Schema of workflows, for editors", Group::author,
            "mailroom schema > workflows/workflow.schema.json",
            "With the line `# yaml-language-server: $schema=workflow.schema.json` at its top, an editor "
            "completes a workflow's keys and underlines what is wrong. `mailroom check` finds more."});
  on_run(command, program, [](Program& p) {
    p.out << to_json(json_schema(workflows::workflow_key(), "Mailroom workflow"), 2) << "\n";
    return kFine;
  });
}

}  // namespace mailroom::cli
