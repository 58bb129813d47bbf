package io.vmloom.k8s.dashboard;

import java.util.Arrays;
import java.util.List;

/** One picture. */
record Panel(Look look, String title, String description, Unit unit, List<Query> queries) {
    /** How it is drawn. */
    enum Look {
        /** The last value, large. */
        STAT("stat", 4, 4),
        LINES("timeseries", 12, 8),
        /** Lines upon each other. */
        STACK("timeseries", 12, 8);

        private final String type;
        private final int width;
        private final int height;

        Look(String type, int width, int height) {
            this.type = type;
            this.width = width;
            this.height = height;
        }

        String type() {
            return type;
        }

        /** In columns, of which a dashboard has 24. */
        int width() {
            return width;
        }

        int height() {
            return height;
        }
    }

    Panel {
        queries = List.copyOf(queries);
        if (title.isBlank() || description.isBlank() || queries.isEmpty()) {
            throw new IllegalArgumentException("a panel must have title, description and queries, got: " + title);
        }
    }

    static Panel stat(String title, String description, Unit unit, String expression) {
        return new Panel(Look.STAT, title, description, unit, List.of(new Query(expression, title)));
    }

    static Panel lines(String title, String description, Unit unit, Query... queries) {
        return new Panel(Look.LINES, title, description, unit, Arrays.asList(queries));
    }

    static Panel stack(String title, String description, Unit unit, Query... queries) {
        return new Panel(Look.STACK, title, description, unit, Arrays.asList(queries));
    }
}
