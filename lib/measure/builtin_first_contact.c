/* Built-in indicators: first contact resolution. */
#include "measure/builtin.h"

/* Rows of a table, laid out by hand. */
/* clang-format off */
static const dsi_parameter limit_15min[] = {
    {"limit", DSCORE_TYPE_DURATION, "s", "15min", "0s", ""},
};
static const dsi_parameter window_7d[] = {
    {"window", DSCORE_TYPE_DURATION, "s", "7d", "0s", ""},
};

static const dsi_record rows[] = {
    {.id = "first_contact_resolution", .name_en = "First contact resolution", .name_zh = "首次联系解决率",
     .description_en = "Share of resolved tickets solved at the first contact: one contact and no reopening where "
         "these are known; resolved tickets without the facts are missing, unresolved ones are left out.",
     .description_zh = "已解决工单中首次联系即解决的占比：在数据可知时为一次联系且未重开；缺少相关数据的已解决工单"
         "计为缺失，未解决的不计入。",
     .formula = "100 * share(is_first_contact where is_resolved)",
     .dimension = "quality", .source = "tickets", .placement = "event(created_at)", CREDIT_RESOLVER, .clock = "none",
     .exclude = STANDING, .unit = "%", .better = "higher", .domain_min = 0, .domain_max = 100, .since = "0.1",
     .reference = "S2-3, S3-15; correction 2"},
    {.id = "fcr_single_contact", .name_en = "FCR: one contact", .name_zh = "首解率(单次联系)",
     .description_en = "Share of resolved tickets that took one contact; resolved tickets without the facts are "
         "missing, unresolved ones are left out.",
     .description_zh = "已解决工单中仅一次联系的占比；缺少相关数据的已解决工单计为缺失，未解决的不计入。",
     .formula = "100 * share(contacts == 1 where is_resolved)",
     .dimension = "quality", .source = "tickets", .placement = "event(created_at)", CREDIT_RESOLVER, .clock = "none",
     .exclude = STANDING, .unit = "%", .better = "higher", .domain_min = 0, .domain_max = 100, .since = "0.1",
     .reference = "metrics FCR-8"},
    {.id = "fcr_not_reopened", .name_en = "FCR: not reopened", .name_zh = "首解率(未重开)",
     .description_en = "Share of resolved tickets that were never reopened; resolved tickets without the facts "
         "are missing, unresolved ones are left out.",
     .description_zh = "已解决工单中从未重开的占比；缺少相关数据的已解决工单计为缺失，未解决的不计入。",
     .formula = "100 * share(reopens == 0 where is_resolved)",
     .dimension = "quality", .source = "tickets", .placement = "event(created_at)", CREDIT_RESOLVER, .clock = "none",
     .exclude = STANDING, .unit = "%", .better = "higher", .domain_min = 0, .domain_max = 100, .since = "0.1",
     .reference = "correction 2"},
    {.id = "fcr_at_most_one_reply",
     .name_en = "FCR: fewer than two replies", .name_zh = "首解率(回复少于2次)",
     .description_en = "Share of resolved tickets with fewer than two replies; resolved tickets without the facts "
         "are missing, unresolved ones are left out.",
     .description_zh = "已解决工单中回复少于两次的占比；缺少相关数据的已解决工单计为缺失，未解决的不计入。",
     .formula = "100 * share(replies < 2 where is_resolved)",
     .dimension = "quality", .source = "tickets", .placement = "event(created_at)", CREDIT_RESOLVER, .clock = "none",
     .exclude = STANDING, .unit = "%", .better = "higher", .domain_min = 0, .domain_max = 100, .since = "0.1",
     .reference = "metrics FCR-1"},
    {.id = "fcr_one_touch", .name_en = "FCR: exactly one reply", .name_zh = "首解率(一次回复)",
     .description_en = "Share of resolved tickets with exactly one reply; resolved tickets without the facts are "
         "missing, unresolved ones are left out.",
     .description_zh = "已解决工单中恰好一次回复的占比；缺少相关数据的已解决工单计为缺失，未解决的不计入。",
     .formula = "100 * share(replies == 1 where is_resolved)",
     .dimension = "quality", .source = "tickets", .placement = "event(created_at)", CREDIT_RESOLVER, .clock = "none",
     .exclude = STANDING, .unit = "%", .better = "higher", .domain_min = 0, .domain_max = 100, .since = "0.1",
     .reference = "metrics FCR-2"},
    {.id = "fcr_first_reply",
     .name_en = "FCR: resolved by the first reply, later ones allowed", .name_zh = "首解率(首次回复即解决)",
     .description_en = "Share of resolved tickets first resolved by the first reply, later replies allowed; "
         "resolved tickets without the facts are missing, unresolved ones are left out. Needs what a ticket's events tell.",
     .description_zh = "已解决工单中首次回复即解决的占比，允许其后再有回复；缺少相关数据的已解决工单计为缺失，未解"
         "决的不计入。需要由工单事件得出的数据。",
     .formula = "100 * share(first_resolution_replies == 1 where is_resolved)",
     .dimension = "quality", .source = "tickets", .placement = "event(created_at)", CREDIT_RESOLVER, .clock = "none",
     .exclude = STANDING, .unit = "%", .better = "higher", .domain_min = 0, .domain_max = 100, .since = "0.1",
     .reference = "metrics FCR-3"},
    {.id = "fcr_single_close",
     .name_en = "FCR: closed once by one agent, of conversations started", .name_zh = "首解率(单人一次关闭)",
     .description_en = "Share of conversations started that one agent closed once; rows without the facts are missing. "
         "Needs what a ticket's events tell.",
     .description_zh = "所发起会话中由一名坐席一次关闭的占比；缺少相关数据的行计为缺失。需要由工单事件得出的数据。",
     .formula = "100 * share(is_resolved and reopens == 0 and agents_involved == 1)",
     .dimension = "quality", .source = "tickets", .placement = "event(created_at)", CREDIT_AGENT, .clock = "none",
     .exclude = STANDING, .unit = "%", .better = "higher", .domain_min = 0, .domain_max = 100, .since = "0.1",
     .reference = "metrics FCR-4"},
    {.id = "fcr_fast_close", .name_en = "FCR: closed fast", .name_zh = "首解率(快速关闭)",
     .description_en = "Share of closed tickets closed within the limit; tickets not closed are left out.",
     .description_zh = "已关闭工单中在时限内关闭的占比；未关闭的工单不计入。",
     .formula = "100 * share(elapsed(created_at, closed_at) < $limit where closed_at is present)",
     .dimension = "quality", .source = "tickets", .placement = "event(created_at)", CREDIT_AGENT, .clock = "calendar",
     .exclude = STANDING, .unit = "%", .better = "higher", .parameters = limit_15min, .parameter_count = 1,
     .domain_min = 0, .domain_max = 100, .since = "0.1", .reference = "metrics FCR-5"},
    {.id = "fcr_no_recontact",
     .name_en = "FCR: no contact for the same problem within the window", .name_zh = "首解率(窗口内无重复来电)",
     .description_en = "Share of tickets without another one for the same customer and problem within the window; "
         "tickets younger than the window are left out.",
     .description_zh = "窗口期内同一客户同一问题无再次来单的工单占比；未满窗口期的工单不计入。",
     .formula = "100 * share(next_same_problem_at is missing or next_same_problem_at > created_at + $window where "
         "created_at + $window < now())",
     .dimension = "quality", .source = "tickets", .placement = "event(created_at)", CREDIT_AGENT, .clock = "none",
     .exclude = STANDING, .unit = "%", .better = "higher", .parameters = window_7d, .parameter_count = 1,
     .domain_min = 0, .domain_max = 100, .since = "0.1", .reference = "metrics FCR-6"},
    {.id = "fcr_no_recontact_7d",
     .name_en = "FCR: none for the same problem within 7 days", .name_zh = "首解率(7天内无重复来电)",
     .description_en = "Share of tickets without another one for the same customer and problem within 7 days; "
         "tickets younger than the window are left out.",
     .description_zh = "7天内同一客户同一问题无再次来单的工单占比；未满窗口期的工单不计入。",
     .formula = "100 * share(next_same_problem_at is missing or next_same_problem_at > created_at + 7d where "
         "created_at + 7d < now())",
     .dimension = "quality", .source = "tickets", .placement = "event(created_at)", CREDIT_AGENT, .clock = "none",
     .exclude = STANDING, .unit = "%", .better = "higher", .domain_min = 0, .domain_max = 100, .since = "0.1",
     .reference = "metrics FCR-6 (NICE)"},
    {.id = "fcr_no_recontact_72h",
     .name_en = "FCR: none at all within 72 hours", .name_zh = "首解率(72小时内无来电)",
     .description_en = "Share of tickets without another one of the same customer within 72 hours; tickets "
         "younger than the window are left out.",
     .description_zh = "72小时内同一客户无再次来单的工单占比；未满窗口期的工单不计入。",
     .formula = "100 * share(next_contact_at is missing or next_contact_at > created_at + 72h where created_at + "
         "72h < now())",
     .dimension = "quality", .source = "tickets", .placement = "event(created_at)", CREDIT_AGENT, .clock = "none",
     .exclude = STANDING, .unit = "%", .better = "higher", .domain_min = 0, .domain_max = 100, .since = "0.1",
     .reference = "metrics FCR-6 (NICE)"},
    {.id = "fcr_survey", .name_en = "FCR: as customers say", .name_zh = "首解率(客户回访)",
     .description_en = "Share of surveyed customers who say their case was solved at the first contact; those who "
         "did not answer are missing.",
     .description_zh = "回访客户中表示首次联系即解决的占比；未答复的计为缺失。",
     .formula = "100 * share(survey_first_contact)",
     .dimension = "quality", .source = "tickets", .placement = "event(created_at)", CREDIT_SURVEY_AGENT,
     .clock = "none", .exclude = STANDING, .unit = "%", .better = "higher", .domain_min = 0, .domain_max = 100,
     .sampled = 1, .since = "0.1", .reference = "metrics FCR-7"},
    {.id = "fcr_strict",
     .name_en = "FCR: one agent, at most one reply, no transfer, reopening or recontact", .name_zh = "首解率(严格)",
     .description_en = "Share of resolved tickets with one agent, at most one reply, no transfer, no reopening "
         "and no recontact within the window; tickets without the facts are missing, unresolved and younger ones "
         "are left out. Needs what a ticket's events tell and the customer's later tickets.",
     .description_zh = "已解决工单中一名坐席、至多一次回复、无转接、无重开且窗口期内无再次来单的占比；缺少相关数据"
         "的工单计为缺失，未解决或未满窗口期的不计入。需要由工单事件得出的数据以及该客户其后的工单。",
     .formula = "100 * share(agents_involved == 1 and replies <= 1 and transfers == 0 and reopens == 0 and "
         "(next_same_problem_at is missing or next_same_problem_at > created_at + $window) where is_resolved and "
         "created_at + $window < now())",
     .dimension = "quality", .source = "tickets", .placement = "event(created_at)", CREDIT_RESOLVER, .clock = "none",
     .exclude = STANDING, .unit = "%", .better = "higher", .parameters = window_7d, .parameter_count = 1,
     .domain_min = 0, .domain_max = 100, .since = "0.1", .reference = "metrics FCR-9"},
    {.id = "fcr_single_contact_7d",
     .name_en = "FCR: one contact, not reopened, no recontact in 7 days", .name_zh = "一次问题解决率",
     .description_en = "Share of resolved tickets with one contact, no reopening and no recontact within 7 days; "
         "tickets without the facts are missing, unresolved and younger ones are left out.",
     .description_zh = "已解决工单中一次联系、未重开且7天内无再次来单的占比；缺少相关数据的工单计为缺失，未解决或"
         "未满窗口期的不计入。",
     .formula = "100 * share(contacts == 1 and reopens == 0 and (next_same_problem_at is missing or "
         "next_same_problem_at > created_at + 7d) where is_resolved and created_at + 7d < now())",
     .dimension = "quality", .source = "tickets", .placement = "event(created_at)", CREDIT_RESOLVER, .clock = "none",
     .exclude = STANDING, .unit = "%", .better = "higher", .domain_min = 0, .domain_max = 100, .since = "0.1",
     .reference = "requirements section 7; S4-2"},
};

const dsi_builtin_section dsi_builtin_first_contact = {rows, (int32_t)(sizeof rows / sizeof rows[0])};
