// What a command says of itself, part by part: what help, man pages and the reference are made of.
#pragma once

#include <string>
#include <vector>

namespace mailroom::cli {

class CommandApp;

struct Described {
  std::string name;
  std::string text;
};

// "mailroom read --forms DIR [OPTIONS] FILE..."
std::string usage_of(const CommandApp& command);
std::vector<Described> arguments_of(const CommandApp& command);
// "-o, --out FILE".
std::vector<Described> options_of(const CommandApp& command);
// What to type, and what it does; that may be empty.
std::vector<Described> examples_of(const CommandApp& command);

}  // namespace mailroom::cli
