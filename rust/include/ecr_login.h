/*
 * The C ABI of EcrLogin: Amazon ECR login tokens.
 *
 * This file is made from rust/abi/exports.rs. After a change there:
 *   ECRLOGIN_UPDATE_HEADER=1 cargo test --test house header
 *
 * Messages. A request is a JSON object in UTF-8 of at most 16 MiB, an answer a JSON object in
 * pure ASCII; both end with a NUL. Every request says "version": 1. An answer holds "version": 1,
 * "log", and one of "ok" and "error"; it is never NULL.
 *
 * Threads. Any thread may call any function at any time, but not from a signal handler. The
 * library runs one thread of its own, with all signals blocked, from the first call to the end
 * of the process; it cannot be unloaded.
 *
 * Failures. Whatever goes wrong is an answer with an error: NULL for a request, bad UTF-8, bad
 * JSON, an unknown field, an unknown handle, a defect of the library. Nothing is printed. At most
 * 4,096 calls may be open; one more is answered with the error TooManyCalls. A child of fork()
 * gets the error Forked until it calls exec(). When memory runs out, the process aborts.
 *
 * Memory. An answer belongs to the caller and goes back by ecr_login_free() of the same copy of
 * the library; it is wiped there, as it may hold a password.
 */

#ifndef ECR_LOGIN_H
#define ECR_LOGIN_H

#include <stdint.h>

#define ECR_LOGIN_VERSION "0.2.0"

#ifdef __cplusplus
extern "C" {
#endif // __cplusplus

/*
 Runs a request and returns its answer; blocks until it is there.

 `json_params`: a request, UTF-8, NUL-terminated; NULL is answered with an error.
 Returns an answer, never NULL; give it back with ecr_login_free().

 Precondition:
 `json_params` is NULL or points to a NUL-terminated string that does not change during the call.
 */
char *ecr_login(const char *json_params);

/*
 Starts a request in the background and returns its handle at once.

 `json_params`: as for ecr_login(); it is read before the function returns.
 Returns a handle, also for a bad request: its answer is then an error. Every handle ends
 by ecr_login_take() or ecr_login_cancel().

 Precondition:
 `json_params` is NULL or points to a NUL-terminated string that does not change during the call.
 */
uint64_t ecr_login_start(const char *json_params);

/*
 Waits until the answer of a call can be taken.

 `call`: a handle of ecr_login_start(). `ms`: how long to wait, in milliseconds;
 0 only looks, UINT32_MAX waits without end.
 Returns 1 when the answer is ready, 0 when it is not yet, -1 when there is no such call:
 never started, taken, or cancelled, also while waiting.
 */
int32_t ecr_login_wait(uint64_t call, uint32_t ms);

/*
 Tells how far a call is: how many registries are done, and how many there are; of an operation without
 registries, calls. Both are 0 until that is known. Never waits for the call.

 `call`: a handle of ecr_login_start(). `done`, `total`: where the counts go; either may be NULL.
 Returns 1, or -1 when there is no such call; then nothing is written.

 Precondition:
 `done` and `total` are each NULL or point to a uint32_t that may be written.
 */
int32_t ecr_login_progress(uint64_t call,
                           uint32_t *done,
                           uint32_t *total);

/*
 Returns the answer of a call, waiting for it if need be. The handle is gone after it.

 Of two threads that take one handle, one gets the answer; the other, like every taker of
 an unknown handle, gets an answer with the error UnknownCall.
 Returns an answer, never NULL; give it back with ecr_login_free().
 */
char *ecr_login_take(uint64_t call);

/*
 Ends a call, its connection and its handle. Threads that wait for it get -1, a taker
 gets the error UnknownCall. Unknown handles are ignored.
 */
void ecr_login_cancel(uint64_t call);

/*
 Wipes an answer and gives its memory back. NULL is fine.

 Precondition:
 `answer` is NULL, or came from this copy of the library, unchanged in length, and was not freed before.
 */
void ecr_login_free(char *answer);

/*
 Returns the version of the library, such as "1.2.3"; static, never freed.
 */
const char *ecr_login_version(void);

#ifdef __cplusplus
}  // extern "C"
#endif  // __cplusplus

#endif  /* ECR_LOGIN_H */
