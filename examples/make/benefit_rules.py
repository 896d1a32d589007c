"""Northmere's regulations, worked by hand in decimal: the truth beside the samples."""

from decimal import ROUND_CEILING, ROUND_HALF_UP, Decimal as D

ALLOWANCES = {1: D("85.00"), 2: D("133.00"), 3: D("188.00"), 4: D("232.00")}
RENT_LIMITS = {0: D("95.00"), 1: D("110.00"), 2: D("140.00"), 3: D("170.00")}


def pence(amount):
    return amount.quantize(D("0.01"), ROUND_HALF_UP)


def housing_support(v):
    """v: canonical values by field id. Returns what the workflow's facts and decisions of the same names must be."""
    size, rooms = int(v["household_size"]), int(v["bedrooms"])
    savings = D(v.get("savings") or "0")
    allowance = ALLOWANCES.get(size, D("276.00"))
    limit = RENT_LIMITS.get(rooms, D("205.00"))
    rent = min(D(v["rent_weekly"]), limit)
    tariff = max(D(0), ((savings - 6000) / 250).to_integral_value(ROUND_CEILING))
    excess = max(D(0), D(v["total_income_weekly"]) + tariff - allowance)
    award = pence(max(D(0), rent - excess * D("0.65")))
    if savings > 16000:
        result = "refused", "none", D("0.00")
    elif excess == 0:
        result = "award", "full", pence(rent)
    elif award < D("0.50"):
        result = "refused", "none", D("0.00")
    else:
        result = "award", "part", award
    facts = {"assessed_income": str(D(v["total_income_weekly"]) + tariff)}
    return facts, {"allowance": {"amount": str(allowance)}, "rent": {"limit": str(limit), "eligible": str(rent)},
                   "assessment": dict(zip(("outcome", "band", "weekly_award"), map(str, result)))}


def council_tax_reduction(v, net_pays):
    earnings = sum(map(D, net_pays)) / len(net_pays) * 12 / 52 if net_pays else D(v.get("earnings_weekly") or "0")
    income = pence(earnings + D(v.get("other_income_weekly") or "0"))
    weekly_tax = pence(D(v["annual_bill"]) * 7 / 365)
    low, high = (D(120), D(240)) if v["start_date"][6:] + v["start_date"][3:5] >= "202604" else (D(110), D(220))
    refused = {"outcome": "refused", "band": "none", "weekly_award": "0.00"}
    if D(v.get("savings") or "0") > 16000 or income >= high:
        result = refused
    elif income < low:
        result = {"outcome": "award", "band": "full", "weekly_award": str(weekly_tax)}
    elif int(v["household_size"]) >= 2:
        result = {"outcome": "award", "band": "half", "weekly_award": str(pence(weekly_tax / 2))}
    else:
        result = {"outcome": "award", "band": "third", "weekly_award": str(pence(weekly_tax / 3))}
    return {"weekly_income": str(income), "weekly_tax": str(weekly_tax)}, {"assessment": result}
