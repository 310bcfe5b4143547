package org.sparkhdf5.format;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.sparkhdf5.Hdf5FormatException;

/**
 * Parses filter pipeline messages, versions 1 and 2.
 *
 * @see <a href="https://support.hdfgroup.org/documentation/hdf5/latest/_f_m_t3.html">HDF5 File Format Specification 3.0,
 *     IV.A.2.l</a>
 */
final class FilterPipelineMessage {
    private static final int FLAG_OPTIONAL = 0x01;
    /** From this id on a version 2 message holds the name. */
    private static final int NAMED_ID_LEAST = 256;

    private FilterPipelineMessage() {}

    static FilterPipeline parse(MetadataCursor cursor) throws Hdf5FormatException {
        int version = cursor.readByteBetween("version", 1, 2);
        int count = cursor.readByteBetween("number of filters", 0, FilterPipeline.STEPS_MAX);
        if (version == 1) {
            cursor.skip("reserved", 6);
        }
        List<FilterPipeline.Step> steps = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            steps.add(step(cursor, version));
        }
        return new FilterPipeline(steps);
    }

    private static FilterPipeline.Step step(MetadataCursor cursor, int version) throws Hdf5FormatException {
        int id = cursor.readShort("filter identification value");
        int nameBytes = version == 1 || id >= NAMED_ID_LEAST ? cursor.readShort("name length") : 0;
        int flags = cursor.readShort("flags");
        int valueCount = cursor.readShort("number of client data values");
        String name = name(cursor.readBytes("name", nameBytes));
        if (version == 1) {
            cursor.skip("name padding", -nameBytes & 7);
        }
        if (4L * valueCount > cursor.remaining()) {
            throw cursor.malformed(valueCount + " client data values in " + cursor.remaining() + " bytes");
        }
        List<Integer> clientValues = new ArrayList<>(valueCount);
        for (int i = 0; i < valueCount; i++) {
            clientValues.add(cursor.readBits("client data value " + i));
        }
        if (version == 1 && valueCount % 2 == 1) {
            cursor.skip("padding", 4);
        }
        return new FilterPipeline.Step(id, name, (flags & FLAG_OPTIONAL) != 0, clientValues);
    }

    private static String name(byte[] stored) {
        int length = 0;
        while (length < stored.length && stored[length] != 0) {
            length++;
        }
        return NameText.decode(Arrays.copyOf(stored, length));
    }
}
