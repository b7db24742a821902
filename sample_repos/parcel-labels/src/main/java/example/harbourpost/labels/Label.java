/*
 * Copyright 2021-2024 Harbour Post Ltd
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *     http://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */
package example.harbourpost.labels;

import java.util.Objects;

/** A parcel's label: who gets it, and the number that the sorting machine reads. */
public record Label(String number, String recipient, String street, String town) {

    public Label {
        Objects.requireNonNull(recipient);
        if (!number.matches("[A-Z]{2}\\d{9}[A-Z]{2}")) {
            throw new IllegalArgumentException("not a parcel number: " + number);
        }
    }

    /** The label as SVG, 100 by 62 millimetres. */
    public String toSvg() {
        return """
                <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 62">
                  <text x="4" y="8">%s</text>
                  <text x="4" y="14">%s</text>
                  <text x="4" y="20">%s</text>
                  %s
                </svg>
                """
                .formatted(recipient, street, town, Code128.svg(number, 4, 28));
    }
}
