// From a table's texts to its nodes.
#include <algorithm>
#include <set>

#include "base/text.h"
#include "workflows/dmn/table_code.h"

namespace mailroom::dmn {

namespace {

using feel::NodePtr;

// Compiles one cell after another; problems become diagnostics.
class Cells {
 public:
  Cells(feel::Compiler& compiler, std::vector<Diagnostic>* diagnostics)
      : compiler_(compiler), diagnostics_(diagnostics) {
    compiler_.set_problems(&problems_);
  }
  ~Cells() { compiler_.set_problems(nullptr); }
  Cells(const Cells&) = delete;
  Cells& operator=(const Cells&) = delete;

  NodePtr expression(const Cell& cell) {
    NodePtr node = compiler_.parse_expression(cell.text);
    report(cell);
    return node;
  }
  NodePtr tests(const Cell& cell, size_t local, const feel::TypeRef& type) {
    compiler_.push_block();
    compiler_.declare_alias("?", type, local);
    NodePtr node = compiler_.parse_tests(cell.text, local);
    compiler_.pop_block();
    report(cell);
    return node;
  }
  void fail(const Place& place, std::string code, std::string message, std::string hint = {}) {
    failed_ = true;
    if (diagnostics_) {
      diagnostics_->push_back({Severity::error, place, std::move(code), std::move(message), std::move(hint)});
    }
  }
  bool failed() const { return failed_; }

 private:
  void report(const Cell& cell) {
    failed_ |= !problems_.empty();
    if (diagnostics_) {
      for (const feel::Problem& p : problems_) diagnostics_->push_back(to_diagnostic(p, cell));
    }
    problems_.clear();
  }

