/* Makes many calls and tells what memory the process has: memory URL ACCESS_KEY SECRET_KEY FIRST REST.
 * Prints the resident KiB after the first calls, after the rest, and the most there ever were. */
#define _POSIX_C_SOURCE 200809L

#include "ecr_login.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A line of /proc/self/status, such as "VmRSS:". */
static long status(const char *name)
{
    char line[256];
    long kib = -1;
    FILE *file = fopen("/proc/self/status", "r");
    if (file == NULL) return -1;
    while (fgets(line, sizeof line, file)) {
        if (strncmp(line, name, strlen(name)) == 0) kib = atol(line + strlen(name));
    }
    fclose(file);
    return kib;
}

/* Most calls ask for a registry; some are cancelled, some are bad requests. */
static void call(char **arguments, int number)
{
    char request[1024];
    snprintf(request, sizeof request,
             "{\"version\":1,\"region\":\"us-east-1\",\"endpoint_url\":\"%s\",\"access_key\":\"%s\","
             "\"secret_key\":\"%s\",\"registry_ids\":[\"%012d\"],"
             "\"env\":{\"AWS_EC2_METADATA_DISABLED\":\"true\",\"AWS_MAX_ATTEMPTS\":\"1\"}}",
             arguments[1], arguments[2], arguments[3], number % 1000);
    if (number % 10 == 1) {
        ecr_login_cancel(ecr_login_start(request));
    } else {
        ecr_login_free(ecr_login(number % 10 == 2 ? "{\"version\":1,\"registry_ids\":[\"x\"]}" : request));
    }
}

int main(int count, char **arguments)
{
    if (count != 6) return 2;
    int first = atoi(arguments[4]);
    int all = first + atoi(arguments[5]);

    for (int i = 0; i < first; i++) call(arguments, i);
    long before = status("VmRSS:");
    for (int i = first; i < all; i++) call(arguments, i);
    printf("%ld %ld %ld\n", before, status("VmRSS:"), status("VmHWM:"));
    return 0;
}
