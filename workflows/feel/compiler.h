// Names while an expression is compiled: blocks of locals, functions and what they capture, filters whose
// items lend their entries. The parser asks it what a run of tokens names; DMN's boxed expressions declare
// their entries with it. Used by one thread; the nodes it made stay.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "workflows/feel/lexer.h"
#include "workflows/feel/node_control.h"
#include "workflows/feel/scope.h"

namespace mailroom::feel {

class Compiler {
 public:
  // `scope` must outlive it.
  Compiler(const Scope& scope, std::vector<Problem>* problems);
  ~Compiler();
  Compiler(const Compiler&) = delete;
  Compiler& operator=(const Compiler&) = delete;

  // Where problems of the text now compiled go.
  void set_problems(std::vector<Problem>* problems) { problems_ = problems; }
  void problem(Problem problem);
  // Lenient: what can be evaluated to null is told as a problem but still compiled (a model's other parts
  // work on).
  void set_lenient(bool lenient) { lenient_ = lenient; }
  bool is_lenient() const { return lenient_; }
  void tell(Problem problem);  // a problem that does not stop compiling
  size_t error_count() const { return errors_; }

  // A whole text; a null node means that problems were added.
  NodePtr parse_expression(std::string_view text);
  // Unary tests on the value of the local `input`.
  NodePtr parse_tests(std::string_view text, size_t input_local);
  TypeRef parse_type(std::string_view text);

  // Blocks of local names, innermost last.
  void push_block();
  void pop_block();
  size_t declare(std::string name, TypeRef type);  // the local's index in the frame
  void declare_alias(std::string name, TypeRef type, size_t local);
  size_t unnamed_local();  // a place in the frame without a name
  // In this block the entries of the local `item` are names too.
  void declare_item_of_filter(size_t item, TypeRef type);

  // What is compiled between the two is a function's body.
  void begin_function(Type signature, std::string self_name);
  NodePtr end_function(NodePtr body, std::string name = {});

  // The node a name stands for; null if it is unknown.
  NodePtr resolve(const std::string& name);
  bool knows(const std::string& name) const;
  bool is_builtin(const std::string& name) const;  // and not hidden by anything nearer
  // How many tokens from `at` form the longest visible name, and that name; 0 if none is visible.
  size_t match_name(const std::vector<Token>& tokens, size_t at, std::string& name) const;
  // The same among all names of entries seen so far: after a dot.
  size_t match_member(const std::vector<Token>& tokens, size_t at, const Type& type, std::string& name) const;
  void learn_members(const Type& type);
  void learn_member(const std::string& name);

  std::vector<std::string> visible_names() const;
  const Scope& scope() const { return scope_; }
  size_t frame_size() const;
  // Of the outermost code: "claim", "claim.nino".
  void used(const std::string& name);
  void used_path(const std::string& path);
  const std::vector<std::string>& names() const { return names_; }
  const std::vector<std::string>& paths() const { return paths_; }
  // Whether the local was read since it was declared.
  bool was_read(size_t local) const;

 private:
  struct Local;
  struct Function;
  struct Captured;

  NodePtr resolve_in(size_t function, const std::string& name);
  size_t match(const std::vector<Token>& tokens, size_t at,
               const std::unordered_map<std::string, std::string>& among, std::string& name) const;

  const Scope& scope_;
  std::vector<Problem>* problems_;
  size_t errors_ = 0;
  bool lenient_ = false;
  std::vector<std::unique_ptr<Function>> functions_;      // innermost last
  std::unordered_map<std::string, std::string> known_;    // normalized to written: every name ever visible
  std::unordered_map<std::string, std::string> members_;  // the same for entries
  std::vector<std::string> names_, paths_;
};

}  // namespace mailroom::feel