  feel::Compiler& compiler_;
  std::vector<Diagnostic>* diagnostics_;
  std::vector<feel::Problem> problems_;
  bool failed_ = false;
};

bool is_dash(std::string_view text) {
  const std::string_view trimmed = trim(text);
  return trimmed == "-" || trimmed.empty();
}

bool in_priority_order(HitPolicy policy) {
  return policy == HitPolicy::priority || policy == HitPolicy::output_order;
}

feel::TypeRef result_type(const TableSource& source) {
  feel::TypeRef row;
  if (source.outputs.size() == 1) {
    row = source.outputs.front().type;
  } else {
    feel::Type::Members members;
    for (const TableOutput& output : source.outputs) members.emplace_back(output.name, output.type);
    row = feel::context_of(std::move(members));
  }
  switch (source.hit_policy) {
    case HitPolicy::rule_order:
    case HitPolicy::output_order:
    case HitPolicy::collect:
      return feel::list_of(row);
    case HitPolicy::collect_count:
    case HitPolicy::collect_sum:
      return feel::simple(feel::Type::Kind::number);
    default:
      return row;
  }
}

bool goes_on(std::string_view utf8, size_t at) {
  return at < utf8.size() && (static_cast<unsigned char>(utf8[at]) & 0xC0) == 0x80;
}

// Where the text's byte stands in what the file has: an entity is one character of the text, and so is the
// end of a line that has two.
size_t offset_as_written(const Cell& cell, size_t offset) {
  if (cell.written.empty()) return offset;
  size_t at = 0;
  for (size_t i = 0; i < offset && at < cell.written.size(); ++i) {
    const size_t semicolon = cell.written[at] == '&' ? cell.written.find(';', at) : std::string::npos;
    const std::string_view entity = std::string_view(cell.written).substr(at, semicolon + 1 - at);
    // One that XML does not know was left as it is.
    const bool is_known = entity == "&amp;" || cell.text.compare(i, entity.size(), entity) != 0;
    if (semicolon != std::string::npos && is_known) {
      while (goes_on(cell.text, i + 1)) ++i;
      at = semicolon + 1;
    } else {
      at += cell.written.compare(at, 2, "\r\n") == 0 && cell.text[i] == '\n' ? 2 : 1;
    }
  }
  return at;
}

}  // namespace

Diagnostic to_diagnostic(const feel::Problem& problem, const Cell& cell) {
  Place place = cell.place;
  const size_t offset = std::min<size_t>(problem.offset, cell.text.size());
  const size_t end = std::min<size_t>(offset + problem.length, cell.text.size());
  const std::string& file_text = cell.written.empty() ? cell.text : cell.written;
  const size_t from = offset_as_written(cell, offset), to = offset_as_written(cell, end);
  const std::string_view before = std::string_view(file_text).substr(0, from);
  if (const size_t newline = before.rfind('\n'); newline != std::string_view::npos) {
    place.line += static_cast<int>(std::count(before.begin(), before.end(), '\n'));
    place.column = static_cast<int>(length_in_code_points(before.substr(newline + 1))) + 1;
  } else {
    place.column += static_cast<int>(length_in_code_points(before));
  }
  place.length = static_cast<int>(length_in_code_points(std::string_view(file_text).substr(from, to - from)));
  return {Severity::error, place, problem.code, problem.message, problem.hint};
}

namespace {

// Several become the entries of a context (DMN 1.5, 8.3.3): names tell them apart.
void check_outputs(const TableSource& source, Cells& cells) {
  if (source.outputs.empty()) cells.fail(source.place, "no_outputs", "the table has no outputs");
  if (source.outputs.size() < 2) return;
  std::set<std::string> names;
  for (const TableOutput& output : source.outputs) {
    if (output.name.empty())
      cells.fail(source.place, "output_unnamed",
                 "one of the table's " + std::to_string(source.outputs.size()) + " outputs has no name");
    else if (!names.insert(output.name).second)
      cells.fail(source.place, "output_repeated", "two outputs are called '" + output.name + "'");
  }
}

}  // namespace

std::shared_ptr<const TableCode> TableCode::compile(TableSource source, feel::Compiler& compiler,
                                                    std::vector<Diagnostic>* diagnostics) {
  auto code = std::make_shared<TableCode>();
  Cells cells(compiler, diagnostics);
  check_outputs(source, cells);
  for (TableInput& input : source.inputs) {
    Input compiled;
    compiled.value = cells.expression(input.expression);
    if (compiled.value && input.type->kind == feel::Type::Kind::any) input.type = compiled.value->type;
    if (input.label.empty()) input.label = fold_space(input.expression.text);
    compiled.local = compiler.unnamed_local();
    if (input.allowed && !is_dash(input.allowed->text)) {
      compiled.allowed = cells.tests(*input.allowed, compiled.local, input.type);
    }
    code->inputs_.push_back(std::move(compiled));
  }
  for (const TableOutput& output : source.outputs) {
    Output compiled;
    compiled.local = compiler.unnamed_local();
    if (output.otherwise) {
      compiled.otherwise = cells.expression(*output.otherwise);
      code->has_default_ = true;
    }
    if (output.allowed && !is_dash(output.allowed->text)) {
      compiled.allowed = cells.tests(*output.allowed, compiled.local, output.type);
      if (in_priority_order(source.hit_policy)) {
        compiled.allowed_in_order =
            cells.expression({"[" + output.allowed->text + "]", output.allowed->place});
      }
    }
    code->outputs_.push_back(std::move(compiled));
  }
  for (const TableRule& rule : source.rules) {
    if (rule.when.size() != source.inputs.size() || rule.then.size() != source.outputs.size()) {
      cells.fail(rule.place, "wrong_cells",
                 "a rule has a cell for each of " +
                     count_of(static_cast<long long>(source.inputs.size()), "input") + " and " +
                     count_of(static_cast<long long>(source.outputs.size()), "output") + ", got " +
                     std::to_string(rule.when.size() + rule.then.size()));
      continue;
    }
    Rule compiled;
    for (size_t i = 0; i < rule.when.size(); ++i) {
      compiled.when.push_back(is_dash(rule.when[i].text)
                                  ? nullptr
                                  : cells.tests(rule.when[i], code->inputs_[i].local, source.inputs[i].type));
    }
    for (const Cell& cell : rule.then) {
      compiled.then.push_back(is_dash(cell.text) ? std::make_unique<feel::ConstantNode>(Value())
                                                 : cells.expression(cell));
    }
    code->rules_.push_back(std::move(compiled));
  }
  // What the rules answer tells an output's type where none is declared.
  for (size_t i = 0; i < source.outputs.size() && !cells.failed(); ++i) {
    TableOutput& output = source.outputs[i];
    if (output.type->kind != feel::Type::Kind::any || code->rules_.empty()) continue;
    output.type = code->rules_.front().then[i]->type;
    for (const Rule& rule : code->rules_) {
      if (rule.then[i]->type->kind != output.type->kind) output.type = feel::any();
    }
  }
  if (cells.failed()) return nullptr;
  std::vector<const std::vector<NodePtr>*> tests;
  for (const Rule& rule : code->rules_) tests.push_back(&rule.when);
  code->index_ = TableIndex(tests);
  code->has_dates_ = std::any_of(source.rules.begin(), source.rules.end(),
                                 [](const TableRule& rule) { return rule.valid_from || rule.valid_to; });
  code->type_ = result_type(source);
  code->source_ = std::move(source);
  return code;
}

}  // namespace mailroom::dmn
