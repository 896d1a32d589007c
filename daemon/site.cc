#include "daemon/site.h"

#include <algorithm>
#include <thread>

#include "base/decimal.h"
#include "base/error.h"
#include "base/file.h"
#include "base/period.h"
#include "base/share.h"
#include "base/text.h"
#include "base/yaml.h"
#include "base/yaml_problems.h"
#include "connectors/http_client.h"
#include "daemon/setting_reader.h"
#include "daemon/site_inboxes.h"
#include "daemon/site_text.h"

namespace mailroom::daemon {

namespace {

namespace fs = std::filesystem;

constexpr std::string_view kBucketScheme = "s3://";

class Loader : SettingReader {
 public:
  using SettingReader::SettingReader;

  Site load(const yaml::Node& root) {
    Site site;
    site.folder = folder();
    site.data = folder() / "data";
    site.store = site.data / "mailroom.db";
    site.objects = site.data / "objects";
    site.socket = site.data / "mailroom.sock";
    site.secrets = folder() / "secrets";
    site.name = folder().filename().string();
    site.workers = static_cast<int>(std::clamp(std::thread::hardware_concurrency(), 1u, 64u));
    if (root.is_null()) {
      load_inboxes(nullptr, *this, site);
      return site;
    }
    if (!mapping(root, "")) return site;
    text(root, "name", site.name);
    if (text(root, "time_zone", site.time_zone)) check_time_zone(*root.find("time_zone"), site.time_zone);
    store(root, site);
    objects(root, site);
    path(root, "listen", site.socket);
    workers(root, site.workers);
    error_budget(root, site.error_budget);
    calibration(root, site.calibration);
    duration(root, "look_every", site.poll);
    duration(root, "lease", site.lease);
    duration(root, "review_lease", site.review_lease);
    // Sealing takes an item as one piece, whose length OpenSSL counts in 31 bits.
    size(root, "largest_item", 1ll << 30, "1 GB", site.item_bytes);
    size(root, "keep_free", 1ll << 50, "1,000,000 GB", site.keep_free);
    duration(root, "stop_within", site.stop_within);
    if (const yaml::Node* secrets = root.find("secrets"); secrets && mapping(*secrets, "secrets")) {
      path(*secrets, "folder", site.secrets);
      flag(*secrets, "environment", site.secrets_from_environment);
    }
    if (const yaml::Node* retention = root.find("retention"); retention && mapping(*retention, "retention")) {
      period(*retention, "documents", site.retention.documents);
      period(*retention, "facts", site.retention.facts);
    }
    load_inboxes(root.find("inboxes"), *this, site);
    letters(root, site.post.letters);
    stamps(root, site.post.reads_stamps);
    private_networks(root, site.private_networks);
    return site;
  }

 private:
  // A URL, or a secret that is one; else a file.
  void store(const yaml::Node& root, Site& site) {
    const yaml::Node* value = scalar(root, "store");
    if (value == nullptr) return;
    const std::string& text = value->text;
    if (is_postgres_url(text) || text.rfind("${secret:", 0) == 0) {
      if (holds_password(text)) {
        secret_in_file(*value, "store", "a password");
      }
      site.store_url = text;
      site.objects_in_store = true;
    } else if (text.find("://") != std::string::npos) {
      wrong(*value, "store", "a file or postgresql://HOST/DATABASE");
    } else {
      site.store = (folder() / text).lexically_normal();
    }
  }

  void objects(const yaml::Node& root, Site& site) {
    const yaml::Node* value = scalar(root, "objects");
    if (value == nullptr) return;
    site.objects_in_store = value->text == "store";
    if (value->text.rfind(kBucketScheme, 0) == 0) {
      bucket(root, *value, site);
    } else if (!site.objects_in_store) {
      site.objects = (folder() / value->text).lexically_normal();
    }
  }

