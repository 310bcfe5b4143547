package org.sparkhdf5.spark;

import java.io.IOException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;
import org.sparkhdf5.ObjectLocation;
import org.sparkhdf5.plan.RequestedColumn;
import org.sparkhdf5.plan.SchemaMessages;
import org.sparkhdf5.plan.SchemaSource;
import org.sparkhdf5.table.Column;
import org.sparkhdf5.table.ColumnLookup;
import org.sparkhdf5.table.ElementType;
import org.sparkhdf5.table.LogicalType;
import org.sparkhdf5.table.ObjectRule;
import org.sparkhdf5.table.Table;
import org.sparkhdf5.vector.SparkTypes;

/** The schema that the user gives, compared with the first file only. */
final class GivenSchema {
    private final ObjectLocation location;
    private final Table first;
    private final TypedTable typed;
    private final SchemaSource source;

    /** Finds the types of object columns, which are not looked at else. */
    @FunctionalInterface
    interface TypedTable {
        Table get() throws IOException;
    }

    /**
     * @param file of the first table
     * @param first its table, object columns without types
     * @param typed the same, with types
     */
    GivenSchema(String file, Table first, TypedTable typed, SchemaSource source) {
        this.location = new ObjectLocation(file, first.path());
        this.first = first;
        this.typed = typed;
        this.source = source;
    }

    /** What the session says of names and times. */
    static SchemaSource source(SparkSession session) {
        boolean caseSensitive = Boolean.parseBoolean(session.conf().get("spark.sql.caseSensitive", "false"));
        String zone = session.conf().get("spark.sql.session.timeZone");
        // As Spark reads it: also +1:00, +10:0 and names such as PST.
        String twoDigits =
                zone.replaceFirst("([+-])(\\d):", "$10$2:").replaceFirst("([+-])(\\d\\d):(\\d)$", "$1$2:0$3");
        ZoneId timeZone = ZoneId.of(twoDigits, ZoneId.SHORT_IDS);
        return new SchemaSource.User(timeZone, !caseSensitive);
    }

    /**
     * The columns of {@code required}, with the types that the user gives them.
     *
     * @throws IllegalArgumentException if the first file has a type that does not become the user's; names the column and both
     */
    List<RequestedColumn> requested(StructType required) throws IOException {
        ColumnLookup lookup = new ColumnLookup(first);
        List<RequestedColumn> requested = new ArrayList<>();
        for (StructField field : required.fields()) {
            LogicalType wanted = SparkTypes.logical(field.dataType());
            Column column = lookup.find(field.name(), source.anyCase());
            if (wanted == null) {
                throw new IllegalArgumentException(SchemaMessages.notAsGiven(
                        location,
                        field.name(),
                        field.dataType().sql(),
                        column == null ? "no such column" : column.logicalType().sql()));
            }
            RequestedColumn asked = new RequestedColumn(field.name(), wanted, null, source);
            requireFit(asked, column);
            requested.add(asked);
        }
        return requested;
    }

    private void requireFit(RequestedColumn asked, @Nullable Column column) throws IOException {
        if (column == null || first.rowCount() == 0) {
            return;
        }
        ElementType element = asked.elementOf(column);
        Column found = column;
        if (element != null && column.objectRule() != null && asked.type() != LogicalType.Atomic.STRING) {
            found = column.objectRule() == ObjectRule.AS_ASKED ? typed(column) : column;
            if (mayBecome(found.objectRule(), element.objectRule())) {
                return;
            }
            element = null;
        }
        if (element == null) {
            throw new IllegalArgumentException(SchemaMessages.notAsGiven(
                    location,
                    asked.name(),
                    asked.type().sql(),
                    found.logicalType().sql()));
        }
    }

    private Column typed(Column column) throws IOException {
        Column known = new ColumnLookup(typed.get()).find(column.name(), false);
        return known == null ? column : known;
    }

    /** Objects of several kinds are met at their rows. */
    private static boolean mayBecome(@Nullable ObjectRule seen, @Nullable ObjectRule asked) {
        boolean several = (seen == ObjectRule.JSON || seen == ObjectRule.TEXT_OR_JSON) && asked != ObjectRule.NULLS;
        boolean integers = seen == ObjectRule.INTEGER && asked == ObjectRule.FLOAT;
        return several || integers || seen == ObjectRule.UNSEEN || seen == asked;
    }
}
