/*
 * Code 128 barcodes, from Barwright 0.9.
 *
 * Copyright (C) 2011 Petra Vandersloot
 *
 * This program is free software; you can redistribute it and/or modify
 * it under the terms of the GNU General Public License version 2 only,
 * as published by the Free Software Foundation.
 *
 * This program is distributed in the hope that it will be useful,
 * but WITHOUT ANY WARRANTY; without even the implied warranty of
 * MERCHANTABILITY or FITNESS FOR A PARTICULAR PURPOSE.  See the
 * GNU General Public License for more details.
 *
 * You should have received a copy of the GNU General Public License version
 * 2 along with this program; if not, write to the Free Software Foundation,
 * Inc., 51 Franklin Street, Fifth Floor, Boston, MA 02110-1301 USA.
 */
package example.harbourpost.labels;

/** Code 128, set B: letters, digits and punctuation as bars. */
final class Code128 {
    private static final int START_B = 104;
    private static final String STOP = "2331112";

    private Code128() {}

    /** The bars of a text as SVG rectangles, the first at (x, y), each module a third of a millimetre wide. */
    static String svg(String text, double x, double y) {
        StringBuilder bars = new StringBuilder();
        boolean ink = true;
        for (char width : modules(text).toCharArray()) {
            double span = (width - '0') / 3.0;
            if (ink) {
                bars.append("<rect x=\"%.2f\" y=\"%.2f\" width=\"%.2f\" height=\"20\"/>".formatted(x, y, span));
            }
            x += span;
            ink = !ink;
        }
        return bars.toString();
    }

    private static String modules(String text) {
        StringBuilder modules = new StringBuilder(Widths.TABLE[START_B]);
        int sum = START_B;
        for (int i = 0; i < text.length(); i++) {
            int value = text.charAt(i) - ' ';
            modules.append(Widths.TABLE[value]);
            sum += value * (i + 1);
        }
        return modules.append(Widths.TABLE[sum % 103]).append(STOP).toString();
    }
}
