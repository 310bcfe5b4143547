package org.sparkhdf5.it.testing;

import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.execution.ui.SQLAppStatusStore;
import org.apache.spark.sql.execution.ui.SQLExecutionUIData;
import org.apache.spark.sql.execution.ui.SQLPlanMetric;
import scala.Option;
import scala.collection.Iterator;

/** The metrics of a query as Spark's UI shows them. */
public final class QueryMetrics {
    private static final long WAIT_MILLIS = 20_000;

    private QueryMetrics() {}

    /** Runs a query and returns its metrics by name: the texts of the UI, for instance {@code "1,234"}. */
    public static Map<String, String> of(SparkSession spark, Dataset<Row> query) throws InterruptedException {
        return of(spark, () -> query.write().format("noop").mode("overwrite").save());
    }

    /** Runs an action, such as {@code take}, and returns the metrics of its query. */
    public static Map<String, String> of(SparkSession spark, Runnable action) throws InterruptedException {
        SQLAppStatusStore store = spark.sharedState().statusStore();
        long before = lastExecution(store);
        action.run();
        long deadline = System.currentTimeMillis() + WAIT_MILLIS;
        while (System.currentTimeMillis() < deadline) {
            long execution = lastExecution(store);
            if (execution > before) {
                SQLExecutionUIData data = store.execution(execution).get();
                if (data.completionTime().isDefined() && data.metricValues() != null) {
                    return metrics(data);
                }
            }
            // The status store is filled by a listener of its own thread.
            Thread.sleep(20);
        }
        throw new IllegalStateException("no metrics of the query within " + WAIT_MILLIS + " ms");
    }

    private static Map<String, String> metrics(SQLExecutionUIData data) {
        Map<String, String> metrics = new TreeMap<>();
        Iterator<SQLPlanMetric> all = data.metrics().iterator();
        while (all.hasNext()) {
            SQLPlanMetric metric = all.next();
            Option<String> value = data.metricValues().get(metric.accumulatorId());
            if (value.isDefined()) {
                metrics.put(metric.name(), value.get());
            }
        }
        return metrics;
    }

    private static long lastExecution(SQLAppStatusStore store) {
        long last = -1;
        Iterator<SQLExecutionUIData> executions = store.executionsList().iterator();
        while (executions.hasNext()) {
            last = Math.max(last, executions.next().executionId());
        }
        return last;
    }
}
