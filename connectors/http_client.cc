#include "connectors/http_client.h"

#include <mutex>

#include "base/text.h"
#include "connectors/curl_handle.h"

namespace mailroom::connectors {

namespace {

using Trouble = HttpAnswer::Trouble;

// What the callbacks of one request write into.
struct Exchange {
  const HttpSettings& settings;
  CurlGate gate;
  HttpAnswer answer;
};

size_t take_header(char* data, size_t, size_t size, void* exchange) {
  HttpAnswer& answer = static_cast<Exchange*>(exchange)->answer;
  const std::string_view line = trim(std::string_view(data, size));
  if (line.rfind("HTTP/", 0) == 0) {
    answer.headers.clear();  // what came before was an interim answer
  } else if (const size_t colon = line.find(':'); colon != std::string_view::npos) {
    answer.headers[to_lower_ascii(line.substr(0, colon))] = trim(line.substr(colon + 1));
  }
  return size;
}

size_t take_body(char* data, size_t, size_t size, void* pointer) {
  Exchange& exchange = *static_cast<Exchange*>(pointer);
  if (exchange.answer.body.size() + size > exchange.settings.largest_answer) {
    exchange.answer.trouble = Trouble::too_large;
    return 0;
  }
  exchange.answer.body.append(data, size);
  return size;
}

void apply(CURL* handle, const HttpSettings& settings) {
  curl_set(handle, CURLOPT_NOSIGNAL, 1L);
  curl_set(handle, CURLOPT_PROTOCOLS_STR, "http,https");
  // One request a connection: what is cut is this one.
  curl_set(handle, CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
  curl_set(handle, CURLOPT_PROXY, "");
  curl_set(handle, CURLOPT_TCP_NODELAY, 1L);
  curl_set(handle, CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(settings.connect_within.count()));
  curl_set(handle, CURLOPT_TIMEOUT_MS, static_cast<long>(settings.answer_within.count()));
  if (settings.stall_within.count() > 0) {
    curl_set(handle, CURLOPT_LOW_SPEED_LIMIT, 1L);
    curl_set(handle, CURLOPT_LOW_SPEED_TIME, static_cast<long>(settings.stall_within.count()));
  }
  curl_set(handle, CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
  if (!settings.trust_file.empty()) curl_set(handle, CURLOPT_CAINFO, settings.trust_file.c_str());
  if (!settings.certificate_file.empty())
    curl_set(handle, CURLOPT_SSLCERT, settings.certificate_file.c_str());
  if (!settings.key_file.empty()) curl_set(handle, CURLOPT_SSLKEY, settings.key_file.c_str());
  if (settings.aws) {
    curl_set(handle, CURLOPT_AWS_SIGV4,
             ("aws:amz:" + settings.aws->region + ":" + settings.aws->service).c_str());
    curl_set(handle, CURLOPT_USERNAME, settings.aws->key_id.c_str());
    curl_set(handle, CURLOPT_PASSWORD, settings.aws->secret.c_str());
  }
  curl_set(handle, CURLOPT_HEADERFUNCTION, &take_header);
  curl_set(handle, CURLOPT_WRITEFUNCTION, &take_body);
}

void prepare(CURL* handle, const HttpRequest& request, curl_slist* headers, Exchange& exchange) {
  curl_set(handle, CURLOPT_URL, request.url.c_str());
  const bool has_body = !request.body.empty() || request.method == "POST" || request.method == "PUT";
  if (has_body) {
    curl_set(handle, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request.body.size()));
    curl_set(handle, CURLOPT_POSTFIELDS, request.body.data());
  } else {
    curl_set(handle, CURLOPT_HTTPGET, 1L);
  }
  curl_set(handle, CURLOPT_NOBODY, request.method == "HEAD" ? 1L : 0L);
  curl_set(handle, CURLOPT_CUSTOMREQUEST, request.method.c_str());
  curl_set(handle, CURLOPT_HTTPHEADER, headers);
  // The body follows the head at once, whether or not the server says "continue".
  curl_set(handle, CURLOPT_EXPECT_100_TIMEOUT_MS, 1L);
  curl_set(handle, CURLOPT_FRESH_CONNECT, request.is_sent_once ? 1L : 0L);
  curl_set(handle, CURLOPT_FORBID_REUSE, request.is_sent_once ? 1L : 0L);
  curl_set(handle, CURLOPT_HEADERDATA, &exchange);
  curl_set(handle, CURLOPT_WRITEDATA, &exchange);
  guard(handle, exchange.gate, request.url);
}

Trouble trouble_of(CURL* handle, CURLcode code, const Exchange& exchange) {
  if (exchange.answer.trouble == Trouble::too_large) return Trouble::too_large;
  long bytes_sent = 0;
  curl_easy_getinfo(handle, CURLINFO_REQUEST_SIZE, &bytes_sent);
  if (bytes_sent > 0) return Trouble::cut;
  if (exchange.gate.is_shut()) return Trouble::address_refused;
  return is_about_trust(code) ? Trouble::not_trusted : Trouble::unreachable;
}

std::string reason_of(Trouble trouble, CURLcode code) {
  switch (trouble) {
    case Trouble::address_refused:
      return "its address is private";
    case Trouble::too_large:
      return "its answer is too long";
    default:
      break;
  }
  return curl_reason(code);
}

}  // namespace

struct HttpClient::Implementation {
  explicit Implementation(HttpSettings given) : settings(std::move(given)) {}

