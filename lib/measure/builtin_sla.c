/* Built-in indicators: deadlines and target spans. */
#include "measure/builtin.h"

/* Rows of a table, laid out by hand. */
/* clang-format off */
static const dsi_record rows[] = {
    {.id = "first_response_sla", .name_en = "First response in time", .name_zh = "首响SLA达成率",
     .description_en = "Share of tickets with a deadline whose first response met it; undecided ones are pending, "
         "tickets without a target are left out.",
     .description_zh = "有时限的工单中首次响应未超期的占比；尚未定的不计入，无时限的工单不计入。",
     .formula = "100 * share(met(first_response_at, first_response_due_at) where first_response_due_at is present)",
     .dimension = "efficiency", .source = "tickets", .placement = "event(created_at)", CREDIT_RESPONDER,
     .clock = "none", .exclude = STANDING_OUTBOUND, .unit = "%", .better = "higher",
     .domain_min = 0, .domain_max = 100, .since = "0.1", .reference = "metrics 69"},
    {.id = "resolution_sla", .name_en = "Resolution in time", .name_zh = "解决SLA达成率",
     .description_en = "Share of tickets with a deadline whose resolution met it; undecided ones are pending, "
         "tickets without a target are left out.",
     .description_zh = "有时限的工单中解决未超期的占比；尚未定的不计入，无时限的工单不计入。",
     .formula = "100 * share(met(resolved_at, resolution_due_at) where resolution_due_at is present)",
     .dimension = "efficiency", .source = "tickets", .placement = "event(created_at)", CREDIT_RESOLVER,
     .clock = "none", .exclude = STANDING, .unit = "%", .better = "higher", .domain_min = 0, .domain_max = 100,
     .since = "0.1", .reference = "metrics 70"},
    {.id = "resolution_sla_of_resolved",
     .name_en = "Resolution in time, of resolved", .name_zh = "解决SLA达成率(按已解决)",
     .description_en = "Share of resolved tickets with a deadline that were resolved in time; unresolved tickets "
         "and those without a deadline are left out.",
     .description_zh = "有时限的已解决工单中按时解决的占比；未解决或无时限的工单不计入。",
     .formula = "100 * share(resolved_at <= resolution_due_at where resolved_at is present and resolution_due_at "
         "is present)",
     .dimension = "efficiency", .source = "tickets", .placement = "event(created_at)", CREDIT_RESOLVER,
     .clock = "none", .exclude = STANDING, .unit = "%", .better = "higher", .domain_min = 0, .domain_max = 100,
     .since = "0.1", .reference = "metrics 70"},
    {.id = "next_response_sla", .name_en = "Next response in time", .name_zh = "后续响应SLA达成率",
     .description_en = "Share of later customer messages with a deadline that were answered in time; undecided "
         "ones are pending, first ones and those without a deadline are left out.",
     .description_zh = "有时限的后续客户消息中按时回复的占比；尚未定的不计入，首次消息与无时限的不计入。",
     .formula = "100 * share(met(coalesce(responded_at, ended_at), due_at) where due_at is present and not is_first)",
     .dimension = "efficiency", .source = "responses", .placement = "event(asked_at)", CREDIT_AGENT, .clock = "none",
     .exclude = STANDING, .unit = "%", .better = "higher", .domain_min = 0, .domain_max = 100, .since = "0.1",
     .reference = "metrics 71"},
    {.id = "first_response_sla_span",
     .name_en = "First response within its target span", .name_zh = "首响SLA达成率(按时长)",
     .description_en = "Share of tickets with a target span whose first response kept it; undecided ones are "
         "pending, tickets without a target are left out.",
     .description_zh = "有目标时长的工单中首次响应达标的占比；尚未定的不计入，无时限的工单不计入。",
     .formula = "100 * share(within(created_at, first_response_at, first_response_target) where "
         "first_response_target is present)",
     .dimension = "efficiency", .source = "tickets", .placement = "event(created_at)", CREDIT_RESPONDER,
     .clock = "calendar", .exclude = STANDING_OUTBOUND, .unit = "%", .better = "higher",
     .domain_min = 0, .domain_max = 100, .since = "0.1", .reference = "metrics 69"},
    {.id = "resolution_sla_span",
     .name_en = "Resolution within its target span, pauses out", .name_zh = "解决SLA达成率(按时长)",
     .description_en = "Share of tickets with a target span whose resolution kept it, pauses added to the span; "
         "undecided ones are pending, tickets without a target are left out.",
     .description_zh = "有目标时长的工单中解决达标的占比，目标时长加上暂停时间；尚未定的不计入，无时限的工单不计入。",
     .formula = "100 * share(within(created_at, resolved_at, resolution_target + paused_time) where "
         "resolution_target is present)",
     .dimension = "efficiency", .source = "tickets", .placement = "event(created_at)", CREDIT_RESOLVER,
     .clock = "calendar", .exclude = STANDING, .unit = "%", .better = "higher", .domain_min = 0, .domain_max = 100,
     .since = "0.1", .reference = "metrics 70"},
    {.id = "sla_met", .name_en = "Every target met", .name_zh = "SLA综合达成率",
     .description_en = "Share of tickets that met every target they have; tickets with an undecided target and "
         "those without any are left out.",
     .description_zh = "满足其全部时限的工单占比；有未定时限或无时限的工单不计入。",
     .formula = "100 * share((first_response_due_at is missing or met(first_response_at, first_response_due_at)) "
         "and (resolution_due_at is missing or met(resolved_at, resolution_due_at)) where (first_response_due_at "
         "is missing or met(first_response_at, first_response_due_at) is present) and (resolution_due_at is "
         "missing or met(resolved_at, resolution_due_at) is present) and (first_response_due_at is present or "
         "resolution_due_at is present))",
     .dimension = "efficiency", .source = "tickets", .placement = "event(created_at)", CREDIT_RESOLVER,
     .clock = "none", .exclude = STANDING, .unit = "%", .better = "higher", .domain_min = 0, .domain_max = 100,
     .since = "0.1", .reference = "metrics 72"},
    {.id = "sla_met_flag", .name_en = "SLA met, the desk's own verdict", .name_zh = "SLA达成率(系统标记)",
     .description_en = "Share of tickets that the desk itself marks as within every target; rows without the fact "
         "are missing.",
     .description_zh = "系统标记为全部达标的工单占比；缺少该数据的行计为缺失。",
     .formula = "100 * share(is_sla_met)",
     .dimension = "efficiency", .source = "tickets", .placement = "event(created_at)", CREDIT_RESOLVER,
     .clock = "none", .exclude = STANDING, .unit = "%", .better = "higher", .domain_min = 0, .domain_max = 100,
     .since = "0.1", .reference = "metrics 72"},
    {.id = "first_response_sla_flag",
     .name_en = "First response SLA, the desk's own verdict", .name_zh = "首响SLA达成率(系统标记)",
     .description_en = "Share of tickets that the desk itself marks as answered in time; rows without the fact "
         "are missing.",
     .description_zh = "系统标记为首次响应达标的工单占比；缺少该数据的行计为缺失。",
     .formula = "100 * share(is_first_response_sla_met)",
     .dimension = "efficiency", .source = "tickets", .placement = "event(created_at)", CREDIT_RESPONDER,
     .clock = "none", .exclude = STANDING, .unit = "%", .better = "higher", .domain_min = 0, .domain_max = 100,
     .since = "0.1", .reference = "metrics 69"},
    {.id = "resolution_sla_flag",
     .name_en = "Resolution SLA, the desk's own verdict", .name_zh = "解决SLA达成率(系统标记)",
     .description_en = "Share of tickets that the desk itself marks as resolved in time; rows without the fact "
         "are missing.",
     .description_zh = "系统标记为解决达标的工单占比；缺少该数据的行计为缺失。",
     .formula = "100 * share(is_resolution_sla_met)",
     .dimension = "efficiency", .source = "tickets", .placement = "event(created_at)", CREDIT_RESOLVER,
     .clock = "none", .exclude = STANDING, .unit = "%", .better = "higher", .domain_min = 0, .domain_max = 100,
     .since = "0.1", .reference = "metrics 70"},
    {.id = "first_response_overrun", .name_en = "First response overrun", .name_zh = "首响平均超时时长",
     .description_en = "Mean time by which late first responses missed their deadline, open ones so far; tickets "
         "in time and those without a deadline are left out.",
     .description_zh = "超期首次响应的平均超时时长，未回复的计至当前；未超期与无时限的工单不计入。",
     .formula = "mean(elapsed(first_response_due_at, coalesce(first_response_at, now())) where "
         "first_response_due_at is present and coalesce(first_response_at, now()) > first_response_due_at)",
     .dimension = "efficiency", .source = "tickets", .placement = "event(created_at)", CREDIT_RESPONDER,
     .clock = "calendar", .exclude = STANDING_OUTBOUND, .unit = "s", .better = "lower",
     .domain_min = 0, .domain_max = INFINITY, .since = "0.1", .reference = "metrics 73"},
    {.id = "resolution_overrun", .name_en = "Resolution overrun", .name_zh = "解决平均超时时长",
     .description_en = "Mean time by which late resolutions missed their deadline, open ones so far; tickets in "
         "time and those without a deadline are left out.",
     .description_zh = "超期解决的平均超时时长，未解决的计至当前；未超期与无时限的工单不计入。",
     .formula = "mean(elapsed(resolution_due_at, coalesce(resolved_at, now())) where resolution_due_at is present "
         "and coalesce(resolved_at, now()) > resolution_due_at)",
     .dimension = "efficiency", .source = "tickets", .placement = "event(created_at)", CREDIT_RESOLVER,
     .clock = "calendar", .exclude = STANDING, .unit = "s", .better = "lower",
     .domain_min = 0, .domain_max = INFINITY, .since = "0.1", .reference = "metrics 73"},
    {.id = "resolution_overrun_median",
     .name_en = "Median resolution overrun", .name_zh = "解决超时时长中位数",
     .description_en = "Median time by which late resolutions missed their deadline, open ones so far; tickets in "
         "time and those without a deadline are left out.",
     .description_zh = "超期解决的超时时长中位数，未解决的计至当前；未超期与无时限的工单不计入。",
     .formula = "median(elapsed(resolution_due_at, coalesce(resolved_at, now())) where resolution_due_at is "
         "present and coalesce(resolved_at, now()) > resolution_due_at)",
     .dimension = "efficiency", .source = "tickets", .placement = "event(created_at)", CREDIT_RESOLVER,
     .clock = "calendar", .exclude = STANDING, .unit = "s", .better = "lower",
     .domain_min = 0, .domain_max = INFINITY, .since = "0.1", .reference = "metrics 73"},
    {.id = "resolution_overrun_p90",
     .name_en = "90th percentile resolution overrun", .name_zh = "解决超时时长90分位",
     .description_en = "Overrun that 90 % of the late resolutions do not exceed, open ones so far; tickets in "
         "time and those without a deadline are left out.",
     .description_zh = "90%的超期解决不超过的超时时长，未解决的计至当前；未超期与无时限的工单不计入。",
     .formula = "quantile(elapsed(resolution_due_at, coalesce(resolved_at, now())), 0.9 where resolution_due_at "
         "is present and coalesce(resolved_at, now()) > resolution_due_at)",
     .dimension = "efficiency", .source = "tickets", .placement = "event(created_at)", CREDIT_RESOLVER,
     .clock = "calendar", .exclude = STANDING, .unit = "s", .better = "lower",
     .domain_min = 0, .domain_max = INFINITY, .since = "0.1", .reference = "metrics 73"},
    {.id = "first_response_time_left",
     .name_en = "Least time left to a first response", .name_zh = "首响最短剩余时限",
     .description_en = "Least time left to the deadline of a first response; negative when one is late; finished "
         "tickets and those without a deadline are left out.",
     .description_zh = "距首次响应时限的最短剩余时间，已超期为负；已完成与无时限的工单不计入。",
     .formula = "min(first_response_due_at - now() where first_response_at is missing and first_response_due_at "
         "is present)",
     .dimension = "efficiency", .source = "tickets", .placement = "event(created_at)", CREDIT_AGENT, .clock = "none",
     .exclude = STANDING_OUTBOUND, .unit = "s", .better = "higher", .domain_min = -INFINITY, .domain_max = INFINITY,
     .since = "0.1", .reference = "metrics 74"},
    {.id = "resolution_time_left",
     .name_en = "Least time left to a resolution", .name_zh = "解决最短剩余时限",
     .description_en = "Least time left to the deadline of a resolution; negative when one is late; finished "
         "tickets and those without a deadline are left out.",
     .description_zh = "距解决时限的最短剩余时间，已超期为负；已完成与无时限的工单不计入。",
     .formula = "min(resolution_due_at - now() where resolved_at is missing and resolution_due_at is present)",
     .dimension = "efficiency", .source = "tickets", .placement = "event(created_at)", CREDIT_AGENT, .clock = "none",
     .exclude = STANDING, .unit = "s", .better = "higher", .domain_min = -INFINITY, .domain_max = INFINITY,
     .since = "0.1", .reference = "metrics 74"},
    {.id = "sla_coverage", .name_en = "Tickets with a target", .name_zh = "SLA覆盖率",
     .description_en = "Share of tickets that have a deadline at all; every row counts.",
     .description_zh = "设有时限的工单占比；每一行都计入。",
     .formula = "100 * share(first_response_due_at is present or resolution_due_at is present)",
     .dimension = "efficiency", .source = "tickets", .placement = "event(created_at)", CREDIT_AGENT, .clock = "none",
     .exclude = STANDING, .unit = "%", .better = "higher", .domain_min = 0, .domain_max = 100, .since = "0.1",
     .reference = "metrics 95"},
};

const dsi_builtin_section dsi_builtin_sla = {rows, (int32_t)(sizeof rows / sizeof rows[0])};
