// Letters as pages of HTML: what may stand where, and real PDFs by WeasyPrint, read back with pdftotext.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/error.h"
#include "base/file.h"
#include "connectors/html_template.h"
#include "connectors/typesetter.h"
#include "tests/connectors/made.h"
#include "tests/connectors/pdf_text.h"
#include "tests/connectors/robots.h"

namespace mailroom::connectors {
namespace {

using testing::HasSubstr;
using testing::Not;

std::string refusal(std::string_view page) {
  try {
    HtmlTemplate("html", page);
  } catch (const Error& error) {
    return error.message();
  }
  return {};
}

TEST(HtmlTemplate, WritesValuesAsTextAndNeverAsMarkup) {
  const HtmlTemplate page("html", "<p>Dear {{}},</p><p>{{}}</p><p>{{}}</p>");
  EXPECT_EQ(page.filled(List{"<b>Ada</b> & \"Co\"", "1 High Street\nAshby", Value()}),
            "<p>Dear &lt;b&gt;Ada&lt;/b&gt; &amp; &quot;Co&quot;,</p><p>1 High "
            "Street<br>\nAshby</p><p>nothing</p>");
}

TEST(HtmlTemplate, HasValuesInTextAlone) {
  for (const char* page :
       {"<p>{{}}</p>", "<style>p{color:red}</style><p>{{}}</p>", "<!-- > --><p class='>'>{{}}",
        "<a title=\"a > b\">{{}}</a>", "<STYLE>b</STYLE>{{}}"}) {
    EXPECT_EQ(refusal(page), "") << page;
  }
  for (const char* page :
       {"<p class={{}}>", "<img src=\"{{}}\">", "<img src='{{}}'>", "<style>p{color:{{}}}</style>",
        "<script>{{}}</script>", "<!-- {{}} -->", "<p>{{}}</p><{{}}>", "<svg><text>{{}}</text></svg>"}) {
    EXPECT_THAT(refusal(page), HasSubstr("stands in an element's text")) << page;
  }
}

class HtmlLetter : public ::testing::Test {
 protected:
  void SetUp() override {
    if (const std::string why = lacking({"weasyprint", "pdftotext"}); !why.empty()) GTEST_SKIP() << why;
  }
  std::string set(const std::string& page, TypesetLimits limits = {}) {
    const std::string pdf = typeset(
        "<!DOCTYPE html><html lang=\"en\"><head><title>Letter</title></head><body>" + page + "</body></html>",
        site.path() / "letters", limits);
    write_file(site.path() / "a.pdf", pdf);
    return text_of(site.path() / "a.pdf");
  }
  std::string trouble(const std::string& page, TypesetLimits limits) {
    try {
      set(page, limits);
    } catch (const Error& error) {
      return error.message();
    }
    return {};
  }
  TemporaryFolder site;
};

TEST_F(HtmlLetter, IsAPdfWithItsTextTheSameEachTime) {
  EXPECT_THAT(set("<h1>Your claim</h1><p>You get £31.40, Zoë Ó Briain.</p>"),
              HasSubstr("You get £31.40, Zoë Ó Briain."));
  const std::string first = read_file(site.path() / "a.pdf");
  set("<h1>Your claim</h1><p>You get £31.40, Zoë Ó Briain.</p>");
  EXPECT_EQ(read_file(site.path() / "a.pdf"), first);
}

TEST_F(HtmlLetter, ShowsFilesBesideItAndNoOthersAndAsksNobodyElse) {
  make_folder(site.path() / "letters");
  write_file(site.path() / "letters" / "house.css", "p::after { content: ' by the house style' }");
  write_file(site.path() / "secret.css", "p::after { content: ' by a stranger' }");
  const std::string link = "<link rel=stylesheet href=\"";
  EXPECT_THAT(set(link + "house.css\"><p>Set</p>"), HasSubstr("by the house style"));
  EXPECT_THAT(set(link + "../secret.css\"><p>Set</p>"), Not(HasSubstr("by a stranger")));
  EXPECT_THAT(set(link + "file://" + (site.path() / "secret.css").string() + "\"><p>Set</p>"),
              Not(HasSubstr("by a stranger")));
  EXPECT_THAT(set(link + "http://127.0.0.1:9/x.css\"><p>Set</p>"), HasSubstr("Set"));
}

TEST_F(HtmlLetter, ThatNeedsTooMuchIsGivenUpAndSaidSo) {
  std::string rows;
  for (int i = 0; i < 200'000; ++i) rows += "<p>row</p>";
  EXPECT_THAT(trouble(rows, {std::chrono::seconds(3), 1ull << 30}), HasSubstr("could not be set as PDF"));
  EXPECT_THAT(trouble("<p>small</p>", {std::chrono::seconds(30), 40ull << 20}),
              HasSubstr("could not be set as PDF"));
  EXPECT_THAT(trouble("<p>small</p>", {std::chrono::seconds(30), 1ull << 30, 1000}),
              HasSubstr("it is larger than 0 MB"));
}

TEST_F(HtmlLetter, LiesInTheOutboxWithItsTextBesideIt) {
  const auto connector = made(
      "letter", {{"as", "both"}, {"html", "<html lang=en><title>x</title><p>Dear {{}}</p>"}}, site.path());
  const Context content{{"letter", "Dear you."}, {"html", List{"<Ada>"}}};
  const DeliveryOutcome outcome = connector->deliver({"k", "26-48817-9", "letter", content});
  EXPECT_EQ(outcome.kind, DeliveryOutcome::Kind::delivered) << outcome.why;
  EXPECT_THAT(text_of(site.path() / "outbox/26-48817-9-letter.pdf"), HasSubstr("Dear <Ada>"));
  EXPECT_THAT(read_file(site.path() / "outbox/26-48817-9-letter.txt"), HasSubstr("Dear you."));
}

}  // namespace
}  // namespace mailroom::connectors