  CurlHandle take() {
    {
      const std::lock_guard lock(mutex);
      if (!idle.empty()) {
        CurlHandle handle = std::move(idle.back());
        idle.pop_back();
        return handle;
      }
    }
    CurlHandle handle = new_curl_handle();
    apply(handle.get(), settings);
    return handle;
  }

  void give_back(CurlHandle handle) {
    const std::lock_guard lock(mutex);
    idle.push_back(std::move(handle));
  }

  const HttpSettings settings;
  std::mutex mutex;
  std::vector<CurlHandle> idle;  // each with its connection
};

HttpClient::HttpClient(HttpSettings settings)
    : implementation_(std::make_unique<Implementation>(std::move(settings))) {}
HttpClient::~HttpClient() = default;
HttpClient::HttpClient(HttpClient&&) noexcept = default;

HttpAnswer HttpClient::send(const HttpRequest& request) {
  Exchange exchange{implementation_->settings, {implementation_->settings.private_networks}, {}};
  const CurlList headers = curl_list(request.headers);
  CurlHandle handle = implementation_->take();
  prepare(handle.get(), request, headers.get(), exchange);
  const CURLcode code = curl_easy_perform(handle.get());
  if (code == CURLE_OUT_OF_MEMORY || code == CURLE_SSL_CERTPROBLEM || code == CURLE_SSL_CACERT_BADFILE ||
      code == CURLE_SSL_ENGINE_NOTFOUND) {
    curl_gives_up(code);
  }
  HttpAnswer& answer = exchange.answer;
  long status = 0;
  curl_easy_getinfo(handle.get(), CURLINFO_RESPONSE_CODE, &status);
  answer.status = status < 200 ? 0 : static_cast<int>(status);
  if (code != CURLE_OK) {
    answer.trouble = trouble_of(handle.get(), code, exchange);
    answer.why = reason_of(answer.trouble, code);
  }
  implementation_->give_back(std::move(handle));
  return std::move(answer);
}

bool is_http_url(const std::string& text) {
  if (text.rfind("http://", 0) != 0 && text.rfind("https://", 0) != 0) return false;
  const CurlUrl url(curl_url());
  if (!url || curl_url_set(url.get(), CURLUPART_URL, text.c_str(), CURLU_DISALLOW_USER) != CURLUE_OK)
    return false;
  return text.find('#') == std::string::npos;
}

std::optional<Instant> http_date(const std::string& text) {
  const time_t seconds = curl_getdate(text.c_str(), nullptr);
  if (seconds < 0) return {};
  return Instant{static_cast<int64_t>(seconds) * 1'000'000};
}

std::string percent_encoded(std::string_view text) {
  constexpr char kDigits[] = "0123456789ABCDEF";
  std::string encoded;
  for (const char c : text) {
    const bool is_plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                          c == '-' || c == '.' || c == '_' || c == '~';
    const auto byte = static_cast<unsigned char>(c);
    if (is_plain) {
      encoded += c;
    } else {
      encoded += '%', encoded += kDigits[byte >> 4], encoded += kDigits[byte & 15];
    }
  }
  return encoded;
}

}  // namespace mailroom::connectors
