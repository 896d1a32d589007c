// The one exception type: "this operation cannot go on". Expected outcomes (a field that is unsure, a
// delivery to retry) are values, not errors; a bug is an assertion. Library exceptions stop at the adapter
// that calls the library.
#pragma once

#include <exception>
#include <string>

namespace mailroom {

// Whose turn it is after an error, and with it the exit code of a command.
enum class Fault {
  document = 1,  // the documents or the case did not pass
  usage = 2,     // wrong usage, or a workflow or template that is wrong: its author acts
  machine = 3,   // the machine failed us: disk, memory, network, a missing program
};

// code: stable, snake_case, documented in docs/troubleshooting.md ("file_not_found").
// message: lower case, quotes the user's text, says what was expected. Never holds personal data.
// where: "file", "file:line:col" or "form 'id', field 'id'"; may be empty.
// hint: what to do next; may be empty.
class Error : public std::exception {
 public:
  Error(Fault fault, std::string code, std::string message, std::string where = {}, std::string hint = {});

  Fault fault() const { return fault_; }
  const std::string& code() const { return code_; }
  const std::string& message() const { return message_; }
  const std::string& where() const { return where_; }
  const std::string& hint() const { return hint_; }
  // "where: message" without the hint; what() is the same text.
  const char* what() const noexcept override { return what_.c_str(); }

 private:
  Fault fault_;
  std::string code_, message_, where_, hint_, what_;
};

// The text of errno-like codes as a person reads it ("no such file or directory").
std::string system_reason(int error_number);

}  // namespace mailroom
