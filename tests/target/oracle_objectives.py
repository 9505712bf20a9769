"""Objectives and agreements once more, from the headers and METHODS 4.3, 4.4 and 8.2 alone."""
import math

from oracle import NAN, Standing, above, at_least, day


class Objectives:
    """Progress and agreements by objective and subject, from standings by (target, subject)."""

    def __init__(self, plan, world, standings):
        self.plan, self.world, self.standings, self.rows = plan, world, standings, {}
        self.order = sorted(plan["objectives"], key=self.depth, reverse=True)
        for name in self.order:
            below = self.below(name)
            subjects = {s for _, rows, _ in below for s in rows if s} or {""}
            for subject in subjects:
                self.rows[name, subject] = self.judge(name, subject)

    def depth(self, name):
        parent = self.plan["objectives"][name].get("parent")
        return 0 if parent is None else 1 + self.depth(parent)

    def below(self, name):
        """[(weight, {subject: (progress, status, start, due)}, target or objective)]."""
        out = []
        for key, spec in self.plan["targets"].items():
            if spec.get("objective") == name:
                out.append((spec.get("weight", 1), {s: (x.progress, x.status, x.target.start, x.force[2], x) for (t, s), x
                                                    in self.standings.items() if t == key}, key))
        for key, spec in self.plan["objectives"].items():
            if spec.get("parent") == name:
                out.append((spec.get("weight", 1), {s: row for (o, s), row in self.rows.items() if o == key}, key))
        return out

    def parts(self, name, subject):
        return [(w, rows.get(subject, rows.get(""))) for w, rows, _ in self.below(name) if subject in rows or "" in rows]

    def judge(self, name, subject):
        spec, parts = self.plan["objectives"][name], self.parts(name, subject)
        live = [(w, p[0]) for w, p in parts if p[1] not in ("CANCELLED", "POSTPONED") and not math.isnan(p[0])]
        whole = sum(w for w, _ in live)
        progress = sum(w * min(1, max(0, p)) for w, p in live) / whole if whole else NAN
        starts, dues = [p[2] for _, p in parts if p[2] is not None], [p[3] for _, p in parts if p[3] is not None]
        start = day(spec["start"]) if "start" in spec else min(starts, default=None)
        due = day(spec["due"]) if "due" in spec else max(dues, default=None)
        expected, status = NAN, None
        if start is not None and due is not None:
            expected = min(1, max(0, (self.world.now - start) / (due - start)))
            status = self.by_pace(progress, expected, start, due)
        return progress, self.parent(spec, status, [p[1] for _, p in parts]), start, due, expected

    def by_pace(self, progress, expected, start, due):
        now = self.world.now
        if now < start:
            return "NOT_STARTED"
        if math.isnan(progress):
            return "OVERDUE_NO_DATA" if now > due else "NOT_STARTED"
        if at_least(progress, 1):
            return "ACHIEVED"
        gap = 100 * (expected - progress)
        return "MISSED" if now > due else "AT_RISK" if above(gap, 25) else "BEHIND" if above(gap, 0) else "ON_TRACK"

    @staticmethod
    def parent(spec, by_progress, children):
        if children and all(c in ("ACHIEVED", "MISSED", "CANCELLED", "CLOSED", "POSTPONED") for c in children):
            return children[0] if len(set(children)) == 1 else "CLOSED"
        if spec.get("status") != "WORST_CHILD":
            return by_progress
        for name, alike in (("AT_RISK", ("AT_RISK", "MISSED", "OVERDUE_NO_DATA", "UNHEALTHY")), ("BEHIND", ("BEHIND",)),
                            ("ON_TRACK", ("ON_TRACK", "ACHIEVED", "AHEAD", "HEALTHY"))):
            if any(c in alike for c in children):
                return name
        return "NOT_STARTED"

    def achievement(self, name, subject, kept):
        m = self.plan["objectives"][name]["mbo"]
        if m["by"] == "LEVEL":
            return {"bad": 40, "good": 100}[m["level"]]
        if m["by"] == "GIVEN":
            return m.get("achievement", NAN)
        cap, total, weight = max(1, m.get("cap", 120) / 100), 0, 0
        for w, p in self.parts(name, subject):
            if p[1] in ("CANCELLED", "POSTPONED"):
                continue
            x = p[0]
            if isinstance(p[4], Standing):
                x = self.of_target(p[4], m, kept.get((p[4].target.name, subject), kept.get((p[4].target.name, ""))))
            if not math.isnan(x):
                total, weight = total + w * min(cap, max(0, x)), weight + w
        return 100 * total / weight if weight else NAN

    @staticmethod
    def of_target(s, m, kept):
        t = s.target
        if m["by"] == "BINARY":
            return NAN if math.isnan(s.x) else float(t.met(s.x, *s.force[:2]))
        if m["by"] == "RATIO" and t.measured and t.direction != "MAINTAIN_BAND" and not math.isnan(s.x):
            less = t.direction in ("DECREASE", "MAINTAIN_AT_OR_BELOW")
            cap = m.get("cap", 120) / 100
            return min(cap, cap if less and s.x == 0 else s.force[0] / s.x if less else s.x / s.force[0])
        return kept if kept is not None and not math.isnan(s.progress) else s.progress

    def score(self, subject, kept):
        """(score or NaN, {objective: (achievement, counted, points)})."""
        plan = {k: o["mbo"] for k, o in self.plan["objectives"].items() if "mbo" in o}
        got = {k: self.achievement(k, subject, kept) for k in plan}
        missing, lines, veto = self.plan["mbo"]["missing"], {}, False
        shared = sum(m["weight"] for k, m in plan.items() if missing == "ZERO" or not math.isnan(got[k]))
        for k, m in plan.items():
            a = min(max(got[k], 0), m.get("cap", 120)) if not math.isnan(got[k]) else NAN
            for c in self.plan["mbo"].get("cross_caps", []):
                if c["objective"] == k and not (got[c["other"]] >= c["below"] - 1e-7) and not math.isnan(a):
                    a = min(a, c["cap"])
            least = m.get("min_achievement", 100 if m.get("must_have") else NAN)
            if not math.isnan(least) and (got[k] < least - 1e-7 or (math.isnan(got[k]) and missing == "ZERO")):
                veto = veto or m.get("must_have", False)
                a = a if math.isnan(a) else 0
            lines[k] = got[k], a, 0 if math.isnan(a) or not shared else m["weight"] / shared * a
        known = [k for k in got if not math.isnan(got[k])]
        if not known or not shared or (missing == "BLOCK" and len(known) < len(got)):
            return NAN, lines
        return (0 if veto else sum(p for _, _, p in lines.values())), lines
