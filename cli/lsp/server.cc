#include "cli/lsp/server.h"

#include <algorithm>
#include <exception>
#include <map>
#include <optional>

#include "base/error.h"
#include "base/file.h"
#include "cli/file_uri.h"
#include "cli/lsp/protocol.h"
#include "workflows/editor/names.h"
#include "workflows/editor/tidy.h"

namespace mailroom::cli::lsp {

namespace {

namespace editor = workflows::editor;

// JSON-RPC 2.0's and the protocol's own.
constexpr int kInvalidRequest = -32600, kMethodNotFound = -32601, kInvalidParams = -32602,
              kInternalError = -32603, kParseError = -32700, kNotInitialized = -32002,
              kRequestFailed = -32803;

struct Refusal {
  int code;
  std::string message;
};

const Context& context_at(const Context& context, std::string_view key) {
  static const Context kNothing;
  const Value& value = context.at(key);
  return value.is(Value::Kind::context) ? value.context() : kNothing;
}

std::string uri_in(const Context& parameters) {
  return context_at(parameters, "textDocument").at("uri").text_or("");
}

size_t offset_in(const OpenFile& file, const Context& parameters) {
  return file.document.offset_of(parameters.at("position"));
}

}  // namespace

int Server::serve() {
  while (!is_over_) {
    if (!messages_.has_more()) look_at_changed();
    const auto message = messages_.next();
    if (!message) return 1;
    if (message->is(Value::Kind::context)) {
      take(message->context());
    } else {
      messages_.send(failure(Value(), kParseError, "expected a JSON object"));
    }
  }
  return is_shut_down_ ? 0 : 1;
}

void Server::take(const Context& message) {
  const std::string method = message.at("method").text_or("");
  const Context& parameters = context_at(message, "params");
  const bool is_request = message.find("id") != nullptr;
  if (method.empty()) return;  // an answer: we ask for nothing
  const Value& id = message.at("id");
  try {
    if (!is_request) return notice(method, parameters);
    if (!is_initialized_ && method != "initialize")
      throw Refusal{kNotInitialized, "expected 'initialize' first, got '" + method + "'"};
    if (is_shut_down_) throw Refusal{kInvalidRequest, "the server is shut down"};
    messages_.send(success(id, answer(method, parameters)));
  } catch (const Refusal& refusal) {
    messages_.send(failure(id, refusal.code, refusal.message));
  } catch (const Error& error) {
    if (error.code() == "client_gone") throw;
    if (is_request) messages_.send(failure(id, kInternalError, error.what()));
  } catch (const std::exception& error) {
    // A message of another shape than the protocol's; the author's editor goes on.
    if (is_request) messages_.send(failure(id, kInvalidParams, error.what()));
  }
}

Value Server::answer(const std::string& method, const Context& parameters) {
  using Handler = Value (Server::*)(const Context&);
  static const std::map<std::string_view, Handler> kHandlers = {
      {"textDocument/completion", &Server::completion},
      {"textDocument/hover", &Server::hover},
      {"textDocument/definition", &Server::definition},
      {"textDocument/prepareRename", &Server::prepare_rename},
      {"textDocument/rename", &Server::rename},
      {"textDocument/documentSymbol", &Server::outline},
      {"textDocument/formatting", &Server::formatting},
  };
  if (method == "initialize") {
    is_initialized_ = true;
    return capabilities();
  }
  if (method == "shutdown") {
    is_shut_down_ = true;
    return {};
  }
  const auto handler = kHandlers.find(method);
  if (handler == kHandlers.end()) throw Refusal{kMethodNotFound, "'" + method + "' is not served"};
  return (this->*handler->second)(parameters);
}

void Server::notice(const std::string& method, const Context& parameters) {
  if (method == "exit") {
    is_over_ = true;
  } else if (method == "textDocument/didOpen") {
    const Context& document = context_at(parameters, "textDocument");
    OpenFile& file = files_.open(document.at("uri").text_or(""), document.at("text").text_or(""));
    file.version = version_in(document);
  } else if (method == "textDocument/didChange") {
    OpenFile* file = files_.find(uri_in(parameters));
    const Value& changes = parameters.at("contentChanges");
    if (!file || !changes.is(Value::Kind::list)) return;
    for (const Value& change : changes.list()) {
      if (change.is(Value::Kind::context)) file->document.change(change.context());
    }
    file->version = version_in(context_at(parameters, "textDocument"));
    file->is_changed = true;
  } else if (method == "textDocument/didClose") {
    if (OpenFile* file = files_.find(uri_in(parameters))) {
      for (const std::string& uri : file->said) publish(uri, {}, nullptr);
      files_.close(file->uri);
    }
  } else if (method == "textDocument/didSave" || method == "workspace/didChangeWatchedFiles") {
    // A letter, a template or a model may have changed with it.
    files_.forget_surroundings();
  }
}

Value Server::capabilities() const {
  constexpr int kIncremental = 2;
  return Context{
      {"capabilities",
       Context{{"positionEncoding", "utf-16"},
               {"textDocumentSync", Context{{"openClose", true},
                                            {"change", kIncremental},
                                            {"save", Context{{"includeText", false}}}}},
               {"completionProvider", Context{{"triggerCharacters", List{".", ":", " ", "{", "[", "("}}}},
               {"hoverProvider", true},
               {"definitionProvider", true},
               {"renameProvider", Context{{"prepareProvider", true}}},
               {"documentSymbolProvider", true},
               {"documentFormattingProvider", true}}},
      {"serverInfo", Context{{"name", "mailroom"}, {"version", version_}}}};
}

OpenFile& Server::file_of(const Context& parameters) {
  OpenFile* file = files_.find(uri_in(parameters));
  if (!file) throw Refusal{kInvalidParams, "this document is not open"};
  if (file->kind == FileKind::workflow) {
    // Names are those of a few keystrokes ago where these follow each other quickly; the text is what it is
    // now.
    if (!file->draft) tell(*file);
    file->draft->set_text(file->document.text());
  }
  return *file;
}

OpenFile* Server::workflow_of(const Context& parameters) {
  OpenFile& file = file_of(parameters);
  return file.kind == FileKind::workflow ? &file : nullptr;
}

Value Server::completion(const Context& parameters) {
  const OpenFile& file = file_of(parameters);
  return completion_list(files_.suggestions_at(file, offset_in(file, parameters)), file.document);
}

Value Server::hover(const Context& parameters) {
  const OpenFile& file = file_of(parameters);
  const auto found = files_.explanation_at(file, offset_in(file, parameters));
  if (!found) return {};
  return Context{{"contents", Context{{"kind", "markdown"}, {"value", found->markdown}}},
                 {"range", file.document.range(found->place)}};
}

Value Server::definition(const Context& parameters) {
  const OpenFile* file = workflow_of(parameters);
  const auto place = file ? editor::definition_at(*file->draft, offset_in(*file, parameters)) : std::nullopt;
  return place ? location(*place) : Value();
}

Value Server::prepare_rename(const Context& parameters) {
  const OpenFile* file = workflow_of(parameters);
  if (!file) return {};
  if (file->is_changed) look_at_changed();
  std::string why;
  const size_t offset = offset_in(*file, parameters);
  const auto places = editor::places_of_name_at(*file->draft, offset, why);
  if (places.empty()) throw Refusal{kRequestFailed, why};
  for (const Place& place : places) {
    const Value range = file->document.range(place);
    const size_t begin = file->document.offset_of(range.context().at("start"));
    const size_t end = file->document.offset_of(range.context().at("end"));
    if (place.file == file->path.string() && begin <= offset && offset <= end) return range;
  }
  return {};
}

Value Server::rename(const Context& parameters) {
  OpenFile* file = workflow_of(parameters);
  if (!file) return {};
  if (file->is_changed) look_at_changed();
  const std::string name = parameters.at("newName").text_or("");
  std::string why;
  const auto places = editor::places_of_name_at(*file->draft, offset_in(*file, parameters), why);
  if (places.empty() || !editor::may_be_called(*file->draft, name, why)) throw Refusal{kRequestFailed, why};
  const auto written_at = [](const TextDocument& document, const Value& range) {
    const size_t begin = document.offset_of(range.context().at("start"));
    return document.text().substr(begin, document.offset_of(range.context().at("end")) - begin);
  };
  std::string old_name;
  std::map<std::string, List> edits;
  for (const Place& place : places) {
    const TextDocument document = document_at(place.file);
    const Value range = document.range(place);
    if (old_name.empty()) old_name = written_at(document, range);
    // Tests and letters are looked at as they are on disk.
    if (written_at(document, range).find(old_name) == std::string::npos)
      throw Refusal{kRequestFailed, "'" + place.file + "' was changed and not saved: save it first"};
    edits[uri_of(place.file)].push_back(Context{{"range", range}, {"newText", name}});
  }
  Context changes;
  for (auto& [uri, list] : edits) changes.put(uri, std::move(list));
  return Context{{"changes", std::move(changes)}};
}

Value Server::outline(const Context& parameters) {
  const OpenFile* file = files_.find(uri_in(parameters));
  return file ? symbols(file->document) : Value();
}

Value Server::formatting(const Context& parameters) {
  const OpenFile* file = files_.find(uri_in(parameters));
  if (!file || file->kind == FileKind::other) return {};
  const auto tidied = editor::tidied(file->document.text());
  if (!tidied || *tidied == file->document.text()) return List{};
  return List{Context{{"range", file->document.whole()}, {"newText", *tidied}}};
}

void Server::look_at_changed() {
  for (OpenFile* file : files_.all()) {
    if (file->is_changed) tell(*file);
  }
}

void Server::tell(OpenFile& file) {
  std::map<std::string, List> by_file;
  by_file[file.uri];
  for (const Diagnostic& problem : files_.look_at(file)) {
    const std::string path = problem.place.file.empty() ? file.path.string() : problem.place.file;
    const std::string uri = path == file.path.string() ? file.uri : uri_of(path);
    by_file[uri].push_back(problem_of(problem, uri == file.uri ? file.document : document_at(path)));
  }
  // What was said of a letter before and is so no more.
  for (const std::string& uri : file.said) by_file[uri];
  file.said.clear();
  for (auto& [uri, problems] : by_file) {
    file.said.push_back(uri);
    publish(uri, std::move(problems), uri == file.uri ? &file : nullptr);
  }
}

void Server::publish(const std::string& uri, List problems, const OpenFile* file) {
  Context parameters{{"uri", uri}, {"diagnostics", std::move(problems)}};
  if (file && file->version) parameters.put("version", *file->version);
  messages_.send(notification("textDocument/publishDiagnostics", std::move(parameters)));
}

TextDocument Server::document_at(const std::string& path) {
  if (const OpenFile* open = files_.find(uri_of(path))) return open->document;
  try {
    return TextDocument(read_file(path));
  } catch (const Error&) {
    return TextDocument();
  }
}

Value Server::location(const Place& place) {
  return Context{{"uri", uri_of(place.file)}, {"range", document_at(place.file).range(place)}};
}

}  // namespace mailroom::cli::lsp
