/* Logins in a process of its own: cold LIBRARY [CALLERS], with the request on standard input. As many calls as there
 * are callers run at once. Prints the process's peak resident memory in KiB (its VmHWM), the milliseconds from loading
 * the library to the last answer, and the calls that were made to the service. */
#define _POSIX_C_SOURCE 200809L
#include <dlfcn.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define MOST_CALLERS 4096

static char request[8 << 20];

static double now_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * 1e3 + now.tv_nsec / 1e6;
}

static long peak_kib(void)
{
    char line[256];
    long kib = 0;
    FILE *status = fopen("/proc/self/status", "r");
    while (status && fgets(line, sizeof line, status))
        sscanf(line, "VmHWM: %ld", &kib);
    if (status)
        fclose(status);
    return kib;
}

/* The calls that an answer says it took. */
static long calls_of(const char *answer)
{
    const char *calls = strstr(answer, "\"calls\":");
    if (!strstr(answer, "\"username\":\"AWS\"") || !calls) {
        fprintf(stderr, "%.400s\n", answer);
        exit(1);
    }
    return atol(calls + strlen("\"calls\":"));
}

int main(int count, char **arguments)
{
    int callers = count == 3 ? atoi(arguments[2]) : 1;
    if (count < 2 || callers < 1 || callers > MOST_CALLERS) {
        fprintf(stderr, "usage: cold LIBRARY [CALLERS] < REQUEST\n");
        return 2;
    }
    request[fread(request, 1, sizeof request - 1, stdin)] = '\0';

    double start = now_ms();
    void *library = dlopen(arguments[1], RTLD_NOW);
    if (!library) {
        fprintf(stderr, "%s\n", dlerror());
        return 1;
    }
    uint64_t (*ecr_login_start)(const char *);
    char *(*ecr_login_take)(uint64_t);
    void (*ecr_login_free)(char *);
    *(void **)&ecr_login_start = dlsym(library, "ecr_login_start");
    *(void **)&ecr_login_take = dlsym(library, "ecr_login_take");
    *(void **)&ecr_login_free = dlsym(library, "ecr_login_free");

    static uint64_t calls[MOST_CALLERS];
    for (int i = 0; i < callers; i++)
        calls[i] = ecr_login_start(request);
    long made = 0;
    for (int i = 0; i < callers; i++) {
        char *answer = ecr_login_take(calls[i]);
        made += calls_of(answer);
        ecr_login_free(answer);
    }
    double elapsed = now_ms() - start;

    printf("%ld %.3f %ld\n", peak_kib(), elapsed, made);
    return 0;
}
