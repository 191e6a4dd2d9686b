#pragma once
#include <errno.h>
#include <signal.h>
#include <spawn.h>
#include <sys/types.h>
#include <sys/wait.h>

/// Starts a program as the leader of a process group of its own. It gets `input` and `output` as its first two files, its
/// third is /dev/null, and it inherits no other open file and no signal's setting. Returns 0 or an error number.
static inline int amparo_spawn(
    const char *path, char *const arguments[], char *const environment[], int input, int output, pid_t *process) {
    posix_spawn_file_actions_t files;
    posix_spawnattr_t attributes;
    sigset_t none, all;
    int error = posix_spawn_file_actions_init(&files);
    if (error != 0) return error;
    error = posix_spawnattr_init(&attributes);
    if (error != 0) {
        posix_spawn_file_actions_destroy(&files);
        return error;
    }
    sigemptyset(&none);
    sigfillset(&all);
    if (error == 0) error = posix_spawn_file_actions_adddup2(&files, input, 0);
    if (error == 0) error = posix_spawn_file_actions_adddup2(&files, output, 1);
    // O_WRONLY
    if (error == 0) error = posix_spawn_file_actions_addopen(&files, 2, "/dev/null", 1, 0);
    if (error == 0) error = posix_spawn_file_actions_addclosefrom_np(&files, 3);
    if (error == 0) error = posix_spawnattr_setpgroup(&attributes, 0);
    if (error == 0) error = posix_spawnattr_setsigmask(&attributes, &none);
    if (error == 0) error = posix_spawnattr_setsigdefault(&attributes, &all);
    if (error == 0)
        error = posix_spawnattr_setflags(
            &attributes, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
    if (error == 0) error = posix_spawn(process, path, &files, &attributes, arguments, environment);
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&files);
    return error;
}

/// Waits for a process. Returns its exit status, 128 and the signal's number where one ended it, -1 where it is not ours.
static inline int amparo_wait(pid_t process) {
    int status = 0;
    pid_t ended;
    do ended = waitpid(process, &status, 0);
    while (ended < 0 && errno == EINTR);
    if (ended != process) return -1;
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}
