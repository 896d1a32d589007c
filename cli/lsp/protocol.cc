#include "cli/lsp/protocol.h"

#include "cli/codes/codes.h"

#include "base/yaml_scan.h"
#include "workflows/editor/outline.h"

namespace mailroom::cli::lsp {

namespace {

namespace editor = workflows::editor;

constexpr size_t kOrderDigits = 5;

// CompletionItemKind.
int kind_of(editor::Suggestion::Kind kind) {
  constexpr int kFunction = 3, kField = 5, kVariable = 6, kProperty = 10, kValue = 12, kKeyword = 14,
                kFile = 17;
  switch (kind) {
    case editor::Suggestion::Kind::key:
      return kProperty;
    case editor::Suggestion::Kind::word:
      return kValue;
    case editor::Suggestion::Kind::name:
      return kVariable;
    case editor::Suggestion::Kind::field:
      return kField;
    case editor::Suggestion::Kind::function:
      return kFunction;
    case editor::Suggestion::Kind::file:
      return kFile;
    case editor::Suggestion::Kind::keyword:
      return kKeyword;
  }
  return kValue;
}

Value symbol(const editor::Part& part, const TextDocument& document, bool is_top) {
  constexpr int kNamespace = 3, kField = 8;  // SymbolKind
  List children;
  for (const editor::Part& inner : part.parts) children.push_back(symbol(inner, document, false));
  const Value name = document.range(part.place);
  // The protocol wants the name within the whole.
  const size_t begin = document.offset_of(name.context().at("start"));
  const size_t end = document.offset_of(name.context().at("end"));
  return Context{{"name", part.name},
                 {"detail", part.detail},
                 {"kind", is_top ? kNamespace : kField},
                 {"range", document.range(std::min(begin, part.begin), std::max(end, part.end))},
                 {"selectionRange", name},
                 {"children", std::move(children)}};
}

}  // namespace

Value success(const Value& id, Value result) {
  return Context{{"jsonrpc", "2.0"}, {"id", id}, {"result", std::move(result)}};
}

Value failure(const Value& id, int code, const std::string& message) {
  return Context{{"jsonrpc", "2.0"}, {"id", id}, {"error", Context{{"code", code}, {"message", message}}}};
}

Value notification(const std::string& method, Context parameters) {
  return Context{{"jsonrpc", "2.0"}, {"method", method}, {"params", std::move(parameters)}};
}

std::optional<int64_t> version_in(const Context& document) {
  const Value& version = document.at("version");
  return version.is(Value::Kind::number) ? version.number().to_integer() : std::nullopt;
}

Value problem_of(const Diagnostic& problem, const TextDocument& document) {
  const std::string hint = problem.hint.empty() ? "" : "\n" + problem.hint;
  Context told{{"range", document.range(problem.place)},
               {"severity", static_cast<int>(problem.severity) + 1},
               {"code", problem.code},
               {"source", "mailroom"},
               {"message", problem.message + hint}};
  if (std::string uri = code_uri(problem.code); !uri.empty())
    told.put("codeDescription", Context{{"href", std::move(uri)}});
  return told;
}

Value completion_list(const std::vector<editor::Suggestion>& suggestions, const TextDocument& document) {
  List items;
  for (size_t i = 0; i < suggestions.size(); ++i) {
    const editor::Suggestion& one = suggestions[i];
    // Editors sort by it, as texts.
    std::string order = std::to_string(i);
    order.insert(0, order.size() < kOrderDigits ? kOrderDigits - order.size() : 0, '0');
    Context item{{"label", one.label},
                 {"kind", kind_of(one.kind)},
                 {"sortText", order},
                 {"filterText", one.label},
                 {"textEdit", Context{{"range", document.range(one.begin, one.end)}, {"newText", one.text}}}};
    if (!one.detail.empty()) item.put("detail", one.detail);
    if (!one.documentation.empty())
      item.put("documentation", Context{{"kind", "markdown"}, {"value", one.documentation}});
    items.emplace_back(std::move(item));
  }
  return Context{{"isIncomplete", false}, {"items", std::move(items)}};
}

Value symbols(const TextDocument& document) {
  std::vector<Diagnostic> unsaid;
  const yaml::Node root = yaml::scan(document.text(), "", unsaid);
  List list;
  for (const editor::Part& part : editor::outline_of(root)) list.push_back(symbol(part, document, true));
  return list;
}

}  // namespace mailroom::cli::lsp
