--- deskscore for LuaJIT: a thin layer on the C library, driven by its catalogue and documents.
--
--   local deskscore = require("deskscore")
--   local catalog = deskscore.catalog()
--   local values = catalog:evaluate({"csat_mean"}, {tickets = {
--       created_at = deskscore.column("int64_t", {0, 60}, "s"), csat = deskscore.column("double", {4, 5})}})
--   print(values:get(0, "csat_mean").value)   --> 4.5
--
-- The library is found by $DESKSCORE_LIBRARY, else by the system; its flattened header by $DESKSCORE_FFI_HEADER, else in
-- share/deskscore of the prefix. Failures raise a table {name, status, code, path, message, line, column, row}.
local ffi = require("ffi")
local M = {}

local ABI_GENERATION = 0

local function read_header()
    local paths = {os.getenv("DESKSCORE_FFI_HEADER") or "", "/usr/local/share/deskscore/deskscore_ffi.h",
        "/usr/share/deskscore/deskscore_ffi.h"}
    for _, path in ipairs(paths) do
        local file = path ~= "" and io.open(path, "rb")
        if file then
            local text = file:read("*a")
            file:close()
            return text
        end
    end
    error("deskscore_ffi.h is not found; set DESKSCORE_FFI_HEADER")
end

ffi.cdef(read_header())
local lib = ffi.load(os.getenv("DESKSCORE_LIBRARY") or "deskscore")
if lib.dscore_abi_generation() ~= ABI_GENERATION then
    error("libdeskscore has ABI generation " .. lib.dscore_abi_generation() .. ", this binding needs " .. ABI_GENERATION)
end
M.lib = lib

local units = {s = 1, ms = 2, us = 3, ns = 4}
local types = {int8_t = 1, int16_t = 2, int32_t = 3, int64_t = 4, uint8_t = 5, uint16_t = 6, uint32_t = 7, uint64_t = 8,
    float = 9, double = 10, bool = 12}

local error_mt = {__tostring = function(e)
    return e.name .. ": " .. (e.path ~= "" and e.path .. ": " or "") .. e.message
end}

--- A transparent struct with its size filled in.
local function struct(name)
    local s = ffi.new(name)
    s.struct_size = ffi.sizeof(name)
    return s
end

local function raise(e)
    error(setmetatable({name = ffi.string(lib.dscore_status_name(e.status)), status = e.status, code = e.code,
        path = ffi.string(e.path), message = ffi.string(e.message), line = e.line, column = e.column,
        row = tonumber(e.row)}, error_mt), 0)
end

--- Call a function that takes an error last; the arguments are counted because some are nil.
local function call(f, n, ...)
    local e = struct("dscore_error")
    local arguments = {...}
    arguments[n + 1] = e
    if f(unpack(arguments, 1, n + 1)) ~= lib.DSCORE_OK then
        raise(e)
    end
end

--- Call a constructor (inputs, out, error); the handle frees itself.
local function make(kind, free, f, n, ...)
    local out = ffi.new(kind .. " *[1]")
    local arguments = {...}
    arguments[n + 1] = out
    call(f, n + 1, unpack(arguments, 1, n + 1))
    return ffi.gc(out[0], free)
end

--- A text that the library writes into a buffer: asks for the size first.
local function text_of(f, ...)
    local needed, e = ffi.new("int64_t[1]"), struct("dscore_error")
    local arguments = {...}
    local n = select("#", ...)
    arguments[n + 1], arguments[n + 2], arguments[n + 3], arguments[n + 4] = nil, 0, needed, e
    local status = f(unpack(arguments, 1, n + 4))
    if status ~= lib.DSCORE_OK and status ~= lib.DSCORE_E_BUFFER then
        raise(e)
    end
    local buffer = ffi.new("char[?]", needed[0])
    arguments[n + 1], arguments[n + 2] = buffer, needed[0]
    if f(unpack(arguments, 1, n + 4)) ~= lib.DSCORE_OK then
        raise(e)
    end
    return ffi.string(buffer)
end

--- A column: from a Lua table (n elements; nil elements are missing texts) or a cdata array with its length.
-- kind: a C type, or "text"; unit: "s", "ms", "us", "ns" for times; missing: one value that means missing.
function M.column(kind, data, unit, missing, length)
    local column = {unit = units[unit] or 0, keep = data}
    if kind == "text" then
        column.type, column.length = 14, length or #data
        column.data = ffi.new("const char *[?]", column.length)
        for i = 1, column.length do
            column.data[i - 1] = data[i]
        end
        column.stride = ffi.sizeof("char *")
        return column
    end
    column.type = types[kind] or error("no such column type: " .. tostring(kind))
    column.length, column.stride = length or #data, ffi.sizeof(kind)
    column.data = type(data) == "cdata" and data or ffi.new(kind .. "[?]", column.length, data)
    column.missing = missing and ffi.new(kind .. "[1]", missing) or nil
    return column
