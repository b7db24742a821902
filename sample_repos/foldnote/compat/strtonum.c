/*
 * Copyright (c) 2014 Ines Calloway <ines@calloway.example>
 *
 * Permission to use, copy, modify, and/or distribute this software for any
 * purpose with or without fee is hereby granted, provided that the above
 * copyright notice and this permission notice appear in all copies.
 *
 * THE SOFTWARE IS PROVIDED "AS IS" AND THE AUTHOR DISCLAIMS ALL WARRANTIES
 * WITH REGARD TO THIS SOFTWARE INCLUDING ALL IMPLIED WARRANTIES OF
 * MERCHANTABILITY AND FITNESS. IN NO EVENT SHALL THE AUTHOR BE LIABLE FOR
 * ANY SPECIAL, DIRECT, INDIRECT, OR CONSEQUENTIAL DAMAGES OR ANY DAMAGES
 * WHATSOEVER RESULTING FROM LOSS OF USE, DATA OR PROFITS, WHETHER IN AN
 * ACTION OF CONTRACT, NEGLIGENCE OR OTHER TORTIOUS ACTION, ARISING OUT OF
 * OR IN CONNECTION WITH THE USE OR PERFORMANCE OF THIS SOFTWARE.
 */
#include "strtonum.h"

#include <errno.h>
#include <stdlib.h>

long long
compat_strtonum(const char *text, long long low, long long high, const char **wrong)
{
	char *end;
	long long value;

	errno = 0;
	value = strtoll(text, &end, 10);
	*wrong = NULL;
	if (end == text || *end != '\0')
		*wrong = "not a number";
	else if ((errno == ERANGE && value < 0) || value < low)
		*wrong = "too small";
	else if (errno == ERANGE || value > high)
		*wrong = "too large";
	return *wrong ? 0 : value;
}
