// `mailroom feel EXPR`: the value of an expression as JSON; notices, with the place they are about, on
// standard error.
#include <ostream>

#include "base/diagnostic.h"
#include "base/file.h"
#include "base/json.h"
#include "cli/command.h"
#include "workflows/feel/expression.h"
#include "workflows/feel/text_of.h"

namespace mailroom::cli {

void add_feel_command(CLI::App& app, Program& program);

namespace {

struct Options {
  std::string expression;
  std::string context;
};

// What JSON cannot say (functions, ranges) as FEEL writes it.
Value plain(const Value& value) {
  switch (value.kind()) {
    case Value::Kind::opaque:
      return feel::text_of(value);
    case Value::Kind::list: {
      List list;
      for (const Value& item : value.list()) list.push_back(plain(item));
      return Value(std::move(list));
    }
    case Value::Kind::context: {
      Context context;
      for (const auto& [name, entry] : value.context().entries()) context.put(name, plain(entry));
      return Value(std::move(context));
    }
    default:
      return value;
  }
}

int run_feel(const Options& options, Program& program) {
  Context context;
  if (!options.context.empty()) {
    const bool is_file = options.context[0] == '@';
    const std::string json = is_file ? read_file(options.context.substr(1)) : options.context;
    const Value value = parse_json(json, is_file ? options.context.substr(1) : "--context");
    if (!value.is(Value::Kind::context)) {
      throw Error(Fault::usage, "context_no_object",
                  "the context expected a JSON object, got " + std::string(kind_name(value.kind())), {},
                  "write for example --context '{\"income\": 120}'");
    }
    context = value.context();
  }
  const auto show = [&](Severity severity, const std::string& code, const std::string& message,
                        const std::string& hint, uint32_t offset, uint32_t length) {
    const Place place = place_in("expression", options.expression, offset, static_cast<int>(length));
    program.err << to_text({severity, place, code, message, hint}, options.expression,
                           program.error_terminal.colour);
  };
  std::vector<feel::Problem> problems;
  const auto expression = feel::Expression::parse(options.expression, feel::Scope::of(context), &problems);
  for (const feel::Problem& p : problems)
    show(Severity::error, p.code, p.message, p.hint, p.offset, p.length);
  if (!expression) return kWrongUse;
  const feel::Result result = expression->evaluate(context);
  for (const feel::Notice& n : result.notices)
    show(Severity::note, "notice", n.message, "", n.offset, n.length);
  program.out << to_json(plain(result.value)) << '\n';
  return kFine;
}

}  // namespace

void add_feel_command(CLI::App& app, Program& program) {
  auto options = std::make_shared<Options>();
  CLI::App& command =
      add_command(app, {"feel",
                        "evaluate a FEEL expression",
                        Group::author,
                        "mailroom feel 'sum([1, 2, 3])'\n"
                        "mailroom feel 'net pay * 12 / 52' --context '{\"net pay\": 742.50}'\n"
                        "mailroom feel 'claim.nino' --context @claim.json  # the context from a file",
                        {}});
  add_option(command, "EXPR", options->expression, "the expression").required();
  add_option(command, "--context", options->context, "names and their values: JSON, or @FILE");
  on_run(command, program, [options](Program& p) { return run_feel(*options, p); });
}

}  // namespace mailroom::cli
