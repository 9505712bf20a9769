"""Broken input to the command: the exit status and the file, line, column or counts that it names."""
import json
import subprocess
import sys

from command import COMMAND, Folder, main, measure, run, tests_of

_HEADER = "id,agent,created_at,first_response_at,csat\n"
_GOOD = _HEADER + "1,Ada,2026-01-01 08:00:00,2026-01-01 08:01:00,5\n2,Bo,2026-01-01 09:00:00,,4\n"


def _fails(done, status, *texts):
    assert done.status == status, f"exit {done.status}, expected {status}: {done.err}"
    assert done.out == "", f"nothing may be printed: {done.out}"
    for text in texts:
        assert text in done.err, f"expected {text!r} in: {done.err}"


def _measure_text(content, *words):
    return run("measure", "-", *words, "--format", "csv", stdin=content)


def _counts(row):
    return int(row["n_used"]), int(row["n_missing"]), int(row["n_excluded"])


def a_good_file_is_measured():
    rows = measure("-", "--by", "agent", "--indicators", "first_response_time,csat_mean", stdin=_GOOD)
    assert float(rows["Ada", "first_response_time"]["value"]) == 60
    assert rows["Bo", "first_response_time"]["status"] == "NO_DATA" and rows["Bo", "first_response_time"]["value"] == ""
    assert _counts(rows["Bo", "first_response_time"]) == (0, 1, 0)


def crlf_bom_and_embedded_newlines_change_nothing():
    plain = _measure_text(_GOOD, "--indicators", "csat_mean")
    crlf = _measure_text(_GOOD.replace("\n", "\r\n"), "--indicators", "csat_mean")
    bom = _measure_text(b"\xef\xbb\xbf" + _GOOD.encode(), "--indicators", "csat_mean")
    bom_quoted = _measure_text(b"\xef\xbb\xbf" + _GOOD.replace("id,", '"id",', 1).encode(), "--indicators", "csat_mean")
    assert plain.out == crlf.out == bom.out == bom_quoted.out and plain.status == 0, (plain.err, crlf.err, bom.err)
    rows = measure("-", "--by", "agent", "--indicators", "tickets",
                   stdin=_HEADER + '1,"Ada\nLovelace",2026-01-01,,5\n2,"say ""hi""",2026-01-01,,\n')
    assert ("Ada\nLovelace", "tickets") in rows and ('say "hi"', "tickets") in rows, rows


def lines_are_counted_across_embedded_newlines_and_blank_lines():
    done = _measure_text(_HEADER + '1,"Ada\n\nLovelace",2026-01-01,,5\n\n\n2,Bo,2026-01-01\n', "--indicators", "csat_mean")
    _fails(done, 1, "-:7:4:", "the header has 5")
    done = _measure_text((_HEADER + "1,Ada,2026-01-01,,5\n\n2,Bo,2026-01-01\n").replace("\n", "\r\n"),
                         "--indicators", "csat_mean")
    _fails(done, 1, "-:4:4:")


def a_trailing_comma_is_no_cell_but_a_cell_too_many_is():
    rows = measure("-", "--indicators", "csat_mean", stdin=_GOOD.replace("\n", ",\n"))
    assert float(rows["csat_mean"]["value"]) == 4.5
    rows = measure("-", "--indicators", "csat_mean", stdin=_HEADER + "1,Ada,2026-01-01,,5,\n")
    assert float(rows["csat_mean"]["value"]) == 5
    _fails(_measure_text(_HEADER + "1,Ada,2026-01-01,,5,6\n", "--indicators", "csat_mean"), 1, "-:2:6:", "which has 5")


def quotes_that_do_not_fit_are_named():
    _fails(_measure_text(_HEADER + '1,"Ada,2026-01-01,,5\n', "--indicators", "csat_mean"), 1, "-:2:2:", "never closes")
    _fails(_measure_text(_HEADER + '1,A"da,2026-01-01,,5\n', "--indicators", "csat_mean"), 1, "-:2:2:", "quote")


