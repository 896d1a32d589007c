// The language server without an editor: its messages, its columns, and what it answers to what nobody should
// send. What an author sees is tests/e2e/editor's.
#include <fcntl.h>
#include <unistd.h>

#include <stdexcept>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/error.h"
#include "base/file.h"
#include "base/json.h"
#include "base/text.h"
#include "cli/file_uri.h"
#include "cli/lsp/messages.h"
#include "cli/lsp/server.h"
#include "cli/lsp/text_document.h"
#include "cli/sarif.h"

namespace mailroom::cli::lsp {
namespace {

using testing::HasSubstr;

Value position(int line, int character) {
  return Context{{"line", line}, {"character", character}};
}

TEST(TextDocument, CountsColumnsInUtf16Units) {
  const TextDocument document("a: x\ntitle: 🏛ä {{ b }}\n");
  const size_t at = document.text().find("{{");
  EXPECT_EQ(document.position_of(at), position(1, 11));
  EXPECT_EQ(document.offset_of(position(1, 11)), at);
  EXPECT_EQ(document.offset_of(position(1, 8)), document.text().find("🏛"))
      << "the middle of a letter is its begin";
  EXPECT_EQ(document.offset_of(position(0, 99)), 4u) << "beyond the line is its end";
  EXPECT_EQ(document.offset_of(position(9, 0)), document.text().size());
}

TEST(TextDocument, TakesChangesOfRangesOneAfterAnother) {
  TextDocument document("one\ntwo\nthree\n");
  document.change(
      Context{{"range", Context{{"start", position(1, 0)}, {"end", position(2, 2)}}}, {"text", "2\n3"}});
  EXPECT_EQ(document.text(), "one\n2\n3ree\n");
  document.change(
      Context{{"range", Context{{"start", position(0, 3)}, {"end", position(0, 3)}}}, {"text", " 🏛"}});
  EXPECT_EQ(document.text(), "one 🏛\n2\n3ree\n");
  document.change(Context{{"text", "all new"}});
  EXPECT_EQ(document.text(), "all new");
}

TEST(FileUri, GoesThereAndBack) {
  const std::filesystem::path path = "/a site/größe #1/x.yaml";
  EXPECT_EQ(uri_of(path), "file:///a%20site/gr%C3%B6%C3%9Fe%20%231/x.yaml");
  EXPECT_EQ(path_of(uri_of(path)), path);
  EXPECT_EQ(uri_of("workflows/x.yaml"), "workflows/x.yaml");
  EXPECT_TRUE(path_of("untitled:Untitled-1").empty());
}

std::string framed(const Value& message) {
  const std::string body = to_json(message);
  return "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}

// What a server answers to this input, and how it ends.
struct Session {
  explicit Session(const std::string& input) {
    const TemporaryFolder folder;
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) != 0) throw std::runtime_error("no pipe");
    const FileDescriptor in(ends[0]);
    {
      const FileDescriptor editor(ends[1]);  // whose pipe holds it all, and who then goes away
      if (write(editor.get(), input.data(), input.size()) != static_cast<ssize_t>(input.size()))
        throw std::runtime_error("the pipe is too small");
    }
    const std::filesystem::path written = folder.path() / "out";
    write_file(written, "");
    {
      const FileDescriptor out(open(written.c_str(), O_WRONLY | O_CLOEXEC));
      Messages messages(in.get(), out.get());
      code = Server(messages, "0").serve();
    }
    const FileDescriptor again = open_for_reading(written);
    Messages answers(again.get(), -1);
    while (auto answer = answers.next()) said.push_back(to_json(*answer));
  }
  int code = -1;
  std::vector<std::string> said;
};

Value request(int id, const std::string& method, Context parameters = {}) {
  return Context{{"jsonrpc", "2.0"}, {"id", id}, {"method", method}, {"params", std::move(parameters)}};
}
Value notice(const std::string& method, Context parameters = {}) {
  return Context{{"jsonrpc", "2.0"}, {"method", method}, {"params", std::move(parameters)}};
}

TEST(LanguageServer, RefusesWhatComesBeforeItIsInitializedAndAfterItIsShutDown) {
  const Session session(framed(request(1, "textDocument/hover")) + framed(request(2, "initialize")) +
                        framed(request(3, "shutdown")) + framed(request(4, "textDocument/hover")) +
                        framed(notice("exit")));
  ASSERT_EQ(session.said.size(), 4u);
  EXPECT_THAT(session.said[0], HasSubstr("-32002"));
  EXPECT_THAT(session.said[1], HasSubstr("completionProvider"));
  EXPECT_THAT(session.said[2], HasSubstr("\"result\": null"));
  EXPECT_THAT(session.said[3], HasSubstr("-32600"));
  EXPECT_EQ(session.code, 0);
}

TEST(LanguageServer, AnswersWhatItDoesNotServeAndGoesOn) {
  const std::string broken = "Content-Length: 5\r\n\r\n{nope";
  const Session session(framed(request(1, "initialize")) + broken + framed(request(2, "textDocument/no")) +
                        framed(request(3, "textDocument/hover")) + framed(notice("$/cancelRequest")) +
                        framed(request(4, "shutdown")));
  ASSERT_EQ(session.said.size(), 5u);
  EXPECT_THAT(session.said[1], HasSubstr("-32700"));
  EXPECT_THAT(session.said[2], HasSubstr("'textDocument/no' is not served"));
  EXPECT_THAT(session.said[3], HasSubstr("not open"));
  EXPECT_EQ(session.code, 1) << "the editor went away without 'exit'";
}

TEST(LanguageServer, LooksOnceAtWhatIsTypedQuickly) {
  std::string input = framed(request(1, "initialize"));
  Context document{{"uri", "file:///nowhere/x.yaml"}, {"version", 1}, {"text", "id: x\n"}};
  input += framed(notice("textDocument/didOpen", Context{{"textDocument", document}}));
  for (int version = 2; version < 50; ++version) {
    input += framed(
        notice("textDocument/didChange",
               Context{{"textDocument", Context{{"uri", "file:///nowhere/x.yaml"}, {"version", version}}},
                       {"contentChanges", List{Context{{"text", "id: x\nversion: 0\n"}}}}}));
  }
  const Session session(input);
  ASSERT_EQ(session.said.size(), 2u) << "the answer, and the problems of the last version";
  EXPECT_THAT(session.said[1], HasSubstr("\"version\": 49"));
  EXPECT_THAT(session.said[1], HasSubstr("expected 1 or more, got '0'"));
}

TEST(LanguageServer, SaysWhoShouldSpeakToIt) {
  try {
    const Session session("hello\r\n\r\n");
    FAIL() << "it took that";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), "not_lsp");
    EXPECT_THAT(error.hint(), HasSubstr("docs/editors.md"));
  }
}

