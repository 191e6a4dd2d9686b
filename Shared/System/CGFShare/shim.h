#pragma once
#include <libgfshare.h>
