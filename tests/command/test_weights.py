"""Weights from files: published and worked examples to their printed digits, groups, gaps, documents, faults."""
import json
import os
import sys

from command import Folder, main, run, tests_of

_CITY = ("criterion,culture,family,housing,jobs,transport\nculture,1,1/5,3,1/2,5\nfamily,5,1,7,1,7\n"
         "housing,1/3,1/7,1,1/4,3\njobs,2,1,4,1,7\ntransport,1/5,1/7,1/3,1/7,1\n")
_DESK = ("criterion,quality,efficiency,growth,collaboration\nquality,,2,3,5\nefficiency,,,2,3\ngrowth,,,,2\n"
         "collaboration,,,,\n")


def _answer(method, *words, stdin=None):
    """The JSON that a method prints."""
    done = run("weights", method, *words, "--format", "json", stdin=stdin)
    assert done.status == 0, done.err
    return json.loads(done.out)


def _weights(answer):
    return [row["weight"] for row in answer["weights"]]


def _close(got, wanted, tolerance):
    assert len(got) == len(wanted), (got, wanted)
    for a, b in zip(got, wanted):
        assert abs(a - b) <= tolerance, f"{got}, expected {wanted}"


def _fails(done, status, *texts):
    assert done.status == status, f"exit {done.status}, expected {status}: {done.err}"
    assert done.out == "", f"nothing may be printed: {done.out}"
    for text in texts:
        assert text in done.err, f"expected {text!r} in: {done.err}"


def the_city_example_has_saatys_weights():
    """METHODS 3.6."""
    answer = _answer("ahp", "-", stdin=_CITY)
    _close(_weights(answer), [.15216708, .43345437, .07155648, .30500643, .03781564], 1e-8)
    facts = answer["facts"]
    _close([facts["lambda"], facts["ci"], facts["cr"], facts["gci"], facts["koczkodaj"]],
           [5.225235221, .056308805, .050815571, .182955, .72], 1e-6)
    assert facts["accepted"] is True
    # Published errors of judgements: the farthest from 1 is that of culture over family, .570 (1.755).
    assert (facts["reconsider"], facts["reconsider_over"]) == ("culture", "family"), facts
    _close([facts["reconsider_judgement"] / facts["reconsider_implied"]], [.570], 5e-4)
    _close(_weights(_answer("ahp", "-", "--solve", "geometric", stdin=_CITY)),
           [.15259371, .42281619, .07225814, .31474294, .03758901], 1e-8)


def a_desk_is_weighed_from_half_a_matrix_or_a_list():
    half = _answer("ahp", "-", stdin=_DESK)
    _close(_weights(half), [.48288562, .27197446, .15698986, .08815006], 1e-8)
    _close([half["facts"]["lambda"], half["facts"]["cr"]], [4.014520959, .005477550], 1e-9)
    pairs = ("a,b,judgement\nquality,efficiency,2\nquality,growth,3\nquality,collaboration,5\nefficiency,growth,2\n"
             "collaboration,efficiency,1/3\ngrowth,collaboration,2\n")
    _close(_weights(_answer("ahp", "-", stdin=pairs)), _weights(half), 1e-12)


def judgements_that_contradict_one_another_are_not_accepted():
    cars = "criterion,a,b,c,d\na,1,1/4,4,1/6\nb,4,1,4,1/4\nc,1/4,1/4,1,1/5\nd,6,4,5,1\n"
    facts = _answer("ahp", "-", stdin=cars)["facts"]
    _close([facts["lambda"], facts["cr"]], [4.434692601, .163973358], 1e-8)
    assert facts["accepted"] is False
    _close([_answer("ahp", "-", "--random-index", "classic", stdin=cars)["facts"]["cr"]], [.160997], 1e-6)
    assert "CR 0.1640: not accepted (0.10 or more)" in run("weights", "ahp", "-", stdin=cars).out
    assert "不可接受" in run("weights", "ahp", "-", "--lang", "zh", stdin=cars).out


def gaps_are_filled_in_and_told():
    consistent = "a,b,judgement\nx,y,2\ny,z,3\nx,z,\n"
    answer = _answer("ahp", "-", stdin=consistent)
    _close(_weights(answer), [.6, .3, .1], 1e-9)
    assert answer["facts"]["missing"] == 1 and answer["facts"]["cr"] is None, answer["facts"]
    _fails(run("weights", "ahp", "-", stdin="a,b,judgement\nw,x,2\ny,z,3\n"), 1, "-: ")


