/* What `deskscore help --lang zh` says: the texts of help_en.c in Chinese. */
#include "help.h"

/* clang-format off */
static const char overview[] =
    "deskscore 命令 ...\n"
    "\n"
    "指标\n"
    "  measure     按客服、团队等和周期计算指标\n"
    "  rows        一个数字背后的各行\n"
    "  audit       文件里有什么问题\n"
    "  lifecycle   把事件日志变成工单\n"
    "  worktime    两个时刻之间的工作时间\n"
    "  catalog     有哪些指标，各是什么意思\n"
    "  sql         以 SQL 写出一个指标\n"
    "\n"
    "评分\n"
    "  score       按评分卡或评分方案得出总分、等级和名次；--explain：逐项说明\n"
    "  whatif      要达到需要什么、假如如何、为什么变了\n"
    "  weights     由判断或由数据得出权重\n"
    "  check       文档里有什么错误，或有什么可疑之处\n"
    "\n"
    "决定\n"
    "  rank        分数的名次、名单和配额；或按政策得出奖金、辅导等\n"
    "  targets     团队和个人离 SMART 目标还有多远\n"
    "\n"
    "deskscore help 命令      它的选项，以及它的文件的列；--lang zh：中文\n"
    "deskscore help input     所有读取工单的命令的选项：列、数据源、行\n"
    "deskscore help time      时区、周期、工作时间\n"
    "deskscore help all       全部\n"
    "deskscore version\n"
    "\n"
    "几乎所有命令都可加 --format table|csv|json 和 --lang en|zh。退出状态：0 完成，1 数据有误，2 用法有误。\n";

static const char options_score[] =
    "score：总分、等级和名次，以及各自的明细\n"
    "  --card CARD.json                  评分卡；未给 --by 和 --period 时，以卡上写明的对象和周期为准\n"
    "                                    （--period \"\"：整个时间范围）\n"
    "  --scheme SCHEME.json              多张评分卡中哪一张、从哪天起、评哪些人；需要 --period，或者\n"
    "                                    --from 和 --to\n"
    "  --roll-up quarter|year            与 --card 同用：取 --period 各周期得分的平均，不重新评分\n"
    "  --roll-up-by equal|days|rows      各周期的权重：相同、按长度、按记录数\n"
    "  --roster ROSTER.csv               与 --scheme 同用：subject，可有 period，以及方案要问的文本：team、role\n"
    "  --known-at DATE                   与 --scheme 同用：按那一天所知的情况\n"
    "  --explain NAME                    一个对象的逐行明细；--format json：带上所有数字\n";

static const char options_worktime[] =
    "worktime：日历上的时间；PAIRS.csv 有 from 和 to 两列\n"
    "  --calendar CAL.json               营业时间、工作日、节假日\n"
    "  --zone NAME                       不带时差的时间所在的时区；默认是日历的时区\n"
    "  --from A --to B                   两个时刻之间的工作秒数\n"
    "  --from A --add SPAN               3d：之后第三个工作日；4h、90min、30s、-2h：工作时间\n";

static const char options_lifecycle[] =
    "lifecycle：把 EVENTS.csv（ticket、at、kind；可有 actor、actor_kind、value）变成工单、回复、分派和处理轮次\n"
    "  --out FOLDER                      四个文件放在哪里\n"
    "  --policy NAME=VALUE               如何解读事件：arrival=by_ticket、bots=yes、status:waiting=pending 等\n"
    "  --profile、--map、--define、--time-format、--missing、--sep、--now、--zone、--calendar：见 deskscore help input\n"
    "  和 deskscore help time\n";

static const char options_audit[] =
    "audit：缺失、无法读取、超出量表、重复、在未来或早于开始的内容\n"
    "  --audit NAME=keep|exclude|fail    这样的行如何处置：duplicate、future、stop_before_start 等\n"
    "  --rows N                          每项发现列出文件的多少行\n";

