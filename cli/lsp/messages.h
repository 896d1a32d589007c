// The Language Server Protocol's messages over two descriptors (LSP 3.17, "Base Protocol"): a header with the
// length, then JSON. One thread; the descriptors are borrowed.
#pragma once

#include <optional>
#include <string>

#include "base/value.h"

namespace mailroom::cli::lsp {

class Messages {
 public:
  Messages(int in, int out) : in_(in), out_(out) {}

  // Waits for the next; none at the end of input. What is no JSON comes as null: the server answers it.
  // Throws Error{usage, "not_lsp"} for what is no message at all.
  std::optional<Value> next();
  // Whether more has arrived: what is dear can wait until it has been looked at.
  bool has_more() const;
  // Throws Error{machine, "client_gone"}.
  void send(const Value& message);

 private:
  bool fill();

  int in_, out_;
  std::string buffer_;
};

}  // namespace mailroom::cli::lsp
