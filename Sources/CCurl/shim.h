// Doors to what Swift can't import: libcurl's options and answers take a variable number of arguments.

#define CURL_DISABLE_TYPECHECK
#include <curl/curl.h>

static inline CURLcode cantilever_curl_set_long(CURL *easy, CURLoption option, long value) {
    return curl_easy_setopt(easy, option, value);
}

static inline CURLcode cantilever_curl_set_offset(CURL *easy, CURLoption option, curl_off_t value) {
    return curl_easy_setopt(easy, option, value);
}

// Libcurl copies the text.
static inline CURLcode cantilever_curl_set_text(CURL *easy, CURLoption option, const char *text) {
    return curl_easy_setopt(easy, option, text);
}

// Libcurl copies `count` bytes. Without any, a null pointer would have it read standard input.
static inline CURLcode cantilever_curl_set_body(CURL *easy, const void *bytes, curl_off_t count) {
    CURLcode code = curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE_LARGE, count);
    return code == CURLE_OK ? curl_easy_setopt(easy, CURLOPT_COPYPOSTFIELDS, count ? bytes : "") : code;
}

// Nothing is sent but the question; the next body makes it a post again.
static inline CURLcode cantilever_curl_set_get(CURL *easy) {
    return curl_easy_setopt(easy, CURLOPT_HTTPGET, 1L);
}

static inline CURLcode cantilever_curl_set_headers(CURL *easy, struct curl_slist *headers) {
    return curl_easy_setopt(easy, CURLOPT_HTTPHEADER, headers);
}

static inline CURLcode cantilever_curl_set_writer(CURL *easy, curl_write_callback writer, void *owner) {
    CURLcode code = curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, writer);
    if (code == CURLE_OK) code = curl_easy_setopt(easy, CURLOPT_WRITEDATA, owner);
    return code == CURLE_OK ? curl_easy_setopt(easy, CURLOPT_PRIVATE, owner) : code;
}

static inline long cantilever_curl_long(CURL *easy, CURLINFO info) {
    long value = 0;
    return curl_easy_getinfo(easy, info, &value) == CURLE_OK ? value : 0;
}

static inline curl_off_t cantilever_curl_offset(CURL *easy, CURLINFO info) {
    curl_off_t value = 0;
    return curl_easy_getinfo(easy, info, &value) == CURLE_OK ? value : 0;
}

// The descriptor of a connection that was only made; -1 when there is none.
static inline int cantilever_curl_socket(CURL *easy) {
    curl_socket_t socket = CURL_SOCKET_BAD;
    return curl_easy_getinfo(easy, CURLINFO_ACTIVESOCKET, &socket) == CURLE_OK ? socket : -1;
}

static inline void *cantilever_curl_owner(CURL *easy) {
    char *owner = 0;
    return curl_easy_getinfo(easy, CURLINFO_PRIVATE, &owner) == CURLE_OK ? owner : 0;
}

static inline CURLMcode cantilever_curl_multi_set_long(CURLM *multi, CURLMoption option, long value) {
    return curl_multi_setopt(multi, option, value);
}

// What a finished transfer's message says: its union is not shown to Swift by name.
static inline CURLcode cantilever_curl_result(const CURLMsg *message) {
    return message->data.result;
}

// Macros with casts.
static inline CURLcode cantilever_curl_start(void) {
    return curl_global_init(CURL_GLOBAL_DEFAULT);
}
