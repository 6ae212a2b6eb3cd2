/* What running jobs costs at least: starts the project's own wrapper for each job, at most so many
 * at once, waits for them, and records nothing itself.
 *
 *   spawn DIRECTORY COUNT AT-ONCE WIDTH WRAPPER   `sh WRAPPER DIRECTORY/N sh -c true`
 *   spawn DIRECTORY COUNT AT-ONCE WIDTH -         `sh -c true`
 *
 * Jobs come in layers of WIDTH: the next one begins when all of the last have ended.
 * It prints {"seconds": S} and ends with 1 where a job did not end well.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>

extern char **environ;

static double now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static int running = 0;
static int failed = 0;

static void wait_for_one(void) {
  int status = 0;
  if (wait(&status) < 0) return;
  running -= 1;
  if (status != 0) failed += 1;
}

int main(int count, char **arguments) {
  if (count != 6) return 64;
  const char *directory = arguments[1];
  const int jobs = atoi(arguments[2]), at_once = atoi(arguments[3]), width = atoi(arguments[4]);
  char *wrapper = arguments[5];
  const int wraps = strcmp(wrapper, "-") != 0;
  if (mkdir(directory, 0755) != 0 && errno != EEXIST) return 1;

  posix_spawnattr_t attributes;
  posix_spawnattr_init(&attributes);
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSID);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);

  const double start = now();
  for (int job = 0; job < jobs; job += 1) {
    if (job % width == 0) {
      while (running > 0) wait_for_one();
    }
    while (running >= at_once) wait_for_one();
    char place[4096];
    snprintf(place, sizeof place, "%s/%d", directory, job);
    char *wrapped[] = {"/bin/sh", wrapper, place, "/bin/sh", "-c", "true", NULL};
    char *plain[] = {"/bin/sh", "-c", "true", NULL};
    if (wraps && mkdir(place, 0755) != 0) return 1;
    pid_t child;
    if (posix_spawn(&child, "/bin/sh", &actions, &attributes, wraps ? wrapped : plain, environ) != 0)
      return 1;
    running += 1;
  }
  while (running > 0) wait_for_one();
  printf("{\"seconds\": %.6f}\n", now() - start);
  return failed > 0;
}
