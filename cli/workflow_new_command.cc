// `mailroom workflows new`: a workflow to start from, with tests, for a form of the site.
#include <cctype>
#include <filesystem>
#include <memory>
#include <ostream>

#include "base/error.h"
#include "base/file.h"
#include "base/text.h"
#include "cli/command.h"
#include "cli/new_workflow.h"
#include "daemon/site.h"
#include "ocr/form_file.h"
#include "workflows/load.h"

namespace mailroom::cli {

void add_workflow_new_command(CLI::App& workflows, Program& program);

namespace {

namespace fs = std::filesystem;

struct NewOptions {
  std::string form, id;
};

// The site whose form it is.
fs::path site_of(const fs::path& form) {
  const fs::path folder = fs::absolute(form).lexically_normal().parent_path();
  const auto site = daemon::find_site(folder);
  if (!site || folder.filename() != "forms" || folder.parent_path() != *site) {
    throw Error(
        Fault::usage, "not_in_a_site", "the form does not stand in the folder 'forms' of a site",
        form.string(),
        "make a site with `mailroom init DIR`, and the form with `mailroom form new BLANK -o DIR/forms`");
  }
  return *site;
}

std::string id_like(std::string name) {
  for (char& c : name)
    if (std::isalnum(static_cast<unsigned char>(c)) == 0 && c != '_') c = '-';
  return name;
}

// Two workflows that take one form leave it to a person each time.
void must_be_free(const ocr::Form& form, const fs::path& site) {
  const std::vector<ocr::Form> forms = ocr::load_forms(site / "forms");
  workflows::LoadOptions how;
  how.site = site;
  how.forms = &forms;
  std::vector<Diagnostic> unsaid;  // `mailroom check` says it
  const workflows::Workflows all = workflows::load_workflows(how, unsaid);
  for (const workflows::Workflow* one : all.claiming(form.id)) {
    throw Error(Fault::usage, "form_is_taken",
                "form '" + form.id + "' is taken by workflow '" + one->id + "'", form.file.string(),
                "change that one, or name the form otherwise");
  }
}

void write_new(const fs::path& file, const std::string& text) {
  make_folder(file.parent_path());
  write_file(file, text);
}

int make_workflow(const NewOptions& options, Program& program) {
  const ocr::Form form = ocr::load_form(options.form);
  const fs::path site = site_of(options.form);
  const std::string id = options.id.empty() ? id_like(form.id) : options.id;
  if (id != id_like(id))
    throw Error(Fault::usage, "wrong_use", "'--id': expected letters, digits, '_' and '-', got '" + id + "'",
                {}, "write --id " + id_like(id));
  const fs::path here = fs::path(options.form).parent_path() / "..";  // as the user says it
  const fs::path workflow = (here / "workflows" / (id + ".yaml")).lexically_normal(),
                 tests = (here / "tests" / (id + ".yaml")).lexically_normal();
  for (const fs::path& file : {workflow, tests}) {
    if (fs::exists(file)) {
      throw Error(Fault::usage, "file_exists", "there is such a file already, and nothing is overwritten",
                  file.string(), "name the workflow otherwise with --id, or remove the file first");
    }
  }
  must_be_free(form, site);
  const NewWorkflow made = new_workflow(id, form);
  write_new(workflow, made.workflow);
  write_new(tests, made.tests);
  program.out << clean(workflow.string()) << ": takes form '" << clean(form.id) << "', "
              << count_of(static_cast<long long>(made.checks), "check") << ", 1 route, 1 delivery to outbox/"
              << clean(id) << "\n"
              << clean(tests.string()) << ": " << count_of(static_cast<long long>(made.cases), "test")
              << "\n\n"
              << paint(program.terminal, Tone::strong, "Next") << "\n"
              << "  mailroom check\n  mailroom test " << clean(id) << "\n"
              << "  mailroom form fill " << clean(options.form) << " --random 3 --filled 1 -o samples/"
              << clean(id) << "\n  mailroom dry-run " << clean(workflow.string()) << " samples/" << clean(id)
              << "/" << clean(form.id) << "-1.tif\n";
  return kFine;
}

}  // namespace

void add_workflow_new_command(CLI::App& workflows, Program& program) {
  auto options = std::make_shared<NewOptions>();
  CLI::App& command = add_command(
      workflows,
      {"new", "write a workflow to start from, with tests, for a form", Group::author,
       "mailroom workflows new forms/parking.form.yaml",
       "Writes workflows/ID.yaml and tests/ID.yaml of the form's site: what is required must be there, "
       "identifiers "
       "must be some, and what passes is written to a folder, a file a case. It passes `mailroom check` and "
       "`mailroom test` as it is; then it is yours. Overwrites nothing."});
  add_option(command, "FORM", options->form, "the template, NAME.form.yaml, in the site's forms").required();
  add_option(command, "--id", options->id, "what the workflow is called (the form's id)").type_name("ID");
  on_run(command, program, [options](Program& p) { return make_workflow(*options, p); });
}

}  // namespace mailroom::cli
