"""Numbers that others have published for public data, by the commands an analyst would type."""
import sys

from command import Folder, data_file, main, measure, run, tests_of

_ONYX_MAP = ["--map", "id=Ticket ID", "--map", "agent=Agent Name", "--map", "channel=Source", "--map",
             "created_at=Created time", "--map", "first_response_at=First response time", "--map",
             "resolved_at=Resolution time", "--map", "csat=Survey results", "--map", "priority=Priority"]
_PHONE_MAP = ["--map", "id=Call Id", "--map", "agent=Agent", "--map", "created_at=Date", "--map",
              "is_answered=Answered (Y/N)", "--map", "is_resolved=Resolved", "--map",
              "wait_time=Speed of answer in seconds", "--map", "handle_time=AvgTalkDuration", "--duration-format",
              "handle_time=h.mm.ss", "--map", "csat=Satisfaction rating"]


def _near(row, expected, tolerance, what=""):
    value = float(row["value"])
    assert abs(value - expected) <= tolerance, f"{what}{row}: expected {expected}"


def _counts(row, used, missing, excluded):
    got = (int(row["n_used"]), int(row["n_missing"]), int(row["n_excluded"]))
    assert got == (used, missing, excluded), f"{row}: expected used, missing, excluded {used}, {missing}, {excluded}"


def _onyx(*words):
    path = data_file("onyx_tickets.csv")
    return None if path is None else measure(path, *_ONYX_MAP, *words)


def _phonenow(*words):
    path = data_file("phonenow_calls.csv")
    return None if path is None else measure(path, *_PHONE_MAP, *words)


def onyx_tickets_by_channel():
    rows = _onyx("--by", "channel", "--indicators", "tickets,csat_mean")
    if rows is None:
        return "skipped"
    for channel, tickets, csat in (("Email", 1234, 3.51), ("Chat", 850, 3.54), ("Phone", 246, 3.42)):
        assert float(rows[channel, "tickets"]["value"]) == tickets, rows[channel, "tickets"]
        _near(rows[channel, "csat_mean"], csat, 0.005)
    return None


def onyx_first_response_signed_and_by_default():
    rows = _onyx("--indicators", "first_response_time", "--negative", "signed")
    if rows is None:
        return "skipped"
    _near(rows["first_response_time"], 1564.117041, 5e-7)
    _counts(rows["first_response_time"], 2312, 18, 0)
    rows = _onyx("--indicators", "first_response_time")
    _near(rows["first_response_time"], 1609.617925, 5e-7)
    _counts(rows["first_response_time"], 2310, 18, 2)
    rows = _onyx("--by", "channel", "--indicators", "first_response_time")
    _near(rows["Phone", "first_response_time"], 5.3046 * 60, 0.003)
    rows = _onyx("--by", "channel", "--indicators", "first_response_time", "--negative", "signed")
    _near(rows["Phone", "first_response_time"], -1.6477 * 60, 0.003)
    return None


def onyx_resolution_and_survey():
    rows = _onyx("--indicators", "resolution_time,csat_mean")
    if rows is None:
        return "skipped"
    _near(rows["resolution_time"], 119656.647406, 5e-7)
    assert int(rows["resolution_time"]["n_used"]) == 1912
    _near(rows["csat_mean"], 3.510656, 5e-7)
    _counts(rows["csat_mean"], 1173, 1157, 0)
    rows = _onyx("--by", "priority", "--indicators", "csat_mean")
    for priority, csat in (("High", 3.66), ("Medium", 3.54), ("Low", 3.44)):
        _near(rows[priority, "csat_mean"], csat, 0.005)
    return None


