// The delivery of docs/connectors.md that goes by HTTP, from the page to the request.
#include "base/text.h"
#include "tests/workflows/office.h"
#include "workflows/dry_run.h"

namespace mailroom::workflows {
namespace {

// The first example below a heading, two blanks deeper.
std::string example_of(const std::string& page, const std::string& heading) {
  const size_t section = page.find("\n" + heading), start = page.find("```yaml\n", section) + 8;
  const std::string example = page.substr(start, page.find("```", start) - start);
  return "  " + replace_all(example.substr(0, example.size() - 1), "\n", "\n  ") + "\n";
}

class HttpDelivery : public Office {};

TEST_F(HttpDelivery, ThePagesExampleSendsWhatADryRunShows) {
  const std::string page = read_file(std::filesystem::path(MAILROOM_SOURCE) / "docs" / "connectors.md");
  std::string text = replace_all(std::string(kOfficeWorkflow), "deliveries:\n",
                                 "deliveries:\n" + example_of(page, "## `http`"));
  LoadOptions options;
  options.site = folder.path();
  options.forms = &forms;
  use(replace_all(std::move(text), "deliver: [ledger, letter]", "deliver: [ledger, payment, letter]"),
      options);
  const DryRun run = dry_run(workflows, folder.path(), clock, {claim("d1")});
  ASSERT_EQ(run.deliveries.size(), 3u);
  const std::string key = run.deliveries[1].case_id + "/payment";
  EXPECT_EQ(run.deliveries[1].preview,
            "POST https://pay.example/api/awards\n"
            "User-Agent: Mailroom\n"
            "Content-Type: application/json\n"
            "Idempotency-Key: " +
                key +
                "\n"
                "Authorization: Bearer ${secret:PAY_TOKEN}\n"
                "\n"
                R"({"nino": "AB123456C", "amount": 31.40})"
                "\n");
}

}  // namespace
}  // namespace mailroom::workflows
