/* What rust/include/ecr_login.h promises, tried from C: contract URL ACCESS_KEY SECRET_KEY.
 * Prints "ok", or the first promise that does not hold. */
#include "ecr_login.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define PROMISE(what)                                               \
    do {                                                            \
        if (!(what)) {                                              \
            fprintf(stderr, "line %d: %s\n", __LINE__, #what);      \
            exit(1);                                                \
        }                                                           \
    } while (0)

static char request[4096];

static int answer_holds(char *answer, const char *text)
{
    int held = answer != NULL && strstr(answer, text) != NULL;
    ecr_login_free(answer);
    return held;
}

static void *waiter(void *call)
{
    return (void *)(intptr_t)ecr_login_wait(*(uint64_t *)call, UINT32_MAX);
}

static void fork_gets_an_error(void)
{
    pid_t child = fork();
    if (child == 0) {
        int told = answer_holds(ecr_login(request), "\"Forked\"") && ecr_login_wait(1, 0) == -1 &&
                   ecr_login_progress(1, NULL, NULL) == -1;
        ecr_login_cancel(1);
        _exit(told ? 0 : 1);
    }
    int status = 0;
    PROMISE(waitpid(child, &status, 0) == child);
    PROMISE(WIFEXITED(status) && WEXITSTATUS(status) == 0);
}

int main(int count, char **arguments)
{
    PROMISE(count == 4);
    snprintf(request, sizeof request,
             "{\"version\":1,\"region\":\"us-east-1\",\"endpoint_url\":\"%s\",\"access_key\":\"%s\","
             "\"secret_key\":\"%s\",\"env\":{\"AWS_EC2_METADATA_DISABLED\":\"true\"}}",
             arguments[1], arguments[2], arguments[3]);

    PROMISE(strcmp(ecr_login_version(), ECR_LOGIN_VERSION) == 0);
    PROMISE(answer_holds(ecr_login(NULL), "\"InvalidRequest\""));
    PROMISE(answer_holds(ecr_login("{"), "\"InvalidRequest\""));
    PROMISE(answer_holds(ecr_login(request), "\"username\":\"AWS\""));
    ecr_login_free(NULL);

    uint64_t call = ecr_login_start(request);
    uint32_t done = 7, total = 7;
    PROMISE(ecr_login_wait(call, UINT32_MAX) == 1);
    PROMISE(ecr_login_progress(call, &done, &total) == 1 && done == 1 && total == 1);
    PROMISE(ecr_login_progress(call, NULL, NULL) == 1);
    PROMISE(answer_holds(ecr_login_take(call), "\"tokens\""));
    PROMISE(ecr_login_wait(call, 0) == -1);
    done = 7;
    PROMISE(ecr_login_progress(call, &done, &total) == -1 && done == 7);
    PROMISE(answer_holds(ecr_login_take(call), "\"UnknownCall\""));

    pthread_t thread;
    void *found = NULL;
    call = ecr_login_start(request);
    PROMISE(pthread_create(&thread, NULL, waiter, &call) == 0);
    PROMISE(pthread_join(thread, &found) == 0 && (intptr_t)found == 1);
    ecr_login_cancel(call);
    PROMISE(ecr_login_wait(call, 0) == -1);

    fork_gets_an_error();
    puts("ok");
    return 0;
}
