package org.sparkhdf5.table;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.sparkhdf5.ObjectLocation;
import org.sparkhdf5.format.Attribute;
import org.sparkhdf5.format.Datatype;
import org.sparkhdf5.format.Hdf5File;
import org.sparkhdf5.format.HeapView;

/** Reads an attribute of one text as UTF-8, whatever wrote it. */
final class AttributeText {
    private AttributeText() {}

    /** The text without its padding, or null if the attribute is of no text. */
    static @Nullable String of(Hdf5File file, ObjectLocation location, Attribute attribute) throws IOException {
        byte[] bytes = attribute.bytes();
        if (attribute.datatype() instanceof Datatype.FixedString string) {
            int end = TextEnd.of(ElementTypes.trim(string.padding()), bytes, 0, string.sizeBytes());
            return new String(bytes, 0, end, StandardCharsets.UTF_8);
        }
        if (attribute.datatype() instanceof Datatype.VariableString string) {
            HeapView view = new HeapView();
            file.globalHeap().find(location, bytes, 0, 1, view);
            int end = TextEnd.of(ElementTypes.trim(string.padding()), view.bytes(), view.offset(), view.lengthBytes());
            return new String(view.bytes(), view.offset(), end - view.offset(), StandardCharsets.UTF_8);
        }
        return null;
    }
}
