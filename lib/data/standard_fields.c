/* The built-in schema: the sources and their fields; those of tickets are in standard_tickets.c. A table, no code. */
#include "data/standard_rows.h"

/* Rows of a table, laid out by hand. */
/* clang-format off */
static const dsi_field responses_fields[] = {
    KEY("ticket", 0, "its ticket", "所属工单"),
    KEY("agent", OPTIONAL, "who answered, else who held the ticket", "回复的客服；无回复时为当时的受理人"),
    KEY("team", OPTIONAL, "team of that agent", "该客服的团队"),
    KEY("channel", OPTIONAL, "channel", "渠道"),
    BOOLEAN("is_first", 0, NO_DERIVE, "the first segment of the ticket", "是否为该工单的第一个响应段"),
    INSTANT("asked_at", NO_DERIVE, "first unanswered customer message of the segment",
        "本段中第一条未回复的客户消息的时刻"),
    INSTANT("responded_at", NO_DERIVE, "human reply; missing: none", "人工回复的时刻；缺失表示未回复"),
    INSTANT("ended_at", NO_DERIVE, "segment ended without reply (ticket resolved, merged); missing: not so",
        "未回复而结束的时刻（工单已解决或合并）；缺失表示并非如此"),
    INSTANT("due_at", NO_DERIVE, "deadline; missing: no target", "截止时刻；缺失表示没有目标"),
    BOOLEAN("is_spam", OPTIONAL, NO_DERIVE, "spam, copied from the ticket", "是否为垃圾工单，取自工单"),
    BOOLEAN("is_merged", OPTIONAL, NO_DERIVE, "merged, copied from the ticket", "是否已合并，取自工单"),
    BOOLEAN("is_deleted", OPTIONAL, NO_DERIVE, "deleted, copied from the ticket", "是否已删除，取自工单"),
    BOOLEAN("is_test", OPTIONAL, NO_DERIVE, "a test, copied from the ticket", "是否为测试，取自工单"),
};

static const dsi_field assignments_fields[] = {
    KEY("ticket", 0, "its ticket", "所属工单"),
    KEY("agent", OPTIONAL, "assigned agent", "被分派的客服"),
    KEY("team", OPTIONAL, "assigned team", "被分派的团队"),
    INSTANT("assigned_at", NO_DERIVE, "assigned", "分派的时刻"),
    INSTANT("first_reply_at", NO_DERIVE, "this agent's first public reply in this assignment",
        "该客服在本次分派中的首次公开回复时刻"),
    INSTANT("unassigned_at", NO_DERIVE, "assignment ended", "本次分派结束的时刻"),
    SPAN("paused_time", "paused_time_business", "closed or on hold between assigned_at and first_reply_at",
        "分派到首次回复之间关闭或挂起的时长"),
    DURATION("paused_time_business", 0, 0.0, NO_DERIVE,
        "closed or on hold between assigned_at and first_reply_at, in working time",
        "分派到首次回复之间关闭或挂起的时长，按工作时间"),
    BOOLEAN("is_spam", OPTIONAL, NO_DERIVE, "spam, copied from the ticket", "是否为垃圾工单，取自工单"),
    BOOLEAN("is_merged", OPTIONAL, NO_DERIVE, "merged, copied from the ticket", "是否已合并，取自工单"),
    BOOLEAN("is_deleted", OPTIONAL, NO_DERIVE, "deleted, copied from the ticket", "是否已删除，取自工单"),
    BOOLEAN("is_test", OPTIONAL, NO_DERIVE, "a test, copied from the ticket", "是否为测试，取自工单"),
};

static const dsi_field cycles_fields[] = {
    KEY("ticket", 0, "its ticket", "所属工单"),
    KEY("agent", OPTIONAL, "holder at its end", "本轮结束时的受理人"),
    KEY("resolver", OPTIONAL, "who resolved", "解决人"),
    KEY("team", OPTIONAL, "team", "团队"),
    COUNT("sequence", 1.0, NO_DERIVE, "1 = created, 2 = first reopening, ...",
        "轮次：1 为创建，2 为第一次重开，依此类推"),
    INSTANT("opened_at", NO_DERIVE, "creation or reopening", "创建或重开的时刻"),
    INSTANT("resolved_at", NO_DERIVE, "resolution; missing: open", "解决的时刻；缺失表示未解决"),
    BOOLEAN("is_spam", OPTIONAL, NO_DERIVE, "spam, copied from the ticket", "是否为垃圾工单，取自工单"),
    BOOLEAN("is_merged", OPTIONAL, NO_DERIVE, "merged, copied from the ticket", "是否已合并，取自工单"),
    BOOLEAN("is_deleted", OPTIONAL, NO_DERIVE, "deleted, copied from the ticket", "是否已删除，取自工单"),
    BOOLEAN("is_test", OPTIONAL, NO_DERIVE, "a test, copied from the ticket", "是否为测试，取自工单"),
};

