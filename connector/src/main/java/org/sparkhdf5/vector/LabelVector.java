package org.sparkhdf5.vector;

import java.util.List;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.unsafe.types.UTF8String;

/** A text for each index along a dimension of cells. */
final class LabelVector extends RowVector {
    private final UTF8String[] labels;

    LabelVector(List<String> labels) {
        super(DataTypes.StringType);
        this.labels = labels.stream().map(UTF8String::fromString).toArray(UTF8String[]::new);
    }

    @Override
    public UTF8String getUTF8String(int rowId) {
        return labels[at(rowId)];
    }
}
