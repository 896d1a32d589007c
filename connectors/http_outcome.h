// What an answer by HTTP, or its lack, means for a delivery (RFC 9110, section 15). Pure functions.
#pragma once

#include <optional>
#include <string>

#include "base/clock.h"
#include "connectors/connector.h"
#include "connectors/http_client.h"

namespace mailroom::connectors {

// `honours_key`: the receiver takes a second request under a key as the first. Without a receipt.
DeliveryOutcome outcome_of(const HttpAnswer& answer, bool honours_key, Instant now);

// The header Retry-After: a number of seconds or a date.
std::optional<Instant> retry_after(const HttpAnswer& answer, Instant now);

}  // namespace mailroom::connectors