def an_empty_file_and_an_empty_table():
    _fails(_measure_text("", "--indicators", "csat_mean"), 1, "-:1:", "empty")
    rows = measure("-", "--indicators", "csat_mean,tickets", stdin=_HEADER)
    assert rows["csat_mean"]["status"] == "NO_DATA" and _counts(rows["csat_mean"]) == (0, 0, 0)


def one_row_and_all_missing():
    rows = measure("-", "--indicators", "csat_mean", stdin=_HEADER + "1,Ada,2026-01-01,,3\n")
    assert float(rows["csat_mean"]["value"]) == 3
    rows = measure("-", "--indicators", "csat_mean,first_response_time", stdin=_HEADER + "1,Ada,2026-01-01,,\n" * 3)
    for alias in ("csat_mean", "first_response_time"):
        assert rows[alias]["status"] == "NO_DATA" and _counts(rows[alias]) == (0, 3, 0), rows[alias]


def values_off_the_scale_are_counted_not_used():
    rows = measure("-", "--indicators", "csat_mean", stdin=_HEADER + "1,Ada,2026-01-01,,7\n2,Ada,2026-01-01,,4\n")
    assert float(rows["csat_mean"]["value"]) == 4 and _counts(rows["csat_mean"]) == (1, 0, 1)


def a_reply_before_the_ticket_is_counted_not_used():
    content = _HEADER + "1,Ada,2026-01-02,2026-01-01,\n2,Ada,2026-01-01,2026-01-02,\n"
    rows = measure("-", "--indicators", "first_response_time", stdin=content)
    assert float(rows["first_response_time"]["value"]) == 86400 and _counts(rows["first_response_time"]) == (1, 0, 1)
    rows = measure("-", "--indicators", "first_response_time", "--negative", "signed", stdin=content)
    assert float(rows["first_response_time"]["value"]) == 0 and _counts(rows["first_response_time"]) == (2, 0, 0)
    done = _measure_text(content, "--indicators", "first_response_time", "--negative", "fail")
    _fails(done, 1, "-:2", "first_response_time")


def cells_that_cannot_be_read_are_counted_and_told():
    done = _measure_text(_HEADER + "1,Ada,2026-01-01,n/a,good\n2,Ada,2026-01-01,2026-13-01,4\n", "--indicators",
                         "csat_mean,first_response_time")
    rows = {row["indicator"]: row for row in done.rows()}
    assert _counts(rows["csat_mean"]) == (1, 0, 1) and _counts(rows["first_response_time"]) == (0, 0, 2), rows
    assert '-:2:5: csat: 1 cell cannot be read' in done.err and '"n/a"' in done.err, done.err


def nan_and_infinity_are_not_numbers():
    for text in ("nan", "inf", "-inf", "1e999", "0x10"):
        rows = measure("-", "--indicators", "csat_mean", stdin=_HEADER + f"1,Ada,2026-01-01,,{text}\n2,A,2026-01-01,,4\n")
        assert float(rows["csat_mean"]["value"]) == 4 and _counts(rows["csat_mean"]) == (1, 0, 1), (text, rows)


def missing_markers_and_blank_flags():
    content = "created_at,is_complaint\n2026-01-01,\n2026-01-01,Y\n2026-01-01,?\n"
    rows = measure("-", "--indicators", "complaint_share", "--missing", "?", stdin=content)
    assert float(rows["complaint_share"]["value"]) == 100 and _counts(rows["complaint_share"]) == (1, 2, 0)
    folder = Folder()
    profile = folder.write("p.json", json.dumps({"deskscore": 1, "kind": "profile", "sources": {"tickets": {"fields": {
        "is_complaint": {"column": "is_complaint", "blank": False}}}}}))
    done = _measure_text(content, "--indicators", "complaint_share", "--missing", "?", "--profile", profile)
    row = done.rows()[0]
    assert float(row["value"]) == 50 and _counts(row) == (2, 1, 0), row
    assert "1 empty cell was read as" in done.err, done.err


