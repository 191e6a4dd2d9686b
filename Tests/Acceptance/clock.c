/* The clock of the acceptance house, preloaded into every process of it: the wall clock plus an offset that lies in a
 * file which all of them share. The harness moves the offset forward; in between time keeps running.
 *
 * Moved is what a process reads as the time of day. Clocks that only measure how long something takes stay as they are,
 * and a deadline that was computed from the moved clock is moved back before the kernel sees it: a wait lasts as long
 * as its process meant it to. A wait that is under way is not shortened by a move.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <pthread.h>
#include <semaphore.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/time.h>
#include <sys/timerfd.h>
#include <threads.h>
#include <time.h>
#include <unistd.h>

/* Deadlines above this count from 1970, those below from the machine's start. */
static const time_t earliest_date = 1000000000;

static const int64_t no_offset = 0;
static _Atomic(const int64_t *) shared;

/* Reached before main() of some processes and in signal handlers: neither a lock nor memory is taken. */
static time_t offset(void) {
    const int64_t *place = shared;
    if (place == NULL) {
        const char *path = getenv("ACCEPTANCE_CLOCK");
        int file = path == NULL ? -1 : open(path, O_RDONLY | O_CLOEXEC);
        void *mapped = file < 0 ? MAP_FAILED : mmap(NULL, sizeof(int64_t), PROT_READ, MAP_SHARED, file, 0);
        if (file >= 0) close(file);
        place = mapped == MAP_FAILED ? &no_offset : mapped;
        shared = place;
    }
    return (time_t)__atomic_load_n(place, __ATOMIC_RELAXED);
}

#define NEXT(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

int clock_gettime(clockid_t clock, struct timespec *time) {
    static __typeof__(&clock_gettime) next;
    if (next == NULL) next = NEXT(clock_gettime);
    int status = next(clock, time);
    if (status == 0 && (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE)) time->tv_sec += offset();
    return status;
}

int gettimeofday(struct timeval *restrict time, void *restrict zone) {
    struct timespec now;
    (void)zone;
    int status = clock_gettime(CLOCK_REALTIME, &now);
    if (status == 0) *time = (struct timeval){.tv_sec = now.tv_sec, .tv_usec = now.tv_nsec / 1000};
    return status;
}

time_t time(time_t *place) {
    struct timespec now = {0};
    clock_gettime(CLOCK_REALTIME, &now);
    if (place != NULL) *place = now.tv_sec;
    return now.tv_sec;
}

int timespec_get(struct timespec *time, int base) {
    if (base != TIME_UTC || clock_gettime(CLOCK_REALTIME, time) != 0) return 0;
    return base;
}

/* The same moment on the machine's own clock. */
static struct timespec unmoved(const struct timespec *deadline) {
    struct timespec moved = *deadline;
    if (moved.tv_sec > earliest_date) moved.tv_sec -= offset();
    return moved;
}

int pthread_cond_timedwait(
    pthread_cond_t *restrict condition, pthread_mutex_t *restrict mutex, const struct timespec *restrict deadline) {
    struct timespec real = unmoved(deadline);
    return NEXT(pthread_cond_timedwait)(condition, mutex, &real);
}

int pthread_mutex_timedlock(pthread_mutex_t *restrict mutex, const struct timespec *restrict deadline) {
    struct timespec real = unmoved(deadline);
    return NEXT(pthread_mutex_timedlock)(mutex, &real);
}

int cnd_timedwait(cnd_t *restrict condition, mtx_t *restrict mutex, const struct timespec *restrict deadline) {
    struct timespec real = unmoved(deadline);
    return NEXT(cnd_timedwait)(condition, mutex, &real);
}

int mtx_timedlock(mtx_t *restrict mutex, const struct timespec *restrict deadline) {
    struct timespec real = unmoved(deadline);
    return NEXT(mtx_timedlock)(mutex, &real);
}

int sem_timedwait(sem_t *restrict semaphore, const struct timespec *restrict deadline) {
    struct timespec real = unmoved(deadline);
    return NEXT(sem_timedwait)(semaphore, &real);
}

int clock_nanosleep(clockid_t clock, int flags, const struct timespec *asked, struct timespec *left) {
    struct timespec real = flags & TIMER_ABSTIME ? unmoved(asked) : *asked;
    return NEXT(clock_nanosleep)(clock, flags, &real, left);
}

int timerfd_settime(int timer, int flags, const struct itimerspec *asked, struct itimerspec *before) {
    struct itimerspec real = *asked;
    if (flags & TFD_TIMER_ABSTIME) real.it_value = unmoved(&asked->it_value);
    return NEXT(timerfd_settime)(timer, flags, &real, before);
}
