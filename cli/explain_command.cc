// `mailroom explain`: the whole story of a case, and the paragraph that a letter may say of it.
#include <cctype>
#include <filesystem>
#include <memory>
#include <ostream>

#include "base/base64.h"
#include "base/error.h"
#include "base/file.h"
#include "base/json.h"
#include "base/text.h"
#include "cli/answer.h"
#include "cli/desk.h"
#include "cli/show_explanation.h"

namespace mailroom::cli {

void add_explain_command(CLI::App& app, Program& program);

namespace {

namespace fs = std::filesystem;

struct Options : DeskOptions {
  std::string number, language, crops;
  bool html = false, letter = false, reveal = false;
};

void check(const Options& options) {
  const int ways = (options.json ? 1 : 0) + (options.html ? 1 : 0) + (options.letter ? 1 : 0);
  if (ways > 1)
    throw Error(Fault::usage, "wrong_use", "--json, --html and --letter do not go together", {},
                "choose one");
  if (!options.language.empty() && !options.letter)
    throw Error(Fault::usage, "wrong_use", "--language is a letter's", {},
                "--letter --language " + options.language);
  if (!options.crops.empty() && !options.reveal)
    throw Error(Fault::usage, "wrong_use", "crops show what is written in clear", {},
                "--crops " + options.crops + " --reveal; that is recorded");
}

// A name of letters, digits, '.', '-' and '_'.
std::string file_name_of(std::string name) {
  for (char& c : name)
    if (!std::isalnum(static_cast<unsigned char>(c)) && c != '.' && c != '-') c = '_';
  return name;
}

void write_crops(const Value& answer, const std::string& folder, Program& program) {
  make_folder(folder);
  const List& crops = list(answer, "crops");
  for (const Value& crop : crops) {
    const auto png = from_base64(part(crop, "png").text_or(""));
    const std::string name = text(crop, "role") + "-" + text(crop, "part") + "-" + text(crop, "field");
    if (png) write_file(fs::path(folder) / (file_name_of(name) + ".png"), *png, 0600);
  }
  program.err << count_of(static_cast<long long>(crops.size()), "crop") << " → " << folder << "/\n";
}

int tell_letter(const Value& answer, Program& program) {
  const Value& letter = part(answer, "letter");
  const std::string paragraph = text(letter, "text");
  if (paragraph.empty()) {
    program.err << "no rule that decided case " << text(answer, "number") << " gives a reason\n"
                << "  write it beside the rule: reason: your income is below £120.00 a week\n";
    return kDidNotPass;
  }
  for (const std::string& rule : texts(letter, "missing")) {
    program.err << rule << " has no reason in '" << text(letter, "language")
                << "'; it is told in the language it has\n";
  }
  program.out << paragraph << "\n";
  return kFine;
}

int explain(const Options& options, Program& program) {
  check(options);
  Context arguments{{"case", case_number_of(options.number)}};
  if (options.reveal) arguments.put("reveal", true);
  if (options.reveal && (options.html || !options.crops.empty())) arguments.put("crops", true);
  if (!options.language.empty()) arguments.put("language", options.language);
  const Value answer = ask(options, "cases.explain", arguments);
  if (!options.crops.empty()) write_crops(answer, options.crops, program);
  if (options.letter) return tell_letter(answer, program);
  print(program, options, answer, options.html ? explanation_page : show_explanation);
  return kFine;
}

}  // namespace

void add_explain_command(CLI::App& app, Program& program) {
  auto options = std::make_shared<Options>();
  CLI::App& command = add_command(
      app,
      {"explain", "the whole story of a case, and which rules nearly decided otherwise", Group::operate,
       "mailroom explain 26-48817-9\n"
       "mailroom explain 26-48817-9 --letter --language de  # the rules' reasons, for a letter\n"
       "mailroom explain 26-48817-9 --html --reveal > story.html  # with what was cut out of the pages",
       "What came, what was read where, which rules fired on which values and which were kept from it by a "
       "single condition, what was sent where, and who touched it. --letter tells only the rules' own "
       "reasons "
       "('reason:' in the workflow's tables), in the language of the form unless another is asked for; exit "
       "code 1 if no rule gives one."});
  add_option(command, "CASE", options->number, "the case's number, for example 26-48817-9").required();
  add_flag(command, "--html", options->html, "as a page that stands for itself");
  add_flag(command, "--letter", options->letter, "the reasons as a paragraph of a letter");
  add_option(command, "--language", options->language, "the letter's language, as the rules name it")
      .type_name("CODE");
  add_option(command, "--crops", options->crops, "write the pictures of unsure fields to this folder")
      .type_name("DIR");
  add_flag(command, "--reveal", options->reveal, "show personal values; who asked is recorded");
  add_desk_options(command, *options);
  on_run(command, program, [options](Program& p) { return explain(*options, p); });
}

}  // namespace mailroom::cli
