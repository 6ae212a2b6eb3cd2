#define _GNU_SOURCE
#include "clinux.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <sys/syscall.h>
#include <sys/vfs.h>
#include <sys/wait.h>
#include <unistd.h>

int cl_pidfd_open(pid_t pid) { return (int)syscall(SYS_pidfd_open, pid, 0); }

int cl_pidfd_send_signal(int descriptor, int signal, int to_group) {
  unsigned flags = to_group ? 1u << 2 : 0;  // PIDFD_SIGNAL_PROCESS_GROUP
  return (int)syscall(SYS_pidfd_send_signal, descriptor, signal, NULL, flags);
}

long cl_peak_memory(pid_t pid) {
  siginfo_t info = {0};
  struct rusage usage = {0};
  // The call of the C library tells no usage.
  long code = syscall(SYS_waitid, P_PID, pid, &info, WEXITED | WNOHANG | WNOWAIT, &usage);
  return code == 0 && info.si_pid == pid ? usage.ru_maxrss : -1;
}

int cl_lock_file(int descriptor) {
  int code;
  do code = flock(descriptor, LOCK_EX);
  while (code != 0 && errno == EINTR);
  return code;
}

int cl_epoll_create(void) { return epoll_create1(EPOLL_CLOEXEC); }

int cl_epoll_add(int set, int descriptor, uint64_t tag) {
  struct epoll_event event = {.events = EPOLLIN, .data.u64 = tag};
  return epoll_ctl(set, EPOLL_CTL_ADD, descriptor, &event);
}

int cl_epoll_remove(int set, int descriptor) {
  return epoll_ctl(set, EPOLL_CTL_DEL, descriptor, NULL);
}

int cl_epoll_wait(int set, uint64_t *tags, int capacity, int timeout_ms) {
  struct epoll_event events[64];
  if (capacity > 64) capacity = 64;
  int count = epoll_wait(set, events, capacity, timeout_ms);
  for (int i = 0; i < count; i++) tags[i] = events[i].data.u64;
  return count;
}

int cl_signalfd(const int *signals, int count) {
  sigset_t set;
  sigemptyset(&set);
  for (int i = 0; i < count; i++) sigaddset(&set, signals[i]);
  if (sigprocmask(SIG_BLOCK, &set, NULL) != 0) return -1;
  return signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
}

int cl_signalfd_next(int descriptor) {
  struct signalfd_siginfo info;
  ssize_t count = read(descriptor, &info, sizeof info);
  return count == (ssize_t)sizeof info ? (int)info.ssi_signo : 0;
}

/* What a child of cl_spawn_detached needs; it shares our memory until it becomes the program. */
struct child {
  const struct cl_detached *request;
  sigset_t reset;
  int error;
};

/* So that no kernel knows more processors than a set has room for. */
enum { processor_bits = 1 << 14, word_bits = 8 * sizeof(unsigned long) };
typedef unsigned long processor_set[processor_bits / word_bits];

static int bind_to(const int *processors, int count) {
  processor_set set = {0};
  for (int i = 0; i < count; i++) {
    if (processors[i] < 0 || processors[i] >= processor_bits) {
      errno = EINVAL;
      return -1;
    }
    set[processors[i] / word_bits] |= 1UL << processors[i] % word_bits;
  }
  return count == 0 ? 0 : sched_setaffinity(0, sizeof set, (const cpu_set_t *)set);
}

int cl_processors(int *numbers, int capacity) {
  processor_set set = {0};
  if (sched_getaffinity(0, sizeof set, (cpu_set_t *)set) != 0) return -1;
  int count = 0;
  for (int i = 0; i < processor_bits; i++)
    if (set[i / word_bits] >> i % word_bits & 1) {
      if (count < capacity) numbers[count] = i;
      count++;
    }
  return count;
}

static int become(void *argument) {
  struct child *child = argument;
  const struct cl_detached *request = child->request;
  struct sigaction action = {.sa_handler = SIG_DFL};
  sigset_t none;
  for (int signal = 1; signal < NSIG; signal++)
    if (sigismember(&child->reset, signal) == 1) sigaction(signal, &action, NULL);
  int input = -1, output = -1, errors = 1, last = request->claim < 0 ? 3 : 4;
  const int appending = O_WRONLY | O_CREAT | O_APPEND;
  int failed = setsid() < 0 || chdir(request->directory) != 0 ||
               bind_to(request->processors, request->processor_count) != 0;
  // All that is given lies above what it is given as.
  if (!failed) failed = (input = open(request->input, O_RDONLY)) < 0 || dup2(input, 0) < 0;
  if (!failed)
    failed = (output = open(request->output, appending, 0644)) < 0 || dup2(output, 1) < 0 ||
             (request->errors && (errors = open(request->errors, appending, 0644)) < 0) ||
             dup2(errors, 2) < 0 || dup2(request->signal, 3) < 0 ||
             (request->claim >= 0 && dup2(request->claim, 4) < 0);
  if (!failed) {
    close_range(last + 1, ~0U, 0);
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    execvpe(request->arguments[0], request->arguments, request->environment);
  }
  child->error = errno;
  _exit(127);
}

int cl_spawn_detached(const struct cl_detached *request, pid_t *pid, int *descriptor) {
  /* Of this thread: it alone stands still while its child uses it. */
  static _Thread_local char *stack = NULL;
  const size_t size = 256 << 10;
  if (stack == NULL) {
    void *made = mmap(NULL, size, PROT_READ | PROT_WRITE,
                      MAP_PRIVATE | MAP_ANONYMOUS | MAP_STACK, -1, 0);
    if (made == MAP_FAILED) return errno;
    stack = made;
  }
  struct child child = {.request = request, .error = 0};
  sigset_t all, before;
  struct sigaction action;
  sigemptyset(&child.reset);
  // Handlers must not run in a child that shares our memory, and nothing stays ignored.
  for (int signal = 1; signal < NSIG; signal++)
    if (sigaction(signal, NULL, &action) == 0 && action.sa_handler != SIG_DFL)
      sigaddset(&child.reset, signal);
  sigfillset(&all);
  sigprocmask(SIG_SETMASK, &all, &before);
  int number = -1;
  *pid = clone(become, stack + size, CLONE_VM | CLONE_VFORK | CLONE_PIDFD | SIGCHLD, &child,
               &number);
  int error = *pid < 0 ? errno : child.error;
  if (*pid >= 0 && error != 0) {
    close(number);
    while (waitpid(*pid, NULL, 0) < 0 && errno == EINTR) {
    }
  }
  sigprocmask(SIG_SETMASK, &before, NULL);
  *descriptor = number;
  return error;
}

int cl_spawn_close_from(posix_spawn_file_actions_t *actions, int lowest) {
  return posix_spawn_file_actions_addclosefrom_np(actions, lowest);
}

char **cl_environ(void) { return environ; }

long cl_file_system_type(const char *path) {
  struct statfs info;
  return statfs(path, &info) == 0 ? (long)info.f_type : -1;
}

const void *cl_find(const void *bytes, size_t count, const void *word, size_t word_count) {
  return memmem(bytes, count, word, word_count);
}

int cl_pipe(int *ends) { return pipe2(ends, O_CLOEXEC); }

int cl_sync_file_system(int descriptor) { return syncfs(descriptor); }