def a_group_is_joined_by_judgements_or_by_priorities():
    """Geometric means of 4 and 1/4 are 1; of consistent people, both ways give the same."""
    folder = Folder()
    one = folder.write("one.csv", "c,x,y\nx,1,4\ny,,1\n")
    two = folder.write("two.csv", "c,y,x\ny,1,4\nx,,1\n")
    for way in ("judgements", "priorities"):
        answer = _answer("ahp", one, two, "--group", way)
        _close(_weights(answer), [.5, .5], 1e-12)
        assert [each["person"] for each in answer["people"]] == [one, two]
    _fails(run("weights", "ahp", one, one), 1, "one.csv:2:1: ", "has judged already")
    people = "person,criterion,x,y\nAda,x,1,8\nAda,y,,\nBo,x,1,2\nBo,y,,\n"
    _close(_weights(_answer("ahp", "-", stdin=people)), [.8, .2], 1e-12)
    people = "a,b,judgement,person\nx,y,8,Ada\nx,y,2,Bo\n"
    _close(_weights(_answer("ahp", "-", "--group", "priorities", stdin=people)), [.8, .2], 1e-12)


def points_swings_and_orders_become_weights():
    """METHODS 3.5."""
    _close(_weights(_answer("equal", "-", stdin="criterion\na\nb\nc\nd\n")), [.25] * 4, 1e-15)
    _close(_weights(_answer("points", "-", stdin="criterion,points\na,40\nb,30\nc,20\nd,10\n")), [.4, .3, .2, .1], 1e-15)
    _close(_weights(_answer("swing", "-", stdin="criterion,swing\nprice,100\nlife,75\ncolour,10\n")),
           [.540541, .405405, .054054], 1e-6)
    order = "rank,criterion\n1,a\n2,b\n3,c\n4,d\n"
    _close(_weights(_answer("ranks", "-", stdin=order)), [.520833, .270833, .145833, .0625], 1e-6)
    _close(_weights(_answer("ranks", "-", "--rule", "sum", stdin=order)), [.4, .3, .2, .1], 1e-15)
    _close(_weights(_answer("ranks", "-", "--rule", "reciprocal", stdin=order)), [.48, .24, .16, .12], 1e-12)
    _close(_weights(_answer("ranks", "-", "--rule", "exponent", "--exponent", "0", stdin=order)), [.25] * 4, 1e-12)


def data_give_entropy_deviation_and_critic_weights():
    """METHODS 3.7 and 3.8: Elsayed et al. 2017, Diakoulaki et al. 1995."""
    elsayed = ("7,312,1891,6613,163 / 72,88,728,941804,1078 / 10,252,2594,3466,117471 / 10,145,980,2371,86329 / "
               "65,54,350,501,29897 / 29,48,380,912,34051 / 7,476,3300,78470,2212 / 70,87,650,733,819000 / "
               "4,86,591,3015,103 / 12,79,579,3240,96098 / 21,45,261,1253,453 / 1,72,530,4333,0.1048")
    table = "s,a,b,c,d,e\n" + "".join(f"{i},{row}\n" for i, row in enumerate(elsayed.split(" / ")))
    answer = _answer("entropy", "-", stdin=table)
    _close(_weights(answer), [.104991, .069124, .071373, .449937, .304575], 1e-6)
    _close([row["entropy"] for row in answer["weights"]], [.80744088, .87322253, .86909742, .17478884, .44139129], 1e-8)
    desk = "agent,csat,fcr,aht\n1,92,85,30\n2,88,90,28\n3,95,70,35\n4,90,80,25\n"
    _close(_weights(_answer("entropy", "-", stdin=desk)), [.0330113, .3466108, .6203779], 1e-7)
    lifted = _answer("entropy", "-", "--less", "aht", stdin=desk)
    _close(_weights(lifted), [.3741010, .3135289, .3123701], 1e-7)
    assert lifted["facts"]["scaling"] == "min-max-lifted"
    _close(_weights(_answer("deviation", "-", "--scaling", "as-given", stdin="s,a,b\n1,1,2\n2,4,16\n")),
           [.176471, .823529], 1e-6)
    firms = ("s,a,b,c\n1,61,1.08,4.33\n2,20.7,.26,4.34\n3,16.3,1.98,2.53\n4,9,3.29,1.65\n5,5.4,2.77,2.33\n"
             "6,4,4.12,1.21\n7,-6.1,3.52,2.10\n8,-34.6,3.31,.98\n")
    answer = _answer("critic", "-", stdin=firms)
    _close(_weights(answer), [.20222554, .48090173, .31687273], 1e-8)
    _close([row["deviation"] for row in answer["weights"]], [.26305500, .32134650, .35816736], 1e-8)
    _close(_weights(_answer("critic", "-", "--correlation", "spearman", stdin=firms)),
           [.21454645, .4898563, .29559726], 1e-7)
    _close(_weights(_answer("critic", "-", "--scaling", "as-given", stdin=firms)),
           [.86874234, .08341434, .04784331], 1e-8)


