// Every connector has a page in docs/connectors, and the deliveries shown on it load and run as they stand
// there.
#include "connectors/factory.h"
#include "tests/workflows/office.h"
#include "workflows/dry_run.h"

namespace mailroom::workflows {
namespace {

std::string page_of(std::string_view kind) {
  const auto docs = std::filesystem::path(MAILROOM_SOURCE) / "docs" / "connectors";
  return read_file(docs / (std::string(kind) + ".md"));
}

// What stands between "```yaml" and "```".
std::vector<std::string> examples_of(const std::string& page) {
  constexpr std::string_view kBegin = "```yaml\n", kEnd = "```";
  std::vector<std::string> found;
  for (size_t at = page.find(kBegin); at != std::string::npos; at = page.find(kBegin, at)) {
    at += kBegin.size();
    found.push_back(page.substr(at, page.find(kEnd, at) - at));
  }
  return found;
}

class ConnectorPage : public Office {
 protected:
  // What a dry run shows of a delivery that is written as on the page, under another name.
  DryDelivery shown(const std::string& example) {
    const std::string indented = "  shown" + example.substr(example.find(':'));
    const std::string delivery = replace_all(indented.substr(0, indented.size() - 1), "\n", "\n  ") + "\n";
    std::string text = replace_all(std::string(kOfficeWorkflow), "deliveries:\n", "deliveries:\n" + delivery);
    LoadOptions options;
    options.site = folder.path();
    options.forms = &forms;
    use(replace_all(std::move(text), "deliver: [ledger, letter]", "deliver: [ledger, shown]"), options);
    const DryRun run = dry_run(workflows, folder.path(), clock, {claim("d1", kPerson)});
    if (run.deliveries.size() == 2) return run.deliveries.back();
    ADD_FAILURE() << "it is not delivered: " << (run.cases.empty() ? "no case" : reasons(run.cases[0]));
    return {};
  }
  // What the pages' examples refer to.
  ConnectorPage() {
    forms.front().fields.push_back(field("iban", ocr::FieldType::text, 2, "iban"));
    make_folder(folder.path() / "exports");
    write_file(folder.path() / "exports" / "award.xml",
               "<award nino=\"{{ claim.nino }}\">{{ band.weekly_award }}</award>\n");
    write_file(
        folder.path() / "letters" / "award.html",
        "<!DOCTYPE html><html lang=\"en\"><title>Award</title><p>£{{ band.weekly_award }}</p></html>\n");
  }
  const Values kPerson{{"name", "Ada Adams"},
                       {"address", "1 High Street\nNorthmere"},
                       {"email", "ada@example.org"},
                       {"iban", "GB29 NWBK 6016 1331 9268 19"}};
};

class EachConnectorPage : public ConnectorPage, public testing::WithParamInterface<std::string> {};

TEST_P(EachConnectorPage, ShowsDeliveriesThatRun) {
  const std::vector<std::string> examples = examples_of(page_of(GetParam()));
  EXPECT_FALSE(examples.empty());
  for (const std::string& example : examples) {
    SCOPED_TRACE(example);
    const std::string preview = shown(example).preview;
    EXPECT_NE(preview, "");
    EXPECT_EQ(preview.find("not sent"), std::string::npos) << preview;
  }
}

TEST_F(ConnectorPage, OfHttpSendsWhatADryRunShows) {
  const DryDelivery delivery = shown(examples_of(page_of("http")).front());
  EXPECT_EQ(delivery.preview,
            "POST https://pay.example/api/awards\n"
            "User-Agent: Mailroom\n"
            "Content-Type: application/json\n"
            "Idempotency-Key: " +
                delivery.case_id + "/shown\n" +
                "Authorization: Bearer ${secret:PAY_TOKEN}\n"
                "\n"
                R"({"nino": "AB123456C", "amount": 31.40})"
                "\n");
}

std::vector<std::string> kinds() {
  std::vector<std::string> names;
  for (const auto& kind : connectors::connector_kinds()) names.emplace_back(kind.name);
  return names;
}
INSTANTIATE_TEST_SUITE_P(All, EachConnectorPage, testing::ValuesIn(kinds()),
                         [](const auto& each) { return each.param; });

}  // namespace
}  // namespace mailroom::workflows