def labels_of_a_value_map_that_are_unknown_are_invalid():
    folder = Folder()
    profile = folder.write("p.json", json.dumps({"deskscore": 1, "kind": "profile", "sources": {"tickets": {"fields": {
        "created_at": {"column": ["Created", "created_at"]},
        "csat": {"column": "Rating", "values": {"非常满意": 5, "满意": 4}}}}}}, ensure_ascii=False))
    done = _measure_text("created_at,Rating\n2026-01-01,非常满意\n2026-01-01,满意\n2026-01-01,很好\n", "--profile", profile,
                         "--indicators", "csat_mean")
    row = done.rows()[0]
    assert float(row["value"]) == 4.5 and _counts(row) == (2, 0, 1), row


def names_that_do_not_exist_are_bad_usage():
    _fails(_measure_text(_GOOD, "--indicators", "csat_meen"), 2, "csat_mean")
    _fails(_measure_text(_GOOD, "--indicators", "csat_mean", "--map", "csatt=csat"), 2, "csatt", "csat")
    _fails(_measure_text(_GOOD, "--indicators", "csat_mean", "--where", "csatt > 3"), 2, "csat")
    _fails(_measure_text(_GOOD, "--indicators", "csat_mean", "--param", "csat_mean.cut=4"), 2, "cut")
    _fails(_measure_text(_GOOD, "--indicators", "csat_mean", "--frobnicate", "1"), 2, "--frobnicate")
    _fails(_measure_text(_GOOD), 2, "--indicators")
    _fails(run("measur"), 2, "measur")


def columns_that_do_not_exist_are_bad_data():
    _fails(_measure_text(_GOOD, "--indicators", "csat_mean", "--map", "csat=Rating"), 1, '"Rating"', '"csat"')
    _fails(_measure_text(_GOOD, "--indicators", "handle_time"), 1, "handle_time", "--map")
    _fails(run("measure", "/nowhere/x.csv", "--indicators", "csat_mean"), 1, "/nowhere/x.csv")
    _fails(_measure_text("a,a\n1,2\n", "--indicators", "csat_mean"), 1, "-:1:", "twice")


def formulas_name_their_column():
    done = _measure_text(_GOOD, "--indicators", "csat_mean", "--where", "csat = 4")
    _fails(done, 2, "--where", "column 6", "==")


def a_limit_without_default_must_be_given():
    _fails(_measure_text(_GOOD, "--indicators", "resolution_within", "--now", "2026-02-01"), 2, "limit")


def a_document_cut_in_half_names_its_line():
    folder = Folder()
    card = folder.write("card.json", '{"deskscore": 1,\n "kind": "scorecard",\n "id": "x", "items": {"a"')
    _fails(run("score", "-", "--card", card, stdin=_GOOD), 1, "card.json:3:")
    twice = folder.write("twice.json", '{"deskscore": 1, "kind": "scorecard",\n "id": "x", "id": "y"}')
    _fails(run("score", "-", "--card", twice, stdin=_GOOD), 1, "twice.json:2:", "id")


def time_formats_and_duration_formats():
    rows = measure("-", "--indicators", "first_response_time", "--time-format", "%d/%m/%Y %H:%M",
                   stdin="created_at,first_response_at\n1/2/2026 9:05,1/2/2026 10:05\n")
    assert float(rows["first_response_time"]["value"]) == 3600
    rows = measure("-", "--indicators", "first_response_time",
                   stdin="created_at,first_response_at\n2026-01-01T08:00:00.25+02:00,2026-01-01 06:00:00.75Z\n")
    assert float(rows["first_response_time"]["value"]) == 0.5
    rows = measure("-", "--indicators", "handle_time", "--duration-format", "handle_time=h:mm:ss",
                   stdin="created_at,handle_time\n2026-01-01,1:00:05\n2026-01-01,0:00:15\n")
    assert float(rows["handle_time"]["value"]) == 1810