  // s3://BUCKET/PREFIX, and how to come there.
  void bucket(const yaml::Node& root, const yaml::Node& value, Site& site) {
    site.objects_in_store = false;
    BucketSettings& bucket = site.bucket.emplace();
    if (!bucket.take(value.text))
      wrong(value, "objects", "s3://BUCKET/PREFIX", "a bucket's name has small letters, digits, '-' and '.'");
    bucket.access_key = "${secret:S3_ACCESS_KEY}";
    bucket.secret_key = "${secret:S3_SECRET_KEY}";
    const yaml::Node* s3 = root.find("s3");
    bucket.in_path = s3 != nullptr && s3->find("endpoint") != nullptr;
    if (s3 == nullptr || !mapping(*s3, "s3")) return;
    text(*s3, "region", bucket.region);
    text(*s3, "access_key", bucket.access_key);
    if (text(*s3, "endpoint", bucket.endpoint) && !connectors::is_http_url(bucket.endpoint))
      wrong(*s3->find("endpoint"), "endpoint", "https://HOST", "write https:// in front of it");
    if (text(*s3, "secret_key", bucket.secret_key) && bucket.secret_key.rfind("${secret:", 0) != 0) {
      secret_in_file(*s3->find("secret_key"), "secret_key", "a key");
    }
    fs::path trust;
    path(*s3, "trust", trust);
    bucket.trust_file = trust.string();
    if (const yaml::Node* style = scalar(*s3, "style")) {
      if (style->text != "path" && style->text != "host")
        return wrong_word(*style, "style", {"path", "host"});
      bucket.in_path = style->text == "path";
    }
  }

  void workers(const yaml::Node& node, int& out) {
    const yaml::Node* value = scalar(node, "workers");
    if (value == nullptr) return;
    const auto number = Decimal::parse(value->text);
    const auto count = number ? number->to_integer() : std::nullopt;
    // YAML 1.1 read a 0 in front as octal; what was meant is not guessed.
    const bool is_plain = count && std::to_string(*count) == value->text;
    if (!is_plain || *count < 1 || *count > 256)
      return wrong(*value, "workers", "a number from 1 to 256", "for example 4");
    out = static_cast<int>(*count);
  }

  void error_budget(const yaml::Node& node, double& out) {
    const yaml::Node* value = scalar(node, "error_budget");
    if (value == nullptr) return;
    const auto share = parse_share(value->text);
    if (!share || *share > 0.5) return wrong(*value, "error_budget", "a share like 0.1%", "write 0.1%");
    out = *share;
  }

  void calibration(const yaml::Node& node, std::optional<ocr::Calibration>& out) {
    const yaml::Node* value = scalar(node, "calibration");
    if (value == nullptr) return;
    const fs::path file = (folder() / value->text).lexically_normal();
    std::error_code failed;
    if (!fs::is_regular_file(file, failed)) {
      return wrong(*value, "calibration", "a file that is there", "make it with 'mailroom calibrate'");
    }
    out = ocr::Calibration::parse(read_file(file), file.string(), problems());
  }

  void check_time_zone(const yaml::Node& value, const std::string& name) {
    std::error_code ignored;
    const fs::path zones = "/usr/share/zoneinfo";
    if (name.find("..") != std::string::npos || name[0] == '/' ||
        (fs::is_directory(zones, ignored) && !fs::is_regular_file(zones / name, ignored))) {
      wrong(value, "time_zone", "a name from " + zones.string(), nearest_zone(zones, name));
    }
  }

  static std::string nearest_zone(const fs::path& zones, const std::string& name) {
    std::vector<std::string> known;
    std::error_code failed;
    for (const auto& entry : fs::recursive_directory_iterator(zones, failed))
      if (entry.is_regular_file(failed)) known.push_back(entry.path().lexically_relative(zones).string());
    const auto near = nearest_name(name, known);
    return near ? "write " + *near : "for example Europe/London";
  }

  void letters(const yaml::Node& root, workflows::LetterDesks& out) {
    const yaml::Node* all = root.find("letters");
    if (all == nullptr) return;
    if (!all->is_mapping()) {
      problem(all->place, "wrong_type",
              "'letters': expected a mapping, got " + std::string(kind_name(all->kind)),
              "write: letters: {complaint: {queue: complaints}}");
      return;
    }
    for (const yaml::Entry& entry : all->entries) {
      workflows::LetterDesk& desk = out.emplace_back();
      desk.kind = entry.key;
      desk.place = entry.place;
      if (entry.value.is_null() || !mapping(entry.value, "letters.*", entry.key)) continue;
      text(entry.value, "queue", desk.queue);
      flag(entry.value, "urgent", desk.urgent);
      if (const yaml::Node* due = scalar(entry.value, "due")) {
        desk.due = parse_period(due->text);
        if (!desk.due) wrong(*due, "due", "a period", "write P5D or P1M");
      }
    }
  }

  void stamps(const yaml::Node& root, bool& out) {
    const yaml::Node* value = scalar(root, "stamps");
    if (value == nullptr) return;
    if (value->text != "review" && value->text != "ignore")
      return wrong_word(*value, "stamps", {"review", "ignore"});
    out = value->text == "review";
  }

