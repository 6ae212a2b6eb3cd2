// The GNU and Linux calls that Swift's Glibc module does not show.
#ifndef CLINUX_H
#define CLINUX_H
#include <spawn.h>
#include <stdint.h>
#include <sys/types.h>

/// A descriptor that becomes readable when the process ends, or -1 with errno.
int cl_pidfd_open(pid_t pid);

/// Sends a signal to the process of such a descriptor, or to all of the group that it leads; -1 with
/// errno, EINVAL where the kernel (before 6.9) cannot do it for groups.
int cl_pidfd_send_signal(int descriptor, int signal, int to_group);

/// Waits on descriptors: the epoll set, flags as 1 = readable or hung up.
int cl_epoll_create(void);
int cl_epoll_add(int set, int descriptor, uint64_t tag);
int cl_epoll_remove(int set, int descriptor);
/// Fills up to `capacity` tags of ready descriptors; -1 with errno; a negative timeout waits.
int cl_epoll_wait(int set, uint64_t *tags, int capacity, int timeout_ms);

/// Where bytes first stand among others: memmem.
const void *cl_find(const void *bytes, size_t count, const void *word, size_t word_count);

/// A pipe whose ends children do not inherit.
int cl_pipe(int *ends);

/// A descriptor that reads the listed signals, which are blocked from here on.
int cl_signalfd(const int *signals, int count);
/// The next signal read from it, 0 where there is none.
int cl_signalfd_next(int descriptor);

/// A program that is to run in a session of its own; the descriptors lie above 4.
struct cl_detached {
  char *const *arguments;
  char *const *environment;
  const char *directory;
  /// Standard input is read from it.
  const char *input;
  /// Standard output and error are appended to it.
  const char *output;
  /// Standard error is appended to it instead; NULL for the same.
  const char *errors;
  /// Becomes its descriptor 3.
  int signal;
  /// Becomes its descriptor 4; -1 for none.
  int claim;
  /// The processors that it may run on; none for those that we may.
  const int *processors;
  int processor_count;
};

/// Starts it with no signal blocked, defaults restored and nothing else inherited.
///
/// Leaves its number and a descriptor that becomes readable when it ends; returns 0 or an errno,
/// also where it could not become the program. One thread at a time may be in here.
int cl_spawn_detached(const struct cl_detached *request, pid_t *pid, int *descriptor);

int cl_spawn_close_from(posix_spawn_file_actions_t *actions, int lowest);

/// Writes all of a file system to its disk; -1 with errno.
int cl_sync_file_system(int descriptor);

/// What a child that has ended, and nobody has waited for, had of memory at most, in KiB; -1 where
/// that is not known.
long cl_peak_memory(pid_t pid);

/// Waits for the lock of an open file, which ends with the descriptor; -1 with errno.
int cl_lock_file(int descriptor);

/// Fills in the numbers of processors that this process may run on; how many there are, or -1.
int cl_processors(int *numbers, int capacity);

/// The environment of this process.
char **cl_environ(void);

/// The type number of the file system that holds the path (statfs f_type), or -1.
long cl_file_system_type(const char *path);
#endif
