// How many barcodes are read of how many, by kind, machine and size: sheets are made up, scanned and looked
// at, first with one look, then with second looks as where a code is expected. A code that says something
// else than what was printed is wrong, whoever found it.
// usage: code_count COUNT SEED [MODULE...]     COUNT sheets of each kind and machine; MODULE in points (1.2)
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <vector>

#include "tests/ocr/printed_codes.h"

namespace {

using namespace mailroom::ocr;  // NOLINT(google-build-using-namespace): a program of one file

struct Count {
  int sheets = 0, at_once = 0, read = 0, wrong = 0;
  double first = 0, all = 0;  // milliseconds of CPU time
};

double now() {
  timespec t{};
  ::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
  return static_cast<double>(t.tv_sec) * 1e3 + static_cast<double>(t.tv_nsec) / 1e6;
}

void count_sheet(const specimen::CodedSheet& wanted, Count& count) {
  const specimen::ScannedCode scan = specimen::scanned_code(wanted);
  const auto document = reader::open_document(scan.bytes, {});
  const reader::OpenedPage page = document->page(0);
  const auto is_it = [&](const CodeReading& code) {
    return code.kind == wanted.kind && code.text == scan.text;
  };
  const auto has_it = [&](const std::vector<CodeReading>& codes) {
    return std::any_of(codes.begin(), codes.end(), is_it);
  };
  reader::CodeSearch search;
  search.kinds = {CodeKind::qr, CodeKind::data_matrix, CodeKind::pdf417, CodeKind::code128};
  if (wanted.kind == CodeKind::code39) search.kinds.push_back(wanted.kind);
  const double start = now();
  std::vector<CodeReading> first, all;
  reader::find_codes(*page.image, search, first);
  const double middle = now();
  // As where a template expects a code of this kind.
  search.is_enough = [&](const std::vector<CodeReading>& codes) {
    return std::any_of(codes.begin(), codes.end(),
                       [&](const CodeReading& c) { return c.kind == wanted.kind; });
  };
  reader::find_codes(*page.image, search, all);
  count.all += now() - middle;
  count.first += middle - start;
  ++count.sheets;
  count.at_once += has_it(first);
  count.read += has_it(all);
  count.wrong +=
      static_cast<int>(std::count_if(all.begin(), all.end(), [&](const auto& c) { return !is_it(c); }));
  if (!has_it(all)) {
    std::fprintf(stderr, "unread: %s %s module %.2f turned %d seed %llu\n",
                 std::string(to_string(wanted.kind)).c_str(), std::string(to_string(wanted.scan)).c_str(),
                 wanted.module, wanted.turned, static_cast<unsigned long long>(wanted.seed));
  }
}

}  // namespace

int main(int count, char** arguments) {
  if (count < 3) {
    std::fprintf(stderr, "usage: code_count COUNT SEED [MODULE...]\n");
    return 2;
  }
  const int sheets = std::max(1, std::atoi(arguments[1]));
  const auto seed = static_cast<uint64_t>(std::atoll(arguments[2]));
  std::vector<double> modules;
  for (int i = 3; i < count; ++i) modules.push_back(std::atof(arguments[i]));
  if (modules.empty()) modules.push_back(1.2);
  std::printf(
      "| kind | machine | module (pt) | sheets | first look | read | wrong | first look, ms | all, ms |\n"
      "|---|---|---|---|---|---|---|---|---|\n");
  Count total;
  for (const double module : modules) {
    for (const auto scan :
         {specimen::Scan::office, specimen::Scan::grey, specimen::Scan::fax, specimen::Scan::photo}) {
      for (const CodeKind kind : kCodeKinds) {
        Count here;
        for (int i = 0; i < sheets; ++i) {
          count_sheet(
              {kind, scan, module, specimen::turn_for(scan, i), seed * 100'000 + static_cast<uint64_t>(i)},
              here);
        }
        std::printf("| %s | %s | %.2f | %d | %d | %d | %d | %.1f | %.1f |\n",
                    std::string(to_string(kind)).c_str(), std::string(to_string(scan)).c_str(), module,
                    here.sheets, here.at_once, here.read, here.wrong, here.first / here.sheets,
                    here.all / here.sheets);
        std::fflush(stdout);
        total.sheets += here.sheets, total.at_once += here.at_once, total.read += here.read;
        total.wrong += here.wrong;
      }
    }
  }
  std::printf("| all | | | %d | %d | %d | %d | | |\n", total.sheets, total.at_once, total.read, total.wrong);
  return 0;
}
