#define _GNU_SOURCE
#include "bare_curl.h"

#include <arpa/inet.h>
#include <curl/curl.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <unistd.h>

enum { MOST_CONNECTIONS = 8, MOST_REQUEST = 65536 };

// Whether a whole request is there: every one of ours says how long it is.
static int is_whole(char *request, size_t count) {
    request[count] = 0;
    char *end = strstr(request, "\r\n\r\n");
    char *length = strcasestr(request, "content-length:");
    if (!end || !length || length > end) return 0;
    return count >= (size_t)(end + 4 - request) + strtoul(length + 15, 0, 10);
}

static void serve(int listener, const char *answer, size_t count) {
    static char requests[MOST_CONNECTIONS][MOST_REQUEST + 1];
    size_t filled[MOST_CONNECTIONS] = {0};
    struct pollfd polled[1 + MOST_CONNECTIONS] = {{.fd = listener, .events = POLLIN}};
    for (int place = 1; place <= MOST_CONNECTIONS; place++) polled[place].fd = -1;
    while (poll(polled, 1 + MOST_CONNECTIONS, -1) > 0) {
        for (int place = 1; place <= MOST_CONNECTIONS; place++) {
            if (polled[place].fd < 0 || !polled[place].revents) continue;
            char *request = requests[place - 1];
            size_t *have = &filled[place - 1];
            ssize_t more = recv(polled[place].fd, request + *have, MOST_REQUEST - *have, 0);
            if (more <= 0) {
                close(polled[place].fd);
                polled[place].fd = -1;
                continue;
            }
            *have += (size_t)more;
            if (!is_whole(request, *have)) continue;
            *have = 0;
            for (size_t sent = 0; sent < count;) {
                ssize_t part = send(polled[place].fd, answer + sent, count - sent, MSG_NOSIGNAL);
                if (part <= 0) break;
                sent += (size_t)part;
            }
        }
        if (!(polled[0].revents & POLLIN)) continue;
        int client = accept(listener, 0, 0);
        int on = 1;
        setsockopt(client, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        for (int place = 1; place <= MOST_CONNECTIONS && client >= 0; place++) {
            if (polled[place].fd >= 0) continue;
            polled[place] = (struct pollfd){.fd = client, .events = POLLIN};
            filled[place - 1] = 0;
            client = -1;
        }
        if (client >= 0) close(client);
    }
}

unsigned short cantilever_bare_server(const char *body, unsigned long count) {
    int listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t length = sizeof address;
    if (bind(listener, (struct sockaddr *)&address, length) || listen(listener, 8) ||
        getsockname(listener, (struct sockaddr *)&address, &length)) return 0;
    char *answer = malloc(count + 256);
    if (!answer) return 0;
    int head = snprintf(answer, 256,
                        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %lu\r\n\r\n",
                        count);
    memcpy(answer + head, body, count);
    pid_t child = fork();
    if (child == 0) {
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        serve(listener, answer, (size_t)head + count);
        _exit(0);
    }
    free(answer);
    close(listener);
    return child > 0 ? ntohs(address.sin_port) : 0;
}

struct cantilever_bare_client {
    CURL *easy;
    char *answer;
    size_t count;
    size_t capacity;
};

static size_t take(char *bytes, size_t size, size_t count, void *owner) {
    cantilever_bare_client *client = owner;
    size_t more = size * count;
    if (client->count + more > client->capacity) {
        size_t capacity = 2 * (client->count + more);
        char *answer = realloc(client->answer, capacity);
        if (!answer) return 0;
        client->answer = answer;
        client->capacity = capacity;
    }
    memcpy(client->answer + client->count, bytes, more);
    client->count += more;
    return more;
}

cantilever_bare_client *cantilever_bare_client_new(unsigned short port) {
    cantilever_bare_client *client = calloc(1, sizeof *client);
    CURL *easy = curl_easy_init();
    if (!client || !easy) return 0;
    client->easy = easy;
    char address[64];
    snprintf(address, sizeof address, "http://127.0.0.1:%u", port);
    struct curl_slist *headers = curl_slist_append(0, "Content-Type: application/json");
    headers = curl_slist_append(headers, "Expect:");
    curl_easy_setopt(easy, CURLOPT_URL, address);
    curl_easy_setopt(easy, CURLOPT_PROXY, "");
    curl_easy_setopt(easy, CURLOPT_POST, 1L);
    curl_easy_setopt(easy, CURLOPT_HTTPHEADER, headers);
    curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, 10000L);
    curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, take);
    curl_easy_setopt(easy, CURLOPT_WRITEDATA, client);
    curl_easy_setopt(easy, CURLOPT_ACCEPT_ENCODING, "");
    curl_easy_setopt(easy, CURLOPT_USERAGENT, "cantilever");
    curl_easy_setopt(easy, CURLOPT_LOW_SPEED_LIMIT, 100L);
    curl_easy_setopt(easy, CURLOPT_LOW_SPEED_TIME, 5L);
    curl_easy_setopt(easy, CURLOPT_PIPEWAIT, 1L);
    curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS, 3000L);
    curl_easy_setopt(easy, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_2TLS);
    curl_easy_setopt(easy, CURLOPT_TCP_KEEPALIVE, 1L);
    return client;
}

long cantilever_bare_client_post(cantilever_bare_client *client, const char *body, unsigned long count) {
    client->count = 0;
    curl_easy_setopt(client->easy, CURLOPT_POSTFIELDS, body);
    curl_easy_setopt(client->easy, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)count);
    return curl_easy_perform(client->easy) == CURLE_OK ? (long)client->count : -1;
}
