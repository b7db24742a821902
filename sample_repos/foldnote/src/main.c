/*
 * foldnote - fold plain-text notes to a width
 *
 * Copyright (C) 2016, 2019, 2023 Tobias Renn
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
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../compat/strtonum.h"
#include "fold.h"

static void
usage(void)
{
	fputs("usage: foldnote [-j] [-q quote] [-w width] < note\n", stderr);
	exit(2);
}

static int
fold_stream(FILE *in, FILE *out, const struct fold_options *options)
{
	char *paragraph = NULL, *line = NULL;
	size_t length = 0, room = 0;
	ssize_t got;

	while ((got = getline(&line, &room, in)) >= 0) {
		char *grown;

		if (line[0] == '\n') {
			if (fold_paragraph(out, paragraph, length, options) < 0 || putc('\n', out) == EOF)
				return -1;
			length = 0;
			continue;
		}
		if ((grown = realloc(paragraph, length + (size_t)got)) == NULL)
			return -1;
		paragraph = grown;
		memcpy(paragraph + length, line, (size_t)got);
		length += (size_t)got;
	}
	return length ? fold_paragraph(out, paragraph, length, options) : 0;
}

int
main(int argc, char **argv)
{
	struct fold_options options = { 72, "", 0 };
	const char *wrong = NULL;
	int c;

	while ((c = getopt(argc, argv, "jq:w:")) != -1) {
		switch (c) {
		case 'j':
			options.justify = 1;
			break;
		case 'q':
			options.quote = optarg;
			break;
		case 'w':
			options.width = (size_t)compat_strtonum(optarg, 8, 1000, &wrong);
			break;
		default:
			usage();
		}
	}
	if (wrong) {
		fprintf(stderr, "foldnote: the width is %s\n", wrong);
		return 2;
	}
	if (fold_stream(stdin, stdout, &options) < 0) {
		perror("foldnote");
		return 1;
	}
	return 0;
}
