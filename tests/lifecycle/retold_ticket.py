"""The life of tickets told a second time, slowly, from the description: states are looked up minute by minute,
everything else by plain passes over the events. Times are minutes."""

STATUSES = ["new", "open", "pending", "on_hold", "solved", "closed"]


def is_open(minute):
    """Minutes after a Monday 08:00: is the office, 09:00-17:00, open? (For no more than five days.)"""
    return 60 <= minute % 1440 < 540


class Ticket:
    """One ticket told by its events in order of time; `folded` ones come from merged tickets."""

    def __init__(self, name, events, policy, end):
        self.policy = policy
        self.name, self.events, self.end = name, events, end
        births = [e for e in events if e["kind"] == "created"]
        own = [e for e in births if e["ticket"] == name]
        self.birth, self.own = (births or [None])[0], (own or [None])[0]
        self.created = self.birth["at"] if self.birth else events[0]["at"]
        rest = [e for e in events if e["kind"] != "created"]
        self.lived, self.gone = self.live([(max(e["at"], self.created), e) for e in rest])

    def live(self, rest):
        """Events that count, and when and how it ended."""
        lived, gone = [], None
        for at, e in rest:
            if gone and not (gone[0] == "deleted" and e["kind"] == "restored"):
                continue
            gone = (e["kind"], at) if e["kind"] in ("merged", "deleted") else None
            lived.append((at, e))
        return lived, gone

    # -- states

    def turns(self):
        """(at, event, state, resolved, paused) after each event that counts."""
        by_status = self.policy["resolution"] == "status"
        state, resolved, paused = "new", False, False
        born = self.own["value"] if self.own else None
        if born in STATUSES:
            state, resolved = born, by_status and born in ("solved", "closed")
        yield self.created, self.own, state, resolved, paused
        for at, e in self.lived:
            kind, value = e["kind"], e["value"]
            was = resolved
            if kind == "status" and value in STATUSES:
                state = value
                if by_status:
                    resolved = state in ("solved", "closed")
            elif kind in ("resolved", "closed") or (kind == "merged" and self.policy["merge"] == "resolve"):
                if kind == "closed":
                    state = "closed"
                elif state not in ("solved", "closed"):
                    state = "solved"
                resolved = True
            elif kind == "reopened":
                state = "open" if state in ("solved", "closed") else state
                resolved = False
            if resolved and not was:
                paused = False
            if kind in ("paused", "resumed"):
                paused = kind == "paused" and not resolved
            yield at, e, state, resolved, paused

    def holders(self):
        """(at, agent) at each change."""
        changes, holder = [(self.created, None)], None
        for at, e in self.lived:
            if e["kind"] == "assigned" and e["value"] != holder:
                holder = e["value"]
                changes.append((at, holder))
        return changes

    def teams(self):
        changes = [(self.created, self.own["team"] if self.own else None)]
        for at, e in self.lived:
            if e["kind"] in ("assigned", "team"):
                team = (e["value"] if e["kind"] == "team" else None) or e["team"]
                if team and team != changes[-1][1]:
                    changes.append((at, team))
        return changes

    def spans(self):
        """Minutes (calendar, office) in each condition, by looking at every minute."""
        names = ["new", "open", "pending", "on_hold", "unassigned", "paused"]
        total = {name: [0, 0] for name in names}
        halted = []  # minutes in which it was closed or on hold
        turns, holders = list(self.turns()), self.holders()
        gap, out = [0, 0], self.outs()
        for minute in range(self.created, max(self.end, turns[-1][0])):
            _, _, state, resolved, paused = [t for t in turns if t[0] <= minute][-1]
            holder = [h for at, h in holders if at <= minute][-1]
            if any(a <= minute < b for a, b in out):
                continue
            step = (1, int(is_open(minute)))
            here = []
            if resolved:
                gap = [gap[0] + step[0], gap[1] + step[1]]
                halted.append(minute)
            else:
                here = [state] if state in names else []
                here += ["unassigned"] if holder is None else []
                policy = self.policy["pause"]
                if paused or (state == "pending" and policy != "none") or \
                        (state == "on_hold" and policy == "customer_and_hold"):
                    here.append("paused")
                if state in ("on_hold", "solved", "closed"):
                    halted.append(minute)
            for name in here:
                total[name] = [total[name][0] + step[0], total[name][1] + step[1]]
        if self.policy["reopen_gap"] == "pending":
            back = [0, 0]  # minutes resolved that a reopening followed
            for a, b in self.resolved_for():
                for minute in range(a, b):
                    if not any(x <= minute < y for x, y in out):
                        back = [back[0] + 1, back[1] + is_open(minute)]
            for name in ("pending", "paused"):
                total[name] = [total[name][0] + back[0], total[name][1] + back[1]]
        return total, halted

    def outs(self):
        """Spans in which it was deleted, or merged."""
        spans, since = [], None
        for at, e in self.lived:
            if e["kind"] in ("deleted", "merged"):
                since = at
            elif e["kind"] == "restored" and since is not None:
                spans.append((since, at))
                since = None
        return spans + ([(since, 10**9)] if since is not None else [])

    def resolved_for(self):
        """Spans from a resolution to the reopening after it."""
        spans, since = [], None
        for at, _, _, resolved, _ in self.turns():
            if resolved and since is None:
                since = at
            elif not resolved and since is not None:
                spans.append((since, at))
                since = None
        return spans

    # -- people and messages

    def says(self):
        """(at, event) of public messages, in order."""
        return [(at, e) for at, e in self.lived if e["kind"] == "message" and e["is_public"] is not False]

    def resolutions(self):
        found, was = [], False
        for at, e, _, resolved, _ in self.turns():
            if resolved and not was:
                found.append((at, e))
            was = resolved
        return found

    def reopenings(self):
        found, was = [], False
        for at, _, _, resolved, _ in self.turns():
            if was and not resolved:
                found.append(at)
            was = resolved
        return found

    def opened_by_agent(self):
        if self.birth and self.birth["actor_kind"]:
            return self.birth["actor_kind"] == "human"
        first = [e for e in self.events if e["kind"] == "message" and e["is_public"] is not False and
                 e["actor_kind"] in ("human", "customer") and e["at"] <= self.created]
        return bool(first) and first[0]["actor_kind"] == "human"

    def segments(self):
        """[asked, responded, ended, agent, team], by walking messages, resolutions and reopenings together."""
        answers = ("human", "bot") if self.policy["bots"] == "yes" else ("human",)
        segments, asked, waiting, resolved, cut = [], None, None, False, None
        if not self.opened_by_agent():
            asked = self.created
        who, team = None, self.own["team"] if self.own else None
        if next(self.turns())[3]:
            if asked is not None:
                segments.append([asked, None, self.created, who, team])
                cut = len(segments) - 1
            asked, resolved = None, True
        turns = list(self.turns())[1:]
        for at, e, _, now_resolved, _ in turns:
            if e["kind"] == "message" and e["is_public"] is not False:
                if e["actor_kind"] == "customer":
                    if resolved:
                        waiting = at if waiting is None else waiting
                    elif asked is None:
                        asked = at
                elif e["actor_kind"] in answers:
                    by = [e["actor"] or who, e["team"] or team]
                    if asked is not None:
                        segments.append([asked, at, None] + by)
                        asked = None
                    elif waiting is not None:
                        segments.append([waiting, at, None] + by)
                        waiting = None
                    elif cut is not None and segments[cut][2] == at:
                        segments[cut] = [segments[cut][0], at, None] + by
                    cut = None
            if e["kind"] == "assigned":
                team = e["team"] or team
                who = e["value"]
            if e["kind"] == "team":
                team = e["value"] or e["team"] or team
            if now_resolved and not resolved:
                if asked is not None:
                    segments.append([asked, None, at, who, team])
                    cut = len(segments) - 1
                asked, waiting = None, None
            if resolved and not now_resolved:
                asked, waiting = waiting, None
            resolved = now_resolved
        if asked is not None:
            segments.append([asked, None, self.gone[1] if self.gone else None, who, team])
        return segments

    def handoffs(self, until=None):
        """Hand-offs and reopenings before the first public human reply (and the bot's resolutions)."""
        marks = {"handoff": [], "reopened": [], "resolved": []}
        was, bot = next(self.turns())[3], bool(self.birth and self.birth["actor_kind"] == "bot")
        if was and self.own["actor_kind"] == "bot":
            marks["resolved"].append(self.created)
        replied = False
        for at, e, _, resolved, _ in list(self.turns())[1:]:
            bot |= e["actor_kind"] == "bot" or e["kind"] == "handoff"
            if e["kind"] == "handoff":
                marks["handoff"].append(at)
            if was and not resolved:
                marks["reopened"].append(at)
            if resolved and not was and e["actor_kind"] == "bot":
                marks["resolved"].append(at)
            was = resolved
            if e["kind"] == "message" and e["is_public"] is not False and e["actor_kind"] == "human":
                replied = True
                break
        return bot, replied, marks

    def assignments(self, halted):
        rows = []
        order = [e for _, e in self.lived]
        position = {id(e): i for i, e in enumerate(order)}
        starts = [(at, e) for at, e in self.lived if e["kind"] == "assigned"]
        holder, current = None, None
        for at, e in starts:
            if e["value"] == holder:
                continue
            if current:
                current["unassigned_at"], current["until"] = at, position[id(e)]
            holder, current = e["value"], None
            if holder:
                current = {"agent": holder, "assigned_at": at, "unassigned_at": None, "from": position[id(e)],
                           "until": len(order)}
                rows.append(current)
        if current and self.gone:
            current["unassigned_at"] = self.gone[1]
        for row in rows:
            row["team"] = self.team_of(row, position)
            replies = [at for at, e in self.says() if e["actor_kind"] == "human" and e["actor"] == row["agent"] and
                       row["from"] < position[id(e)] < row["until"]]
            row["first_reply_at"] = replies[0] if replies else None
            row["paused_time"] = row["paused_time_business"] = None
            if replies:
                minutes = [m for m in halted if row["assigned_at"] <= m < replies[0]]
                row["paused_time"] = len(minutes)
                row["paused_time_business"] = sum(map(is_open, minutes))
        return rows

    def team_of(self, row, position):
        """The team at the assignment, or set at its very instant while it lasts."""
        team = self.own["team"] if self.own else None
        for at, e in self.lived:
            if e["kind"] in ("assigned", "team") and (
                    position[id(e)] <= row["from"] or (at == row["assigned_at"] and position[id(e)] < row["until"])):
                team = (e["value"] if e["kind"] == "team" else None) or e["team"] or team
        return team

    def transfers(self):
        """Hand-overs as (at, agent or team); both at one instant are one."""
        count, holder, last, team = 0, None, None, self.own["team"] if self.own else None
        agent_at, team_at = None, None
        for at, e in self.lived:
            if e["kind"] not in ("assigned", "team"):
                continue
            to = (e["value"] if e["kind"] == "team" else None) or e["team"]
            moves = bool(to and to != team and team)
            team = to or team
            takes = False
            if e["kind"] == "assigned":
                if e["value"] and e["value"] != holder:
                    if holder is None and e["actor"] == e["value"]:
                        takes = self.policy["self_assignment"] == "yes"
                    else:
                        takes = last not in (None, e["value"])
                    last = e["value"]
                holder = e["value"]
            if takes:
                count += team_at != at
                agent_at = at
            if moves:
                count += agent_at != at
                team_at = at
                if holder is None:
                    last = None
        return count

    # -- rows

    def told(self, field, last):
        """What the ticket says of itself, before what folded ones say."""
        found = [e for e in ([self.birth] if self.birth else []) + [e for _, e in self.lived] if e[field]]
        own = [e for e in found if e["ticket"] == self.name] or found
        return own[-1 if last else 0][field] if own else None

    def rows(self):
        policy, says = self.policy, self.says()
        total, halted = self.spans()
        segments, assignments = self.segments(), self.assignments(halted)
        resolutions, reopenings = self.resolutions(), self.reopenings()
        turns = list(self.turns())
        resolved = turns[-1][3]
        human = [(at, e) for at, e in says if e["actor_kind"] == "human"]
        bot, replied, marks = self.handoffs()
        start = max(marks["handoff"] + marks["reopened"] + (marks["resolved"] if replied else []), default=None)
        if policy["bots"] == "handoff" and bot and segments:
            first = segments[0]
            upto = first[1] if first[1] is not None else first[2]
            marks_now = self.marks_when_made(first, upto)
            first[0] = max([first[0]] + marks_now)
        t = {"id": self.name, "created_at": self.created, "handoff_at": start if bot and start is not None else None}
        bot_ever = bool(self.birth and self.birth["actor_kind"] == "bot") or \
            any(e["actor_kind"] == "bot" or e["kind"] == "handoff" for _, e in self.lived)
        agents = {e["value"] for _, e in self.lived if e["kind"] == "assigned" and e["value"]}
        agents |= {e["actor"] for at, e in self.lived if e["kind"] in ("message", "note") and e["actor_kind"] == "human"}
        agents |= {e["actor"] for at, e in resolutions if e["actor_kind"] == "human"}
        teams = {team for _, team in self.teams() if team}
        teams |= {e["team"] for _, e in self.lived if e["kind"] in ("message", "note") and e["actor_kind"] == "human"
                  and e["team"]}
        holder = self.holders()[-1][1]
        customer = any(e["actor_kind"] == "customer" for _, e in says)
        responses = self.first_responses(says)
        answered = [s for s in segments if s[1] is not None]
        sent = [at for at, e in self.lived if e["kind"] == "survey_sent"]
        surveys = [(at, e) for at, e in self.lived if e["kind"] == "survey_answered"]
        by = resolutions[-1][1] if resolutions else None
        closed = None
        for i, (at, _, state, _, _) in enumerate(turns):
            closed = None if state != "closed" else closed if i and turns[i - 1][2] == "closed" else at
        work = [sum(is_open(m) for m in range(s[0], s[1])) for s in answered]
        first_resolved = resolutions[0][0] if resolutions else None
        t.update({
            "agent": holder, "team": self.teams()[-1][1], "status": self.status(),
            "responder": responses[0][1]["actor"] if responses and responses[0][1]["actor_kind"] == "human" else None,
            "resolver": by["actor"] if by and by["actor_kind"] == "human" else None,
            "survey_agent": self.holder_when(surveys[-1][1]) if surveys else None,
            "first_assigned_at": assignments[0]["assigned_at"] if assignments else None,
            "first_response_at": responses[0][0] if responses else None,
            "first_resolved_at": first_resolved, "resolved_at": resolutions[-1][0] if resolved else None,
            "closed_at": closed, "first_reopened_at": reopenings[0] if reopenings else None,
            "updated_at": max([self.created] + [at for at, _ in self.lived]),
            "survey_sent_at": sent[0] if sent else None, "survey_answered_at": surveys[-1][0] if surveys else None,
            "csat": float(surveys[-1][1]["value"]) if surveys else None,
            "csat_first": float(surveys[0][1]["value"]) if surveys[1:] else None,
            "is_resolved": resolved, "is_bot": bot_ever,
            "is_bot_resolved": resolved and bot_ever and not human and by["actor_kind"] != "human",
            "is_customer_resolved": resolved and by["actor_kind"] == "customer",
            "is_escalated": self.has("escalated"), "is_kb_linked": self.has("linked"), "is_spam": self.spam(),
            "is_merged": bool(self.gone and self.gone[0] == "merged" and policy["merge"] != "resolve"),
            "is_deleted": bool(self.gone and self.gone[0] == "deleted"),
            "is_outbound": self.opened_by_agent() and not customer,
            "reopens": len(reopenings), "resolutions": len(resolutions), "transfers": self.transfers(),
            "assignments": len(assignments), "replies": len(human),
            "first_resolution_replies": self.replies_until(resolutions[0]) if resolutions else None,
            "agents_involved": len(agents - {None}), "teams_involved": len(teams), "response_count": len(answered),
            "contacts": len(segments),
            "response_time_total": sum(s[1] - s[0] for s in answered) if answered else None,
            "response_time_max": max((s[1] - s[0] for s in answered), default=None),
            "response_time_total_business": sum(work) if work else None,
            "response_time_max_business": max(work, default=None),
            "customer": self.told("customer", True), "problem": self.told("problem", True),
            "category": self.told("category", True), "channel": self.told("channel", False),
            "priority": self.told("priority", False)})
        for name, field in (("new", "time_new"), ("open", "time_open"), ("pending", "time_pending"),
                            ("on_hold", "time_on_hold"), ("unassigned", "unassigned_time"), ("paused", "paused_time")):
            t[field], t[field + "_business"] = total[name]
        flags = {name: t[name] for name in ("is_spam", "is_merged", "is_deleted")}
        made = {"tickets": [t], "responses": [], "assignments": [], "cycles": self.cycles(resolutions, reopenings)}
        for i, s in enumerate(segments):
            made["responses"].append({"asked_at": s[0], "responded_at": s[1], "ended_at": s[2], "agent": s[3],
                                      "team": s[4], "is_first": i == 0, "channel": t["channel"]})
        for row in assignments:
            made["assignments"].append({k: v for k, v in row.items() if k not in ("from", "until")})
        for source in ("responses", "assignments", "cycles"):
            for row in made[source]:
                row.update(flags, ticket=self.name)
        return made

    def marks_when_made(self, segment, upto):
        """Hand-offs and reopenings known when the first segment was told; none if no bot had been seen."""
        if upto is None or segment[1] is None and self.gone and upto == self.gone[1] and not any(
                at == upto for at, _ in self.resolutions()):
            bot, _, marks = self.handoffs()
            return marks["handoff"] + marks["reopened"] if bot else []
        found, bot, replied = [], bool(self.birth and self.birth["actor_kind"] == "bot"), False
        was = next(self.turns())[3]
        if was and segment[2] == self.created:
            return []
        for at, e, _, resolved, _ in list(self.turns())[1:]:
            said = e["kind"] == "message" and e["is_public"] is not False
            bot |= e["actor_kind"] == "bot"
            if said and e["actor_kind"] == "human":
                if segment[1] == at:
                    return found if bot else []
                replied = True
            if resolved and not was and (segment[2] == at or segment[1] == at):
                return found if bot else []
            if e["kind"] == "handoff":
                bot = True
                found += [] if replied else [at]
            if was and not resolved:
                found += [] if replied else [at]
            was = resolved
        return found if bot else []

    def has(self, kind):
        return any(e["kind"] == kind for _, e in self.lived)

    def spam(self):
        spam = False
        for _, e in self.lived:
            spam = True if e["kind"] == "spam" else False if e["kind"] == "restored" else spam
        return spam

    def status(self):
        """The desk's last word, or ours where an event changed the state."""
        word, state = "new", "new"
        if self.own and self.own["value"]:
            word = self.own["value"]
        previous = next(self.turns())[2]
        for _, e, state, _, _ in list(self.turns())[1:]:
            if e["kind"] == "status" and e["value"]:
                word = e["value"]
            elif state != previous:
                word = state
            previous = state
        return word

    def holder_when(self, event):
        holder = None
        for _, e in self.lived:
            holder = e["value"] if e["kind"] == "assigned" else holder
            if e is event:
                return holder
        return holder

    def replies_until(self, resolution):
        """Before the resolution, and at its instant."""
        return sum(at <= resolution[0] for at, e in self.says() if e["actor_kind"] == "human")

    def first_responses(self, says):
        """Messages that may be the first response."""
        kinds = ("human", "bot") if self.policy["bots"] == "yes" else ("human",)
        found, customer, human = [], False, False
        for at, e in says:
            if e["actor_kind"] in kinds:
                rule = self.policy["first_response_by"]
                if not self.opened_by_agent() or customer or rule == "any" or \
                        (rule == "next" and (human or at != self.created)):
                    found.append((at, e))
            customer |= e["actor_kind"] == "customer"
            human |= e["actor_kind"] == "human"
        return found

    def cycles(self, resolutions, reopenings):
        rows = []
        for i, opened in enumerate([self.created] + reopenings):
            done = resolutions[i] if i < len(resolutions) else None
            rows.append({"sequence": i + 1, "opened_at": opened, "resolved_at": done and done[0],
                         "resolver": done[1]["actor"] if done and done[1]["actor_kind"] == "human" else None,
                         "agent": self.at_resolution(done, "agent"), "team": self.at_resolution(done, "team")})
        return rows

    def at_resolution(self, done, what):
        """Holder and team when it was resolved, else at the end."""
        value = None if what == "agent" else self.own["team"] if self.own else None
        if done and done[1] is self.own:
            return value
        for _, e in self.lived:
            if e["kind"] == "assigned":
                value = e["value"] if what == "agent" else e["team"] or value
            elif e["kind"] == "team" and what == "team":
                value = e["value"] or e["team"] or value
            if done and e is done[1]:
                break
        return value
