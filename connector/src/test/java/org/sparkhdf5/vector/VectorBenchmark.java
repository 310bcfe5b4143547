package org.sparkhdf5.vector;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.sparkhdf5.format.Datatype.Order;
import org.sparkhdf5.table.ElementType;
import org.sparkhdf5.table.ElementType.NumberKind;
import org.sparkhdf5.table.ElementType.Time;
import org.sparkhdf5.table.ElementType.TimeKind;
import org.sparkhdf5.table.ElementType.Trim;
import org.sparkhdf5.table.ElementType.Unit;
import org.sparkhdf5.table.NanosecondRule;

/** A batch of 4,096 values of each kind of vector, one column of a block of eight; {@link VectorBenchmarkTest} runs all once. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class VectorBenchmark {
    private static final int ROWS = 4096;
    private static final int STRIDE = 64;

    private final RowVector float64 = number(NumberKind.FLOAT64, Order.LITTLE_ENDIAN);
    private final RowVector float64BigEndian = number(NumberKind.FLOAT64, Order.BIG_ENDIAN);
    private final RowVector int64 = number(NumberKind.INT64, Order.LITTLE_ENDIAN);
    private final RowVector float16 = number(NumberKind.FLOAT16, Order.LITTLE_ENDIAN);
    private final RowVector uint64 = number(NumberKind.UINT64, Order.LITTLE_ENDIAN);
    private final RowVector nanoseconds = time(Unit.NANOSECOND, NanosecondRule.FLOOR);
    private final RowVector seconds = time(Unit.SECOND, NanosecondRule.FAIL);
    private final RowVector text =
            new TextVector(Cells.LOCATION, new ElementType.Text(8, Trim.TRAILING_NULS, "UTF-8", "nan"));

    private static RowVector number(NumberKind kind, Order order) {
        return NumberVectors.of(new ElementType.Number(kind, order, false));
    }

    private static RowVector time(Unit unit, NanosecondRule rule) {
        Time type = new Time(TimeKind.WALL_CLOCK, unit, Order.LITTLE_ENDIAN, rule);
        return new TimeVector(SparkTypes.of(type), Cells.LOCATION, type);
    }

    @Setup
    public void prepare() {
        byte[] numbers = new byte[ROWS * STRIDE];
        byte[] texts = new byte[ROWS * STRIDE];
        ByteBuffer buffer = ByteBuffer.wrap(numbers).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < ROWS; i++) {
            buffer.putLong(i * STRIDE, 1_577_836_800L + i);
            byte[] symbol = String.format(Locale.ROOT, "S%05d", i).getBytes(StandardCharsets.US_ASCII);
            System.arraycopy(symbol, 0, texts, i * STRIDE, symbol.length);
        }
        for (RowVector vector :
                new RowVector[] {float64, float64BigEndian, int64, float16, uint64, nanoseconds, seconds}) {
            vector.show(numbers, 0, STRIDE, ROWS, 0);
        }
        text.show(texts, 0, STRIDE, ROWS, 0);
    }

    @Benchmark
    public double doubles() {
        return sum(float64);
    }

    @Benchmark
    public double doublesOfTheOtherOrder() {
        return sum(float64BigEndian);
    }

    private static double sum(RowVector vector) {
        double sum = 0;
        for (int i = 0; i < ROWS; i++) {
            sum += vector.getDouble(i);
        }
        return sum;
    }

    @Benchmark
    public double longs() {
        return longSum(int64);
    }

    @Benchmark
    public double timesOfNanoseconds() {
        return longSum(nanoseconds);
    }

    @Benchmark
    public double timesOfSeconds() {
        return longSum(seconds);
    }

    private static double longSum(RowVector vector) {
        long sum = 0;
        for (int i = 0; i < ROWS; i++) {
            sum += vector.isNullAt(i) ? 0 : vector.getLong(i);
        }
        return sum;
    }

    @Benchmark
    public double halves() {
        float sum = 0;
        for (int i = 0; i < ROWS; i++) {
            sum += float16.getFloat(i);
        }
        return sum;
    }

    @Benchmark
    public double decimals() {
        int sum = 0;
        for (int i = 0; i < ROWS; i++) {
            sum += uint64.getDecimal(i, 20, 0).precision();
        }
        return sum;
    }

    @Benchmark
    public double texts() {
        int bytes = 0;
        for (int i = 0; i < ROWS; i++) {
            bytes += text.getUTF8String(i).numBytes();
        }
        return bytes;
    }
}
