package io.vmloom.cli.config;

import io.vmloom.error.RequestException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The settings of one process. Immutable. Values that can not be read are {@link RequestException}. */
public final class Configuration {
    private static final Pattern DURATION = Pattern.compile("(\\d{1,9})(ms|s|m|h|d)");
    private static final Pattern SIZE = Pattern.compile("(\\d{1,9})(B|KiB|MiB|GiB)?");

    private final Map<Setting, String> values;

    private Configuration(Map<Setting, String> values) {
        this.values = values;
    }

    /**
     * The file's settings, and the environment's before them. Other variables that begin like settings are left alone,
     * because launchers and clusters set some of their own.
     */
    public static Configuration load(Optional<Path> file, Map<String, String> environment) {
        Map<Setting, String> values = new EnumMap<>(Setting.class);
        file.map(SettingsFile::read).ifPresent(values::putAll);
        for (Setting setting : Setting.values()) {
            String value = environment.getOrDefault(setting.variable(), "").strip();
            if (!value.isEmpty()) {
                values.put(setting, value);
            }
        }
        return new Configuration(values);
    }

    /** A copy in which these settings come before everything else. */
    public Configuration with(Map<Setting, String> decided) {
        Map<Setting, String> all = new EnumMap<>(Setting.class);
        all.putAll(values);
        all.putAll(decided);
        return new Configuration(all);
    }

    public String text(Setting setting) {
        return values.getOrDefault(setting, setting.usual());
    }

    public Optional<String> optional(Setting setting) {
        return Optional.of(text(setting)).filter(text -> !text.isEmpty());
    }

    public String required(Setting setting) {
        return optional(setting)
                .orElseThrow(() -> new RequestException("the setting " + setting.key() + " is missing; give it in the"
                        + " file of --config, or as " + setting.variable()));
    }

    public int number(Setting setting, int least, int most) {
        String text = text(setting);
        try {
            int number = Integer.parseInt(text);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // said below
        }
        throw unreadable(setting, "a number from " + least + " to " + most);
    }

    public boolean flag(Setting setting) {
        return switch (text(setting)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw unreadable(setting, "true or false");
        };
    }

    public Duration duration(Setting setting) {
        Matcher matcher = DURATION.matcher(text(setting));
        if (!matcher.matches()) {
            throw unreadable(setting, "a number with its unit: ms, s, m, h or d");
        }
        long number = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2)) {
            case "ms" -> Duration.ofMillis(number);
            case "s" -> Duration.ofSeconds(number);
            case "m" -> Duration.ofMinutes(number);
            case "h" -> Duration.ofHours(number);
            default -> Duration.ofDays(number);
        };
    }

    public long bytes(Setting setting) {
        Matcher matcher = SIZE.matcher(text(setting));
        if (!matcher.matches()) {
            throw unreadable(setting, "a size such as 512KiB or 16MiB");
        }
        long number = Long.parseLong(matcher.group(1));
        return switch (Optional.ofNullable(matcher.group(2)).orElse("B")) {
            case "KiB" -> number << 10;
            case "MiB" -> number << 20;
            case "GiB" -> number << 30;
            default -> number;
        };
    }

    private RequestException unreadable(Setting setting, String rule) {
        return new RequestException(setting.key() + " must be " + rule + ", got: '" + text(setting) + "'");
    }
}
