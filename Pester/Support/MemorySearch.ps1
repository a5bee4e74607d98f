# Searches the memory of its own process for texts, which are never whole in what it searches with.

Add-Type @'
using System;
using System.Globalization;
using System.IO;

public static class MemorySearch {
    const byte Mask = 0x5A;

    // How often a text is in memory that can be written, as UTF-8. Each byte of the text is given with a mask over it.
    public static int Count(byte[] masked) {
        var found = 0;
        var block = new byte[1 << 20];
        using (var memory = File.OpenRead("/proc/self/mem")) {
            foreach (var line in File.ReadAllLines("/proc/self/maps")) {
                var parts = line.Split(' ', '-');
                if (!parts[2].StartsWith("rw")) continue;
                var at = ulong.Parse(parts[0], NumberStyles.HexNumber);
                var end = ulong.Parse(parts[1], NumberStyles.HexNumber);
                if (at > long.MaxValue) continue;
                try {
                    // Blocks overlap, so that nothing is cut.
                    for (; at < end; at += (ulong)(block.Length - masked.Length)) {
                        memory.Position = (long)at;
                        var length = memory.Read(block, 0, (int)Math.Min((ulong)block.Length, end - at));
                        found += CountIn(block, length, masked);
                        Array.Clear(block, 0, block.Length);
                    }
                } catch (IOException) {
                    // What cannot be read, such as memory that was given back meanwhile.
                }
            }
        }
        return found;
    }

    static int CountIn(byte[] block, int length, byte[] masked) {
        var found = 0;
        for (var at = 0; at + masked.Length <= length; at++) {
            var same = 0;
            while (same < masked.Length && (block[at + same] ^ Mask) == masked[same]) same++;
            if (same == masked.Length) found++;
        }
        return found;
    }
}
'@
