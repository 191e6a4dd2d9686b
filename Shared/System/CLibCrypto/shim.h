#pragma once
// SHA-256 is used through its own functions, not through EVP: only they let a hash be laid down half done and taken up
// again by another process. They are deprecated in favour of EVP, and run the same code.
#define OPENSSL_SUPPRESS_DEPRECATED
#include <openssl/sha.h>
