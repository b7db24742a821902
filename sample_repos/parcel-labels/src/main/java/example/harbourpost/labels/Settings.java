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

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** What an operator may set, from application.properties. */
public record Settings(int port, String databaseUrl, String sortingCentre) {

    /** Reads the settings that were packed with the service. */
    public static Settings load() {
        Properties values = new Properties();
        try (InputStream stream = Settings.class.getResourceAsStream("/application.properties")) {
            values.load(stream);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Settings(
                Integer.parseInt(values.getProperty("server.port")),
                values.getProperty("database.url"),
                values.getProperty("sorting.centre"));
    }
}
