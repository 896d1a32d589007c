// How many letters are sorted rightly of how many, by kind and machine: letters are made up, printed, scanned
// and read with the templates of a folder, whose kinds they must be of. One that is sorted into a kind that
// it does not speak of is wrong.
// usage: letter_count FORMS COUNT SEED     COUNT letters of each kind and machine
#include <cstdio>
#include <cstdlib>

#include "ocr/form_file.h"
#include "ocr/reader/ink.h"
#include "ocr/reader/read_document.h"
#include "tests/ocr/printed_letters.h"

namespace {

using namespace mailroom;  // NOLINT(google-build-using-namespace): a program of one file
using namespace mailroom::ocr;

struct Count {
  int letters = 0, sorted = 0, wrong = 0;
};

void count_letter(const reader::DocumentReader& reader, const specimen::WantedLetter& wanted, Count& count) {
  const DocumentReading reading = reader.read(specimen::printed_letter(wanted), "letter", {}, {});
  const PageReading& page = reading.pages.at(0);
  const std::string kind = page.letter && !page.letter->empty() ? page.letter->front().kind : "";
  ++count.letters;
  count.sorted += page.letter && kind == wanted.kind;
  count.wrong += (!kind.empty() && kind != wanted.kind) || !page.form.empty();
  if (!page.letter || kind != wanted.kind) {
    std::fprintf(stderr, "%s %s turned %d seed %llu: %s, turned back %d\n%s\n", wanted.kind.c_str(),
                 std::string(to_string(wanted.scan)).c_str(), wanted.turned,
                 static_cast<unsigned long long>(wanted.seed), page.why.c_str(), page.rotation,
                 page.text.c_str());
  }
}

}  // namespace

int main(int count, char** arguments) {
  if (count < 4) {
    std::fprintf(stderr, "usage: letter_count FORMS COUNT SEED\n");
    return 2;
  }
  std::vector<Diagnostic> problems;
  const std::vector<Form> forms = load_forms(arguments[1], problems);
  const reader::InkReader ink(forms);
  const reader::DocumentReader reader(forms, &ink);
  const int letters = std::max(1, std::atoi(arguments[2]));
  const auto seed = static_cast<uint64_t>(std::atoll(arguments[3]));
  std::printf("| machine | kind | letters | sorted | wrongly |\n|---|---|---|---|---|\n");
  Count total;
  for (const auto scan :
       {specimen::Scan::office, specimen::Scan::grey, specimen::Scan::fax, specimen::Scan::photo}) {
    for (const char* kind : {"hardship", "appeal", "complaint", "change-of-address", ""}) {
      Count here;
      for (int i = 0; i < letters; ++i) {
        count_letter(reader,
                     {kind, scan, specimen::turn_for(scan, i), seed * 100'000 + static_cast<uint64_t>(i)},
                     here);
      }
      std::printf("| %s | %s | %d | %d | %d |\n", std::string(to_string(scan)).c_str(),
                  *kind != 0 ? kind : "none", here.letters, here.sorted, here.wrong);
      std::fflush(stdout);
      total.letters += here.letters, total.sorted += here.sorted, total.wrong += here.wrong;
    }
  }
  std::printf("| all | | %d | %d | %d |\n", total.letters, total.sorted, total.wrong);
  return 0;
}
