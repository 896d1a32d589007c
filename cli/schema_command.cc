// `mailroom schema`: the JSON Schemas of what a site's files say, for editors, and the table of identifier
// formats.
#include <memory>
#include <ostream>

#include "base/json.h"
#include "base/key_reference.h"
#include "base/text.h"
#include "cli/command.h"
#include "cli/identifier_table.h"
#include "connectors/factory.h"
#include "daemon/site_keys.h"
#include "ocr/form_keys.h"
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

// A language that files of a site are written in.
struct Language {
  std::string name;
  std::string title;  // of its schema
  const Key& (*keys)();
  std::string (*reference)();  // Markdown
};

const std::vector<Language>& languages() {
  static const std::vector<Language> kLanguages = {
      {"workflow", "Mailroom workflow", workflows::workflow_key, workflow_reference},
      {"tests", "Mailroom tests", workflows::tests_key,
       [] { return key_reference(workflows::tests_key(), "A file of tests"); }},
      {"form", "Mailroom template", ocr::form_key,
       [] { return key_reference(ocr::form_key(), "A template"); }},
      {"site", "Mailroom site", daemon::site_key,
       [] { return key_reference(daemon::site_key(), "mailroom.yaml"); }},
  };
  return kLanguages;
}

const Language& language_named(const std::string& name) {
  std::vector<std::string> known;
  for (const Language& one : languages()) {
    if (one.name == name) return one;
    known.push_back(one.name);
  }
  const auto near = nearest_name(name, known);
  throw Error(Fault::usage, "wrong_use", "expected " + quoted_list(known) + ", got '" + name + "'", "",
              near ? "did you mean '" + *near + "'?" : "mailroom schema tests");
}

}  // namespace

void add_schema_command(CLI::App& app, Program& program) {
  CLI::App& command = add_command(
      app, {"schema", "print the JSON Schema of workflows, tests, templates or mailroom.yaml, for editors",
            Group::author,
            "mailroom schema > workflows/workflow.schema.json\n"
            "mailroom schema tests > tests/tests.schema.json\n"
            "mailroom schema form > forms/form.schema.json\n"
            "mailroom schema --identifiers  # what a field's format: may be",
            "With the line `# yaml-language-server: $schema=workflow.schema.json` at its top, an editor "
            "completes a workflow's keys and underlines what is wrong. `mailroom check` finds more."});
  auto name = std::make_shared<std::string>("workflow");
  auto reference = std::make_shared<bool>(false);
  add_flag(command, "--reference", *reference, "print every key with its meaning instead, in Markdown");
  add_option(command, "LANGUAGE", *name, "workflow (default), tests, form or site");
  auto identifiers = std::make_shared<bool>(false);
  add_flag(command, "--identifiers", *identifiers,
           "print the identifier formats of fields and expressions instead, as a table in Markdown");
  on_run(command, program, [identifiers, reference, name](Program& p) {
    if (*identifiers) {
      p.out << identifier_table();
      return kFine;
    }
    const Language& language = language_named(*name);
    if (*reference) {
      p.out << language.reference();
    } else {
      p.out << to_json(json_schema(language.keys(), language.title), 2) << "\n";
    }
    return kFine;
  });
}

}  // namespace mailroom::cli
