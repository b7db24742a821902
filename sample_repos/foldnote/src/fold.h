/*
 * fold.h - break a paragraph into lines
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
#ifndef FOLDNOTE_FOLD_H
#define FOLDNOTE_FOLD_H

#include <stddef.h>
#include <stdio.h>

struct fold_options {
	size_t width;      /* columns, at least 8 */
	const char *quote; /* written before each line, e.g. "> " */
	int justify;       /* pad spaces so that right edges meet */
};

/* Write `text` (UTF-8, length bytes) folded to `out`; 0, or -1 with errno set. */
int fold_paragraph(FILE *out, const char *text, size_t length, const struct fold_options *options);

#endif
