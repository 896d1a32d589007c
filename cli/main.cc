// The command line of Mailroom: the table of commands. What each does is in its own file.
#include <unistd.h>

#include <csignal>
#include <iostream>

#include "cli/command.h"

namespace mailroom::cli {

void add_init_command(CLI::App&, Program&);
void add_form_command(CLI::App&, Program&);
void add_read_command(CLI::App&, Program&);
void add_calibrate_command(CLI::App&, Program&);
void add_check_command(CLI::App&, Program&);
void add_dry_run_command(CLI::App&, Program&);
void add_test_command(CLI::App&, Program&);
void add_schema_command(CLI::App&, Program&);
void add_lsp_command(CLI::App&, Program&);
void add_feel_command(CLI::App&, Program&);
void add_dmn_command(CLI::App&, Program&);
void add_diff_command(CLI::App&, Program&);
void add_what_if_command(CLI::App&, Program&);
void add_status_command(CLI::App&, Program&);
void add_review_command(CLI::App&, Program&);
void add_cases_command(CLI::App&, Program&);
void add_explain_command(CLI::App&, Program&);
void add_find_command(CLI::App&, Program&);
void add_deliveries_command(CLI::App&, Program&);
void add_workflows_command(CLI::App&, Program&);
void add_erase_command(CLI::App&, Program&);
void add_audit_command(CLI::App&, Program&);
void add_verify_command(CLI::App&, Program&);
void add_submit_command(CLI::App&, Program&);
void add_inbox_command(CLI::App&, Program&);
void add_store_command(CLI::App&, Program&);
void add_help_command(CLI::App&, Program&);
void add_completion_command(CLI::App&, Program&);

}  // namespace mailroom::cli

int main(int argc, char** argv) {
  using namespace mailroom::cli;
  // Whoever goes away while we write (a reader process, `| head`) is seen as a failed write, not as a sudden
  // end.
  std::signal(SIGPIPE, SIG_IGN);
  Program program{std::cout, std::cerr, terminal_of(STDOUT_FILENO), terminal_of(STDERR_FILENO)};
  const std::vector<AddCommand> commands = {
      // in the order in which `mailroom --help` lists them; one a line
      // clang-format off
      add_init_command,
      add_form_command,
      add_read_command,
      add_calibrate_command,
      add_check_command,
      add_dry_run_command,
      add_test_command,
      add_schema_command,
      add_lsp_command,
      add_feel_command,
      add_dmn_command,
      add_diff_command,
      add_what_if_command,
      add_status_command,
      add_review_command,
      add_cases_command,
      add_explain_command,
      add_find_command,
      add_deliveries_command,
      add_workflows_command,
      add_erase_command,
      add_audit_command,
      add_verify_command,
      add_submit_command,
      add_inbox_command,
      add_store_command,
      add_help_command,
      add_completion_command,
      // clang-format on
  };
  return run({argv + 1, argv + argc}, program, commands);
}
