#include <algorithm>
#include <iterator>

#include "base/text.h"
#include "cli/command_app.h"
#include "cli/command_parts.h"
#include "cli/man/pages.h"
#include "cli/man/roff.h"
#include "daemon/daemon_options.h"

namespace mailroom::cli {

namespace {

constexpr std::string_view kWhatItDoes =
    "Mailroom reads the forms that come in, decides them by published rules, and hands the outcome to the "
    "systems that pay, bill or write back.";

std::string page_name(const CommandApp& command) {
  return "mailroom-" + command.get_name();
}

void add_list(Roff& page, const std::vector<Described>& entries) {
  for (const auto& [name, text] : entries) page.term(name, text);
}

void add_details(Roff& page, const CommandApp& command) {
  const std::string details = command.text().details;
  if (trim(details).empty()) return;
  for (const std::string_view line : split(trim(details), '\n'))
    if (!trim(line).empty()) page.paragraph(trim(line));
}

void add_exit_status(Roff& page) {
  page.heading("EXIT STATUS")
      .term("0", "fine")
      .term("1", "a document or case did not pass")
      .term("2", "wrong use, or a wrong workflow")
      .term("3", "the machine failed: disk, memory, network, a missing program");
}

// What a command of a command does, in short: its own help has the rest.
void add_inner(Roff& page, const CommandApp& command) {
  for (const CommandApp* one : command.commands()) {
    page.subheading(usage_of(*one)).paragraph(one->text().summary + ".");
    add_details(page, *one);
    add_list(page, arguments_of(*one));
    std::vector<Described> options = options_of(*one);
    std::erase_if(options, [](const Described& option) { return option.name == "-h, --help"; });
    add_list(page, options);
    add_inner(page, *one);
  }
}

void add_examples(Roff& page, const CommandApp& command) {
  for (const auto& [line, meaning] : examples_of(command)) {
    page.command(line);
    if (!meaning.empty()) page.paragraph(meaning);
  }
  for (const CommandApp* one : command.commands()) add_examples(page, *one);
}

bool has_examples(const CommandApp& command) {
  if (!command.text().examples.empty()) return true;
  const auto inner = command.commands();
  return std::any_of(inner.begin(), inner.end(), [](const CommandApp* one) { return has_examples(*one); });
}

ManPage page_of(const CommandApp& command) {
  Roff page(page_name(command), "1", command.text().summary);
  page.heading("SYNOPSIS").command(usage_of(command));
  if (!trim(command.text().details).empty()) {
    page.heading("DESCRIPTION");
    add_details(page, command);
  }
  if (!command.commands().empty()) {
    page.heading("COMMANDS");
    add_inner(page, command);
  }
  if (const auto arguments = arguments_of(command); !arguments.empty()) {
    page.heading("ARGUMENTS");
    add_list(page, arguments);
  }
  page.heading("OPTIONS");
  add_list(page, options_of(command));
  if (has_examples(command)) {
    page.heading("EXAMPLES");
    add_examples(page, command);
  }
  add_exit_status(page);
  page.heading("SEE ALSO").paragraph("`mailroom`(1), `mailroomd`(8), `mailroom.yaml`(5)");
  return {page_name(command), 1, page.text()};
}

ManPage page_of_program(const CommandApp& program) {
  Roff page("mailroom", "1", "a digital mailroom and decision desk");
  page.heading("SYNOPSIS").command("mailroom COMMAND [OPTIONS]").heading("DESCRIPTION");
  page.paragraph(kWhatItDoes)
      .paragraph(
          "A command finds its site as git finds a repository: upwards from where one stands, or by --site. "
          "Commands that only look work whether or not a daemon runs; what changes something goes through "
          "the running daemon, and who asks is the system's word, never an argument.")
      .paragraph("What the code of a problem means is told by `mailroom help CODE`.");
  const std::pair<Group, std::string_view> groups[] = {{Group::author, "TO WRITE FORMS AND WORKFLOWS"},
                                                       {Group::operate, "TO RUN THE OFFICE"},
                                                       {Group::shell, "FOR YOUR SHELL"}};
  for (const auto& [group, title] : groups) {
    page.heading(title);
    for (const CommandApp* one : program.commands())
      if (one->text().group == group) page.term(page_name(*one) + "(1)", one->text().summary);
  }
  page.heading("OPTIONS");
  add_list(page, options_of(program));
  add_exit_status(page);
  page.heading("ENVIRONMENT")
      .term("NO_COLOR", "no colour, on a terminal neither")
      .term("MAILROOM_SECRET_NAME",
            "the secret NAME, unless mailroom.yaml says that secrets stand in files only")
      .heading("SEE ALSO")
      .paragraph(
          "`mailroomd`(8), `mailroom.yaml`(5), `mailroom-workflow`(5), `mailroom-form`(5), "
          "`mailroom-tests`(5)");
  return {"mailroom", 1, page.text()};
}

ManPage page_of_daemon() {
  Roff page("mailroomd", "8", "serve a site of Mailroom");
  page.heading("SYNOPSIS").command("mailroomd [--site DIR] [--once]").heading("DESCRIPTION");
  page.paragraph(kWhatItDoes)
      .paragraph(
          "The daemon serves the site in DIR, or the one around the current folder: it takes post from the "
          "inboxes, has it read, decides cases and delivers what comes of them, until SIGTERM or SIGINT. It "
          "may be killed at any instant: nothing is lost, and nothing is sent twice.");
  page.heading("OPTIONS");
  for (const daemon::DaemonOption& option : daemon::kDaemonOptions) page.term(option.name, option.meaning);
  page.heading("SIGNALS")
      .term("SIGTERM, SIGINT", "work in hand is finished or handed back, then it stops")
      .term("SIGHUP", "the site's files are taken over; if they are wrong it goes on with what it had");
  page.heading("FILES")
      .term("mailroom.yaml", "what the site is, `mailroom.yaml`(5)")
      .term("workflows/, forms/, rules/, letters/", "what is decided by")
      .term("data/", "the store, the documents, the keys and the socket, unless mailroom.yaml says otherwise")
      .term("secrets/", "one file for each secret");
  page.heading("EXIT STATUS")
      .term("0", "it was told to stop")
      .term("2", "the site or its workflows are wrong")
      .term("3", "the machine failed");
  page.heading("SEE ALSO")
      .paragraph("`mailroom`(1), `mailroom-status`(1), `mailroom-verify`(1), `mailroom.yaml`(5)");
  return {"mailroomd", 8, page.text()};
}

}  // namespace

std::vector<ManPage> man_pages(const CommandApp& program) {
  std::vector<ManPage> pages = {page_of_program(program), page_of_daemon()};
  for (const CommandApp* one : program.commands()) pages.push_back(page_of(*one));
  std::vector<ManPage> files = man_pages_of_files();
  std::move(files.begin(), files.end(), std::back_inserter(pages));
  return pages;
}

}  // namespace mailroom::cli
