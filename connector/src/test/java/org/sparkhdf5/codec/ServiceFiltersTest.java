package org.sparkhdf5.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.ref.WeakReference;
import java.net.URL;
import java.net.URLConnection;
import java.net.URLStreamHandler;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class ServiceFiltersTest {
    private static final int NEGATE = 32013;

    private final ClassLoader before = Thread.currentThread().getContextClassLoader();
    private final FilterBuffer buffer = new FilterBuffer(100);

    @AfterEach
    void restore() {
        Thread.currentThread().setContextClassLoader(before);
    }

    @Test
    void findsTheFiltersOfTheContextClassLoader() throws CorruptChunkException {
        assertThat(FilterRegistry.find(NEGATE)).isNull();
        use(loader(Negate.class.getName()));
        Filter filter = FilterRegistry.find(NEGATE);
        assertThat(filter.name()).isEqualTo("negate");
        assertThat(filter.encodedLengthBytes(7)).isEqualTo(7);
        assertThat(FilterRegistry.find(NEGATE)).isSameAs(filter);
        assertThat(FilterRegistry.readableNames()).endsWith("blosc2, negate");

        FilterChain chain = new FilterChain(new int[] {NEGATE}, new int[][] {{}}, 3);
        restore();
        assertThat(FilterRegistry.find(NEGATE)).isNull();
        buffer.wrap(new byte[] {1, 2, 3}, 0, 3);
        chain.decode(buffer, 0);
        assertThat(Arrays.copyOf(buffer.array(), 3)).containsExactly(-1, -2, -3);
    }

    @Test
    void neverReplacesABuiltInFilterNorOneOfTheSameId() {
        use(loader(OwnDeflate.class.getName(), Negate.class.getName(), OtherNegate.class.getName()));
        assertThat(FilterRegistry.find(1)).isInstanceOf(DeflateFilter.class);
        assertThat(FilterRegistry.find(NEGATE).name()).isEqualTo("negate");
    }

    @Test
    void passesOverWhatIsNoFilter() {
        use(loader("no.such.Filter", "java.lang.String", Failing.class.getName(), Negate.class.getName()));
        assertThat(FilterRegistry.find(NEGATE).name()).isEqualTo("negate");
    }

    @Test
    void givesUpOnAClassLoaderThatCannotBeAsked() {
        use(new ClassLoader(before) {
            @Override
            public Enumeration<URL> getResources(String name) throws IOException {
                throw new IOException("closed");
            }
        });
        assertThat(FilterRegistry.find(NEGATE)).isNull();
    }

    @Test
    void worksWithoutAContextClassLoader() {
        use(null);
        assertThat(FilterRegistry.find(NEGATE)).isNull();
        assertThat(FilterRegistry.find(2)).isNotNull();
    }

    @Test
    void holdsAUsersFilterToTheContract() {
        use(loader(Negate.class.getName()));
        FilterChain chain = new FilterChain(new int[] {NEGATE}, new int[][] {{}}, 4);
        buffer.wrap(new byte[] {1, 2, 3}, 0, 3);
        assertThatThrownBy(() -> chain.decode(buffer, 0))
                .isInstanceOf(CorruptChunkException.class)
                .hasMessage("negate: expected 4 bytes, found 3");
        buffer.wrap(new byte[0], 0, 0);
        assertThatThrownBy(() -> chain.decode(buffer, 0))
                .isInstanceOf(CorruptChunkException.class)
                .hasMessageContaining("negate: ")
                .hasMessageContaining("IndexOutOfBounds")
                .hasCauseInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void keepsNoClassLoaderAlive() throws InterruptedException {
        WeakReference<ClassLoader> loader = useAndForget();
        for (int i = 0; i < 50 && loader.get() != null; i++) {
            System.gc();
            Thread.sleep(20);
        }
        assertThat(loader.get()).isNull();
    }

    private WeakReference<ClassLoader> useAndForget() {
        ClassLoader loader = loader(Negate.class.getName());
        use(loader);
        Filter filter = FilterRegistry.find(NEGATE);
        assertThat(filter).isNotNull();
        restore();
        return new WeakReference<>(loader);
    }

    private static void use(ClassLoader loader) {
        Thread.currentThread().setContextClassLoader(loader);
    }

    private static ClassLoader loader(String... providers) {
        return new ProviderLoader(List.of(providers));
    }

    /** Negates every byte. */
    public static class Negate implements Filter {
        @Override
        public int id() {
            return NEGATE;
        }

        @Override
        public String name() {
            return "negate";
        }

        @Override
        public long encodedLengthBytes(long decodedLengthBytes) {
            return decodedLengthBytes;
        }

        @Override
        public void decode(FilterBuffer buffer, int[] clientValues, long decodedLengthBytes)
                throws CorruptChunkException {
            byte[] target = buffer.output(buffer.lengthBytes());
            byte first = buffer.array()[buffer.offset()];
            for (int i = 0; i < buffer.lengthBytes(); i++) {
                target[i] = (byte) -(i == 0 ? first : buffer.array()[buffer.offset() + i]);
            }
            buffer.commit(buffer.lengthBytes());
        }
    }

    /** The same id again. */
    public static class OtherNegate extends Negate {
        @Override
        public String name() {
            return "other";
        }
    }

    /** An id that is built in. */
    public static class OwnDeflate extends Negate {
        @Override
        public int id() {
            return 1;
        }
    }

    /** Cannot be made. */
    public static class Failing extends Negate {
        public Failing() {
            throw new IllegalStateException("no licence");
        }
    }

    /** Defines the filters of this test itself, as the class loader of a user's jar does. */
    private static final class ProviderLoader extends ClassLoader {
        private final List<String> providers;

        ProviderLoader(List<String> providers) {
            super(ServiceFiltersTest.class.getClassLoader());
            this.providers = providers;
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (!name.startsWith(ServiceFiltersTest.class.getName() + "$") || name.endsWith("Loader")) {
                return super.loadClass(name, resolve);
            }
            Class<?> loaded = findLoadedClass(name);
            return loaded == null ? define(name) : loaded;
        }

        private Class<?> define(String name) {
            try (InputStream in = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
                byte[] bytes = in.readAllBytes();
                return defineClass(name, bytes, 0, bytes.length);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public Enumeration<URL> getResources(String name) throws IOException {
            if (!name.equals("META-INF/services/" + Filter.class.getName())) {
                return super.getResources(name);
            }
            byte[] content = String.join("\n", providers).getBytes(StandardCharsets.UTF_8);
            return Collections.enumeration(List.of(new URL(null, "memory:services", new URLStreamHandler() {
                @Override
                protected URLConnection openConnection(URL url) {
                    return new URLConnection(url) {
                        @Override
                        public void connect() {}

                        @Override
                        public InputStream getInputStream() {
                            return new ByteArrayInputStream(content);
                        }
                    };
                }
            })));
        }
    }
}
