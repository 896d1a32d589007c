// The manual pages of the programs and of the languages of their files, from the tables that parse and check
// them: nothing is written twice. Pure.
#pragma once

#include <string>
#include <vector>

namespace mailroom::cli {

class CommandApp;

struct ManPage {
  std::string name;  // "mailroom-read"
  int section = 1;
  std::string text;  // roff
};

// mailroom(1) and one page for each of its commands, mailroomd(8), and the files' in section 5.
std::vector<ManPage> man_pages(const CommandApp& program);

// What the languages of files are called in `mailroom schema` and in "mailroom-NAME(5)".
std::vector<ManPage> man_pages_of_files();

}  // namespace mailroom::cli
