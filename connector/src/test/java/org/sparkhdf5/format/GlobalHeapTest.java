package org.sparkhdf5.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sparkhdf5.Hdf5FormatException;
import org.sparkhdf5.ObjectLocation;
import org.sparkhdf5.storage.InMemoryRangeReader;
import org.sparkhdf5.testing.CountingRangeReader;

/** Collections written by hand from the specification; what writers of today make is in the committed type files. */
class GlobalHeapTest {
    private static final ObjectLocation LOCATION = new ObjectLocation("mem:/x.h5", "/x");
    private static final FieldSizes SIZES = new FieldSizes(0, 8, 8);

    /** A collection of 4096 bytes that is not full. */
    private static MessageBytes collection(String... objects) {
        return collection(8, 4096, objects);
    }

    private static MessageBytes collection(int lengthBytes, int size, String... objects) {
        MessageBytes bytes = new MessageBytes().text("GCOL").u1(1).zeros(3).number(size, lengthBytes);
        pad(bytes);
        for (int i = 0; i < objects.length; i++) {
            bytes.u2(i + 1).u2(1).zeros(4).number(objects[i].length(), lengthBytes);
            pad(bytes);
            bytes.text(objects[i]);
            pad(bytes);
        }
        int free = size - bytes.toArray().length;
        if (free >= 16) {
            bytes.zeros(8).number(free, lengthBytes);
        }
        return bytes.zeros(size - bytes.toArray().length);
    }

    private static void pad(MessageBytes bytes) {
        bytes.zeros(-bytes.toArray().length & 7);
    }

    private static byte[] descriptor(long count, long address, int index) {
        return new MessageBytes().zeros(3).u4(count).u8(address).u4(index).toArray();
    }

    private static GlobalHeap heap(byte[] file) {
        return new GlobalHeap(new InMemoryRangeReader("mem:/x.h5", file), SIZES, GlobalHeap.CACHE_BYTES);
    }

    private static String text(GlobalHeap heap, byte[] descriptor, int elementBytes) throws IOException {
        HeapView view = new HeapView();
        heap.find(LOCATION, descriptor, 3, elementBytes, view);
        return new String(view.bytes(), view.offset(), view.lengthBytes(), StandardCharsets.UTF_8);
    }

    @Test
    void findsObjectsByTheirIndex() throws IOException {
        byte[] file =
                new MessageBytes().zeros(64).add(collection("one", "", "three")).toArray();
        GlobalHeap heap = heap(file);

        assertThat(text(heap, descriptor(3, 64, 1), 1)).isEqualTo("one");
        assertThat(text(heap, descriptor(5, 64, 3), 1)).isEqualTo("three");
        assertThat(text(heap, descriptor(1, 64, 3), 5)).isEqualTo("three");
    }

    @ParameterizedTest
    @CsvSource({"2, 2", "4, 4", "4, 8", "8, 4"})
    void findsObjectsWhateverTheSizesOfFields(int addressBytes, int lengthBytes) throws IOException {
        byte[] file = new MessageBytes()
                .zeros(512 + 64)
                .add(collection(lengthBytes, 4096, "one", "two"))
                .toArray();
        FieldSizes sizes = new FieldSizes(512, addressBytes, lengthBytes);
        GlobalHeap heap = new GlobalHeap(new InMemoryRangeReader("mem:/x.h5", file), sizes, 1);
        byte[] descriptor =
                new MessageBytes().zeros(3).u4(3).number(64, addressBytes).u4(2).toArray();

        assertThat(GlobalHeap.descriptorBytes(sizes)).isEqualTo(descriptor.length - 3);
        assertThat(text(heap, descriptor, 1)).isEqualTo("two");
    }

    @Test
    void nothingIsEmpty() throws IOException {
        GlobalHeap heap = heap(new byte[0]);

        assertThat(text(heap, descriptor(0, 0, 0), 4)).isEmpty();
        assertThat(text(heap, descriptor(7, 0, 0), 4)).isEmpty();
        assertThat(text(heap, descriptor(0, 99, 3), 4)).isEmpty();
    }

    @Test
    void refusesWhatIsNotThere() {
        byte[] file = new MessageBytes().zeros(64).add(collection("one")).toArray();
        GlobalHeap heap = heap(file);

        assertThatThrownBy(() -> text(heap, descriptor(3, 64, 2), 1))
                .isInstanceOf(Hdf5FormatException.class)
                .hasMessageStartingWith(
                        "mem:/x.h5: /x: global heap collection: no object with index 2 at address 0x40; ");
        assertThatThrownBy(() -> text(heap, descriptor(3, 64, -1), 1)).hasMessageContaining("index 4294967295");
        assertThatThrownBy(() -> text(heap, descriptor(3, 64, 0), 1)).hasMessageContaining("index 0");
        assertThatThrownBy(() -> text(heap, descriptor(2, 64, 1), 1))
                .hasMessageContaining("variable-length element of 2 x 1 bytes, object 1 of the global heap has 3");
        assertThatThrownBy(() -> text(heap, descriptor(0xffffffffL, 64, 1), 1 << 30))
                .isInstanceOf(Hdf5FormatException.class);
        assertThatThrownBy(() -> text(heap, descriptor(3, 1L << 40, 1), 1))
                .hasMessageContaining("beyond the end of the file");
        assertThatThrownBy(() -> text(heap, descriptor(3, -1, 1), 1)).hasMessageContaining("beyond any file");
        assertThatThrownBy(() -> text(heap, descriptor(3, 8, 1), 1)).hasMessageContaining("expected signature GCOL");
    }