TEST(Sarif, HasEachProblemAtItsPlace) {
  const Value log = to_sarif(
      {{Severity::error, {"workflows/a b.yaml", 3, 5, 4}, "unknown_key", "unknown key 'x'", "write 'y'"},
       {Severity::warning, {"forms/f.yaml", 0, 0, 0}, "forms_alike", "alike", ""},
       {Severity::error, {"workflows/a b.yaml", 9, 1, 1}, "unknown_key", "unknown key 'z'", ""}},
      "0.1.0");
  const Context& run = log.context().at("runs").list().at(0).context();
  EXPECT_EQ(run.at("tool").context().at("driver").context().at("rules").list().size(), 2u);
  const List& results = run.at("results").list();
  ASSERT_EQ(results.size(), 3u);
  EXPECT_THAT(to_json(results[0]), HasSubstr(R"("uri": "workflows/a%20b.yaml")"));
  EXPECT_THAT(to_json(results[0]), HasSubstr(R"("startLine": 3, "startColumn": 5, "endColumn": 9)"));
  EXPECT_THAT(to_json(results[0]), HasSubstr(R"(unknown key 'x'\nwrite 'y')"));
  EXPECT_THAT(to_json(results[1]), testing::Not(HasSubstr("region")));
  EXPECT_THAT(to_json(results[2]), HasSubstr(R"("ruleIndex": 0)"));
}

}  // namespace
}  // namespace mailroom::cli::lsp
