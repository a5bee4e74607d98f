/* Runs each request given as an argument where SIGPIPE ends the process, as it does unless a host says otherwise.
 * Prints each answer on a line. */
#define _POSIX_C_SOURCE 200809L

#include "ecr_login.h"

#include <signal.h>
#include <stdio.h>

int main(int count, char **arguments)
{
    sigset_t all;
    sigfillset(&all);
    if (signal(SIGPIPE, SIG_DFL) == SIG_ERR || sigprocmask(SIG_UNBLOCK, &all, NULL) != 0) return 2;

    for (int i = 1; i < count; i++) {
        char *answer = ecr_login(arguments[i]);
        puts(answer);
        ecr_login_free(answer);
    }
    return 0;
}
