"""Westmark's orders, worked by hand in decimal: the truth beside the samples."""

from datetime import date
from decimal import ROUND_CEILING, ROUND_HALF_UP, Decimal as D


def pence(amount):
    return amount.quantize(D("0.01"), ROUND_HALF_UP)


def number(v, name):
    return D(v.get(name) or "0")


def self_employment(v, received):
    profit = number(v, "net_profit") - number(v, "losses_used") - number(v, "pension_paid")
    if profit <= 100000:
        allowance = D(11500)
    elif profit < 123000:
        allowance = D(11500) - ((profit - 100000) / 2).to_integral_value(ROUND_CEILING)
    else:
        allowance = D(0)
    if v.get("blind_person"):
        allowance += D(2600)
    taxable = max(D(0), profit - allowance)
    if taxable <= 37000:
        tax, bracket = taxable * D("0.20"), "basic" if taxable else "none"
    elif taxable <= 125000:
        tax, bracket = 7400 + (taxable - 37000) * D("0.40"), "higher"
    else:
        tax, bracket = 42600 + (taxable - 125000) * D("0.45"), "top"
    tax = pence(tax)
    late = (date.fromisoformat(received) - date(2026, 7, 31)).days
    if late <= 0:
        penalty = D(0)
    elif late <= 90:
        penalty = D(100)
    elif late <= 180:
        penalty = D(100) + 10 * (late - 90)
    else:
        penalty = 1000 + max(D(300), tax * D("0.05"))
    balance = pence(tax + penalty - number(v, "paid_on_account"))
    outcome = "to_pay" if balance > 0 else "repay" if balance < 0 else "nothing_due"
    facts = {"profit": str(pence(profit)), "days_late": late}
    return facts, {"allowance": {"amount": str(pence(allowance))},
                   "tax": {"amount": str(tax), "bracket": bracket, "taxable": str(pence(taxable))},
                   "penalty": {"amount": str(pence(D(penalty)))}, "assessment": {"outcome": outcome, "balance": str(balance)}}


def vat(v):
    balance = pence(number(v, "vat_total_due") - number(v, "vat_reclaimed"))
    outcome = "to_pay" if balance > 0 else "repay" if balance < 0 else "nothing_due"
    return {"difference": str(balance)}, {"assessment": {"outcome": outcome, "balance": str(balance)}}
