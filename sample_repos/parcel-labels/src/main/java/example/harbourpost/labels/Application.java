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

import io.javalin.Javalin;

/** Starts the service. */
public final class Application {
    private Application() {}

    public static void main(String[] arguments) {
        Settings settings = Settings.load();
        LabelRepository labels = new LabelRepository(settings.databaseUrl());
        Javalin.create()
                .post("/labels", new LabelHandler(labels, settings.sortingCentre()))
                .start(settings.port());
    }
}
