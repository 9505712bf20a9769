"""What the getting-started guide shows of the command is what it does: every `$` line with its output, every other runs."""
import os
import re
import subprocess
import sys

from command import COMMAND, SOURCE, Folder, main, tests_of


def _guide():
    with open(os.path.join(SOURCE, "docs/getting-started.md"), encoding="utf-8") as handle:
        return handle.read()


def _shell(line, folder):
    path = os.path.join(folder, "bin")
    if not os.path.isdir(path):
        os.mkdir(path)
        os.symlink(COMMAND, os.path.join(path, "deskscore"))
    done = subprocess.run(line, shell=True, capture_output=True, text=True, check=False, cwd=folder,
                          env={**os.environ, "PATH": path + ":" + os.environ["PATH"]})
    return done


def commands_with_output_print_it():
    folder = Folder()
    os.symlink(os.path.join(SOURCE, "examples"), os.path.join(folder.path, "examples"))
    shown = 0
    for block in re.findall(r"(?m)^    \$ .*(?:\n    .*|\n(?=\n    [^$\s]))*", _guide()):
        for part in re.split(r"(?m)^    \$ ", block)[1:]:
            line, *expected = part.rstrip("\n").split("\n")
            done = _shell(line, folder.path)
            wanted = "\n".join(each[4:] for each in expected)
            assert done.stdout.strip("\n") == wanted, f"{line}\nprints\n{done.stdout}{done.stderr}\nthe guide shows\n{wanted}"
            shown += 1
    assert shown >= 4, shown


def the_commands_on_time_run():
    """On two tickets and four events."""
    folder = Folder()
    os.symlink(os.path.join(SOURCE, "examples"), os.path.join(folder.path, "examples"))
    folder.write("tickets.csv", "id,agent,created_at,first_response_at\n1,Ada,2026-11-20 17:30,2026-11-23 08:30\n"
                 "2,Bo,2026-11-24 09:00,2026-11-24 09:10\n")
    folder.write("events.csv", "ticket,at,kind,actor,actor_kind\n1,2026-11-20 17:30,created,kim,customer\n"
                 "1,2026-11-23 08:30,message,Ada,human\n1,2026-11-23 09:00,resolved,Ada,human\n"
                 "2,2026-11-24 09:00,created,lee,customer\n1,2026-11-24 10:00,reopened,kim,customer\n")
    text = _guide()[_guide().index("## Time:"):_guide().index("## Which indicator")].replace("\\\n", " ")
    lines = re.findall(r"(?m)^    (deskscore .*)$", text)
    assert len(lines) == 4, lines
    for line in lines:
        done = _shell(line, folder.path)
        assert done.returncode == 0, f"{line}: {done.stderr}"


def the_commands_on_weights_run():
    """One after the other, in one folder."""
    folder = Folder()
    os.symlink(os.path.join(SOURCE, "examples"), os.path.join(folder.path, "examples"))
    text = _guide()[_guide().index("## Weights that"):_guide().index("## Targets:")]
    lines = re.findall(r"(?m)^    (deskscore .*)$", text)
    assert len(lines) == 4, lines
    for line in lines:
        done = _shell(line, folder.path)
        assert done.returncode == 0, f"{line}: {done.stderr}"
    assert os.path.exists(os.path.join(folder.path, "weights.json"))


def the_commands_on_decisions_run():
    """On twenty tickets of each of those whom the roster names: the best of two gets the bonus."""
    folder = Folder()
    os.symlink(os.path.join(SOURCE, "examples"), os.path.join(folder.path, "examples"))
    folder.write("tickets.csv", "id,agent,created_at,response_count,response_time_total,csat\n" + "".join(
        f"{name}{i},{name},2026-09-{1 + i:02},1,{seconds},5\n" for name, seconds in (("Ada", 20), ("Bo", 30), ("Cara", 20))
        for i in range(20)))
    text = _guide()[_guide().index("## From scores to"):_guide().index("## Weights that")].replace("\\\n", " ")
    lines = re.findall(r"(?m)^    (deskscore .*)$", text)
    assert len(lines) == 2, lines
    done = [_shell(line, folder.path) for line in lines]
    assert all(each.returncode == 0 for each in done), done
    assert re.search(r"top_bonus  2026-09  North  Ada +yes", done[0].stdout), done[0].stdout
    assert "Bo，2026-09，月度前10%绩效奖金" in done[1].stdout, done[1].stdout


def the_commands_on_targets_run():
    folder = Folder()
    os.symlink(os.path.join(SOURCE, "examples"), os.path.join(folder.path, "examples"))
    text = _guide()[_guide().index("## Targets:"):_guide().index("## In a C program")]
    lines = re.findall(r"(?m)^    (deskscore .*)$", text)
    assert len(lines) == 3, lines
    for line in lines:
        done = _shell(line, folder.path)
        assert done.returncode == 0, f"{line}: {done.stderr}"


def help_names_every_option():
    """Of the table of options, so that none is forgotten."""
    with open(os.path.join(SOURCE, "examples/deskscore/arguments.c"), encoding="utf-8") as handle:
        names = re.findall(r'\{"([a-z-]+)", offsetof', handle.read())
    shown = subprocess.run([COMMAND, "help", "all"], capture_output=True, text=True, check=True).stdout
    assert len(names) > 20
    for name in names:
        assert f"--{name}" in shown, f"deskscore help all does not name --{name}"


if __name__ == "__main__":
    sys.exit(main(tests_of(__name__)))
