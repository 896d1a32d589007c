-- The council's payment ledger, as the example has it. Amounts are text: decimal, never binary.
CREATE TABLE IF NOT EXISTS awards (
  idempotency_key TEXT PRIMARY KEY,
  scheme TEXT NOT NULL,
  nino TEXT NOT NULL,
  band TEXT NOT NULL,
  weekly_award TEXT NOT NULL,
  starts_on TEXT NOT NULL
);
