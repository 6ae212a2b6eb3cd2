/* The floor under `cms-ee generate`: the least system calls that write COUNT experiments.
 *
 *     floor DIR COUNT SCRIPT CONFIG
 *
 * An experiment is a directory with a script (0755) and a config.yaml, seen whole or not at all:
 * made under a temporary name, filled, renamed. That is 8 calls each: mkdirat, twice openat, write
 * and close, renameat. All get the bytes of the files SCRIPT and CONFIG. Prints one line of JSON.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

struct bytes {
    char *start;
    size_t count;
};

static void fail(const char *what) {
    fprintf(stderr, "floor: %s: %s\n", what, strerror(errno));
    exit(1);
}

static struct bytes read_file(const char *path) {
    struct stat status;
    int file = open(path, O_RDONLY | O_CLOEXEC);
    if (file < 0 || fstat(file, &status) < 0) fail(path);
    struct bytes bytes = {malloc((size_t)status.st_size + 1), (size_t)status.st_size};
    if (!bytes.start) fail(path);
    if (read(file, bytes.start, bytes.count) != (ssize_t)bytes.count) fail(path);
    close(file);
    return bytes;
}

static void write_file(int directory, const char *path, mode_t mode, struct bytes bytes) {
    int file = openat(directory, path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
    if (file < 0) fail(path);
    if (write(file, bytes.start, bytes.count) != (ssize_t)bytes.count) fail(path);
    if (close(file) < 0) fail(path);
}

static void write_experiment(int directory, long number, struct bytes script, struct bytes config) {
    char temporary[64], script_path[96], config_path[96], name[64];
    snprintf(temporary, sizeof temporary, ".new-%06ld", number);
    snprintf(script_path, sizeof script_path, "%s/bench.sh", temporary);
    snprintf(config_path, sizeof config_path, "%s/config.yaml", temporary);
    snprintf(name, sizeof name, "e%ld-lr0.0%ld-r%ld", number / 100, number / 10 % 10, number % 10);
    if (mkdirat(directory, temporary, 0777) < 0) fail(temporary);
    write_file(directory, script_path, 0755, script);
    write_file(directory, config_path, 0644, config);
    if (renameat(directory, temporary, directory, name) < 0) fail(name);
}

static double seconds_now(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

int main(int count, char **arguments) {
    char *end = NULL;
    long experiments = count == 5 ? strtol(arguments[2], &end, 10) : 0;
    if (experiments < 1 || *end) {
        fprintf(stderr, "usage: floor DIR COUNT SCRIPT CONFIG\n");
        return 64;
    }
    struct bytes script = read_file(arguments[3]), config = read_file(arguments[4]);
    if (mkdir(arguments[1], 0777) < 0 && errno != EEXIST) fail(arguments[1]);
    int directory = open(arguments[1], O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (directory < 0) fail(arguments[1]);

    double start = seconds_now();
    for (long number = 0; number < experiments; number++)
        write_experiment(directory, number, script, config);
    printf("{\"name\": \"floor\", \"experiments\": %ld, \"seconds\": %.6f}\n", experiments,
           seconds_now() - start);
    return 0;
}