static const char options_whatif[] =
    "whatif：关于得分的一个问题\n"
    "  --set ITEM=VALUE --subject NAME   换一个值后的得分（可多次给出）；以指标的单位计的数字，单位为秒时可写\n"
    "                                    30s 这样的时长，none 表示没有数据\n"
    "  --reach TOTAL|GRADE|next          单靠每一项：达到目标的最近的值，以及每一单位带来多少\n"
    "  --against CARD2.json              同样的对象用另一张卡：总分、变化、名次、等级\n"
    "  --attribute periods|cards         总分为什么变了，分摊到得分和权重：在每个对象的最后两个周期之间\n"
    "                                    （--period），或在两张卡之间（--against）\n";

static const char options_rank[] =
    "rank：SCORES.csv 有 subject 和 score 两列，或 subject、x 和 n（n 例中的 x 例：以 % 计的占比）\n"
    "  group                             一列：在组内排名\n"
    "  lo, hi                            各自区间的两列：可能与组均值一样好的人不进末位名单\n"
    "  --by point|shrunk|lower           按得分排名；按向总体收缩后的占比；按其区间的下限（后两者需要 n）\n"
    "  --method competition|dense|modified|fractional|ordinal   并列如何排名\n"
    "  --keys COLUMN[,COLUMN]            区分并列的数字，大者在前；再按文件里的顺序\n"
    "  --top 10% --bottom 10%            首位和末位名单；--group-min 10：人数更少的组没有末位名单\n"
    "  --places at-least-one|floor|round|ceil   默认首位至少一人，末位向下取整\n"
    "  --ties include|exclude|break|split       并列跨过名单末尾时：默认首位名单算入，末位名单不算入\n"
    "  --quota A=20%,B=70%,C=10%         等级，最好的在前；并列者取较高的等级\n"
    "  给出 --card 和 --policy 时执行一份决定文档，每条规则和对象一行：\n"
    "  --roster ROSTER.csv               subject；可有 period、tenure_days、worked_days、leave_days、complaints、\n"
    "                                    salary；team 等文本；自己的数字\n"
    "  --show last|all                   每条规则最后一个已结束的周期，或全部周期\n"
    "  --indicators ALIAS=ID,...         评分卡之外规则要看的项目\n";

static const char options_targets[] =
    "targets：团队和个人离一份计划（kind targets）里的目标还有多远，每个一行\n"
    "  --roster ROSTER.csv               subject,period,tenure_days,worked_days,leave_days,complaints,salary 和 team\n"
    "                                    等文本：对人员所知的情况；除 subject 外各列都可以没有\n"
    "  --checks                          每个目标是否 SMART：SP1 至 TB5，并说明理由\n"
    "  --explain ID|mbo                  一个目标，或商定的各项目标，对每个对象的完整说明\n";

static const char options_weights[] =
    "weights：方法、其文件的列和选项。数字可以是分数：1/3\n"
    "  equal       criterion\n"
    "  points      criterion,points      分摊的分数或打分，不小于 0\n"
    "  swing       criterion,swing       从最差到最好这一步的价值，0 至 100，其中一个为 100\n"
    "  ranks       criterion,rank        1 最重要；--rule centroid|sum|reciprocal|exponent（--exponent P）\n"
    "  ahp         一个矩阵：criterion,NAME,NAME,... 和每项一行；或一个清单：a,b,judgement：a 的重要性是 b 的\n"
    "              几倍。空格：未判断；一对的另一侧可以为空。多人：几个文件，或一列 person；\n"
    "              --group judgements|priorities；--solve eigen|geometric|column-mean；\n"
    "              --random-index simulated|tummala-ling|classic\n"
    "  entropy     subject,NAME,NAME,... 每个对象或周期一行；--less NAME[,NAME]：越小越好的列；\n"
    "              --scaling as-given|reciprocal|min-max|min-max-lifted\n"
    "  deviation, critic                 同样的文件；--scaling as-given|min-max；critic：--correlation\n"
    "              pearson|spearman\n"
    "  merec       同样的文件，数字大于 0；--less NAME[,NAME]\n"
    "  best-worst  criterion,best_to_other,other_to_worst   1 至 9；--model simplified|linear|nonlinear\n"
    "              （--alpha A：simplified 中 best_to_other 所占的份额）\n"
    "  combine     两个文件，列为 criterion,weight（如 --format csv 所输出）；--by additive|multiplicative|entropy\n"
    "              （--alpha A：additive 中第一个文件的份额）\n"
    "  --out WEIGHTS.json                一份权重文档（kind weights），供评分卡使用\n";

