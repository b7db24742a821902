#pragma once
#define SLUICE_VERSION "3.2.1"
