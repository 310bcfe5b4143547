package org.sparkhdf5.table;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sparkhdf5.ObjectLocation;
import org.sparkhdf5.chunk.StoredArray;
import org.sparkhdf5.format.Dataset;
import org.sparkhdf5.storage.RangeReader;
import org.sparkhdf5.table.pickle.PickleLimits;
import org.sparkhdf5.table.pickle.PickledArray;

/**
 * The types of the columns of a pickled block: from what pandas wrote beside it, from the request, or from the first values. Of
 * the pickle nothing is read but the sample.
 */
final class ObjectBlock {
    private final List<ObjectRule> rules;

    /** @param itemCount columns of the block */
    ObjectBlock(TableSource source, Dataset dataset, ObjectColumns objects, int itemCount) throws IOException {
        String valueType = new PyTablesAttributes(source, dataset).text("value_type");
        if ("str".equals(valueType) || "string".equals(valueType)) {
            rules = Collections.nCopies(itemCount, ObjectRule.TEXT);
        } else {
            rules = switch (objects.typing()) {
                case STRING -> Collections.nCopies(itemCount, ObjectRule.TEXT_OR_JSON);
                case ASKED -> Collections.nCopies(itemCount, ObjectRule.AS_ASKED);
                case INFER -> inferred(source, dataset, objects.sampleBytes(), itemCount);
            };
        }
    }

    /** One per column. */
    List<ObjectRule> rules() {
        return rules;
    }

    private static List<ObjectRule> inferred(TableSource source, Dataset dataset, int sampleBytes, int itemCount)
            throws IOException {
        if (itemCount == 0) {
            return List.of();
        }
        ObjectLocation location = source.location(dataset.path());
        RangeReader reader = source.reader();
        PickledBlock block = PickledBlock.locate(source.file(), reader, StoredArray.of(location, dataset));
        PickledArray sample =
                PickledArray.sample(block.sample(reader, sampleBytes), location, PickleLimits.block(sampleBytes));
        return rules(sample, itemCount);
    }

    /**
     * What the elements of a sample say: they lie row by row.
     *
     * @param itemCount columns, at least one
     */
    static List<ObjectRule> rules(PickledArray sample, int itemCount) throws IOException {
        @Nullable ObjectRule[] seen = new ObjectRule[itemCount];
        long elementCount = 0;
        for (; sample.next(); elementCount++) {
            int item = (int) (elementCount % itemCount);
            if (!ObjectRule.isNull(sample)) {
                ObjectRule rule = ObjectRule.ofKind(sample.kind());
                seen[item] = seen[item] == null || seen[item] == rule ? rule : ObjectRule.JSON;
            }
        }
        // A column whose first value is longer than the sample may hold anything; one of nulls is text, as one without
        // rows.
        boolean empty = sample.shape().contains(0L);
        List<ObjectRule> rules = new ArrayList<>();
        for (int item = 0; item < itemCount; item++) {
            ObjectRule unseen = empty || item < elementCount ? ObjectRule.UNSEEN : ObjectRule.TEXT_OR_JSON;
            ObjectRule rule = seen[item];
            rules.add(rule == null ? unseen : rule);
        }
        return rules;
    }
}
