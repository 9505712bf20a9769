/* `deskscore rank`: ranks, lists and grades from a file of scores; or what a policy decides from tickets. */
#include "rank.h"

#include "cells.h"

#include <stdlib.h>
#include <string.h>

double share_option(const char *name, const char *text)
{
    number_cell cell;
    if (!read_number(text, true, false, &cell) || !(cell.number >= 0.0 && cell.number <= 100.0)) {
        fail_usage("--%s %s: expected a share from 0%% to 100%%, such as 10%%", name, text);
    }
    if (cell.number > 0.0 && cell.number < 1.0 && strchr(text, '%') == NULL) {
        warn("--%s %s is %s %%, not %g %%; write %g%% if that is meant", name, text, text, 100.0 * cell.number,
            100.0 * cell.number);
    }
    return cell.number / 100.0;
}

const char *reasons_text(int32_t reasons, bool zh)
{
    char text[1024] = "";
    for (int bit = 0; bit < 31; bit++) {
        const char *words = dscore_reason_text(reasons & (int32_t)(UINT32_C(1) << bit), zh ? "zh" : "en");
        if (words[0] != '\0') {
            size_t used = strlen(text);
            (void)snprintf(text + used, sizeof text - used, "%s%s", used == 0 ? "" : zh ? "；" : "; ", words);
        }
    }
    return copy_text(text, strlen(text));
}

void words_cell(sheet *out, const char *text)
{
    if (text[0] == '\0') {
        sheet_nothing(out);
    } else {
        sheet_text(out, text);
    }
}

const char *list_word(int32_t list, bool zh)
{
    static const char *const words[2][3] = {{"", "top", "bottom"}, {"", "前列", "末位"}};
    return words[zh][list];
}

static bool is_named(const char *argument, const char *option)
{
    size_t length = strlen(option);
    return strncmp(argument, option, length) == 0 && (argument[length] == '\0' || argument[length] == '=');
}

int command_rank(int argc, char **argv)
{
    for (int i = 0; i < argc && strcmp(argv[i], "--") != 0; i++) {
        if (is_named(argv[i], "--card") || is_named(argv[i], "--policy")) {
            return rank_by_policy(argc, argv);
        }
    }
    return rank_scores(argc, argv);
}
