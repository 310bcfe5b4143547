package org.sparkhdf5.spark;

import java.io.Serializable;
import java.util.List;
import org.sparkhdf5.format.ExternalLinkPolicy;
import org.sparkhdf5.plan.RequestedColumn;
import org.sparkhdf5.plan.RowCondition;
import org.sparkhdf5.plan.TableBinding;
import org.sparkhdf5.table.TableRequest;

/**
 * What is the same for all tasks of a scan.
 *
 * @param request which tables are read, and how
 * @param externalLinks which external links are followed
 * @param columns that are read
 * @param outputs that Spark is given, in its order
 * @param common where the columns are in the first file, and most likely in those of the same shape
 * @param ignore which files may be passed over
 * @param conditions that all wanted rows satisfy
 * @param stopsEarly whether a few rows are enough
 */
record ScanRequest(
        TableRequest request,
        ExternalLinkPolicy externalLinks,
        List<RequestedColumn> columns,
        List<OutputColumn> outputs,
        TableBinding common,
        IgnoreRules ignore,
        List<RowCondition> conditions,
        boolean stopsEarly)
        implements Serializable {
    ScanRequest {
        columns = List.copyOf(columns);
        outputs = List.copyOf(outputs);
        conditions = List.copyOf(conditions);
    }
}