def onyx_by_agent():
    published = {
        "Adolpho Messingham": (197, 13.7751, 33.1492, 101, 3.4554), "Bernard Beckley": (359, 21.5057, 33.5515, 181, 3.4088),
        "Connor Danielovitch": (347, 24.1846, 35.6796, 171, 4.0702), "Heather Urry": (177, 45.4389, 26.1829, 92, 3.3696),
        "Kristos Westoll": (333, 21.3006, 35.6542, 169, 3.2308), "Michele Whyatt": (186, 28.1762, 32.5584, 91, 3.3956),
        "Nicola Wane": (367, 33.1171, 34.3972, 181, 3.3591), "Sheela Cutten": (364, 25.6618, 31.3659, 187, 3.6524)}
    rows = _onyx("--by", "agent", "--indicators", "tickets,first_response_time,resolution_time,csat_mean", "--negative",
                 "signed")
    if rows is None:
        return "skipped"
    for agent, (tickets, response, resolution, surveys, csat) in published.items():
        assert float(rows[agent, "tickets"]["value"]) == tickets
        _near(rows[agent, "first_response_time"], response * 60, 0.003)
        _near(rows[agent, "resolution_time"], resolution * 3600, 0.18)
        assert int(rows[agent, "csat_mean"]["n_used"]) == surveys
        _near(rows[agent, "csat_mean"], csat, 5e-5)
    rows = _onyx("--by", "agent", "--indicators", "first_response_time")
    default = {agent: numbers[1] for agent, numbers in published.items()}
    default.update({"Adolpho Messingham": 19.7087, "Kristos Westoll": 23.1161})
    for agent, response in default.items():
        _near(rows[agent, "first_response_time"], response * 60, 0.003)
    return None


def onyx_flags_of_the_desk():
    """Shares of the flag columns, as a document of --define has them."""
    document = """{"deskscore": 1, "kind": "catalog",
      "fields": {"tickets": [{"name": "first_flag", "type": "boolean"}, {"name": "resolution_flag", "type": "boolean"}]},
      "indicators": [
        {"id": "first_flag_share", "name": {"en": "First response flag", "zh": "首响标记"}, "unit": "%", "better": "higher",
         "source": "tickets", "formula": "100 * share(first_flag)"},
        {"id": "resolution_flag_share", "name": {"en": "Resolution flag", "zh": "解决标记"}, "unit": "%", "better": "higher",
         "source": "tickets", "formula": "100 * share(resolution_flag)"},
        {"id": "resolution_flag_resolved", "name": {"en": "Of the resolved", "zh": "已解决"}, "unit": "%",
         "better": "higher", "source": "tickets",
         "formula": "100 * share(resolution_flag where resolved_at is present)"}]}"""
    profile = """{"deskscore": 1, "kind": "profile", "sources": {"tickets": {"fields": {
        "first_flag": {"column": "SLA For first response", "values": {"Within SLA": true, "SLA Violated": false}},
        "resolution_flag": {"column": "SLA For Resolution", "values": {"Within SLA": true, "SLA Violated": false}}}}}}"""
    path = data_file("onyx_tickets.csv")
    if path is None:
        return "skipped"
    folder = Folder()
    rows = measure(path, *_ONYX_MAP, "--define", folder.write("flags.json", document), "--profile",
                   folder.write("profile.json", profile), "--indicators",
                   "first_flag_share,resolution_flag_share,resolution_flag_resolved")
    for alias, share, used in (("first_flag_share", 100 * 2019 / 2330, 2330),
                               ("resolution_flag_share", 100 * 1547 / 2330, 2330),
                               ("resolution_flag_resolved", 100 * 1546 / 1912, 1912)):
        _near(rows[alias], share, 1e-9)
        assert int(rows[alias]["n_used"]) == used, rows[alias]
    return None


def onyx_deadlines():
    """A reply before its ticket is no reply in time: by `within` it is invalid; `met` sees only reply and deadline."""
    document = """{"deskscore": 1, "kind": "catalog", "indicators": [
        {"id": "response_in_time", "name": {"en": "Response in time", "zh": "首响及时率"}, "unit": "%", "better": "higher",
         "source": "tickets",
         "formula": "100 * share(within(created_at, first_response_at, first_response_due_at - created_at))"}]}"""
    folder = Folder()
    words = ["--map", "first_response_due_at=Expected SLA to first response", "--map",
             "resolution_due_at=Expected SLA to resolve", "--now", "2024-01-03", "--define",
             folder.write("d.json", document), "--indicators", "response_in_time,first_response_sla,resolution_sla"]
    rows = _onyx(*words)
    if rows is None:
        return "skipped"
    _near(rows["response_in_time"], 100 * 2031 / 2328, 1e-9)
    _counts(rows["response_in_time"], 2328, 0, 2)
    _near(rows["first_response_sla"], 100 * 2033 / 2330, 1e-9)
    _near(rows["resolution_sla"], 100 * 1546 / 2330, 1e-9)
    rows = _onyx(*words, "--negative", "signed")
    _near(rows["response_in_time"], 100 * 2033 / 2330, 1e-9)
    return None


