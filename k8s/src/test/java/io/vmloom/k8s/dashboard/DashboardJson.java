package io.vmloom.k8s.dashboard;

import java.util.List;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Dashboards as Grafana reads them. */
final class DashboardJson {
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
    private static final int SCHEMA_VERSION = 41;
    private static final int COLUMNS = 24;
    private static final String DATASOURCE = "${datasource}";

    private final Dashboard dashboard;
    private final List<Dashboard> all;

    private DashboardJson(Dashboard dashboard, List<Dashboard> all) {
        this.dashboard = dashboard;
        this.all = all;
    }

    /** @param all between which one can go to and fro */
    static String of(Dashboard dashboard, List<Dashboard> all) {
        return JSON.writeValueAsString(new DashboardJson(dashboard, all).root()) + "\n";
    }

    private ObjectNode root() {
        ObjectNode root = JSON.createObjectNode();
        root.put("uid", dashboard.uid())
                .put("title", dashboard.title())
                .put("description", dashboard.description())
                .put("schemaVersion", SCHEMA_VERSION)
                .put("editable", false)
                .put("graphTooltip", 1)
                .put("refresh", "10s")
                .put("timezone", "browser");
        root.putArray("tags").add("vmloom");
        root.putObject("time").put("from", "now-1h").put("to", "now");
        root.putObject("annotations").putArray("list");
        links(root.putArray("links"));
        variables(root.putObject("templating").putArray("list"));
        panels(root.putArray("panels"));
        return root;
    }

    private void links(ArrayNode links) {
        for (Dashboard other : all) {
            if (!other.equals(dashboard)) {
                links.addObject()
                        .put("type", "link")
                        .put("title", other.title())
                        .put("url", "/d/" + other.uid())
                        .put("keepTime", true);
            }
        }
    }

    private void variables(ArrayNode variables) {
        variables
                .addObject()
                .put("name", "datasource")
                .put("label", "Prometheus")
                .put("type", "datasource")
                .put("query", "prometheus")
                .put("refresh", 1);
        dashboard.variable().ifPresent(variable -> {
            String query = "label_values(" + variable.metric() + ", " + variable.label() + ")";
            ObjectNode choice = variables
                    .addObject()
                    .put("name", variable.label())
                    .put("label", variable.label())
                    .put("type", "query")
                    .put("definition", query)
                    .put("refresh", 2)
                    .put("sort", 2)
                    .put("multi", false)
                    .put("includeAll", false);
            choice.set("datasource", datasource());
            choice.putObject("query").put("query", query).put("refId", "A");
        });
    }

    /** From left to right, and in a new row where there is no room. */
    private void panels(ArrayNode panels) {
        int x = 0;
        int y = 0;
        int rowHeight = 0;
        for (Panel panel : dashboard.panels()) {
            Panel.Look look = panel.look();
            if (x + look.width() > COLUMNS || (rowHeight > 0 && look.height() != rowHeight)) {
                x = 0;
                y += rowHeight;
            }
            rowHeight = look.height();
            ObjectNode drawn = panels.addObject();
            drawn.put("id", panels.size())
                    .put("type", look.type())
                    .put("title", panel.title())
                    .put("description", panel.description());
            drawn.set("datasource", datasource());
            drawn.putObject("gridPos")
                    .put("x", x)
                    .put("y", y)
                    .put("w", look.width())
                    .put("h", look.height());
            look(drawn, panel);
            targets(drawn.putArray("targets"), panel);
            x += look.width();
        }
    }

    private static void look(ObjectNode drawn, Panel panel) {
        ObjectNode defaults = drawn.putObject("fieldConfig").putObject("defaults");
        defaults.put("unit", panel.unit().id());
        ObjectNode options = drawn.putObject("options");
        switch (panel.look()) {
            case STAT -> {
                options.putObject("reduceOptions").putArray("calcs").add("lastNotNull");
                options.put("graphMode", "area").put("colorMode", "value");
            }
            case LINES -> series(defaults.putObject("custom"), options, "none", 8);
            case STACK -> series(defaults.putObject("custom"), options, "normal", 40);
        }
    }

    private static void series(ObjectNode custom, ObjectNode options, String stacking, int opacity) {
        custom.put("drawStyle", "line")
                .put("lineWidth", 1)
                .put("fillOpacity", opacity)
                .put("showPoints", "never");
        custom.putObject("stacking").put("mode", stacking);
        options.putObject("legend")
                .put("displayMode", "list")
                .put("placement", "bottom")
                .put("showLegend", true);
        options.putObject("tooltip").put("mode", "multi").put("sort", "desc");
    }

    private static void targets(ArrayNode targets, Panel panel) {
        for (Query query : panel.queries()) {
            ObjectNode target = targets.addObject();
            target.set("datasource", datasource());
            target.put("refId", String.valueOf((char) ('A' + targets.size() - 1)))
                    .put("expr", query.expression())
                    .put("legendFormat", query.legend());
        }
    }

    private static ObjectNode datasource() {
        return JSON.createObjectNode().put("type", "prometheus").put("uid", DATASOURCE);
    }
}
