// What a mail server's answer means for a delivery. Pure.
#pragma once

#include "connectors/connector.h"
#include "connectors/smtp_client.h"

namespace mailroom::connectors {

// Without the receipt.
DeliveryOutcome outcome_of(const SmtpAnswer& answer);

}  // namespace mailroom::connectors
