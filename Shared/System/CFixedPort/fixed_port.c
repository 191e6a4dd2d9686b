#include "fixed_port.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

static _Thread_local uint16_t fixed_port = 0;

void fixed_port_set(uint16_t port) { fixed_port = port; }

static int wants_any_loopback_port(const struct sockaddr *address, socklen_t length) {
    if (length < sizeof(struct sockaddr_in) || address->sa_family != AF_INET) return 0;
    const struct sockaddr_in *in = (const struct sockaddr_in *)address;
    return in->sin_port == 0 && in->sin_addr.s_addr == htonl(INADDR_LOOPBACK);
}

// Shadows libc's function for this process.
int bind(int socket, const struct sockaddr *address, socklen_t length) {
    struct sockaddr_in fixed;
    if (fixed_port != 0 && wants_any_loopback_port(address, length)) {
        int on = 1;
        setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
        fixed = *(const struct sockaddr_in *)address;
        fixed.sin_port = htons(fixed_port);
        address = (const struct sockaddr *)&fixed;
        length = sizeof(fixed);
    }
    return (int)syscall(SYS_bind, socket, address, length);
}

int fixed_port_is_free(uint16_t port) {
    int on = 1;
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(port)};
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    int probe = socket(AF_INET, SOCK_STREAM, 0);
    if (probe == -1) return 0;
    setsockopt(probe, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
    int is_free = bind(probe, (struct sockaddr *)&address, sizeof(address)) == 0 && listen(probe, 1) == 0;
    close(probe);
    return is_free;
}
