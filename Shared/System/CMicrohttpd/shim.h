#pragma once
#include <microhttpd.h>
#include <stddef.h>
#include <stdint.h>

// Swift cannot call variadic C functions, and does not see constants that are casts. Both are spelled out here.

typedef void *(*amparo_mhd_uri_callback)(void *cls, const char *uri, struct MHD_Connection *connection);
typedef size_t (*amparo_mhd_unescape_callback)(void *cls, struct MHD_Connection *connection, char *text);

struct amparo_mhd_settings {
    int listen_socket;
    unsigned int threads;
    unsigned int connections;
    unsigned int connections_per_address;
    unsigned int idle_seconds;
    size_t memory_per_connection;
    void *context;
    MHD_AccessHandlerCallback handle;
    amparo_mhd_uri_callback began;
    MHD_RequestCompletedCallback completed;
    MHD_NotifyConnectionCallback connection_changed;
    amparo_mhd_unescape_callback unescape;
};

static void amparo_mhd_no_log(void *cls, const char *format, va_list arguments) {
    (void) cls;
    (void) format;
    (void) arguments;
}

static inline struct MHD_Daemon *amparo_mhd_start(const struct amparo_mhd_settings *settings) {
    unsigned int flags = MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME | MHD_USE_ERROR_LOG;
    // The library's own messages may quote a request, so they go nowhere.
    // A pool of one thread is refused by the library: with one, it runs a single internal thread.
    struct MHD_OptionItem pool[] = {
        { settings->threads > 1 ? MHD_OPTION_THREAD_POOL_SIZE : MHD_OPTION_END, (intptr_t) settings->threads, NULL },
        { MHD_OPTION_END, 0, NULL },
    };
    return MHD_start_daemon(
        flags, 0, NULL, NULL, settings->handle, settings->context,
        MHD_OPTION_EXTERNAL_LOGGER, &amparo_mhd_no_log, NULL,
        MHD_OPTION_LISTEN_SOCKET, (MHD_socket) settings->listen_socket,
        MHD_OPTION_CONNECTION_LIMIT, settings->connections,
        MHD_OPTION_PER_IP_CONNECTION_LIMIT, settings->connections_per_address,
        MHD_OPTION_CONNECTION_TIMEOUT, settings->idle_seconds,
        MHD_OPTION_CONNECTION_MEMORY_LIMIT, settings->memory_per_connection,
        MHD_OPTION_STRICT_FOR_CLIENT, (int) 1,
        MHD_OPTION_URI_LOG_CALLBACK, settings->began, settings->context,
        MHD_OPTION_UNESCAPE_CALLBACK, settings->unescape, settings->context,
        MHD_OPTION_NOTIFY_COMPLETED, settings->completed, settings->context,
        MHD_OPTION_NOTIFY_CONNECTION, settings->connection_changed, settings->context,
        MHD_OPTION_ARRAY, pool,
        MHD_OPTION_END);
}

static inline int amparo_mhd_socket(struct MHD_Connection *connection) {
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
    return info ? (int) info->connect_fd : -1;
}

static inline void *amparo_mhd_socket_context(struct MHD_Connection *connection) {
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
    return info ? info->socket_context : NULL;
}

static const enum MHD_Result amparo_mhd_yes = MHD_YES;
static const enum MHD_Result amparo_mhd_no = MHD_NO;
static const enum MHD_ValueKind amparo_mhd_header_kind = MHD_HEADER_KIND;
static const enum MHD_ResponseMemoryMode amparo_mhd_must_copy = MHD_RESPMEM_MUST_COPY;
static const ssize_t amparo_mhd_end_of_stream = -1;
static const ssize_t amparo_mhd_end_with_error = -2;
static const uint64_t amparo_mhd_size_unknown = UINT64_MAX;