static const dsi_field events_fields[] = {
    KEY("ticket", 0, "the ticket that it happened to", "所属工单"),
    INSTANT("at", NO_DERIVE, "when it happened", "发生的时刻"),
    KEY("kind", 0,
        "what happened: created, message, note, status, assigned, team, resolved, reopened, closed, handoff, paused, "
        "resumed, merged, deleted, restored, escalated, spam, survey_sent, survey_answered, linked",
        "事件种类：created 创建、message 消息、note 内部备注、status 改状态、assigned 分派、team 转团队、resolved 解决、"
        "reopened 重开、closed 关闭、handoff 转人工、paused 停表、resumed 恢复、merged 合并、deleted 删除、restored 还原、"
        "escalated 升级、spam 垃圾、survey_sent 邀评、survey_answered 评价、linked 关联知识库"),
    KEY("actor", OPTIONAL, "who did it", "操作人"),
    KEY("actor_kind", OPTIONAL, "what did it: human (an agent), bot, customer or system",
        "操作人的类别：human 人工客服、bot 机器人、customer 客户、system 系统"),
    BOOLEAN("is_public", OPTIONAL, NO_DERIVE, "a message that the customer sees; missing: yes",
        "消息是否对客户可见；缺失表示可见"),
    KEY("value", OPTIONAL, "what it was set to: status, agent, team, target of a merge, points of an answer",
        "新的取值：状态、客服、团队、合并到的工单、评分"),
    KEY("team", OPTIONAL, "created, assigned, team: team of the ticket from then on; else the actor's team",
        "创建、分派、转团队时为此后工单所属的团队；其他事件为操作人的团队"),
    KEY("customer", OPTIONAL, "who asked", "提出诉求的客户"),
    KEY("problem", OPTIONAL, "key of the problem (similarity key)", "问题的标识（相似问题归并键）"),
    KEY("channel", OPTIONAL, "channel", "渠道"),
    KEY("priority", OPTIONAL, "priority", "优先级"),
    KEY("category", OPTIONAL, "topic", "问题主题"),
};

static const dsi_field surveys_fields[] = {
    KEY("ticket", OPTIONAL, "the ticket that the survey is about", "评价所针对的工单"),
    KEY("agent", OPTIONAL, "whom the answer is about", "评价所针对的客服"),
    KEY("team", OPTIONAL, "team of that agent", "该客服的团队"),
    KEY("channel", OPTIONAL, "channel", "渠道"),
    KEY("customer", 0, "who was invited", "被邀请的客户"),
    INSTANT("created_at", NO_DERIVE, "what places the row in a period: the answer, else the invitation",
        "归入期间所用的时刻：有评价取评价时刻，否则取邀评时刻"),
    INSTANT("survey_sent_at", NO_DERIVE, "invitation sent", "发出邀评的时刻"),
    INSTANT("survey_answered_at", NO_DERIVE, "answered", "客户完成评价的时刻"),
    BOOLEAN("is_survey_answered", 0, DERIVE("survey_answered_at is present",
        "csat is present", "nps is present", "ces is present"),
        "answered",
        "客户是否完成评价"),
    BOOLEAN("survey_first_contact", 0, NO_DERIVE, "customer says: solved at the first contact",
        "客户在评价中是否认为首次联系即已解决"),
    BOOLEAN("is_complaint", 0, NO_DERIVE, "is a complaint", "是否为投诉"),
    NUMBER("csat", 0, "points", 1.0, 5.0, "satisfaction", "满意度评分"),
    NUMBER("nps", 0, "points", 0.0, 10.0, "would recommend", "净推荐值问题的评分：推荐意愿"),
    NUMBER("ces", 0, "points", 1.0, 7.0, "\"made it easy\", 7 = fully agree",
        "客户费力度问题的评分，7 表示非常轻松"),
    NUMBER("effort", 0, "points", 1.0, 5.0, "legacy effort question, 5 = most effort",
        "旧式费力度问题的评分，5 表示最费力"),
};

static const dsi_field checks_fields[] = {
    KEY("ticket", OPTIONAL, "the ticket that was reviewed", "被质检的工单"),
    KEY("agent", OPTIONAL, "reviewed agent", "被质检的客服"),
    KEY("team", OPTIONAL, "team of that agent", "该客服的团队"),
    KEY("reviewer", OPTIONAL, "who reviewed", "质检人"),
    INSTANT("checked_at", NO_DERIVE, "review date", "质检的时刻"),
    NUMBER("score", 0, "points", NO_MIN, NO_MAX, "selected value; missing: not applicable",
        "该项所选的分值；缺失表示不适用"),
    NUMBER("score_min", 0, "points", NO_MIN, NO_MAX, "lowest value of the scale", "该项量表的最低分"),
    NUMBER("score_max", 0, "points", NO_MIN, NO_MAX, "highest value of the scale", "该项量表的最高分"),
    NUMBER("weight", 0, "", 0.0, NO_MAX, "weight of the item", "该项的权重"),
};

