// `mailroom init`: a small site that works, in a new folder. Asks nothing, overwrites nothing.
#include <ostream>

#include "base/file.h"
#include "base/text.h"
#include "cli/command.h"
#include "cli/starter.h"

namespace mailroom::cli {

void add_init_command(CLI::App& app, Program& program);

namespace {

namespace fs = std::filesystem;

// What may already lie there: a version control's folder.
bool is_vacant(const fs::path& folder) {
  std::error_code error;
  for (fs::directory_iterator at(folder, error), end; !error && at != end; at.increment(error)) {
    if (at->path().filename() != ".git") return false;
  }
  if (error) {
    throw Error(Fault::machine, "folder_unreadable", "cannot be read: " + system_reason(error.value()),
                folder.string());
  }
  return true;
}

void make_site(const fs::path& folder) {
  std::error_code ignored;
  if (fs::exists(folder, ignored) && !fs::is_directory(folder, ignored)) {
    throw Error(Fault::usage, "not_a_folder", "expected a folder, got a file", folder.string());
  }
  if (fs::exists(folder, ignored) && !is_vacant(folder)) {
    throw Error(Fault::usage, "folder_not_empty", "the folder is not empty, and init overwrites nothing",
                folder.string(), "name a new folder: mailroom init my-office");
  }
  for (const char* part : {"inbox", "data", "outbox", "rules"}) make_folder(folder / part);
  for (const auto& [path, content] : starter_files()) {
    make_folder((folder / path).parent_path());
    write_file(folder / path, content);
  }
}

}  // namespace

void add_init_command(CLI::App& app, Program& program) {
  auto folder = std::make_shared<std::string>(".");
  CLI::App& command = add_command(
      app,
      {"init", "make a small site that works, to look at and change", Group::author,
       "mailroom init my-office\ncd my-office && git init && mailroom init  # in an empty repository",
       "A site is a folder: mailroom.yaml, workflows, forms, letters, and the inbox. This one takes requests "
       "for garden waste bins, with a form, a workflow and three samples."});
  add_option(command, "DIR", *folder, "a new or empty folder; default: this one");
  on_run(command, program, [folder](Program& p) {
    make_site(*folder);
    const bool here = *folder == ".";
    p.out << clean(here ? "this folder" : *folder)
          << ": a site with one form, one workflow and three samples\n\n"
          << paint(p.terminal, Tone::strong, "Next") << "\n"
          << (here ? "" : "  cd " + clean(*folder) + "\n") << "  mailroom check\n"
          << "  mailroom test\n  mailroom dry-run workflows/garden-waste.yaml samples/1-typed.pdf\n"
          << (here ? "  mailroomd --site .\n" : "");
    return kFine;
  });
}

}  // namespace mailroom::cli
