/* What the module calls of Windows to load its library, done with dlopen: App.config leads mono here. */
#include <dlfcn.h>
#include <stddef.h>
#include <stdint.h>

void *LoadLibraryExW(const uint16_t *path, void *file, uint32_t flags)
{
    char plain[4096];
    size_t length = 0;
    (void)file;
    (void)flags;
    for (; path[length] != 0; length++) {
        if (path[length] > 127 || length + 1 == sizeof plain)
            return NULL;
        plain[length] = (char)path[length];
    }
    plain[length] = 0;
    return dlopen(plain, RTLD_NOW | RTLD_LOCAL);
}

void *GetProcAddress(void *library, const char *name)
{
    return dlsym(library, name);
}