  void private_networks(const yaml::Node& root, connectors::Networks& out) {
    const yaml::Node* all = root.find("private_networks");
    if (all == nullptr) return;
    if (!all->is_list()) {
      problem(all->place, "wrong_type",
              "'private_networks': expected a list, got " + std::string(kind_name(all->kind)),
              "write: private_networks: [10.20.0.0/16]");
      return;
    }
    for (const yaml::Node& one : all->items) {
      if (!out.add(one.text))
        wrong(one, "private_networks", "an address or a network", "write 10.20.0.0/16 or 10.20.3.4");
    }
  }
};

}  // namespace

bool is_postgres_url(std::string_view text) {
  return text.rfind("postgresql://", 0) == 0 || text.rfind("postgres://", 0) == 0;
}

// Whether a URL (postgresql://user:password@host/…?password=…) says a password itself, not by a secret's
// name.
bool holds_password(std::string url) {
  for (size_t at; (at = url.find("${secret:")) != std::string::npos;) {
    const size_t end = url.find('}', at);
    url.erase(at, end == std::string::npos ? end : end + 1 - at);
  }
  const size_t start = url.find("://") + 3, host = url.find('@');
  const size_t colon = host == std::string::npos ? host : url.find(':', start);
  return (colon < host && colon + 1 < host) || url.find("password=") != std::string::npos;
}

std::optional<fs::path> find_site(const fs::path& start) {
  std::error_code ignored;
  for (fs::path folder = fs::absolute(start).lexically_normal();; folder = folder.parent_path()) {
    if (!folder.has_filename() && folder != folder.root_path()) folder = folder.parent_path();
    if (fs::is_regular_file(folder / kSiteFile, ignored)) return folder;
    if (folder == folder.root_path() || folder.empty()) return {};
  }
}

std::optional<Site> load_site(const fs::path& folder, std::vector<Diagnostic>& problems) {
  return read_site(folder, read_file(folder / kSiteFile, 1 << 20), problems);
}

std::optional<Site> read_site(const fs::path& folder, const std::string& yaml,
                              std::vector<Diagnostic>& problems) {
  std::vector<Diagnostic> found;
  const yaml::Reading reading = yaml::read(yaml, std::string(kSiteFile), found);
  // An empty file is a site too: every key has a default.
  std::erase_if(found, [](const Diagnostic& problem) { return problem.code == "yaml_empty"; });
  std::vector<Diagnostic> of_settings;
  Site site = Loader(folder, of_settings).load(reading.root);
  if (!reading.is_yaml) yaml::drop_doubtful(of_settings, found);
  found.insert(found.end(), of_settings.begin(), of_settings.end());
  yaml::sort_by_place(found);
  const bool wrong = has_errors(found);
  problems.insert(problems.end(), found.begin(), found.end());
  if (wrong) return {};
  return site;
}

Site open_site(const fs::path& start) {
  const auto folder = find_site(start);
  if (!folder) {
    throw Error(Fault::usage, "no_site",
                "no site here: neither '" + start.string() + "' nor a folder above it holds " +
                    std::string(kSiteFile),
                {}, "go into a site's folder, name one with --site DIR, or make one: mailroom init DIR");
  }
  return load_site_in(*folder);
}

Site plain_site(const fs::path& folder) {
  std::vector<Diagnostic> none;
  return Loader(folder, none).load(yaml::Node());
}

Site load_site_in(const fs::path& folder) {
  std::vector<Diagnostic> problems;
  if (auto site = load_site(folder, problems)) return *site;
  for (const Diagnostic& problem : problems) {
    if (problem.severity != Severity::error) continue;
    throw Error(Fault::usage, "site_invalid", problem.message,
                (folder / kSiteFile).string() + ":" + std::to_string(problem.place.line) + ":" +
                    std::to_string(problem.place.column),
                problem.hint);
  }
  throw Error(Fault::usage, "site_invalid", "this is not a site's description",
              (folder / kSiteFile).string());
}

const InboxSettings& inbox_named(const Site& site, const std::string& name) {
  std::vector<std::string> names;
  for (const InboxSettings& inbox : site.inboxes) {
    if (inbox.name == name) return inbox;
    names.push_back(inbox.name);
  }
  const auto near = nearest_name(name, names);
  throw Error(Fault::usage, "unknown_inbox", "no inbox is called '" + name + "'", {},
              near ? "did you mean '" + *near + "'?" : "expected " + quoted_list(names));
}

}  // namespace mailroom::daemon
