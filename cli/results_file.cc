#include "cli/results_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

#include "base/error.h"
#include "base/json.h"
#include "base/text.h"

namespace mailroom::cli {

namespace {

Error unwritable(const std::filesystem::path& path) {
  return Error(Fault::machine, "file_unwritable", "cannot write the results: " + system_reason(errno),
               path.string());
}

// The argument that a line is about: the parts of "mail.eml" are called "mail.eml: claim.pdf".
std::string argument_of(const std::string& named, const std::vector<std::string>& files) {
  for (const std::string& file : files) {
    if (named == file || named.starts_with(file + ": ")) return file;
  }
  return named;
}

std::string file_of(std::string_view line, const std::filesystem::path& path, size_t number) {
  const std::string where = path.string() + ":" + std::to_string(number);
  try {
    const Value value = parse_json(line, where);
    if (value.is(Value::Kind::context) && value.context().at("file").is(Value::Kind::text)) {
      return std::string(value.context().at("file").text());
    }
  } catch (const Error&) {  // said below, in words that fit
  }
  throw Error(Fault::usage, "not_results", "expected lines of JSON that 'mailroom read --json' wrote", where,
              "name another file with --out");
}

}  // namespace

ResultsFile::ResultsFile(std::filesystem::path path, int flags)
    : path_(std::move(path)), file_(::open(path_.c_str(), flags | O_CREAT | O_RDWR | O_CLOEXEC, 0600)) {
  if (file_.is_open()) return;
  if (errno == EEXIST) {
    throw Error(Fault::usage, "file_exists", "the file is there already", path_.string(),
                "go on with it by --resume, or name another one");
  }
  throw unwritable(path_);
}

ResultsFile ResultsFile::create(const std::filesystem::path& path, std::string_view header) {
  ResultsFile results(path, O_EXCL | O_APPEND);
  results.append(header);
  return results;
}

ResultsFile ResultsFile::resume(const std::filesystem::path& path, const std::vector<std::string>& files) {
  ResultsFile results(path, O_APPEND);
  const std::string text = read_file(path);
  const bool is_whole = text.empty() || text.back() == '\n';
  std::vector<std::pair<size_t, std::string>> lines;  // where each begins, and its argument
  for (size_t at = 0; at < text.size();) {
    const size_t end = text.find('\n', at);
    if (end == std::string::npos) break;
    const std::string_view line = std::string_view(text).substr(at, end - at);
    if (!trim(line).empty()) {
      lines.emplace_back(at, argument_of(file_of(line, path, lines.size() + 1), files));
    }
    at = end + 1;
  }
  if (!is_whole) {
    // The half line may be one more part of the last file: that one is read again as a whole.
    size_t keep = text.rfind('\n') + 1;
    const std::string last = lines.empty() ? "" : lines.back().second;
    while (!lines.empty() && lines.back().second == last) {
      keep = lines.back().first;
      lines.pop_back();
    }
    if (::ftruncate(results.file_.get(), static_cast<off_t>(keep)) != 0) throw unwritable(path);
  }
  for (auto& [at, file] : lines) results.done_.insert(std::move(file));
  return results;
}

void ResultsFile::append(std::string_view lines) {
  while (!lines.empty()) {
    const ssize_t count = ::write(file_.get(), lines.data(), lines.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) throw unwritable(path_);
    lines.remove_prefix(static_cast<size_t>(count));
  }
}

}  // namespace mailroom::cli
