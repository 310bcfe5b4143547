package org.sparkhdf5.it.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.AbstractStringAssert;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** What a user reads when a query fails: the messages of an exception and of all its causes. */
public final class Errors {
    private Errors() {}

    /** Asserts that the code fails, and returns an assertion on all it says. */
    public static AbstractStringAssert<?> assertFailure(ThrowingCallable code) {
        Throwable thrown = catchThrowable(code);
        assertThat(thrown).as("an error").isNotNull();
        return assertThat(messages(thrown)).as("the error");
    }

    private static String messages(Throwable thrown) {
        List<String> messages = new ArrayList<>();
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            messages.add(cause.getClass().getSimpleName() + ": " + cause.getMessage());
        }
        return String.join("\n  caused by ", messages);
    }
}
