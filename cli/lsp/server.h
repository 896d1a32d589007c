// Mailroom's language server (LSP 3.17): what an editor shows while a workflow is written. It only
// translates: what is at a place and what may stand there is known by workflows/editor/, what is wrong by the
// loader.
//
// One thread, one editor. Problems are told when nothing more has arrived, so that quick typing is looked at
// once. A request that goes wrong is answered as an error, and the next one is served.
#pragma once

#include <set>
#include <string>

#include "cli/lsp/messages.h"
#include "cli/lsp/open_files.h"

namespace mailroom::cli::lsp {

class Server {
 public:
  Server(Messages& messages, std::string version) : messages_(messages), version_(std::move(version)) {}

  // Until the editor ends it: 0; or goes away without saying so: 1.
  int serve();

 private:
  void take(const Context& message);
  Value answer(const std::string& method, const Context& parameters);
  void notice(const std::string& method, const Context& parameters);

  Value capabilities() const;
  Value completion(const Context& parameters);
  Value hover(const Context& parameters);
  Value definition(const Context& parameters);
  Value prepare_rename(const Context& parameters);
  Value rename(const Context& parameters);
  Value outline(const Context& parameters);
  Value formatting(const Context& parameters);

  void look_at_changed();
  void tell(OpenFile& file);
  void publish(const std::string& uri, List problems, const OpenFile* file);
  OpenFile& file_of(const Context& parameters);
  OpenFile* workflow_of(const Context& parameters);
  Value location(const Place& place);
  // The document that a place is in, open or not.
  TextDocument document_at(const std::string& path);

  Messages& messages_;
  std::string version_;
  OpenFiles files_;
  bool is_initialized_ = false, is_shut_down_ = false, is_over_ = false;
};

}  // namespace mailroom::cli::lsp
