/* a header of another project that only happens to have this name */
#define ZSTD_LEVEL 3
#define ZSTD_VERSION_MAJOR 1
