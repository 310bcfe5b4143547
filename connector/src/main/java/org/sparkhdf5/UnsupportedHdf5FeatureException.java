package org.sparkhdf5;

/**
 * A valid file with a feature that this reader does not read. The values are not at hand, and are never guessed.
 *
 * <p>The message names file, object, feature and the way out; {@link ObjectLocation} builds it.
 */
public final class UnsupportedHdf5FeatureException extends UnsupportedOperationException {
    private static final long serialVersionUID = 1L;

    public UnsupportedHdf5FeatureException(String message) {
        super(message);
    }
}
