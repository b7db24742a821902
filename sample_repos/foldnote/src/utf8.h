/*
 * utf8.h - how wide is it on a terminal?
 *
 * Copyright (C) 2016 Tobias Renn
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
#ifndef FOLDNOTE_UTF8_H
#define FOLDNOTE_UTF8_H

#include <stddef.h>

/* Terminal columns of a UTF-8 string; bytes that are not UTF-8 count one each. */
size_t utf8_columns(const char *text, size_t length);

#endif
