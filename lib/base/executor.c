/* The executor that ships as a helper: POSIX threads, started for one call and joined before it returns. */
#include "base/error.h"

#include <stddef.h>

#if defined(DSCORE_HAVE_PTHREAD) && DSCORE_HAVE_PTHREAD

#include <pthread.h>

enum { MOST_THREADS = 1024 };

/* What the threads of one call share: the next index, under a lock because C11 atomics are optional. */
typedef struct job {
    pthread_mutex_t lock;
    int64_t next, n;
    void (*task)(void *task_ctx, int64_t i);
    void *task_ctx;
} job;

static void *work(void *shared)
{
    job *j = shared;
    for (;;) {
        (void)pthread_mutex_lock(&j->lock);
        const int64_t i = j->next;
        j->next += i < j->n;
        (void)pthread_mutex_unlock(&j->lock);
        if (i >= j->n) {
            return NULL;
        }
        j->task(j->task_ctx, i);
    }
}

static int32_t run_threads(void *ctx, int64_t n, void (*task)(void *task_ctx, int64_t i), void *task_ctx)
{
    job j = {.next = 0, .n = n, .task = task, .task_ctx = task_ctx};
    if (pthread_mutex_init(&j.lock, NULL) != 0) {
        return 1;
    }
    const int64_t asked = (int64_t)(intptr_t)ctx;
    const int64_t wanted = (n < asked ? n : asked) - 1; /* this thread is one of them */
    pthread_t threads[MOST_THREADS];
    int64_t started = 0;
    while (started < wanted && pthread_create(&threads[started], NULL, work, &j) == 0) {
        started++; /* when the system gives no more, those there are do all the tasks */
    }
    (void)work(&j);
    for (int64_t i = 0; i < started; i++) {
        (void)pthread_join(threads[i], NULL);
    }
    (void)pthread_mutex_destroy(&j.lock);
    return 0;
}

dscore_status dscore_executor_threads(int32_t threads, dscore_executor *out, dscore_error *err)
{
    if (out == NULL) {
        return dsi_fail_null(err, "out");
    }
    if (threads < 1 || threads > MOST_THREADS) {
        return dsi_fail(err, DSCORE_E_ARGUMENT, DSCORE_CODE_THREADS, "threads is %ld, expected 1 to %d", (long)threads,
            (int)MOST_THREADS);
    }
    /* The number of threads is all that run needs to know, so it travels as the context. */
    *out = (dscore_executor){(uint32_t)sizeof *out, threads, (void *)(intptr_t)threads, run_threads, NULL};
    return DSCORE_OK;
}

#else

dscore_status dscore_executor_threads(int32_t threads, dscore_executor *out, dscore_error *err)
{
    (void)threads;
    if (out == NULL) {
        return dsi_fail_null(err, "out");
    }
    return dsi_fail(err, DSCORE_E_UNSUPPORTED, DSCORE_CODE_THREADS,
        "this build has no POSIX threads; pass an executor of your own, or none");
}

#endif