static const dsi_field agent_periods_fields[] = {
    KEY("agent", 0, "the agent the row is for", "该行所属的客服"),
    KEY("team", OPTIONAL, "team of that agent", "该客服的团队"),
    INSTANT("period_start", NO_DERIVE, "first instant of the period the row is for", "该行所属期间的起始时刻"),
    NUMBER("worked_days", 0, "days", 0.0, NO_MAX, "days worked", "出勤天数"),
    NUMBER("scheduled_days", 0, "days", 0.0, NO_MAX, "days on the roster", "排班天数"),
    NUMBER("absent_days", 0, "days", 0.0, NO_MAX, "of these absent", "其中缺勤天数"),
    DURATION("login_time", 0, 0.0, NO_DERIVE, "logged in", "登录时长"),
    DURATION("queue_time", 0, 0.0, NO_DERIVE, "available for contacts", "可接待时长"),
    DURATION("contact_time", 0, 0.0, NO_DERIVE, "on at least one contact", "至少有一个接待的时长"),
    DURATION("idle_time", 0, 0.0, NO_DERIVE, "available and idle", "可接待但空闲的时长"),
    DURATION("handle_time", 0, 0.0, NO_DERIVE, "handling, as paid work", "处理时长，计入有薪工时"),
    DURATION("paid_time", 0, 0.0, NO_DERIVE, "paid", "有薪工时"),
    DURATION("scheduled_time", 0, 0.0, NO_DERIVE, "scheduled", "排班时长"),
    DURATION("adherent_time", 0, 0.0, NO_DERIVE, "of this spent as scheduled", "其中按排班执行的时长"),
    DURATION("scheduled_queue_time", 0, 0.0, NO_DERIVE, "scheduled for contacts", "排班中安排接待的时长"),
    COUNT("training_assigned", 0.0, NO_DERIVE, "trainings assigned", "应参加的培训次数"),
    COUNT("training_attended", 0.0, NO_DERIVE, "of these attended", "其中实际参加的次数"),
    COUNT("training_assessed", 0.0, NO_DERIVE, "exams sat", "参加考核的次数"),
    COUNT("training_passed", 0.0, NO_DERIVE, "exams passed in the end", "最终通过考核的次数"),
    COUNT("training_passed_first", 0.0, NO_DERIVE, "exams passed at the first attempt", "首次即通过考核的次数"),
    DURATION("training_time", 0, 0.0, NO_DERIVE, "trained", "培训时长"),
    COUNT("kb_created", 0.0, NO_DERIVE, "knowledge articles accepted", "被采纳的知识库文章数"),
    COUNT("kb_updated", 0.0, NO_DERIVE, "articles improved", "改进的知识库文章数"),
    COUNT("knowledge_shares", 0.0, NO_DERIVE, "sharing sessions given", "知识分享的场次"),
    COUNT("xdept_due", 0.0, NO_DERIVE, "cross-department tasks due", "到期的跨部门任务数"),
    COUNT("xdept_completed", 0.0, NO_DERIVE, "of these done", "其中已完成的任务数"),
    COUNT("xdept_on_time", 0.0, NO_DERIVE, "of these done in time", "其中按时完成的任务数"),
    NUMBER("esat", 0, "points", 1.0, 5.0, "employee satisfaction", "员工满意度评分"),
    NUMBER("enps", 0, "points", 0.0, 10.0, "would recommend the employer", "员工净推荐值评分：推荐雇主的意愿"),
    NUMBER("engagement", 0, "points", 0.0, 100.0, "engagement survey", "员工敬业度得分"),
    NUMBER("skill_score", 0, "points", 0.0, 100.0, "skills test", "技能测试得分"),
    NUMBER("review_score", 0, "points", 0.0, 100.0, "360-degree result (from the review module)",
        "360 度评价得分（来自评价模块）"),
};

static const dsi_field agents_fields[] = {
    KEY("agent", UNIQUE, "the person", "花名册：每人一行"),
    KEY("team", OPTIONAL, "team of the person", "所属团队"),
    KEY("role", OPTIONAL, "role of the person", "岗位"),
    KEY("status", OPTIONAL, "active, on leave, left", "状态：在岗、休假、离职"),
    KEY("card", OPTIONAL, "scorecard that applies", "适用的评分卡"),
    INSTANT("hired_at", NO_DERIVE, "hired", "入职时刻"),
    INSTANT("proficient_at", NO_DERIVE, "first met the standard", "首次达到熟练标准的时刻"),
    INSTANT("left_at", NO_DERIVE, "left", "离职时刻"),
};

