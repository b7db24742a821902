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

import edu.umd.cs.findbugs.annotations.NonNull;
import io.javalin.http.Context;
import io.javalin.http.Handler;

/** {@code POST /labels}: makes, keeps and returns one label. */
final class LabelHandler implements Handler {
    private final LabelRepository labels;
    private final String sortingCentre;

    LabelHandler(LabelRepository labels, String sortingCentre) {
        this.labels = labels;
        this.sortingCentre = sortingCentre;
    }

    @Override
    public void handle(@NonNull Context context) {
        Label label = new Label(
                labels.nextNumber(sortingCentre),
                context.formParamAsClass("recipient", String.class).get(),
                context.formParamAsClass("street", String.class).get(),
                context.formParamAsClass("town", String.class).get());
        labels.save(label);
        context.contentType("image/svg+xml").result(label.toSvg());
    }
}
