// What Mailroom knows, in the protocol's words (LSP 3.17; JSON-RPC 2.0). Pure functions.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/diagnostic.h"
#include "base/value.h"
#include "cli/lsp/text_document.h"
#include "workflows/editor/suggestions.h"

namespace mailroom::cli::lsp {

Value success(const Value& id, Value result);
Value failure(const Value& id, int code, const std::string& message);
Value notification(const std::string& method, Context parameters);

std::optional<int64_t> version_in(const Context& document);
Value problem_of(const Diagnostic& problem, const TextDocument& document);
Value completion_list(const std::vector<workflows::editor::Suggestion>& suggestions,
                      const TextDocument& document);
// The document's outline.
Value symbols(const TextDocument& document);

}  // namespace mailroom::cli::lsp
