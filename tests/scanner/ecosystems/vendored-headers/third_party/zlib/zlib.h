/* zlib.h -- interface of the 'zlib' general purpose compression library */
#ifndef ZLIB_H
#define ZLIB_H
#define ZLIB_VERSION "1.3.1"
#define ZLIB_VERNUM 0x1310
#define ZLIB_VER_MAJOR 1
#endif
