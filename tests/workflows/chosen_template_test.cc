// A letter or mail whose template's file is chosen by an expression, as by the language that somebody reads.
#include "tests/workflows/office.h"
#include "workflows/dry_run.h"

namespace mailroom::workflows {
namespace {

class ChosenTemplate : public Office {
 protected:
  ChosenTemplate() {
    write_file(folder.path() / "letters" / "award.cy.txt", "Byddwch yn cael £{{ band.weekly_award }}.\n");
    options.site = folder.path();
    options.forms = &forms;
  }
  static std::string workflow(const std::string& sent) {
    return replace_all(std::string(kOfficeWorkflow), "letter: letters/award.txt", sent);
  }
  std::string letter_to(const std::string& name) {
    const DryRun run = dry_run(workflows, folder.path(), clock, {claim("d1", {{"name", name}})});
    if (run.deliveries.size() == 2) return run.deliveries.back().preview;
    ADD_FAILURE() << "it is not delivered";
    return {};
  }
  std::vector<std::string> problems_of(const std::string& sent) const {
    std::vector<Diagnostic> problems;
    parse_workflow(workflow(sent), "ctr.yaml", options, problems);
    std::vector<std::string> codes;
    for (const Diagnostic& problem : problems) codes.push_back(problem.code);
    return codes;
  }
  LoadOptions options;
  static constexpr const char* kByName =
      "letter: {by: claim.name, files: {Cadi: letters/award.cy.txt}, otherwise: letters/award.txt}";
};

TEST_F(ChosenTemplate, IsTheOneForTheValueAndForAllOthersTheRest) {
  use(workflow(kByName), options);
  EXPECT_NE(letter_to("Cadi").find("Byddwch yn cael £31.40."), std::string::npos) << letter_to("Cadi");
  EXPECT_NE(letter_to("Ada").find("You get £31.40 a week"), std::string::npos);
  EXPECT_NE(letter_to("").find("You get £31.40 a week"), std::string::npos);
}

TEST_F(ChosenTemplate, BelongsToTheVersionWithAllItsFiles) {
  use(workflow(kByName), options);
  const auto& files = workflows.find("ctr")->source.files;
  EXPECT_EQ(files.count("letters/award.cy.txt"), 1u);
  EXPECT_EQ(files.count("letters/award.txt"), 1u);
}

TEST_F(ChosenTemplate, IsCheckedInAllItsParts) {
  using Codes = std::vector<std::string>;
  EXPECT_EQ(problems_of(kByName), Codes{});
  EXPECT_EQ(problems_of("letter: {by: claim.name, files: {Cadi: letters/award.cy.txt}}"),
            Codes{"missing_key"});
  EXPECT_EQ(problems_of("letter: {by: claim.name, files: {Cadi: letters/award.de.txt}, otherwise: "
                        "letters/award.txt}"),
            Codes{"file_not_found"});
  EXPECT_EQ(problems_of("letter: {by: claim.nam, files: {Cadi: letters/award.cy.txt}, otherwise: "
                        "letters/award.txt}"),
            Codes{"unknown_field"});
  write_file(folder.path() / "letters" / "award.cy.txt", "{{ claim.shoe_size }}");
  EXPECT_EQ(problems_of(kByName), Codes{"unknown_field"});
}

TEST_F(ChosenTemplate, OfAMailIsSeenInADryRun) {
  use(workflow("mail: smtp://mail.example\n    from: office@example.org\n    to: \"{{ claim.email }}\"\n"
               "    subject: \"Your claim, {{ claim.name }}\"\n    text: " +
               std::string(kByName).substr(8)),
      options);
  const DryRun run = dry_run(workflows, folder.path(), clock,
                             {claim("d1", {{"name", "Cadi"}, {"email", "cadi@example.org"}})});
  ASSERT_EQ(run.deliveries.size(), 2u);
  const std::string& preview = run.deliveries.back().preview;
  EXPECT_EQ(preview.rfind("mail by smtp://mail.example\n"
                          "From: office@example.org\n"
                          "To: cadi@example.org\n"
                          "Subject: Your claim, Cadi\n",
                          0),
            0u)
      << preview;
  EXPECT_NE(preview.find("\nByddwch yn cael £31.40.\n"), std::string::npos) << preview;
}

}  // namespace
}  // namespace mailroom::workflows
