/*
 * fold.c - break a paragraph into lines
 *
 * Copyright (C) 2016, 2019 Tobias Renn
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
#include "fold.h"

#include <string.h>

#include "utf8.h"

struct word {
	const char *start;
	size_t bytes;
	size_t columns;
};

/* The next run of non-blank bytes at or after *text; 0 when there is none. */
static int
next_word(const char **text, const char *end, struct word *word)
{
	const char *p = *text;

	while (p < end && (*p == ' ' || *p == '\t' || *p == '\n'))
		p++;
	if (p == end)
		return 0;
	word->start = p;
	while (p < end && *p != ' ' && *p != '\t' && *p != '\n')
		p++;
	word->bytes = (size_t)(p - word->start);
	word->columns = utf8_columns(word->start, word->bytes);
	*text = p;
	return 1;
}

static int
start_line(FILE *out, const struct fold_options *options)
{
	return fputs(options->quote, out) == EOF ? -1 : 0;
}

int
fold_paragraph(FILE *out, const char *text, size_t length, const struct fold_options *options)
{
	const char *end = text + length;
	size_t room = options->width - utf8_columns(options->quote, strlen(options->quote));
	size_t used = 0;
	struct word word;

	while (next_word(&text, end, &word)) {
		if (used && used + 1 + word.columns > room) {
			if (putc('\n', out) == EOF)
				return -1;
			used = 0;
		}
		if (used ? putc(' ', out) == EOF : start_line(out, options) < 0)
			return -1;
		if (fwrite(word.start, 1, word.bytes, out) != word.bytes)
			return -1;
		used += word.columns + (used ? 1 : 0);
	}
	return used && putc('\n', out) == EOF ? -1 : 0;
}
