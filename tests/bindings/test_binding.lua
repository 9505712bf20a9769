-- The Lua binding gives what C gives: catalogue, values over buffers, scores by a document, errors.
package.path = os.getenv("DESKSCORE_SOURCE") .. "/bindings/lua/?.lua;" .. package.path
local deskscore = require("deskscore")
local ffi = require("ffi")

local card = [[{"deskscore": 1, "kind": "scorecard", "id": "t", "name": "t",
  "items": {"csat": {"indicator": "csat_score",
                     "rule": {"family": "PIECEWISE", "knots": [{"x": 0, "points": 0}, {"x": 100, "points": 100}]}}},
  "weights": {"tree": {"csat": 1}}, "grades": [{"label": "A", "min": 80}, {"label": "B", "min": 0}]}]]

local function sources()
    return {tickets = {
        agent = deskscore.column("text", {"Ada", "Ada", "Bo", "Bo"}),
        created_at = deskscore.column("int64_t", {1000, 2000, 3000, 4000}, "s"),
        first_response_at = deskscore.column("int64_t", {1060, 2120, 3030, -1}, "s", -1),
        csat = deskscore.column("double", {5, 4, 3, 0 / 0})}}
end

local function equal(got, expected)
    assert(got == expected, "expected " .. tostring(expected) .. ", got " .. tostring(got))
end

local catalog = deskscore.catalog()
local listed = {}
for _, each in ipairs(catalog:indicators()) do
    listed[each.id] = each
end
equal(listed.csat_mean.formula, "mean(csat)")
equal(listed.csat_mean.name_zh, "满意度均分")

local values = catalog:evaluate({"first_response_time", "csat_mean"}, sources(), {by = {"agent"}})
equal(values:count(), 2)
equal(values:key(0), "Ada")
equal(values:get(0, "first_response_time").value, 90)
equal(values:get(1, "csat_mean").value, 3)
equal(values:get(1, "csat_mean").n_missing, 1)

local levels = catalog:evaluate({one = "first_response_within"}, sources(),
    {now = 10000000000, parameters = {one = {limit = "60s"}}})
equal(levels:get(0, "one").value, 50)

local scores = catalog:score(card, sources())
equal(scores:count(), 2)
equal(scores:get(0).total, 87.5)
equal(scores:get(0).grade, "A")
equal(scores:get(1).rank, 2)
assert(scores:explain(0):find("87.5", 1, true))

-- 2026-11-20 is a Friday; Paris is an hour ahead of UTC in winter, two in summer.
local hour, day = 3600 * 1000000LL, 86400 * 1000000LL
local friday = 20777 * day + 15 * hour -- 16:00 in Paris
local monday = friday + 66 * hour      -- 10:00 in Paris
equal(deskscore.zone("Europe/Paris"):offset(friday), 3600)
equal(deskscore.zone("Europe/Paris"):offset(friday - 120 * day), 7200)
equal(deskscore.zone("-03:30"):offset(0), -12600)
local desk = deskscore.calendar('{"zone": "Europe/Paris", "week": {"mon-fri": ["09:00-17:00"]}}')
equal(desk:between(friday, monday), 2 * hour)
equal(desk:add(friday, 2 * hour), monday)
local spans = desk:between_array(ffi.new("int64_t[2]", friday, monday), ffi.new("int64_t[2]", monday, friday), 2)
equal(spans[0], 2 * hour)
equal(spans[1], -2 * hour)
local floating = deskscore.calendar('{"week": {"mon-fri": ["09:00-17:00"]}}', deskscore.zone("+01:00"))
equal(floating:between(friday, monday), 2 * hour)
local timed = {tickets = {created_at = deskscore.column("int64_t", ffi.new("int64_t[1]", friday), "us", nil, 1),
    first_response_at = deskscore.column("int64_t", ffi.new("int64_t[1]", monday), "us", nil, 1)}}
local months = catalog:evaluate({"first_response_time"}, timed, {zone = deskscore.zone("Europe/Paris"), calendar = desk,
    clock = {first_response_time = "business"}, period = "month", from = friday - 20 * day, to = friday + 20 * day})
equal(months:count(), 1)
equal(months:period(0), "2026-11")
equal(months:get(0, "first_response_time").value, 7200)
local none = catalog:evaluate({"tickets"}, timed, {from = friday + 1, to = friday + day})
equal(none:get(0, "tickets").value, 0)
equal(catalog:evaluate({"tickets"}, timed, {from = friday}):get(0, "tickets").value, 1)
equal(catalog:evaluate({"tickets"}, timed, {to = friday}):get(0, "tickets").value, 0)
for _, name in ipairs({"Europe/Pari", "../../etc/passwd"}) do
    local found, fault = pcall(deskscore.zone, name)
    assert(not found)
    equal(fault.name, "DSCORE_E_NOT_FOUND")
end

local ok, e = pcall(catalog.evaluate, catalog, {"csat_meen"}, sources())
assert(not ok)
equal(e.name, "DSCORE_E_NOT_FOUND")
ok, e = pcall(catalog.score, catalog, '{"deskscore": 1', sources())
assert(not ok)
equal(e.name, "DSCORE_E_FORMAT")
print("1 passed, 0 failed")