def phonenow_totals():
    rows = _phonenow("--indicators", "tickets,answer_rate,resolution_rate,speed_of_answer,handle_time,csat_mean")
    if rows is None:
        return "skipped"
    assert float(rows["tickets"]["value"]) == 5000
    _near(rows["answer_rate"], 81.08, 1e-9)
    _near(rows["resolution_rate"], 72.92, 1e-9)
    _near(rows["speed_of_answer"], 67.520720, 5e-7)
    _near(rows["handle_time"], 224.92, 0.005)
    _near(rows["csat_mean"], 3.403552, 5e-7)
    _counts(rows["csat_mean"], 4054, 946, 0)
    answered = _phonenow("--indicators", "tickets,resolution_rate", "--where", "is_answered")
    assert float(answered["tickets"]["value"]) == 4054
    _near(answered["resolution_rate"], 89.94, 0.005)
    resolved = _phonenow("--indicators", "tickets", "--where", "is_resolved")
    assert float(resolved["tickets"]["value"]) == 3646
    january = _phonenow("--indicators", "tickets", "--from", "2021-01-01", "--to", "2021-02-01")
    assert float(january["tickets"]["value"]) == 1772
    return None


def phonenow_by_agent():
    published = {"Becky": (631, 517, 462, 65.3308, 3.3714), "Dan": (633, 523, 471, 67.2830, 3.4474),
                 "Diane": (633, 501, 452, 66.2675, 3.4052), "Greg": (624, 502, 455, 68.4442, 3.4044),
                 "Jim": (666, 536, 485, 66.3433, 3.3937), "Joe": (593, 484, 436, 70.9876, 3.3306),
                 "Martha": (638, 514, 461, 69.4883, 3.4708), "Stewart": (582, 477, 424, 66.1845, 3.4004)}
    rows = _phonenow("--by", "agent", "--indicators", "tickets,handled,resolved,speed_of_answer,csat_mean")
    if rows is None:
        return "skipped"
    for agent, (calls, answered, resolved, speed, rating) in published.items():
        assert float(rows[agent, "tickets"]["value"]) == calls
        assert float(rows[agent, "handled"]["value"]) == answered
        assert float(rows[agent, "resolved"]["value"]) == resolved
        _near(rows[agent, "speed_of_answer"], speed, 5e-5)
        _near(rows[agent, "csat_mean"], rating, 5e-5)
    return None


def the_limit_of_a_service_level_is_inside():
    path = data_file("sla_boundary_calls.csv")
    if path is None:
        return "skipped"
    words = [path, "--map", "created_at=date", "--map", "wait_time=wait_length", "--indicators", "tickets"]
    assert float(measure(*words)["tickets"]["value"]) == 51708
    assert float(measure(*words, "--where", "wait_time <= 60s")["tickets"]["value"]) == 47481
    assert float(measure(*words, "--where", "wait_time < 60s")["tickets"]["value"]) == 47448
    return None


def the_rows_behind_a_number_are_listed():
    path = data_file("onyx_tickets.csv")
    if path is None:
        return "skipped"
    done = run("rows", path, *_ONYX_MAP, "--indicator", "first_response_time", "--class", "invalid", "--format", "csv")
    assert done.status == 0, done.err
    rows = done.rows()
    assert len(rows) == 2 and {row["reason"] for row in rows} == {"NEGATIVE"}, rows
    done = run("rows", path, *_ONYX_MAP, "--indicator", "first_response_time", "--class", "missing", "--format", "csv")
    assert len(done.rows()) == 18, len(done.rows())
    return None


if __name__ == "__main__":
    sys.exit(main(tests_of(__name__)))