static const char options_check[] =
    "check：文档里有什么错误或可疑之处；给出数据时，数据对使用中的评分卡说明了什么\n"
    "  --profile PROFILE.json            指出所映射的列永远无法给出的项目\n";

static const char options_input[] =
    "input：FILE.csv 存放工单；- 是标准输入\n"
    "  --profile PROFILE.json            列如何成为字段，每个键保留哪一行\n"
    "  --map [SOURCE.]FIELD=COLUMN       一个字段对应的列（可多次给出）；否则取与字段同名的列\n"
    "  --source NAME=FILE                另一个数据源：agent_periods、agents、totals 等\n"
    "  --define DOC.json                 自定义的字段和指标\n"
    "  --time-format FMT                 与 strptime 相同，%f 表示小数秒；默认 ISO 8601\n"
    "  --duration-format FIELD=h.mm.ss   带分隔符的时长\n"
    "  --missing TEXT                    表示缺失的文本（空单元格总是缺失）\n"
    "  --from INSTANT --to INSTANT       含起点，不含终点；只写日期表示当天零点\n"
    "  --now INSTANT                     默认为系统时钟，并写到标准错误\n"
    "  --where [SOURCE:]FORMULA          只取此条件成立的行\n"
    "  --param ALIAS.NAME=VALUE          指标的一个参数\n"
    "  --negative exclude|signed|clamp|fail   负的时间间隔\n"
    "  --quantiles exact|sketch          分位数；sketch：超过 256 个值时误差不超过 1/128，占用内存少\n"
    "  --audit NAME=exclude|fail         审核发现有误的行：duplicate、future、stop_before_start 等\n"
    "  --repeat-window 30d               文件没有相应的列时，由客户和问题判断重复来单\n"
    "  --sep CHAR                        单元格之间的分隔符，\\t 表示制表符\n";

static const char options_time[] =
    "time：没有 --zone 时，不带时差的时间为 UTC\n"
    "  --zone NAME                       Europe/Paris、UTC、+08:00：文件和选项中不带时差的时间、周期和钟点所在的\n"
    "                                    时区。两个相同的当地时间取第一个；跳过的时间往后移\n"
    "  --period day|week|month|quarter|year   每个周期一行；week:sun、quarter:apr、year:jul 从别处开始；\n"
    "                                    在 --from 和 --to 之间，否则为数据所在的整个周期\n"
    "  --calendar [NAME=]CAL.json        营业时间：默认日历，或名为 NAME 的日历（可多次给出）\n"
    "  --calendar-field FIELD            指明一行所用日历的字段\n"
    "  --clock [ALIAS=]business|calendar 一个指标的时钟，或所有有时钟的指标的时钟（评分卡自己写明）\n";

static const char options_measure[] =
    "状态：一天或一部分数据累计的结果，保存在文件里\n"
    "  --save STATE                      把 FILE 和 --merge 累计的结果保存在文件 STATE 里\n"
    "  --merge STATE                     加入以同样的问题保存的结果（可多次给出）；可以没有 FILE。\n"
    "                                    用 --period 时要给出 --from 和 --to\n"
    "  --regroup KEY=FILE.csv            换一个键的标签：FILE.csv 有 KEY 一列，另一列是它变成什么，如 agent,team；\n"
    "                                    或 from,to：更正标签。--save 保存的是更换之前的结果\n"
    "  --others refuse|keep|missing      FILE.csv 没有列出的标签：报错、保留、视为缺失\n";
/* clang-format on */

const char *const help_zh[HELP_TEXTS] = {
    [HELP_OVERVIEW] = overview,
    [HELP_SCORE] = options_score,
    [HELP_WORKTIME] = options_worktime,
    [HELP_LIFECYCLE] = options_lifecycle,
    [HELP_AUDIT] = options_audit,
    [HELP_WHATIF] = options_whatif,
    [HELP_RANK] = options_rank,
    [HELP_TARGETS] = options_targets,
    [HELP_WEIGHTS] = options_weights,
    [HELP_CHECK] = options_check,
    [HELP_INPUT] = options_input,
    [HELP_TIME] = options_time,
    [HELP_MEASURE] = options_measure,
};
