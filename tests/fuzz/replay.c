/* Runs a fuzz target over files, or over every file of a folder, without a fuzzer: how the seed corpus becomes a test
   and how a crash is looked at with any compiler. */
#include "fuzz.h"

#include <dirent.h>

static int replayed;

static int replay_file(const char *path)
{
    FILE *file = fopen(path, "rb");
    if (file == NULL) {
        perror(path);
        return 1;
    }
    uint8_t *data = take_memory(1U << 20);
    size_t size = fread(data, 1, 1U << 20, file);
    (void)fclose(file);
    /* A copy of exactly that size, so that a sanitizer sees a read past its end. */
    uint8_t *exact = take_memory(size);
    memcpy(exact, data, size);
    free(data);
    (void)LLVMFuzzerTestOneInput(exact, size);
    free(exact);
    replayed++;
    return 0;
}

static int replay(const char *path)
{
    DIR *folder = opendir(path);
    if (folder == NULL) {
        return replay_file(path);
    }
    int failed = 0;
    for (struct dirent *entry = readdir(folder); entry != NULL; entry = readdir(folder)) {
        char name[1024];
        if (entry->d_name[0] == '.') {
            continue;
        }
        int length = snprintf(name, sizeof name, "%s/%s", path, entry->d_name);
        failed |= length > 0 && (size_t)length < sizeof name ? replay_file(name) : 1;
    }
    (void)closedir(folder);
    return failed;
}

int main(int argc, char **argv)
{
    int failed = argc < 2;
    for (int i = 1; i < argc; i++) {
        failed |= replay(argv[i]);
    }
    (void)printf("%d cases replayed\n", replayed);
    return failed || replayed == 0 ? EXIT_FAILURE : EXIT_SUCCESS;
}
