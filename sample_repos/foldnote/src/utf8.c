/*
 * utf8.c - how wide is it on a terminal?
 *
 * Copyright (C) 2016 Tobias Renn
 * Copyright (C) 2021 Wen Yilan
 *
 * This program is free software; you can redistribute it and/or modify
 * it under the terms of the GNU General Public License as published by
 * the Free Software Foundation; either version 2 of the License, or
 * (at your option) any later version.
 *
 * This program is distributed in the hope that it will be useful,
 * but WITHOUT ANY WARRANTY; without even the implied warranty of
 * MERCHANTABILITY or FITNESS FOR A PARTICULAR PURPOSE.  See the
 * GNU General Public License for more details.
 *
 * You should have received a copy of the GNU General Public License along
 * with this program; if not, write to the Free Software Foundation, Inc.,
 * 51 Franklin Street, Fifth Floor, Boston, MA 02110-1301 USA.
 */
#include "utf8.h"

/* Decode one character; the number of bytes taken. */
static size_t
decode(const unsigned char *p, size_t left, unsigned long *code)
{
	size_t more = p[0] >= 0xf0 ? 3 : p[0] >= 0xe0 ? 2 : p[0] >= 0xc2 ? 1 : 0;
	size_t i;

	*code = p[0];
	if (more == 0 || more >= left)
		return 1;
	*code &= 0x3fUL >> more;
	for (i = 1; i <= more; i++) {
		if ((p[i] & 0xc0) != 0x80) {
			*code = p[0];
			return 1;
		}
		*code = *code << 6 | (p[i] & 0x3f);
	}
	return more + 1;
}

/* East Asian wide and fullwidth forms take two columns. */
static int
is_wide(unsigned long code)
{
	return (code >= 0x1100 && code <= 0x115f) || (code >= 0x2e80 && code <= 0xa4cf) ||
	    (code >= 0xac00 && code <= 0xd7a3) || (code >= 0xf900 && code <= 0xfaff) ||
	    (code >= 0xfe30 && code <= 0xfe6f) || (code >= 0xff00 && code <= 0xff60) ||
	    (code >= 0x20000 && code <= 0x3fffd);
}

size_t
utf8_columns(const char *text, size_t length)
{
	const unsigned char *p = (const unsigned char *)text;
	size_t columns = 0;
	unsigned long code;

	while (length) {
		size_t taken = decode(p, length, &code);

		columns += is_wide(code) ? 2 : 1;
		p += taken;
		length -= taken;
	}
	return columns;
}
