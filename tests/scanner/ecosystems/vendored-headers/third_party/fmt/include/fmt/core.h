// The fmt library version in the form major * 10000 + minor * 100 + patch.
#define FMT_VERSION 100201
