# Searches the memory of its own process for texts, which are never whole in what it searches with.

Add-Type @'
using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Runtime.InteropServices;

public static class MemorySearch {
    const byte Mask = 0x5A;

    // How often a text is in memory that can be written, as UTF-8. Each byte of the text is given with a mask over it.
    public static int Count(byte[] masked) {
        var found = 0;
        var block = new byte[1 << 20];
        foreach (var piece in Path.DirectorySeparatorChar == '/' ? OfLinux() : OfWindows()) {
            // Blocks overlap, so that nothing is cut.
            for (var at = piece.Key; at < piece.Value; at += block.Length - masked.Length) {
                found += CountIn(block, Read(at, block, (int)Math.Min(block.Length, piece.Value - at)), masked);
                Array.Clear(block, 0, block.Length);
            }
        }
        return found;
    }

    // Where memory begins and ends that can be written.
    static IEnumerable<KeyValuePair<long, long>> OfLinux() {
        foreach (var line in File.ReadAllLines("/proc/self/maps")) {
            var parts = line.Split(' ', '-');
            var at = ulong.Parse(parts[0], NumberStyles.HexNumber);
            if (!parts[2].StartsWith("rw") || at > long.MaxValue) continue;
            yield return new KeyValuePair<long, long>((long)at, long.Parse(parts[1], NumberStyles.HexNumber));
        }
    }

    [StructLayout(LayoutKind.Sequential)]
    struct Region { public long Start, Whole; public ulong Kind; public long Size; public uint State, Protection; public ulong Type; }
    [DllImport("kernel32")] static extern IntPtr VirtualQuery(IntPtr at, out Region region, IntPtr size);
    [DllImport("kernel32")] static extern IntPtr GetCurrentProcess();
    [DllImport("kernel32")] static extern bool ReadProcessMemory(IntPtr process, IntPtr at, byte[] block, IntPtr size, out IntPtr read);

    static IEnumerable<KeyValuePair<long, long>> OfWindows() {
        const uint Committed = 0x1000, Writable = 0xCC, Guarded = 0x100;
        Region region;
        var size = (IntPtr)Marshal.SizeOf(typeof(Region));
        for (var at = 0L; VirtualQuery((IntPtr)at, out region, size) != IntPtr.Zero; at = region.Start + region.Size) {
            if (region.State != Committed || (region.Protection & Writable) == 0 || (region.Protection & Guarded) != 0) continue;
            yield return new KeyValuePair<long, long>(region.Start, region.Start + region.Size);
        }
    }

    // How many bytes could be read: none of what was given back meanwhile.
    static int Read(long at, byte[] block, int length) {
        if (Path.DirectorySeparatorChar != '/') {
            IntPtr read;
            return ReadProcessMemory(GetCurrentProcess(), (IntPtr)at, block, (IntPtr)length, out read) ? (int)read : 0;
        }
        try {
            using (var memory = File.OpenRead("/proc/self/mem")) {
                memory.Position = at;
                return memory.Read(block, 0, length);
            }
        } catch (IOException) {
            return 0;
        }
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
