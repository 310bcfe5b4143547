package org.sparkhdf5.chunk;

import java.io.IOException;

/** Brings the cells of one part into memory, a tile at a time, going forward. Not thread-safe. */
abstract class TileSource {
    private final CellTile tile;

    TileSource(CellTile tile) {
        this.tile = tile;
    }

    final CellTile tile() {
        return tile;
    }

    /** May begin to read what comes behind the tile, now that some of it was used. */
    void readAhead() {}

    /** Moves the tile to the next cells; false behind the last one. The bytes of the tile before are given up. */
    abstract boolean next() throws IOException;

    /** Cells that were passed over while going forward. */
    long passedCells() {
        return 0;
    }
}
