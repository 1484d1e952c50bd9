/* What every program that speaks HTTP by libcurl pays before its first byte. */
#include <curl/curl.h>

int main(void) {
    if (curl_global_init(CURL_GLOBAL_DEFAULT) != 0) return 1;
    CURL *easy = curl_easy_init();
    CURLM *multi = curl_multi_init();
    int failed = easy == NULL || multi == NULL;
    curl_easy_cleanup(easy);
    curl_multi_cleanup(multi);
    curl_global_cleanup();
    return failed;
}