end

local Catalog, Values, Scores, Zone, Calendar = {}, {}, {}, {}, {}
Catalog.__index, Values.__index, Scores.__index = Catalog, Values, Scores
Zone.__index, Calendar.__index = Zone, Calendar

--- The bytes of a zone in the system's data ($TZDIR, else the usual folders); nil if there are none.
local function zone_bytes(name)
    local only = os.getenv("TZDIR")
    local folders = only and only ~= "" and {only} or
        {"/usr/share/zoneinfo", "/usr/lib/zoneinfo", "/usr/share/lib/zoneinfo", "/etc/zoneinfo"}
    if not name:match("^[%w_+-][%w_+/-]*$") then
        return nil -- a name that could leave the folder is none
    end
    for _, folder in ipairs(folders) do
        local file = io.open(folder .. "/" .. name, "rb")
        local text = file and file:read("*a")
        if file then
            file:close()
        end
        if text then
            return text
        end
    end
end

--- A time zone: "UTC", an offset such as "+08:00", or a name such as "Europe/Paris".
function M.zone(name)
    local ok, handle = pcall(make, "dscore_zone", lib.dscore_zone_free, lib.dscore_zone_fixed, 2, nil, name)
    if not ok then
        local bytes = handle.name == "DSCORE_E_NOT_FOUND" and zone_bytes(name)
        if not bytes then
            error(handle, 0)
        end
        handle = make("dscore_zone", lib.dscore_zone_free, lib.dscore_zone_from_tzif, 4, nil, name, bytes, #bytes)
    end
    return setmetatable({handle = handle}, Zone)
end

--- Local time minus UTC in seconds; instants are microseconds since 1970 as int64_t or numbers.
function Zone:offset(instant)
    local out = ffi.new("int32_t[1]")
    call(lib.dscore_zone_offset, 3, self.handle, instant, out)
    return out[0]
end

--- Business hours from a document (JSON text); zone: of a document that names none.
function M.calendar(document, zone)
    local name = text_of(lib.dscore_calendar_zone_name, document, #document)
    zone = name ~= "" and M.zone(name) or zone
    return setmetatable({handle = make("dscore_calendar", lib.dscore_calendar_free, lib.dscore_calendar_parse, 4, nil,
        document, #document, zone and zone.handle or nil)}, Calendar)
end

--- Business time between two instants in microseconds, as int64_t.
function Calendar:between(from, to)
    local out = ffi.new("int64_t[1]")
    call(lib.dscore_calendar_between, 4, self.handle, from, to, out)
    return out[0]
end

--- Business time of n pairs in cdata arrays of int64_t.
function Calendar:between_array(from, to, n)
    local out = ffi.new("int64_t[?]", n)
    call(lib.dscore_calendar_between_array, 5, self.handle, from, to, n, out)
    return out
end

--- The instant at which that much business time has passed.
function Calendar:add(instant, span)
    local out = ffi.new("int64_t[1]")
    call(lib.dscore_calendar_add, 4, self.handle, instant, span, out)
    return out[0]
end

--- The built-in indicators, and those of documents (JSON texts).
function M.catalog(...)
    local handle = make("dscore_catalog", lib.dscore_catalog_free, lib.dscore_catalog_builtin, 1, nil)
    if select("#", ...) > 0 then
        local builder = make("dscore_catalog_builder", lib.dscore_catalog_builder_free, lib.dscore_catalog_builder_new, 1,
            handle)
        for _, text in ipairs({...}) do
            call(lib.dscore_catalog_builder_add, 3, builder, text, #text)
        end
        handle = make("dscore_catalog", lib.dscore_catalog_free, lib.dscore_catalog_builder_finish, 1, builder)
    end
    return setmetatable({handle = handle}, Catalog)
end

--- Every indicator as {id, name, name_zh, unit, formula, hash}.
function Catalog:indicators()
    local list = {}
    for i = 0, lib.dscore_catalog_count(self.handle) - 1 do
        local indicator = lib.dscore_catalog_at(self.handle, i)
        local function text(property)
            return ffi.string(lib.dscore_indicator_text(indicator, property))
        end
        list[#list + 1] = {id = text(lib.DSCORE_INDICATOR_ID), name = text(lib.DSCORE_INDICATOR_NAME_EN),
            name_zh = text(lib.DSCORE_INDICATOR_NAME_ZH), unit = text(lib.DSCORE_INDICATOR_UNIT),
            formula = text(lib.DSCORE_INDICATOR_FORMULA), hash = text(lib.DSCORE_INDICATOR_HASH)}
    end
    return list
end

local function query_of(self, options)
    local query = make("dscore_query", lib.dscore_query_free, lib.dscore_query_new, 1, self.handle)
    for _, key in ipairs(options.by or {}) do
        call(lib.dscore_query_key, 2, query, key)
    end
    if options.now then
        call(lib.dscore_query_now, 2, query, options.now)
    end
    if options.zone then
        call(lib.dscore_query_zone, 2, query, options.zone.handle)
    end
    if options.calendar then
        call(lib.dscore_query_calendar, 3, query, nil, options.calendar.handle)
    end
    if options.period then
        local rule = struct("dscore_period_rule")
        call(lib.dscore_period_parse, 2, options.period, rule)
        call(lib.dscore_query_periods_by, 4, query, rule, options.from, options.to)
    elseif options.from or options.to then
        call(lib.dscore_query_range, 3, query, options.from or lib.dscore_instant_min(),
            options.to or lib.dscore_instant_max())
    end
    if options.where then
        call(lib.dscore_query_where, 3, query, nil, options.where)
    end
    for name, value in pairs(options.options or {}) do
        call(lib.dscore_query_option, 3, query, name, value)
    end
    return query
end

local function evaluate(self, plan, sources)
    local tables, keep = {}, {}
    for source, columns in pairs(sources) do
        local handle = make("dscore_table", lib.dscore_table_free, lib.dscore_table_new, 2,
            lib.dscore_catalog_schema(self.handle), source)
        for field, column in pairs(columns) do
            call(lib.dscore_table_bind_array, 8, handle, field, column.type, column.unit, column.data, column.length,
                column.stride, column.missing)
            keep[#keep + 1] = column
        end
        tables[#tables + 1] = handle
    end
    local array = ffi.new("dscore_table *[?]", #tables, tables)
    local values = make("dscore_values", lib.dscore_values_free, lib.dscore_evaluate, 4, plan, array, #tables, nil)
    return values, keep, tables -- columns and tables live until the values are made
end

--- Values of indicators {id, alias = id}; sources: {source = {field = column}}; options: by, now, where, options,
-- parameters {alias = {name = literal}}, clock {alias = "business"}, zone, calendar, from and to, period (with both).
function Catalog:evaluate(indicators, sources, options)
    options = options or {}
    local query = query_of(self, options)
    for alias, id in pairs(indicators) do
        call(lib.dscore_query_item, 3, query, type(alias) == "string" and alias or id, id)
    end
    for alias, settings in pairs(options.parameters or {}) do
        for name, literal in pairs(settings) do
            call(lib.dscore_query_parameter, 4, query, alias, name, literal)
        end
    end
    for alias, name in pairs(options.clock or {}) do
        call(lib.dscore_query_item_set, 4, query, alias, "clock", name)
    end
    local plan = make("dscore_plan", lib.dscore_plan_free, lib.dscore_plan_compile, 1, query)
    return setmetatable({handle = evaluate(self, plan, sources)}, Values)
end

--- Scores by a scorecard document (JSON text).
function Catalog:score(card_text, sources, options)
    options = options or {}
    options.by = options.by or {"subject"}
    local card = make("dscore_scorecard", lib.dscore_scorecard_free, lib.dscore_scorecard_parse, 3, self.handle, card_text,
        #card_text)
    local plan = make("dscore_plan", lib.dscore_plan_free, lib.dscore_scorecard_plan, 2, card, query_of(self, options))
    local values = evaluate(self, plan, sources)
    return setmetatable({handle = make("dscore_scores", lib.dscore_scores_free, lib.dscore_score, 2, card, values)}, Scores)
end

function Values:count()
    return tonumber(lib.dscore_values_row_count(self.handle))
end

--- Label of a row's key; rows and keys count from 0 as in C.
function Values:key(row, key)
    return ffi.string(lib.dscore_values_key(self.handle, row, key or 0))
end

--- Name of a row's period: "2026-11"; "" without periods.
function Values:period(row)
    return ffi.string(lib.dscore_values_period_name(self.handle, row))
end

--- One value: {value (nil unless OK), status, flags, n_used, n_missing, n_excluded}.
function Values:get(row, alias)
    local v = struct("dscore_value")
    call(lib.dscore_values_get, 4, self.handle, row, lib.dscore_values_find(self.handle, alias), v)
    return {value = v.status == lib.DSCORE_VALUE_OK and v.value or nil, status = v.status, flags = v.flags,
        n_used = tonumber(v.n_used), n_missing = tonumber(v.n_missing), n_excluded = tonumber(v.n_excluded)}
end

function Scores:count()
    return tonumber(lib.dscore_scores_count(self.handle))
end

--- One score: {subject, total (nil unless OK), grade, rank, status, reason}.
function Scores:get(index)
    local s = struct("dscore_score_row")
    call(lib.dscore_scores_get, 3, self.handle, index, s)
    return {subject = ffi.string(s.subject), total = s.status == lib.DSCORE_VALUE_OK and s.total or nil,
        grade = ffi.string(s.grade), rank = tonumber(s.rank), status = s.status, reason = s.reason}
end

--- The ledger as text, in "en" or "zh".
function Scores:explain(index, lang)
    return text_of(lib.dscore_scores_explain, self.handle, index, lang or "en")
end

return M
