"""Writes the reference pages of the indicators from the catalogue: what `deskscore catalog --format json` prints, and
who else has each indicator (peers.json). Usage: deskscore catalog --format json | python3 generate.py [--check]"""
import json
import os
import re
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
KEEP = {"generate.py", "peers.json"}
DIMENSIONS = {"efficiency": "效率", "quality": "质量", "experience": "体验", "cost": "成本", "growth": "成长",
              "innovation": "创新", "collaboration": "协作", "people": "人员"}
BETTER = {"higher": ("higher is better", "越高越好"), "lower": ("lower is better", "越低越好"),
          "band": ("best inside a band", "区间内最佳"), "none": ("neither way", "无优劣方向")}
CLOCK = {"calendar": ("calendar time; a query may set business time", "自然时间；查询可改为营业时间"),
         "business": ("business time; a query may set calendar time", "营业时间；查询可改为自然时间"),
         "none": ("no clock in it", "不涉及时钟")}

# What each word of a formula does with rows that lack something: (pattern, English, Chinese), first to last.
RULES = [
    (r"\bwithin\(", "still open within its limit: pending, left out and counted; open past the limit: late",
     "仍在时限内未完成：待定，不计入并单独计数；超过时限仍未完成：视为超时"),
    (r"\bmet\(", "not done and not yet due: pending, left out and counted; past due and not done: breached",
     "未完成且未到期：待定，不计入并单独计数；已到期未完成：视为违约"),
    (r"\bkm_", "not yet ended: used as censored at now (or where the formula says)", "尚未结束：以当前时刻（或公式所定时刻）作删失使用"),
    (r"\bshare\(", "a row for which the condition is neither true nor false is missing", "条件真假不明的行计为缺失"),
    (r"\bratio\(", "sums run over the rows that have both sides", "分子分母只对两者俱全的行求和"),
    (r"\b(mean|median|quantile|quantile_observed|sum|min|max|stddev|variance|trimmed_mean)\(",
     "a row that lacks a field of it is missing, never zero", "缺少所需字段的行计为缺失，绝不当作零"),
    (r"\b(distinct|recurring)\(", "a row that lacks a key of it is missing", "缺少键的行计为缺失"),
    (r"\bcount\(where", "a row for which the condition is unknown is missing", "条件不明的行计为缺失"),
    (r"\bcount\([a-z]", "a row without the field is missing", "缺少该字段的行计为缺失"),
    (r"\bcount\(\)", "every row counts", "所有行都计数"),
]


def code(text):
    return "`" + text + "`" if text else ""


def missing_rule(indicator):
    if "coalesce([" in indicator["formula"]:
        return ("passes over operands whose source or fields are not given; without a value if the one taken has none",
                "跳过未提供数据源或字段的组成指标；所取指标无值则无值")
    if indicator["computed"]["level"] == "derived":
        return ("without a value if an operand has none; a count over no rows is 0",
                "任一组成指标无值则无值；无行时计数为0")
    rules = [rule for rule in RULES if re.search(rule[0], indicator["formula"])]
    return "; ".join(rule[1] for rule in rules), "；".join(rule[2] for rule in rules)


def peers_of(reference, peers):
    """The numbers that a reference cites (`metrics 1, 12; S0-14`), with those who have them."""
    found = []
    for part in re.split(r";|, metrics section", reference):
        part = part.strip()
        if not part.startswith("metrics ") or part.startswith("metrics section"):
            continue
        for word in re.findall(r"SL-\d|FCR-\d|\d+[a-c]?", part[len("metrics "):]):
            found += [entry for entry in peers.get(word, []) if entry not in found]
    return found


def field_lines(indicator, fields):
    known = {field["name"]: field for field in fields.get(indicator.get("source", ""), [])}
    for name in indicator["computed"]["fields"]:
        field = known.get(name, {})
        text = field.get("description", {})
        lines = f"| {code(name)} | {field.get('type', '')} | {text.get('en', '')} | {text.get('zh', '')} |"
        derive = field.get("derive", [])
        yield lines if not derive else lines[:-2] + " |\n|  | else | " + "; ".join(map(code, derive)) + " |  |"


def row(name_en, name_zh, text_en, text_zh=None):
    if not text_en:
        return []
    return [f"| {name_en} · {name_zh} | {text_en}" + (f"<br>{text_zh}" if text_zh else "") + " |"]


