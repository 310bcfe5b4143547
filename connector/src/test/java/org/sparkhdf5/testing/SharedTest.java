package org.sparkhdf5.testing;

import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Marks a test class or method that reads the shared fixtures: it gets the tag {@code shared} and is skipped where the
 * {@link SharedFolder} is absent. Stands beside {@code @Test} or {@code @ParameterizedTest}.
 */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@Tag("shared")
@ExtendWith(SharedFolder.class)
public @interface SharedTest {}