def instants_with_and_without_a_zone_do_not_mix_in_a_formula():
    content = "created_at,first_response_at\n2026-01-01 08:00:00,2026-01-01T09:00:00+01:00\n"
    _fails(_measure_text(content, "--indicators", "first_response_time"), 1, "tickets.created_at", "no zone")
    folder = Folder()
    profile = folder.write("p.json", json.dumps({"deskscore": 1, "kind": "profile", "sources": {"tickets": {"fields": {
        "created_at": {"column": "created_at", "utc": True}}}}}))
    rows = measure("-", "--indicators", "first_response_time", "--profile", profile, stdin=content)
    assert float(rows["first_response_time"]["value"]) == 0


def an_unknown_count_is_not_zero():
    """docs/decisions.md: `count(x where c)` has no value when every row is unknown; `count(x)` is always there."""
    folder = Folder()
    define = folder.write("d.json", json.dumps({"deskscore": 1, "kind": "catalog", "indicators": [
        {"id": each, "name": each, "unit": "count", "formula": formula} for each, formula in
        (("unknown_c", "count(csat where is_complaint)"), ("unknown_x", "count(csat where csat is missing)"),
         ("of_condition", "count(where is_complaint)"), ("of_value", "count(csat)"))]}))
    rows = measure("-", "--define", define, "--indicators", "unknown_c,unknown_x,of_condition,of_value",
                   stdin="created_at,csat,is_complaint\n2026-01-01,,\n2026-01-02,,\n")
    assert [rows[each]["status"] for each in ("unknown_c", "unknown_x", "of_condition")] == ["NO_DATA"] * 3, rows
    assert rows["of_value"]["value"] == "0" and _counts(rows["of_value"]) == (0, 2, 0), rows


def a_question_beyond_the_limits_is_refused():
    _fails(_measure_text(_GOOD, "--indicators", "tickets", "--by", "id,agent,team,channel,priority,category,customer,problem,"
                         "status"), 2, "at most 8 keys")
    wheres = [word for _ in range(101) for word in ("--where", "csat > 0")]
    done = _measure_text(_GOOD, "--indicators", "tickets", *wheres)
    _fails(done, 2, "at most 100 conditions")
    assert _measure_text(_GOOD, "--indicators", "tickets", *wheres[2:]).status == 0
    folder = Folder()
    chain = [{"id": "n0", "name": "n", "unit": "count", "source": "", "formula": "[tickets] + 0"}]
    chain += [{"id": f"n{i}", "name": "n", "unit": "count", "source": "", "formula": f"[n{i - 1}] + 0"} for i in range(1, 40)]
    define = folder.write("d.json", json.dumps({"deskscore": 1, "kind": "catalog", "indicators": chain}))
    assert _measure_text(_GOOD, "--define", define, "--indicators", "n20").status == 0
    deep = _measure_text(_GOOD, "--define", define, "--indicators", "n39")
    assert deep.status != 0 and deep.out == "" and "deep" in deep.err, (deep.status, deep.err)


def a_format_that_no_cell_could_follow_is_bad_usage():
    _fails(_measure_text(_GOOD, "--indicators", "csat_mean", "--time-format", "%Q"), 2, "created_at", "%Q")
    _fails(_measure_text("created_at,handle_time\n2026-01-01,1\n", "--indicators", "handle_time", "--duration-format",
                         "handle_time=h.mm.zz"), 2, "h.mm.zz")


def a_profile_names_its_separator():
    folder = Folder()
    profile = folder.write("p.json", json.dumps({"deskscore": 1, "kind": "profile", "sources": {"tickets": {
        "sep": ";", "fields": {"csat": {"column": "rating"}}}}}))
    rows = measure("-", "--profile", profile, "--indicators", "csat_mean", stdin="created_at;rating\n2026-01-01;5\n")
    assert float(rows["csat_mean"]["value"]) == 5


def separators_and_several_keys():
    rows = run("measure", "-", "--sep", ";", "--by", "agent,channel", "--indicators", "tickets", "--format", "csv",
               stdin="created_at;agent;channel\n2026-01-01;Ada;phone\n2026-01-01;;chat\n2026-01-01;Ada;phone\n").rows()
    assert [(r["agent"], r["channel"], r["value"]) for r in rows] == [("Ada", "phone", "2"), ("", "chat", "1")], rows


