-- The revenue office's ledger, as the example has it. Amounts are text: decimal, never binary.
CREATE TABLE IF NOT EXISTS assessments (
  idempotency_key TEXT PRIMARY KEY,
  tax TEXT NOT NULL,
  reference TEXT NOT NULL,
  period_end TEXT NOT NULL,
  tax_due TEXT NOT NULL,
  penalty TEXT NOT NULL,
  balance TEXT NOT NULL
);
