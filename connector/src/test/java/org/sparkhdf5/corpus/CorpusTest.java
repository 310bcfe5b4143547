package org.sparkhdf5.corpus;

import org.sparkhdf5.storage.RangeReader;
/** scratch */
public class CorpusTest {
    public static void main(String[] args) throws Exception {
        int compared = 0;
        for (CorpusFiles.Entry entry : CorpusFiles.below(args[0])) {
            if (args.length > 1 && !entry.name().contains(args[1])) continue;
            long start = System.nanoTime();
            RangeReader reader = CorpusFiles.reader(entry);
            try {
                CorpusComparison.Result result = CorpusComparison.of(reader, CorpusFiles.expected(entry));
                compared += result.compared();
                for (Finding f : result.findings()) System.out.println(entry + " | " + f);
            } catch (Throwable e) {
                System.out.println(entry + " | - | file | " + e);
            }
            long ms = (System.nanoTime() - start) / 1000000;
            if (ms > 2000) System.out.println("SLOW " + entry + " " + ms);
        }
        System.out.println("compared " + compared);
    }
}
