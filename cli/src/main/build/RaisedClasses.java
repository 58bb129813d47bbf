import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFile.ClassHierarchyResolverOption;
import java.lang.classfile.ClassFile.StackMapsOption;
import java.lang.classfile.ClassFileVersion;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;

/**
 * Copies a library, its classes raised to the format of Java 8 where they are older: the JVM puts no class into an AOT cache that it
 * verifies without stack maps, and loads, parses and verifies it at each start instead. Run by Maven as
 * {@code java RaisedClasses.java library.jar raised.jar}.
 */
final class RaisedClasses {
    private static final String NOTICE =
            "This is a changed copy: class files were brought to the format of Java 8, their code is the same.\n";

    private RaisedClasses() {}

    public static void main(String[] arguments) throws IOException {
        Path library = Path.of(arguments[0]);
        Path raised = Path.of(arguments[1]);
        Files.createDirectories(raised.toAbsolutePath().getParent());
        try (URLClassLoader classes = new URLClassLoader(new URL[] {library.toUri().toURL()});
                JarFile in = new JarFile(library.toFile());
                JarOutputStream out = new JarOutputStream(Files.newOutputStream(raised))) {
            ClassFile format = ClassFile.of(
                    StackMapsOption.GENERATE_STACK_MAPS,
                    ClassHierarchyResolverOption.of(ClassHierarchyResolver.ofResourceParsing(classes)));
            for (JarEntry entry : Collections.list(in.entries())) {
                add(out, entry, content(in, entry, format));
            }
            add(out, new JarEntry("META-INF/CHANGED.txt"), NOTICE.getBytes(StandardCharsets.UTF_8));
        }
    }

    private static byte[] content(JarFile jar, JarEntry entry, ClassFile format) throws IOException {
        try (InputStream stream = jar.getInputStream(entry)) {
            byte[] bytes = stream.readAllBytes();
            return entry.getName().endsWith(".class") ? raised(format, bytes) : bytes;
        }
    }

    private static byte[] raised(ClassFile format, byte[] bytes) {
        ClassModel model = format.parse(bytes);
        if (model.majorVersion() >= ClassFile.JAVA_8_VERSION) {
            return bytes;
        }
        // Code that is passed on as a whole would be copied, without the stack maps that it now needs.
        ClassTransform rebuilt = ClassTransform.transformingMethodBodies((code, element) -> code.with(element));
        return format.transformClass(
                model,
                rebuilt.andThen((built, element) -> {
                    if (element instanceof ClassFileVersion) {
                        built.withVersion(ClassFile.JAVA_8_VERSION, 0);
                    } else {
                        built.with(element);
                    }
                }));
    }

    /** With the old time, or none: the same library gives the same bytes. */
    private static void add(JarOutputStream out, JarEntry old, byte[] bytes) throws IOException {
        JarEntry entry = new JarEntry(old.getName());
        entry.setTime(Math.max(0, old.getTime()));
        out.putNextEntry(entry);
        out.write(bytes);
        out.closeEntry();
    }
}