def removing_criteria_gives_merec_weights():
    """METHODS 3.8: Keshavarz-Ghorabaee et al. 2021."""
    table = "s,a,b,c,d\n1,450,8000,54,145\n2,10,9100,2,160\n3,100,8200,31,153\n4,220,9300,1,162\n5,5,8400,23,158\n"
    _close(_weights(_answer("merec", "-", "--less", "c,d", stdin=table)), [.5752, .0141, .4016, .0091], 5e-5)
    _fails(run("weights", "merec", "-", stdin="s,a,b\n1,1,2\n2,0,3\n"), 1, "-:3:2: a: ", "above 0")
    _fails(run("weights", "merec", "-", "--scaling", "min-max", stdin=table), 2, "--scaling")


def a_criterion_that_does_not_vary_is_named():
    done = run("weights", "critic", "-", stdin="s,a,b,c\n1,1,5,2\n2,2,5,1\n3,3,5,9\n")
    assert done.status == 0 and "b does not vary" in done.out, done.out + done.err
    same = _answer("entropy", "-", stdin="s,a,b\n1,1,5\n2,1,5\n")
    assert _weights(same) == [.5, .5] and same["facts"]["equal"] is True, same


def the_best_and_the_worst_give_weights():
    """METHODS 3.9."""
    answers = "criterion,best_to_other,other_to_worst\na,2,4\nb,1,8\nc,4,2\nd,3,3\ne,8,1\n"
    mixed = _answer("best-worst", "-", stdin=answers)
    _close(_weights(mixed), [.22431866, .44863732, .11215933, .15880503, .05607966], 1e-8)
    _close([mixed["facts"]["inconsistency"], mixed["facts"]["input_ratio"]], [.03144654, .017857], 1e-6)
    linear = _answer("best-worst", "-", "--model", "linear", stdin=answers)
    _close(_weights(linear), [.22950820, .44808743, .11475410, .15300546, .05464481], 1e-8)
    _close([linear["facts"]["inconsistency"]], [.01092896], 1e-8)
    assert (linear["facts"]["best"], linear["facts"]["worst"], linear["facts"]["accepted"]) == ("b", "e", True)
    # Transport (Rezaei 2015): 4 - sqrt(14), over the consistency index of 8.
    curved = _answer("best-worst", "-", "--model", "nonlinear",
                     stdin="criterion,best_to_other,other_to_worst\ncost,8,1\nspeed,2,5\nsafety,1,8\n")
    _close(_weights(curved), [.0714, .3387, .5899], 5e-5)
    _close([curved["facts"]["inconsistency"], curved["facts"]["output_ratio"]], [.258342613, .258342613 / 4.468871], 1e-7)
    assert linear["facts"]["output_ratio"] is None
    # All on one side: only the answers about the best.
    alone = _answer("best-worst", "-", "--alpha", "1", stdin=answers)
    _close(_weights(alone), [.22641509, .45283019, .11320755, .15094340, .05660377], 1e-8)


def two_sets_are_combined_by_name():
    """METHODS 3.10; the second file in another order."""
    folder = Folder()
    first = folder.write("first.csv", "criterion,weight\na,.4\nb,.3\nc,.2\nd,.1\n")
    second = folder.write("second.csv", "criterion,weight\nd,.4\nc,.3\nb,.2\na,.1\n")
    _close(_weights(_answer("combine", first, second)), [.25] * 4, 1e-12)
    _close(_weights(_answer("combine", first, second, "--by", "multiplicative")), [.2, .3, .3, .2], 1e-12)
    _close(_weights(_answer("combine", first, second, "--by", "entropy")),
           [.22474487, .27525513, .27525513, .22474487], 1e-8)
    _close(_weights(_answer("combine", first, second, "--alpha", "1")), [.4, .3, .2, .1], 1e-12)


def printed_percents_add_up():
    for n in (3, 6, 7, 11, 13):
        names = "criterion\n" + "".join(f"c{i}\n" for i in range(n))
        done = run("weights", "equal", "-", stdin=names)
        tenths = [int(line.split()[1].replace(".", "").rstrip("%")) for line in done.out.splitlines()[1:]]
        assert sum(tenths) == 1000 and max(tenths) - min(tenths) <= 1, done.out
    fine = "criterion,points\na,28.5\nb,14.9\nc,56.6\n"  # nothing to round: nothing moves
    assert [row["percent"] for row in _answer("points", "-", stdin=fine)["weights"]] == [28.5, 14.9, 56.6]