def a_file_without_any_known_column_is_no_silent_zero():
    _fails(_measure_text(_GOOD.replace(",", ";"), "--indicators", "tickets"), 1, "-:1:", "no column is a field",
           "id;agent;created_at", "--sep")
    _fails(_measure_text(_GOOD, "--indicators", "tickets", "--sep", "\\t"), 1, "-:1:", "--sep")
    folder = Folder()
    other = folder.write("agents.csv", "Name\nAda\n")  # not read by this query: may be anything
    rows = measure("-", "--source", f"agents={other}", "--indicators", "csat_mean", stdin=_GOOD)
    assert float(rows["csat_mean"]["value"]) == 4.5


def options_that_name_nothing_are_bad_usage_even_where_the_query_reads_less():
    ask = ("--indicators", "tickets")
    _fails(_measure_text(_GOOD, *ask, "--map", "csat=Rating"), 1, "-:1:", '"Rating"', '"first_response_at"')
    _fails(_measure_text(_GOOD, *ask, "--map", "csta=csat"), 2, "csta")
    _fails(_measure_text(_GOOD, *ask, "--map", "csat="), 2, "[SOURCE.]FIELD=COLUMN")
    _fails(_measure_text(_GOOD, *ask, "--map", "agents.agent=agent"), 2, "no file is given for the source agents")
    _fails(_measure_text(_GOOD, *ask, "--duration-format", "handle_tim=h.mm"), 2, "handle_tim")
    _fails(_measure_text(_GOOD, *ask, "--duration-format", "csat=h.mm"), 2, "a duration field")
    _fails(_measure_text(_GOOD, *ask, "--duration-format", "handle_time"), 2, "FIELD=h.mm.ss")


def words_outside_a_list_are_told_the_list():
    _fails(run("measure", "-", "--indicators", "tickets", "--format", "table|csv", stdin=_GOOD), 2,
           "expected one of table, csv, json\n")
    _fails(run("measure", "-", "--indicators", "tickets", "--format", "table, csv", stdin=_GOOD), 2, "expected one of")
    _fails(_measure_text(_GOOD, "--indicators", "tickets", "--negative", ""), 2, "exclude, signed, clamp, fail\n")
    _fails(_measure_text(_GOOD, "--indicators", "tickets", "--sep", '"'), 2, "--sep")


def what_the_command_line_asks_wrongly_is_bad_usage():
    _fails(_measure_text(_GOOD, "--indicators", "a=tickets,a=csat_mean"), 2, "'a'")
    _fails(_measure_text(_GOOD, "--by", "agent,agent", "--indicators", "tickets"), 2, "'agent'")
    _fails(_measure_text(_GOOD, "--by", "a,b,c,d,e,f,g,h,i", "--indicators", "tickets"), 2, "at most 8 keys")
    _fails(_measure_text(_GOOD, "--by", "created_at", "--indicators", "tickets"), 2, "created_at")
    _fails(run("rows", "-", "--indicator", "tickets,csat_mean", stdin=_GOOD), 2, "one indicator")
    folder = Folder()
    path = folder.write("t.csv", _GOOD)
    _fails(run("measure", path, "--source", f"tickets={path}", "--indicators", "tickets"), 2, "twice")
    second = folder.write("u.csv", _GOOD)
    rows = measure(path, "--source", f"tickets={second}", "--indicators", "tickets")  # two months of one source
    assert float(rows["tickets"]["value"]) == 4
    _fails(run("rows", path, "--source", f"tickets={second}", "--indicator", "tickets"), 2, "one file")


