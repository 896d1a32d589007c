// A source beside the connectors: facts are looked up there, nothing is ever written. It is handed typed
// values to look for and gives rows; what they mean the workflow says.
//
// Thread safe. Values are personal: they never appear in an error or a log. Secrets are given resolved.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/value.h"
#include "connectors/surroundings.h"

namespace mailroom::connectors {

// Each by column. All of it holds for every row that is found.
struct Question {
  Context equal;      // is this
  Context beginning;  // a text that begins with this
  Context alike;      // a text that is like this (connectors/likeness.h)
};

struct FoundRow {
  Context columns;  // in the order in which they were asked for
  Decimal score;    // of the least alike column: 1 is the same; 1 too where nothing was to be alike
};

struct Finding {
  enum class Kind {
    answered,     // with rows, or none
    unavailable,  // the source cannot be asked now: later
    refused       // asking again would not help: a person must look
  } kind = Kind::answered;
  std::vector<FoundRow> rows = {};  // the likest first
  std::string why = {};             // for a person; no personal data, no secrets
};

class Lookup {
 public:
  virtual ~Lookup() = default;
  virtual Finding look_up(const Question& question) = 0;
};

// `settings`: `sql` (connectors/sql/open.h), `select.table`, `select.columns`, `score`, `timeout`. Opens
// nothing yet. Throws Error{usage, "setting_invalid"}; a secret's value is in no message.
std::unique_ptr<Lookup> make_lookup(const Context& settings, const Surroundings& around);

}  // namespace mailroom::connectors
