/* Runs requests and looks for secrets in its own memory. A command on each line of stdin:
 *   call JSON     runs a request and frees its answer
 *   hold JSON     runs a request and keeps its answer
 *   free          frees that answer
 *   find HEX ...  looks for byte strings, each byte of which comes with MASK over it
 * Each is answered by a line: call and hold by whether the answer has tokens, find by where the bytes are, each
 * byte string on a line of its own.
 * What is looked for never is in the memory of this program unless the library put it there. */
#define _POSIX_C_SOURCE 200809L

#include "ecr_login.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { MASK = 0x5a, MOST = 256, OVERLAP = MOST - 1 };

static char command[1 << 16];
static unsigned char window[1 << 16];

static void wipe(void *memory, size_t size)
{
    volatile unsigned char *bytes = memory;
    while (size--) *bytes++ = 0;
}

/* No stdio: its buffer would keep the requests. */
static int read_command(void)
{
    size_t length = 0;
    while (length < sizeof command - 1) {
        ssize_t got = read(STDIN_FILENO, command + length, sizeof command - 1 - length);
        if (got <= 0) return 0;
        length += (size_t)got;
        if (command[length - 1] == '\n') {
            command[length - 1] = '\0';
            return 1;
        }
    }
    return 0;
}

static int is_here(const unsigned char *at, const unsigned char *masked, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        if ((at[i] ^ MASK) != masked[i]) return 0;
    }
    return 1;
}

static int is_window(unsigned long address)
{
    unsigned long start = (unsigned long)window;
    return address >= start && address < start + sizeof window;
}

/* Prints where a part of memory holds the needle. */
static int search(int memory, unsigned long start, unsigned long end, const char *name,
                  const unsigned char *masked, size_t length)
{
    int found = 0;
    for (unsigned long at = start; at < end; at += sizeof window - OVERLAP) {
        size_t size = end - at < sizeof window ? end - at : sizeof window;
        ssize_t got = pread(memory, window, size, (off_t)at);
        const unsigned char *stop = got < (ssize_t)length ? window : window + got - length + 1;
        const unsigned char *next = window;
        while (next < stop && (next = memchr(next, masked[0] ^ MASK, (size_t)(stop - next))) != NULL) {
            unsigned long address = at + (unsigned long)(next - window);
            int is_new = at == start || (size_t)(next - window) + length > OVERLAP;
            if (is_new && !is_window(address) && is_here(next, masked, length)) {
                printf("%s+%lx ", *name ? name : "anonymous", address - start);
                found++;
            }
            next++;
        }
    }
    return found;
}

static int search_everywhere(const unsigned char *masked, size_t length)
{
    char line[512];
    int found = 0;
    int memory = open("/proc/self/mem", O_RDONLY);
    FILE *maps = fopen("/proc/self/maps", "r");
    if (memory < 0 || maps == NULL) return -1;
    while (fgets(line, sizeof line, maps)) {
        unsigned long start, end;
        char mode[5], name[256] = "";
        if (sscanf(line, "%lx-%lx %4s %*s %*s %*s %255s", &start, &end, mode, name) < 3) return -1;
        if (mode[0] == 'r' && mode[1] == 'w') found += search(memory, start, end, name, masked, length);
    }
    fclose(maps);
    close(memory);
    wipe(window, sizeof window);
    return found;
}

static int find(char *needles)
{
    for (char *hex = strtok(needles, " "); hex != NULL; hex = strtok(NULL, " ")) {
        unsigned char masked[MOST];
        size_t length = strlen(hex) / 2;
        if (length == 0 || length > sizeof masked) return 0;
        for (size_t i = 0; i < length; i++) {
            char byte[3] = {hex[2 * i], hex[2 * i + 1], '\0'};
            masked[i] = (unsigned char)strtoul(byte, NULL, 16);
        }
        int found = search_everywhere(masked, length);
        if (found < 0) return 0;
        puts(found == 0 ? "nowhere" : "");
    }
    return 1;
}

int main(void)
{
    char *held = NULL;
    while (read_command()) {
        char *argument = strchr(command, ' ');
        if (argument != NULL) *argument++ = '\0';
        if (strcmp(command, "call") == 0 || strcmp(command, "hold") == 0) {
            held = ecr_login(argument);
            puts(strstr(held, "\"password\"") != NULL ? "tokens" : "none");
        }
        if (strcmp(command, "find") == 0 && !find(argument)) return 1;
        if (strcmp(command, "free") == 0) puts("freed");
        if (strcmp(command, "call") == 0 || strcmp(command, "free") == 0) {
            ecr_login_free(held);
            held = NULL;
        }
        wipe(command, sizeof command);
        fflush(stdout);
    }
    return 0;
}
