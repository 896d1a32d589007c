// `mailroom lsp`: the language server that editors start.
#include <unistd.h>

#include <memory>

#include "cli/command.h"
#include "cli/lsp/server.h"

namespace mailroom::cli {

void add_lsp_command(CLI::App& app, Program& program);

void add_lsp_command(CLI::App& app, Program& program) {
  CLI::App& command = add_command(
      app, {"lsp", "serve an editor while workflows are written", Group::author,
            "mailroom lsp  # started by the editor: docs/editors.md",
            "Speaks the Language Server Protocol over standard input and output: problems as they are "
            "typed, completion of keys, fields, facts and FEEL functions, explanations, definitions, "
            "renaming, outline and formatting. Nothing is sent anywhere."});
  // What many editors add; there is no other way to speak to it.
  auto stdio = std::make_shared<bool>(false);
  add_flag(command, "--stdio", *stdio, "speak over standard input and output, as it does anyway");
  on_run(command, program, [stdio](Program&) {
    lsp::Messages messages(STDIN_FILENO, STDOUT_FILENO);
    return lsp::Server(messages, MAILROOM_VERSION).serve();
  });
}

}  // namespace mailroom::cli