def every_method_speaks_chinese_and_prints_json_and_csv():
    folder = Folder()
    weights = folder.write("weights.csv", "criterion,weight\n质量,3\n效率,1\n")
    files = {"equal": "criterion\n质量\n效率\n", "points": "criterion,points\n质量,3\n效率,1\n",
             "swing": "criterion,swing\n质量,100\n效率,50\n", "ranks": "criterion,rank\n质量,1\n效率,2\n",
             "ahp": "准则,质量,效率\n质量,,3\n效率,,\n", "entropy": "人,质量,效率\n1,2,3\n2,4,9\n",
             "deviation": "人,质量,效率\n1,2,3\n2,4,9\n", "critic": "人,质量,效率\n1,2,3\n2,4,1\n3,5,2\n",
             "merec": "人,质量,效率\n1,2,3\n2,4,1\n3,5,2\n",
             "best-worst": "criterion,best_to_other,other_to_worst\n质量,1,3\n效率,3,1\n",
             "combine": "criterion,weight\n质量,3\n效率,1\n"}
    for method, text in files.items():
        words = [weights, "-"] if method == "combine" else ["-"]
        table = run("weights", method, *words, "--lang", "zh", stdin=text)
        assert table.status == 0 and table.out.startswith("准则") and "质量" in table.out, table.err
        answer = _answer(method, *words, "--lang", "zh", stdin=text)
        assert answer["method"] == method and abs(sum(_weights(answer)) - 1) < 1e-12
        assert method == "equal" or method == "points" or answer["notes"], method
        for line in answer["notes"]:
            assert any("\u4e00" <= letter <= "\u9fff" for letter in line), line
        rows = run("weights", method, *words, "--format", "csv", stdin=text).rows()
        assert [float(row["weight"]) for row in rows] == _weights(answer), rows


def a_document_fits_a_scorecard():
    folder = Folder()
    path = folder.path + "/weights.json"
    done = run("weights", "ahp", "-", "--out", path, stdin=_DESK)
    assert done.status == 0, done.err
    assert run("check", path).status == 0
    with open(path, encoding="utf-8") as handle:
        document = json.load(handle)
    assert document["kind"] == "weights" and document["mode"] == "RELATIVE"
    assert document["tree"] == {"quality": 48.3, "efficiency": 27.2, "growth": 15.7, "collaboration": 8.8}
    latin = folder.write("latin.csv", b"criterion\n\xe9\n\xe8\n")  # two names that no document can tell apart
    _fails(run("weights", "equal", latin, "--out", folder.path + "/no.json"), 1, "--out", "no.json", "UTF-8")
    assert not os.path.exists(folder.path + "/no.json")
    _fails(run("weights", "equal", "-", "--out", "/nonexistent/w.json", stdin="criterion\na\n"), 1, "/nonexistent/w.json")


def faults_of_judgements_name_line_and_column():
    def ahp(text):
        return run("weights", "ahp", "-", stdin=text)
    _fails(ahp("criterion,q,s\nq,1,3\ns,0.33,1\n"), 1, '-:3:2: s over q "0.33": expected 0.333333', "q over s is 3")
    _fails(ahp("criterion,q,s\nq,1,lots\ns,,1\n"), 1, '-:2:3: q over s "lots": expected a number above 0 such as 3 or 1/3')
    for bad in ("0", "-3", "1/0", "nan", "1e9", "3/"):
        _fails(ahp(f"criterion,q,s\nq,1,{bad}\ns,,1\n"), 1, "-:2:3: q over s")
    _fails(ahp("criterion,q,s\nq,2,3\ns,,1\n"), 1, "-:2:2: q over itself")
    _fails(ahp("criterion,q,s\nq,1,3\nt,,1\n"), 1, '-:3:1: "t" is no criterion')
    _fails(ahp("criterion,q,s\nq,1,3\nq,1,3\n"), 1, '-:3:1: a second row for "q"')
    _fails(ahp("criterion,q,s\nq,1,3\n"), 1, 'no row for "s"')
    _fails(ahp("criterion,q,\nq,1,3\n"), 1, "-:1:3: the cell is empty")
    _fails(ahp("criterion\nq\n"), 1, "-:1: 0 columns")
    _fails(ahp("a,b,judgement\nx,y,3\ny,x,1/3\n"), 1, "-:3:3: y and x are judged twice")
    _fails(ahp("a,b,judgement,person\nx,y,3,\n"), 1, "-:2:4: the cell is empty; expected the name of a person")
    _fails(ahp("criterion,q,s\n"), 1, "-:2: ")
    _fails(ahp(""), 1, "-:1: the file is empty")
    many = "criterion," + ",".join(f"c{i}" for i in range(33))
    _fails(ahp(many + "\n" + "c0," * 33 + "\n"), 1, "-:1:34: more than 32 criteria")


