#include "connectors/typesetter.h"

#include <map>

#include "base/base64.h"
#include "base/error.h"
#include "connectors/robot/child_program.h"

namespace mailroom::connectors {

namespace {

using SteadyClock = std::chrono::steady_clock;

// What may still happen is what a page of HTML needs: reading fonts and the folder's files. The hook stays
// for as long as the program runs and cannot be taken away (PEP 578); the namespace is beyond it, where the
// system lets us have one.
constexpr const char* kProgram = R"python(
import base64, ctypes, os, resource, sys
folder, seconds, memory = os.path.realpath(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
resource.setrlimit(resource.RLIMIT_FSIZE, (32 << 20, 32 << 20))
ctypes.CDLL(None).unshare(0x10000000 | 0x40000000)  # CLONE_NEWUSER, CLONE_NEWNET

def answer(word, lines=()):
    sys.stdout.write("\n".join([word, *lines, "", ""]))
    sys.stdout.flush()
    os._exit(0)

try:
    import logging, mimetypes, urllib.parse
    import weasyprint
    logging.getLogger("weasyprint").addHandler(logging.NullHandler())
except Exception:
    answer("missing")

FORBIDDEN = ("socket.", "subprocess.", "os.exec", "os.fork", "os.posix_spawn", "os.spawn", "os.system", "pty.", "ctypes.dlopen")

def refuse(event, arguments):
    if event.startswith(FORBIDDEN):
        raise PermissionError(event)

sys.addaudithook(refuse)

def fetch(url, *others, **more):
    if url.startswith("data:"):
        return weasyprint.default_url_fetcher(url)
    parsed = urllib.parse.urlsplit(url)
    path = os.path.realpath(urllib.parse.unquote(parsed.path))
    if parsed.scheme != "file" or os.path.commonpath([path, folder]) != folder:
        raise ValueError("only files beside the letter are shown")
    # A style sheet is taken by its type alone.
    return {"file_obj": open(path, "rb"), "mime_type": mimetypes.guess_type(path)[0], "redirected_url": url}

try:
    page = sys.stdin.buffer.read(int(sys.stdin.buffer.readline())).decode(errors="replace")
    pdf = weasyprint.HTML(string=page, base_url="file://" + urllib.parse.quote(folder) + "/", url_fetcher=fetch).write_pdf(
        variant="pdf/ua-1")
except MemoryError:
    answer("memory")
except Exception:
    answer("failed")
text = base64.b64encode(pdf).decode()
answer("set", [text[at:at + 65536] for at in range(0, len(text), 65536)])
)python";

[[noreturn]] void not_set(const std::string& why, const std::string& hint) {
  throw Error(Fault::machine, "letter_not_set", "the letter could not be set as PDF: " + why, {}, hint);
}

[[noreturn]] void not_set(const std::string& word) {
  if (word == "missing") not_set("WeasyPrint is not here", "install the package weasyprint");
  if (word == "memory") not_set("it needs too much memory", "are its pictures too large?");
  not_set("the page cannot be set", "try it: weasyprint letters/PAGE.html page.pdf");
}

}  // namespace

std::string typeset(const std::string& html, const std::filesystem::path& files, TypesetLimits limits) {
  const auto deadline = SteadyClock::now() + limits.within;
  const auto left = [&] {
    return std::chrono::duration_cast<std::chrono::milliseconds>(deadline - SteadyClock::now());
  };
  // The system's own: one of another's may not have the package.
  ChildProgram program({"/usr/bin/python3", "-I", "-c", kProgram, files.string(),
                        std::to_string(limits.within.count()), std::to_string(limits.memory)},
                       // Dates in a file would make another file of the same letter.
                       {"SOURCE_DATE_EPOCH=0", "OMP_NUM_THREADS=1"});
  const bool is_asked = program.write(std::to_string(html.size()) + "\n" + html, left());
  const auto next_line = [&] {
    auto line = program.read_line(left());
    if (line) return std::move(*line);
    if (left().count() <= 0) not_set("it takes too long", "is the page very long?");
    not_set("the program ended", is_asked ? "is there memory left?" : "install the package weasyprint");
  };
  if (const std::string word = next_line(); word != "set") not_set(word);
  std::string text;
  for (std::string line = next_line(); !line.empty(); line = next_line()) {
    text += line;
    // What it sets is somebody's: it does not get to fill our memory either.
    if (text.size() / 4 * 3 > limits.largest)
      not_set("it is larger than " + std::to_string(limits.largest >> 20) + " MB",
              "are its pictures too large?");
  }
  const auto pdf = from_base64(text);
  if (!pdf || pdf->rfind("%PDF-", 0) != 0) not_set("its answer is no PDF", "is it another program?");
  return *pdf;
}

}  // namespace mailroom::connectors
