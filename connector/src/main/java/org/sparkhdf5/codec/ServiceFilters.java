package org.sparkhdf5.codec;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.WeakHashMap;
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

    private final ClassValue<List<Filter>> instances = new ClassValue<>() {
        @Override
        protected List<Filter> computeValue(Class<?> type) {
            return Collections.synchronizedList(new ArrayList<>());
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
            if (type != null) {
                instances.get(type).forEach(filter -> filters.put(filter.id(), filter));
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

    private List<WeakReference<Class<?>>> load(ClassLoader loader) {
        Map<Integer, Class<?>> byId = new TreeMap<>();
        Iterator<ServiceLoader.Provider<Filter>> providers =
                ServiceLoader.load(Filter.class, loader).stream().iterator();
        while (true) {
            try {
                if (!providers.hasNext()) {
                    break;
                }
                add(providers.next(), byId);
            } catch (ServiceConfigurationError | RuntimeException | LinkageError e) {
                LOG.warn(
                        "A filter named in META-INF/services/{} is left out: {}", Filter.class.getName(), e.toString());
            }
        }
        return byId.values().stream()
                .<WeakReference<Class<?>>>map(WeakReference::new)
                .toList();
    }

    private void add(ServiceLoader.Provider<Filter> provider, Map<Integer, Class<?>> byId) {
        Class<?> type = provider.type();
        Filter filter = instance(type);
        if (filter == null) {
            filter = new ServiceFilter(provider.get());
        }
        Filter present = builtIn.get(filter.id());
        Class<?> first = byId.get(filter.id());
        if (present != null || first != null) {
            LOG.warn(
                    "{} is left out: filter {} is read by {} already",
                    type.getName(),
                    filter.id(),
                    first == null ? "the built-in " + (present == null ? "" : present.name()) : first.getName());
            return;
        }
        if (instances.get(type).isEmpty()) {
            instances.get(type).add(filter);
        }
        byId.put(filter.id(), type);
    }

    /** The instance that another class loader's look-up made of the same class, or null. */
    private @Nullable Filter instance(Class<?> type) {
        List<Filter> made = instances.get(type);
        return made.isEmpty() ? null : made.get(0);
    }
}