static const dsi_field totals_fields[] = {
    KEY("scope", OPTIONAL, "agent, team, shop or platform the row is for; not bound: the company",
        "该行所指的客服、团队、店铺或平台；未绑定表示全公司"),
    INSTANT("period_start", NO_DERIVE, "first instant of the period the row is for", "该行所属期间的起始时刻"),
    NUMBER("days", MIN_OPEN, "days", 0.0, NO_MAX, "length of the period", "期间的天数"),
    NUMBER("support_cost", 0, "money", 0.0, NO_MAX, "all operating expense of support", "客服的全部运营费用"),
    NUMBER("after_sales_cost", 0, "money", 0.0, NO_MAX, "after-sales service cost", "售后服务成本"),
    NUMBER("labour_cost", 0, "money", 0.0, NO_MAX, "salaries", "人工薪酬"),
    NUMBER("training_cost", 0, "money", 0.0, NO_MAX, "training", "培训费用"),
    NUMBER("sales", 0, "money", NO_MIN, NO_MAX, "sales", "销售额"),
    COUNT("orders", 0.0, NO_DERIVE, "orders", "订单数"),
    COUNT("releases", 0.0, NO_DERIVE, "launches of services or features", "上线的服务或功能数"),
    COUNT("adopters", 0.0, NO_DERIVE, "users who used it", "使用过的用户数"),
    COUNT("eligible_users", 0.0, NO_DERIVE, "users who could", "可以使用的用户数"),
    COUNT("buyers", 0.0, NO_DERIVE, "buyers", "购买人数"),
    COUNT("repeat_buyers", 0.0, NO_DERIVE, "of these buying again", "其中复购人数"),
    COUNT("self_service_sessions", 0.0, NO_DERIVE, "help-centre sessions", "帮助中心会话数"),
    COUNT("self_service_resolved", 0.0, NO_DERIVE, "sessions that solved the problem", "其中解决问题的会话数"),
    COUNT("self_service_tickets", 0.0, NO_DERIVE, "sessions that ended in a ticket", "其中转成工单的会话数"),
    COUNT("help_centre_users", 0.0, NO_DERIVE, "distinct help-centre users", "帮助中心的去重用户数"),
    COUNT("ticket_users", 0.0, NO_DERIVE, "distinct users with a ticket", "提交工单的去重用户数"),
};

#define COUNT_OF(fields) ((int32_t)(sizeof(fields) / sizeof((fields)[0])))

static const dsi_source sources[] = {
    {"tickets", "one row a ticket, call or conversation",
        "每张工单、每通电话或每个会话一行", dsi_standard_ticket_fields, DSI_STANDARD_TICKET_FIELDS},
    {"responses", "one row a response segment: consecutive customer messages open one",
        "每个响应段一行：客户连续的消息开启一段", responses_fields, COUNT_OF(responses_fields)},
    {"assignments", "one row an assignment of a ticket to an agent",
        "每次分派一行", assignments_fields, COUNT_OF(assignments_fields)},
    {"cycles", "one row from the opening or reopening of a ticket to its resolution",
        "从创建或重开到解决，每轮一行", cycles_fields, COUNT_OF(cycles_fields)},
    {"events", "one row an event: what happened to a ticket, from which its life cycle is told",
        "每个事件一行：工单上发生的事，由此还原其生命周期", events_fields, COUNT_OF(events_fields)},
    {"surveys", "one row an invitation or answer, where a ticket has several or surveys come as a file",
        "每次邀评或评价一行：一张工单有多次评价，或评价单独成文件时使用", surveys_fields, COUNT_OF(surveys_fields)},
    {"checks", "one row a rated item of a quality review",
        "质检中每个评分项一行", checks_fields, COUNT_OF(checks_fields)},
    {"agent_periods", "one row an agent and period: ready-made numbers, summed, never averaged",
        "每名客服每个期间一行：现成数字，只相加，不取平均", agent_periods_fields, COUNT_OF(agent_periods_fields)},
    {"agents", "the roster: one row a person",
        "花名册：每人一行", agents_fields, COUNT_OF(agents_fields)},
    {"totals", "one row a period, or a scope and period",
        "每个期间一行，或每个范围每个期间一行", totals_fields, COUNT_OF(totals_fields)},
};

const dsi_source *dsi_standard_sources(int32_t *out_count)
{
    if (out_count != NULL) {
        *out_count = COUNT_OF(sources);
    }
    return sources;
}
