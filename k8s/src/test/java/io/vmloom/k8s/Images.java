package io.vmloom.k8s;

import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the build says of the images that it makes. */
final class Images {
    private static final Pattern NAME = Pattern.compile("<to>\\s*<image>([^:<]+)(?::[^<]*)?</image>");

    private Images() {}

    static String pom() {
        return ModuleFiles.text(ModuleFiles.of("pom.xml"));
    }

    static Set<String> names() {
        Set<String> names = new TreeSet<>();
        Matcher name = NAME.matcher(pom());
        while (name.find()) {
            names.add(name.group(1));
        }
        return names;
    }

    static String property(String name) {
        return found("<" + Pattern.quote(name) + ">([^<]*)</" + Pattern.quote(name) + ">");
    }

    static String version() {
        return found("<artifactId>vmloom</artifactId>\\s*<version>([^<]*)</version>");
    }

    private static String found(String pattern) {
        Matcher value = Pattern.compile(pattern).matcher(pom());
        if (!value.find()) {
            throw new AssertionError("no " + pattern + " in k8s/pom.xml");
        }
        return value.group(1);
    }
}