def faults_of_other_files_name_line_and_column():
    def of(method, text, *words):
        return run("weights", method, "-", *words, stdin=text)
    _fails(of("points", "criterion,points\na,many\n"), 1, '-:2:2: points "many": expected a number of at least 0')
    _fails(of("points", "criterion,points\na,0\nb,0\n"), 1, "-:1:2: points: ")
    _fails(of("points", "criterion,score\na,0\n"), 1, '-:1: there is no column "points"')
    _fails(of("swing", "criterion,swing\na,100\nb,101\n"), 1, '-:3:2: swing "101": expected a number from 0 to 100')
    _fails(of("swing", "criterion,swing\na,50\n"), 1, "-: no swing is 100")
    _fails(of("ranks", "criterion,rank\na,1\na,2\n"), 1, '-:3:1: "a" is named twice')
    _fails(of("ranks", "criterion,rank\na,\n"), 1, '-:2:2: rank "": expected a number')
    _fails(of("entropy", "s,a,b\n1,2,\n2,1,1\n"), 1, '-:2:3: b "": expected a number')
    _fails(of("entropy", "s,a\n1,-2\n2,1\n"), 1, "-:2:2: a: ")
    _fails(of("entropy", "s,a\n1,0\n2,1\n", "--less", "a", "--scaling", "reciprocal"), 1, "-:2:2: a: ", "above 0")
    _fails(of("entropy", "s,a\n1,2\n"), 1, "expected at least 2")
    _fails(of("critic", "s\n1\n2\n"), 1, "-:1: ")
    _fails(of("critic", "s,a,b\n1,1,2\n2,2,3\n", "--less", "aht"), 1, "--less aht", '"a"')
    _fails(of("best-worst", "criterion,best_to_other,other_to_worst\na,1,10\nb,3,1\n"), 1, "-:2:3: ", "from 1 to 9")
    _fails(of("best-worst", "criterion,best_to_other,other_to_worst\na,2,3\nb,3,1\n"), 1, "-:1:2: best_to_other")
    _fails(of("best-worst", "criterion,best_to_other,other_to_worst\na,1,4\nb,3,1\n"), 1, "-:2:3: other_to_worst")
    folder = Folder()
    first = folder.write("first.csv", "criterion,weight\na,1\nb,1\n")
    _fails(run("weights", "combine", first, "-", stdin="criterion,weight\na,1\nc,1\n"), 1, '-:3:1: "c" is no criterion')
    _fails(run("weights", "combine", first, "-", stdin="criterion,weight\na,1\n"), 1, '"b"')
    _fails(run("weights", "combine", first, "-", stdin="criterion,weight\na,0\nb,0\n"), 1, "-: weight")
    _fails(run("weights", "ahp", "/nonexistent.csv"), 1, "/nonexistent.csv")


def faults_of_usage_end_with_2():
    _fails(run("weights"), 2, "needs a method", "best-worst")
    _fails(run("weights", "guess", "x.csv"), 2, "guess", "expected a method", "entropy")
    _fails(run("weights", "ahp"), 2, "FILE.csv")
    _fails(run("weights", "combine", "a.csv"), 2, "two files")
    _fails(run("weights", "equal", "a.csv", "b.csv"), 2, 'unexpected "b.csv"')
    _fails(run("weights", "ahp", "x.csv", "--rule", "sum"), 2, "unknown option --rule")
    _fails(run("weights", "ranks", "x.csv", "--rule", "best"), 2, "--rule best", "centroid")
    _fails(run("weights", "ranks", "x.csv", "--exponent", "2"), 2, "--rule exponent")
    _fails(run("weights", "best-worst", "x.csv", "--alpha", "2"), 2, "--alpha 2", "from 0 to 1")
    _fails(run("weights", "combine", "x.csv", "y.csv", "--by", "luck"), 2, "--by luck", "multiplicative")
    table = "s,a,b\n1,1,2\n2,2,3\n"
    _fails(run("weights", "critic", "-", "--scaling", "reciprocal", stdin=table), 2, "as-given or min-max")
    _fails(run("weights", "entropy", "-", "--scaling", "as-given", "--less", "a", stdin=table), 2, "--scaling as-given")


if __name__ == "__main__":
    sys.exit(main(tests_of(__name__)))