    @Test
    void refusesCollectionsThatDoNotFit() {
        byte[] file = new MessageBytes().zeros(64).add(collection("one", "two")).toArray();
        byte[] version = file.clone();
        version[68] = 2;
        assertThatThrownBy(() -> text(heap(version), descriptor(3, 64, 1), 1))
                .hasMessageContaining("expected version 1, found 2");
        byte[] size = file.clone();
        size[64 + 8 + 3] = 1;
        assertThatThrownBy(() -> text(heap(size), descriptor(3, 64, 1), 1))
                .hasMessageContaining("lies beyond the end of the file");
        byte[] object = file.clone();
        object[64 + 16 + 8 + 2] = 1;
        assertThatThrownBy(() -> text(heap(object), descriptor(3, 64, 1), 1))
                .hasMessageContaining("heap object 1 takes 65539 bytes");
        byte[] twice = file.clone();
        twice[64 + 16 + 24] = 1;
        assertThatThrownBy(() -> text(heap(twice), descriptor(3, 64, 1), 1))
                .hasMessageContaining("two objects with index 1");
        assertThatThrownBy(() -> text(heap(Arrays.copyOf(file, 100)), descriptor(3, 64, 1), 1))
                .isInstanceOf(Hdf5FormatException.class);
    }

    @Test
    void locatesAnObjectByHeadersAlone() throws IOException {
        byte[] file =
                new MessageBytes().zeros(64).add(collection("one", "", "three")).toArray();
        GlobalHeap heap = heap(file);

        assertThat(heap.locate(LOCATION, descriptor(3, 64, 1), 3, 1)).isEqualTo(new HeapObject(64 + 16 + 16, 3));
        HeapObject three = heap.locate(LOCATION, descriptor(5, 64, 3), 3, 1);
        assertThat(new String(file, (int) three.address(), (int) three.lengthBytes(), StandardCharsets.UTF_8))
                .isEqualTo("three");
        assertThat(heap.locate(LOCATION, descriptor(0, 64, 3), 3, 1).lengthBytes())
                .isZero();
        assertThat(heap.locate(LOCATION, descriptor(7, 0, 3), 3, 1).lengthBytes())
                .isZero();
    }

    @Test
    void locatesNothingThatIsNotThere() {
        byte[] file = new MessageBytes().zeros(64).add(collection("one", "two")).toArray();
        assertThatThrownBy(() -> heap(file).locate(LOCATION, descriptor(3, 64, 3), 3, 1))
                .isInstanceOf(Hdf5FormatException.class)
                .hasMessageContaining("no object with index 3 at address 0x40; ");
        assertThatThrownBy(() -> heap(file).locate(LOCATION, descriptor(4, 64, 1), 3, 1))
                .hasMessageContaining("variable-length element of 4 x 1 bytes, object 1 of the global heap has 3");
        assertThatThrownBy(() -> heap(file).locate(LOCATION, descriptor(3, -1, 1), 3, 1))
                .hasMessageContaining("beyond any file");
        assertThatThrownBy(() -> heap(file).locate(LOCATION, descriptor(3, 8, 1), 3, 1))
                .hasMessageContaining("expected signature GCOL");
        byte[] length = file.clone();
        length[64 + 16 + 8 + 2] = 1; // object 1 claims 65539 bytes of a collection of 4096
        assertThatThrownBy(() -> heap(length).locate(LOCATION, descriptor(3, 64, 2), 3, 1))
                .hasMessageContaining("no object with index 2");
        byte[] size = file.clone();
        size[64 + 8 + 3] = 1;
        assertThatThrownBy(() -> heap(size).locate(LOCATION, descriptor(3, 64, 1), 3, 1))
                .hasMessageContaining("beyond the end of the file");
    }

    @Test
    void readsACollectionOnceWhileItIsKept() throws IOException {
        MessageBytes bytes = new MessageBytes().zeros(64);
        for (int i = 0; i < 8; i++) {
            bytes.add(collection("text " + i));
        }
        CountingRangeReader reader = new CountingRangeReader(new InMemoryRangeReader("mem:/x.h5", bytes.toArray()));
        GlobalHeap heap = new GlobalHeap(reader, SIZES, 5 * 4096);
        for (int round = 0; round < 3; round++) {
            for (int i = 0; i < 4; i++) {
                assertThat(text(heap, descriptor(6, 64 + 4096L * i, 1), 1)).isEqualTo("text " + i);
            }
        }
        assertThat(reader.reads()).isEqualTo(4);
        for (int i = 0; i < 8; i++) {
            text(heap, descriptor(6, 64 + 4096L * i, 1), 1);
        }
        assertThat(text(heap, descriptor(6, 64, 1), 1)).isEqualTo("text 0");
        assertThat(reader.reads()).isEqualTo(9);
    }
}
