package org.sparkhdf5.codec;

import java.lang.ref.WeakReference;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.WeakHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The filters that users add: implementations of {@link Filter} named in {@code META-INF/services}, looked up once for
 * each class loader. Safe for many threads.
 *
 * <p>Keeps no class loader alive: a provider is kept by its own class, and the classes are referred to weakly.
 */
final class ServiceFilters {
    private static final Logger LOG = LoggerFactory.getLogger(ServiceFilters.class);

    private static final String SERVICE = "META-INF/services/" + Filter.class.getName();

    private final ClassValue<AtomicReference<@Nullable Filter>> instances = new ClassValue<>() {
        @Override
        protected AtomicReference<@Nullable Filter> computeValue(Class<?> type) {
            return new AtomicReference<>();
        }
    };

    private final Map<ClassLoader, List<WeakReference<Class<?>>>> types = new WeakHashMap<>();
    private final Map<Integer, Filter> builtIn;

    /** @param builtIn filters that no provider replaces */
    ServiceFilters(Map<Integer, Filter> builtIn) {
        this.builtIn = builtIn;
    }

    /** The filters of the context class loader of this thread by id; empty where it has none. */
    Map<Integer, Filter> ofThisThread() {
        ClassLoader context = Thread.currentThread().getContextClassLoader();
        ClassLoader loader = context == null ? ClassLoader.getSystemClassLoader() : context;
        Map<Integer, Filter> filters = new TreeMap<>();
        for (WeakReference<Class<?>> reference : types(loader)) {
            Class<?> type = reference.get();
            Filter filter = type == null ? null : instances.get(type).get();
            if (filter != null) {
                filters.put(filter.id(), filter);
            }
        }
        return filters;
    }

    private synchronized List<WeakReference<Class<?>>> types(ClassLoader loader) {
        List<WeakReference<Class<?>>> known = types.get(loader);
        if (known == null) {
            known = load(loader);
            types.put(loader, known);
        }
        return known;
    }

    /** Goes on after a provider that fails, but not where the same failure comes again: the look-up itself is broken. */
    private List<WeakReference<Class<?>>> load(ClassLoader loader) {
        Map<Integer, Class<?>> byId = new TreeMap<>();
        Iterator<ServiceLoader.Provider<Filter>> providers =
                ServiceLoader.load(Filter.class, loader).stream().iterator();
        String failure = "";
        while (true) {
            try {
                if (!providers.hasNext()) {
                    break;
                }
                add(providers.next(), byId);
            } catch (ServiceConfigurationError | RuntimeException | LinkageError e) {
                if (e.toString().equals(failure)) {
                    break;
                }
                failure = e.toString();
                LOG.warn("A filter named in {} is left out: {} ({})", SERVICE, failure, String.valueOf(e.getCause()));
            }
        }
        return byId.values().stream()
                .<WeakReference<Class<?>>>map(WeakReference::new)
                .toList();
    }

    private void add(ServiceLoader.Provider<Filter> provider, Map<Integer, Class<?>> byId) {
        Class<?> type = provider.type();
        // Another class loader that knows the same class may have made it already.
        AtomicReference<@Nullable Filter> instance = instances.get(type);
        Filter made = instance.get();
        Filter filter = made == null ? new ServiceFilter(provider.get()) : made;
        Filter present = builtIn.get(filter.id());
        Class<?> first = byId.get(filter.id());
        if (present != null) {
            LOG.warn("{} is left out: filter {} ({}) is built in", type.getName(), filter.id(), present.name());
        } else if (first != null) {
            LOG.warn("{} is left out: filter {} is read by {}", type.getName(), filter.id(), first.getName());
        } else {
            instance.set(filter);
            byId.put(filter.id(), type);
        }
    }
}
