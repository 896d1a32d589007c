// `mailroom completion SHELL`: a script that completes commands and options, generated from the tree of
// commands, so that it cannot fall behind. Words that are not commands or options complete as file names.
#include <ostream>

#include "base/text.h"
#include "cli/command_app.h"

namespace mailroom::cli {

void add_completion_command(CLI::App& app, Program& program);

namespace {

struct Word {
  std::string text, summary;
};

std::vector<Word> words_after(const CommandApp& command) {
  std::vector<Word> words;
  for (const CommandApp* one : command.commands()) words.push_back({one->get_name(), one->text().summary});
  for (const CLI::Option* option : command.get_options()) {
    for (const auto& name : option->get_lnames()) words.push_back({"--" + name, option->get_description()});
  }
  return words;
}

void walk(const CommandApp& command, const std::function<void(const CommandApp&)>& visit) {
  visit(command);
  for (const CommandApp* one : command.commands()) walk(*one, visit);
}

// The patterns of all commands: what the word list of a line is looked up by.
std::vector<std::string> quoted_paths(const CommandApp& program) {
  std::vector<std::string> paths;
  walk(program, [&](const CommandApp& one) {
    if (one.get_parent() != nullptr) paths.push_back("'" + one.full_name() + "'");
  });
  return paths;
}

// Shared by bash and zsh: `at` becomes the longest command on the line so far.
std::string find_command(const CommandApp& program, std::string_view words_of_line) {
  return "  local at=mailroom word\n  for word in " + std::string(words_of_line) +
         "; do\n    case \"$at $word\" in\n      " + join(quoted_paths(program), "|") +
         ") at=\"$at $word\" ;;\n    esac\n  done\n  case \"$at\" in\n";
}

std::string quoted(const std::string& text) {
  return "'" + replace_all(text, "'", "'\\''") + "'";
}

std::string bash_script(const CommandApp& program) {
  std::string out =
      "# bash completion of mailroom: source <(mailroom completion bash)\n_mailroom() {\n"
      "  local choices=''\n" +
      find_command(program, "\"${COMP_WORDS[@]:1:COMP_CWORD-1}\"");
  walk(program, [&](const CommandApp& one) {
    std::vector<std::string> choices;
    for (const Word& word : words_after(one)) choices.push_back(word.text);
    out += "    '" + one.full_name() + "') choices='" + join(choices, " ") + "' ;;\n";
  });
  return out +
         "  esac\n  COMPREPLY=($(compgen -W \"$choices\" -- \"${COMP_WORDS[COMP_CWORD]}\"))\n}\n"
         "complete -o default -F _mailroom mailroom\n";
}

std::string zsh_script(const CommandApp& program) {
  std::string out =
      "#compdef mailroom\n# zsh completion of mailroom: source <(mailroom completion zsh)\n"
      "_mailroom() {\n  local -a choices\n" +
      find_command(program, "${words[2,CURRENT-1]}");
  walk(program, [&](const CommandApp& one) {
    out += "    '" + one.full_name() + "') choices=(\n";
    for (const Word& word : words_after(one)) {
      out += "      " + quoted(word.text + ":" + replace_all(word.summary, ":", "\\:")) + "\n";
    }
    out += "    ) ;;\n";
  });
  return out + "  esac\n  _describe 'mailroom' choices || _files\n}\ncompdef _mailroom mailroom\n";
}

std::string fish_script(const CommandApp& program) {
  std::string out =
      "# fish completion of mailroom: mailroom completion fish | source\n"
      "function __mailroom_at\n  set -l at mailroom\n"
      "  for word in (commandline -opc)[2..-1]\n    switch \"$at $word\"\n      case " +
      join(quoted_paths(program), " ") + "\n        set at \"$at $word\"\n    end\n  end\n  echo $at\nend\n";
  walk(program, [&](const CommandApp& one) {
    const std::string start = "complete -c mailroom -n 'test (__mailroom_at) = \"" + one.full_name() + "\"' ";
    for (const Word& word : words_after(one)) {
      const bool option = word.text[0] == '-';
      out += start + (option ? "-l " + word.text.substr(2) : "-f -a " + word.text) + " -d " +
             quoted(word.summary) + "\n";
    }
  });
  return out;
}

}  // namespace

void add_completion_command(CLI::App& app, Program& program) {
  auto shell = std::make_shared<std::string>();
  CLI::App& command =
      add_command(app, {"completion", "print a script that completes commands in your shell", Group::shell,
                        "source <(mailroom completion bash)  # in ~/.bashrc\n"
                        "source <(mailroom completion zsh)  # in ~/.zshrc\n"
                        "mailroom completion fish | source  # in ~/.config/fish/config.fish",
                        ""});
  add_option(command, "SHELL", *shell, "bash, zsh or fish").required();
  const auto& whole = static_cast<const CommandApp&>(app);
  on_run(command, program, [shell, &whole](Program& p) {
    if (*shell == "bash") {
      p.out << bash_script(whole);
    } else if (*shell == "zsh") {
      p.out << zsh_script(whole);
    } else if (*shell == "fish") {
      p.out << fish_script(whole);
    } else {
      throw Error(Fault::usage, "unknown_shell", "unknown shell '" + *shell + "'", {},
                  "expected 'bash', 'zsh' or 'fish'");
    }
    return kFine;
  });
}

}  // namespace mailroom::cli
