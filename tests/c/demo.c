/* Hands a request from stdin to the library and prints the answer with its secrets left out. */

#include <stdio.h>
#include <string.h>

#include "ecr_login.h"

/* The quote that ends the string whose content starts here. */
static const char *end_of_string(const char *text)
{
    while (*text && *text != '"') text += text[0] == '\\' && text[1] ? 2 : 1;
    return text;
}

static int names_secret(const char *text, size_t length)
{
    static const char *const secrets[] = {"password", "authorization_token"};
    for (size_t i = 0; i < sizeof secrets / sizeof *secrets; i++) {
        if (strlen(secrets[i]) == length && strncmp(secrets[i], text, length) == 0) return 1;
    }
    return 0;
}

/* Each member on a line of its own. Of the string that follows a secret's name only the length is shown. */
static void print_redacted(const char *text)
{
    int depth = 0;
    int secret = 0;
    for (; *text; text++) {
        if (*text == '"') {
            const char *content = text + 1;
            text = end_of_string(content);
            size_t length = (size_t)(text - content);
            if (secret) {
                printf("(%zu characters)", length);
            } else {
                printf("\"%.*s\"", (int)length, content);
            }
            secret = !secret && names_secret(content, length);
            if (!*text) break;
            continue;
        }
        if (strncmp(text, "[]", 2) == 0) {
            printf("[]");
            text++;
            continue;
        }
        int opens = *text == '{' || *text == '[';
        int closes = *text == '}' || *text == ']';
        depth += opens - closes;
        if (closes) printf("\n%*s", depth * 2, "");
        putchar(*text);
        if (opens || *text == ',') printf("\n%*s", depth * 2, "");
        if (*text == ':') putchar(' ');
    }
    putchar('\n');
}

int main(void)
{
    static char request[65536];
    size_t length = fread(request, 1, sizeof request - 1, stdin);
    request[length] = '\0';

    char *answer = ecr_login(request);
    int failed = strstr(answer, "\"ok\":") == NULL;
    printf("ecr_login %s answered\n", ecr_login_version());
    print_redacted(answer);
    ecr_login_free(answer);
    return failed;
}