def a_document_that_does_not_hold_is_bad_data():
    folder = Folder()
    card = folder.write("card.json", '{"deskscore": 1, "kind": "scorecard", "id": "x", "name": "X", "items": {"a": {"indicator": '
                                     '"csat_meen", "rule": {"family": "PASS_FAIL", "op": ">=", "threshold": 4}}}, '
                                     '"weights": {"tree": {"a": 1}}}')
    _fails(run("score", "-", "--card", card, stdin=_GOOD), 1, "card.json:1:", "items.a.indicator", "csat_mean")


def a_folder_is_no_file():
    folder = Folder()
    for words in (["measure", folder.path, "--indicators", "tickets"], ["check", folder.path],
                  ["score", "-", "--card", folder.path]):
        _fails(run(*words, stdin=_GOOD), 1, folder.path, "irectory")


def a_comma_that_is_no_thousands_mark_cannot_be_read():
    folder = Folder()
    profile = folder.write("p.json", json.dumps({"deskscore": 1, "kind": "profile", "sources": {"tickets": {"fields": {
        "cost": {"column": "cost", "thousands": True}}}}}))

    def cost(text):
        return measure("-", "--profile", profile, "--indicators", "cost_per_ticket",
                       stdin=f'created_at,cost\n2026-01-01,"{text}"\n')["cost_per_ticket"]

    for text, value in (("1,234", 1234), ("1,234,567.5", 1234567.5), ("12'345", 12345), ("1,00,000", 100000), ("7", 7)):
        assert float(cost(text)["value"]) == value, text
    for text in ("1.234,56", "1,5", "1,2345", "12,34", ",123", "1,234,5"):
        row = cost(text)
        assert row["status"] == "NO_DATA" and _counts(row) == (0, 0, 1), (text, row)


def a_span_that_no_clock_shows_cannot_be_read():
    def handled(text, form):
        return measure("-", "--indicators", "handle_time", "--duration-format", f"handle_time={form}",
                       stdin=f"created_at,handle_time\n2026-01-01,{text}\n")["handle_time"]

    assert float(handled("75:10", "m:ss")["value"]) == 4510
    assert float(handled("2:23:59:59", "d:hh:mm:ss")["value"]) == 259199
    for text, form in (("1:75:00", "h:mm:ss"), ("1:24", "d:hh"), ("0:61", "m:ss"), ("999999999:00", "d:hh")):
        assert _counts(handled(text, form)) == (0, 0, 1), text


def json_is_valid_whatever_the_bytes_of_the_file():
    """Latin-1, a cut character, a surrogate, a character beyond Unicode: marks for unknown characters; the rest as it is."""
    rows = b'agent,created_at\n\xe9t\xe9,2026-01-01\n"a\n""b\\",2026-01-01\n\xe5\x90,2026-01-01\n' \
           b'\xed\xa0\x80,2026-01-01\n\xf4\x90\x80\x80,2026-01-01\n' + "é吴😀,2026-01-01\n".encode()
    done = subprocess.run([COMMAND, "measure", "-", "--by", "agent", "--indicators", "tickets", "--format", "json"],
                          input=rows, capture_output=True, check=True)
    subjects = {row["subject"] for row in json.loads(done.stdout.decode("utf-8"))}
    assert subjects == {"\ufffdt\ufffd", 'a\n"b\\', "\ufffd" * 2, "\ufffd" * 3, "\ufffd" * 4, "é吴😀"}, subjects


def a_line_break_in_a_cell_does_not_tear_the_table():
    done = run("measure", "-", "--by", "agent", "--indicators", "tickets",
               stdin='agent,created_at\n"two\nlines\tand",2026-01-01\n')
    assert done.out.splitlines()[1].startswith("two lines and  tickets"), done.out


def a_range_that_does_not_end_after_it_starts_names_both_its_options():
    for more in ([], ["--period", "month"]):
        for end in ("2026-01-01", "2026-02-01"):
            done = run("measure", "-", "--indicators", "tickets", "--from", "2026-02-01", "--to", end, *more,
                       stdin="created_at\n2026-01-01\n")
            _fails(done, 2, "--from 2026-02-01", "--to " + end)


if __name__ == "__main__":
    sys.exit(main(tests_of(__name__)))
