#!/bin/sh
# SPDX-FileCopyrightText: 2019 Tobias Renn
# SPDX-License-Identifier: GPL-2.0-or-later
# Each case is NAME.in and NAME.out; the width is 40.
failed=0
for input in tests/cases/*.in; do
	if ! ./foldnote -w 40 < "$input" | cmp -s - "${input%.in}.out"; then
		echo "failed: $input"
		failed=1
	fi
done
exit $failed
