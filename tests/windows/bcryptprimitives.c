/* What wine 8 lacks: the source of random bytes of Rust's standard library. */
#include <windows.h>
#include <bcrypt.h>

__declspec(dllexport) BOOL WINAPI ProcessPrng(PBYTE bytes, SIZE_T length)
{
    const SIZE_T most = 1 << 30;
    while (length > 0) {
        ULONG piece = (ULONG)(length < most ? length : most);
        if (BCryptGenRandom(NULL, bytes, piece, BCRYPT_USE_SYSTEM_PREFERRED_RNG) != 0)
            return FALSE;
        bytes += piece;
        length -= piece;
    }
    return TRUE;
}
