#include "connectors/smtp_client.h"

#include <algorithm>
#include <cstring>

#include "base/text.h"
#include "connectors/curl_handle.h"

namespace mailroom::connectors {

namespace {

using Trouble = SmtpAnswer::Trouble;

constexpr int kGoodbye = 221, kServiceNotAvailable = 421, kAuthenticationRequired = 530,
              kStartMailInput = 354;

// What the callbacks of one mail read and write.
struct Exchange {
  const SmtpMail& mail;
  CurlGate gate;
  size_t handed_over = 0;
  bool is_whole = false;  // libcurl has all of it, so that the final dot may be on its way
  bool knows_utf8 = false;
  int code = 0;
  std::string status = {};
};

// "5.1.1" where a reply's text begins with it (RFC 2034).
std::string enhanced_status(std::string_view text) {
  const std::string_view word = text.substr(0, text.find(' '));
  const auto parts = split(word, '.');
  const auto is_number = [](std::string_view part) {
    return !part.empty() && part.size() <= 3 &&
           part.find_first_not_of("0123456789") == std::string_view::npos;
  };
  return parts.size() == 3 && std::all_of(parts.begin(), parts.end(), is_number) ? std::string(word) : "";
}

// Called with each line of a reply.
size_t take_line(char* data, size_t, size_t size, void* pointer) {
  Exchange& exchange = *static_cast<Exchange*>(pointer);
  const std::string_view line = trim(std::string_view(data, size));
  const bool has_code =
      line.size() >= 3 && line.substr(0, 3).find_first_not_of("0123456789") == std::string_view::npos;
  if (!has_code) return size;
  const std::string_view text = line.substr(std::min<size_t>(4, line.size()));
  const int code = (line[0] - '0') * 100 + (line[1] - '0') * 10 + (line[2] - '0');
  if (code == kGoodbye) return size;  // the answer to libcurl's QUIT, after what counts
  exchange.code = code;
  exchange.status = enhanced_status(text);
  if (exchange.code == 250 && to_lower_ascii(text.substr(0, text.find(' '))) == "smtputf8")
    exchange.knows_utf8 = true;
  return size;
}

size_t hand_over(char* buffer, size_t, size_t room, void* pointer) {
  Exchange& exchange = *static_cast<Exchange*>(pointer);
  // It let us come as far as this; nothing of the mail was sent.
  if (exchange.mail.needs_utf8 && !exchange.knows_utf8) return CURL_READFUNC_ABORT;
  const std::string_view rest = exchange.mail.bytes.substr(exchange.handed_over);
  const size_t size = std::min(room, rest.size());
  std::memcpy(buffer, rest.data(), size);
  exchange.handed_over += size;
  if (exchange.handed_over == exchange.mail.bytes.size()) exchange.is_whole = true;
  return size;
}

void apply(CURL* handle, const SmtpSettings& settings) {
  const Connection& connection = settings.connection;
  curl_set(handle, CURLOPT_NOSIGNAL, 1L);
  curl_set(handle, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
  curl_set(handle, CURLOPT_PROXY, "");
  curl_set(handle, CURLOPT_URL, settings.url.c_str());
  curl_set(handle, CURLOPT_USE_SSL, static_cast<long>(settings.needs_tls ? CURLUSESSL_ALL : CURLUSESSL_TRY));
  curl_set(handle, CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
  curl_set(handle, CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(connection.connect_within.count()));
  curl_set(handle, CURLOPT_TIMEOUT_MS, static_cast<long>(connection.answer_within.count()));
  // A server that hung is told QUIT and waited for beyond all of that: for two minutes unless this is said.
  const auto seconds = std::chrono::ceil<std::chrono::seconds>(connection.answer_within);
  curl_set(handle, CURLOPT_SERVER_RESPONSE_TIMEOUT, static_cast<long>(seconds.count()));
  if (!connection.trust_file.empty()) curl_set(handle, CURLOPT_CAINFO, connection.trust_file.c_str());
  if (!connection.certificate_file.empty()) {
    curl_set(handle, CURLOPT_SSLCERT, connection.certificate_file.c_str());
    curl_set(handle, CURLOPT_SSLKEY, connection.key_file.c_str());
  }
  if (!connection.user.empty()) {
    curl_set(handle, CURLOPT_USERNAME, connection.user.c_str());
    if (settings.token.empty()) {
      curl_set(handle, CURLOPT_PASSWORD, connection.password.c_str());
    } else {  // OAUTHBEARER (RFC 7628), or XOAUTH2 where the server has that alone
      curl_set(handle, CURLOPT_XOAUTH2_BEARER, settings.token.c_str());
    }
  }
}

Trouble trouble_of(CURLcode code, const Exchange& exchange) {
  if (exchange.is_whole) {
    // After the mail comes its own reply; as long as the last one is the one before, there was none.
    return exchange.code == kStartMailInput || exchange.code < 400 ? Trouble::lost : Trouble::not_taken;
  }
  switch (code) {
    case CURLE_ABORTED_BY_CALLBACK:
      return Trouble::cannot_utf8;
    case CURLE_LOGIN_DENIED:
      return Trouble::no_login;
    case CURLE_USE_SSL_FAILED:
      return Trouble::not_trusted;
    case CURLE_REMOTE_ACCESS_DENIED:
    case CURLE_WEIRD_SERVER_REPLY:
      return Trouble::turned_away;
    case CURLE_COULDNT_RESOLVE_HOST:
      return Trouble::unreachable;
    case CURLE_COULDNT_CONNECT:
      return exchange.gate.is_shut() ? Trouble::address_refused : Trouble::unreachable;
    default:
      break;
  }
  if (is_about_trust(code)) return Trouble::not_trusted;
  return exchange.code >= 400 ? Trouble::not_taken : Trouble::cut;
}

}  // namespace

SmtpAnswer send_mail(const SmtpSettings& settings, const SmtpMail& mail) {
  Exchange exchange{mail, {settings.connection.private_networks}};
  const CurlHandle handle = new_curl_handle();
  apply(handle.get(), settings);
  guard(handle.get(), exchange.gate, settings.url);
  const CurlList recipients = curl_list(mail.to);
  curl_set(handle.get(), CURLOPT_MAIL_FROM, mail.from.c_str());
  curl_set(handle.get(), CURLOPT_MAIL_RCPT, recipients.get());
  curl_set(handle.get(), CURLOPT_UPLOAD, 1L);
  curl_set(handle.get(), CURLOPT_INFILESIZE_LARGE, static_cast<curl_off_t>(mail.bytes.size()));
  curl_set(handle.get(), CURLOPT_READFUNCTION, &hand_over);
  curl_set(handle.get(), CURLOPT_READDATA, &exchange);
  curl_set(handle.get(), CURLOPT_HEADERFUNCTION, &take_line);
  curl_set(handle.get(), CURLOPT_HEADERDATA, &exchange);
  const CURLcode code = curl_easy_perform(handle.get());
  const bool cannot_work =
      code == CURLE_OUT_OF_MEMORY || code == CURLE_SSL_CERTPROBLEM || code == CURLE_SSL_CACERT_BADFILE;
  if (cannot_work && !exchange.is_whole) curl_gives_up(code);  // who is told so sends it again
  SmtpAnswer answer{Trouble::none, exchange.code, exchange.status, {}};
  if (code == CURLE_OK) return answer;
  answer.trouble = trouble_of(code, exchange);
  answer.why = curl_reason(code);
  // Whatever was asked last, it is not this mail that the server does not want.
  if (answer.trouble == Trouble::not_taken &&
      (exchange.code == kServiceNotAvailable || exchange.code == kAuthenticationRequired))
    answer.trouble = Trouble::turned_away;
  return answer;
}

bool is_smtp_url(const std::string& text) {
  if (text.rfind("smtp://", 0) != 0 && text.rfind("smtps://", 0) != 0) return false;
  const CurlUrl url(curl_url());
  if (!url || curl_url_set(url.get(), CURLUPART_URL, text.c_str(), CURLU_DISALLOW_USER) != CURLUE_OK)
    return false;
  return text.find_first_of("?#") == std::string::npos;
}

}  // namespace mailroom::connectors
