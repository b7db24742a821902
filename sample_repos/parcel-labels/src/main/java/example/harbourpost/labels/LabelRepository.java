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

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps labels in MySQL. */
final class LabelRepository {
    private static final Logger LOG = LoggerFactory.getLogger(LabelRepository.class);
    private final AtomicInteger next = new AtomicInteger(1);
    private final String url;

    LabelRepository(String url) {
        this.url = url;
    }

    String nextNumber(String centre) {
        return "%.2s%09dHP".formatted(centre, next.getAndIncrement());
    }

    void save(Label label) {
        String insert = "INSERT INTO label (number, recipient, street, town) VALUES (?, ?, ?, ?)";
        try (Connection connection = DriverManager.getConnection(url);
                PreparedStatement statement = connection.prepareStatement(insert)) {
            statement.setString(1, label.number());
            statement.setString(2, label.recipient());
            statement.setString(3, label.street());
            statement.setString(4, label.town());
            statement.executeUpdate();
        } catch (SQLException e) {
            LOG.error("cannot keep label {}", label.number(), e);
            throw new IllegalStateException(e);
        }
    }
}