def facts(indicator):
    yield from row("Formula", "公式", code(indicator["formula"]))
    yield from row("Only rows", "仅限", code(indicator.get("where", "")))
    yield from row("Left out", "剔除", code(indicator.get("exclude", "")))
    yield from row("Missing", "缺失", *missing_rule(indicator))
    yield from row("Better", "方向", *BETTER[indicator["better"]])
    yield from row("Unit", "单位", code(indicator["unit"]))
    low, high = indicator.get("domain") or (None, None)
    yield from row("Range", "取值", " to ".join("…" if end is None else str(end) for end in (low, high))
                   if (low, high) != (None, None) else "")
    yield from row("Source", "数据源", code(indicator.get("source", "")) or "derived from other indicators",
                   None if indicator.get("source") else "由其他指标推导")
    yield from row("Placed in periods by", "归期依据", code(indicator.get("placement", "")))
    yield from row("Credited to", "归属", ", ".join(map(code, indicator.get("credit", []))))
    if indicator["computed"]["level"] != "derived":
        yield from row("Clock", "时钟", *CLOCK[indicator.get("clock") or "none"])
    for name, parameter in indicator.get("parameters", {}).items():
        given = [f"default {code(str(parameter['default']))}" if "default" in parameter else "must be given"]
        given += [f"{end} {code(str(parameter[end]))}" for end in ("min", "max") if end in parameter]
        yield from row(f"Parameter {code('$' + name)}", "参数", f"{parameter['type']}, " + ", ".join(given))
    yield from row("Operands", "组成指标", ", ".join(f"[{name}]({name}.md)" for name in indicator["computed"]["operands"]))
    yield from row("Sampled", "抽样", "a survey or sample: low coverage does not gate it" if indicator.get("sampled")
                   else "", "调查或抽样：覆盖率低不影响计分")
    yield from row("Replaced by", "后继", code(indicator.get("replaced_by", "")))
    yield from row("Dimension", "维度", indicator["dimension"], DIMENSIONS.get(indicator["dimension"].lower()))
    yield from row("Where it comes from", "出处", indicator.get("reference", ""))
    yield from row("Since", "始于", indicator.get("since", ""))
    yield from row("Content hash", "内容哈希", code(indicator["computed"]["hash"]))


def page(indicator, fields, peers):
    lines = [f"# {indicator['name']['en']} · {indicator['name']['zh']}", "", code(indicator["id"]), "",
             indicator["description"]["en"], "", indicator["description"]["zh"], "", "| | |", "|---|---|"]
    lines += facts(indicator)
    if indicator["computed"]["fields"]:
        lines += ["", "## Fields it needs · 所需字段", "", "| field | type | meaning | 含义 |", "|---|---|---|---|"]
        lines += field_lines(indicator, fields)
    who = peers_of(indicator.get("reference", ""), peers)
    if who:
        lines += ["", "## Who else has it · 同类产品", ""]
        for entry in who:
            where = f" ({entry[1]})" if entry[1] else ""
            note = "".join(mark + text for mark, text in zip((": ", " · "), entry[2:]) if text)
            lines.append(f"- {entry[0]}{where}{note}")
    return "\n".join(lines) + "\n"


def index(indicators):
    lines = ["# Indicators · 指标", "",
             "One page for each built-in indicator, generated from the catalogue by `generate.py`; a test refuses a page that",
             "disagrees. `metrics N` in a reference is a number of [peers.json](peers.json); `S0-1` and the like are ids of",
             "requirements, `D1` and `correction 1` of decisions.", ""]
    for dimension in sorted({indicator["dimension"] for indicator in indicators}):
        lines += [f"## {dimension} · {DIMENSIONS.get(dimension.lower(), dimension)}", "", "| id | name | 名称 | unit |",
                  "|---|---|---|---|"]
        lines += [f"| [{one['id']}]({one['id']}.md) | {one['name']['en']} | {one['name']['zh']} | {one['unit']} |"
                  for one in indicators if one["dimension"] == dimension] + [""]
    return "\n".join(lines)


def pages(catalogue):
    with open(os.path.join(HERE, "peers.json"), encoding="utf-8") as handle:
        peers = json.load(handle)
    made = {one["id"] + ".md": page(one, catalogue["fields"], peers) for one in catalogue["indicators"]}
    made["README.md"] = index(catalogue["indicators"])
    return made


def differences(made):
    there = set(os.listdir(HERE)) - KEEP - {"__pycache__"}
    for name in sorted(there - set(made)):
        yield f"{name}: no indicator has this page"
    for name, text in made.items():
        path = os.path.join(HERE, name)
        if name not in there:
            yield f"{name}: missing"
            continue
        with open(path, encoding="utf-8") as handle:
            if handle.read() != text:
                yield f"{name}: disagrees with the catalogue"


def main():
    made = pages(json.load(sys.stdin))
    if "--check" in sys.argv[1:]:
        found = list(differences(made))
        print("\n".join(found) or f"{len(made)} pages agree")
        return 1 if found else 0
    for name in set(os.listdir(HERE)) - KEEP - {"__pycache__"} - set(made):
        os.remove(os.path.join(HERE, name))
    for name, text in made.items():
        with open(os.path.join(HERE, name), "w", encoding="utf-8") as handle:
            handle.write(text)
    print(f"{len(made)} pages")
    return 0


if __name__ == "__main__":
    sys.exit(main())
