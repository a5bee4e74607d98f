BeforeDiscovery {
    # All of them where the tests may take their time.
    $calls = if ($env:ECRLOGIN_DEEP -eq '1') { 1250 } else { 100 }
    # Where the C library, or Windows, tells how much memory is in use.
    $counted = if ([IO.Path]::DirectorySeparatorChar -eq '\') { $true } else {
        try { [Runtime.InteropServices.NativeLibrary]::GetExport([Runtime.InteropServices.NativeLibrary]::Load('libc.so.6'), 'mallinfo2') } catch { $false }
    }
}

BeforeAll {
    . $PSScriptRoot/Support/Environment.ps1
    . $PSScriptRoot/Support/Records.ps1
    Enter-TestEnvironment $TestDrive
    Open-LocalEcr
    # The engine is bound in this session too, which counts the open calls.
    $null = Get-ECRLoginCommand
    $script:random = [Random]::new(7)

    # How many handles of the system are open. Where nobody counts them it is the number of a new one: numbers are given
    # again once they are free, so it grows with the handles that are left open. Wine counts none, and macOS has no /proc.
    function Get-OpenHandle {
        # .NET's own go with the garbage.
        [GC]::Collect()
        [GC]::WaitForPendingFinalizers()
        if (Test-Path '/proc/self/fd') { return [IO.Directory]::GetFileSystemEntries('/proc/self/fd').Count }
        $file = [IO.File]::OpenRead($manifest)
        try { [long]$file.SafeFileHandle.DangerousGetHandle() / $(if ([IO.Path]::DirectorySeparatorChar -eq '\') { 4 } else { 1 }) } finally { $file.Dispose() }
    }

    # How much native memory is in use, that of the engine and of what goes to it; .NET has its own elsewhere.
    function Get-NativeMemory {
        if (-not ('NativeMemory' -as [type])) {
            Add-Type @'
using System;
using System.IO;
using System.Runtime.InteropServices;
public static class NativeMemory {
    [StructLayout(LayoutKind.Sequential)]
    struct Info { public ulong Arena, Free, FastBlocks, Mapped, MappedBytes, A, B, InUse, C, D; }
    [DllImport("libc.so.6")] static extern Info mallinfo2();

    [StructLayout(LayoutKind.Sequential)]
    struct Entry { public IntPtr Data; public uint Size; public byte Overhead, Region; public ushort Flags; public ulong A, B, C; }
    [DllImport("kernel32")] static extern IntPtr GetProcessHeap();
    [DllImport("kernel32")] static extern bool HeapLock(IntPtr heap);
    [DllImport("kernel32")] static extern bool HeapUnlock(IntPtr heap);
    [DllImport("kernel32")] static extern bool HeapWalk(IntPtr heap, ref Entry entry);

    public static long Used { get { return Path.DirectorySeparatorChar == '/' ? OfLibrary() : OfWindows(); } }

    static long OfLibrary() {
        var info = mallinfo2();
        return (long)(info.InUse + info.MappedBytes);
    }

    static long OfWindows() {
        const ushort Busy = 4;
        var used = 0L;
        var entry = new Entry();
        HeapLock(GetProcessHeap());
        while (HeapWalk(GetProcessHeap(), ref entry)) { if ((entry.Flags & Busy) != 0) used += entry.Size; }
        HeapUnlock(GetProcessHeap());
        return used;
    }
}
'@
        }
        # Without what is kept for a while, or is just being given back.
        Clear-ECRTokenCache
        $samples = foreach ($i in 1..10) {
            [GC]::Collect()
            [GC]::WaitForPendingFinalizers()
            Start-Sleep -Milliseconds 50
            [NativeMemory]::Used
        }
        ($samples | Measure-Object -Minimum).Minimum
    }

    function Get-Account($Worker, $Call) { '{0:d4}{1:d8}' -f $Worker, $Call }

    # A runspace that makes one call after the other.
    function Open-Worker($Number) {
        $runspace = [runspacefactory]::CreateRunspace([initialsessionstate]::CreateDefault())
        $runspace.Open()
        $shell = [powershell]::Create()
        $shell.Runspace = $runspace
        $null = $shell.AddScript('Import-Module $args[0]').AddArgument($manifest).Invoke()
        $shell.Dispose()
        @{ Number = $Number; Runspace = $runspace; Calls = 0; Shell = $null; Running = $null; Stopping = $null }
    }

    # Every second call has no answer before it is stopped. Of the others some are stopped too, as they start or in between.
    function Open-Call($Worker, [switch] $Undisturbed) {
        $Worker.IsLost = $Worker.Calls % 2 -eq 1
        $Worker.Account = Get-Account $Worker.Number $Worker.Calls
        $Worker.Calls++
        $Worker.Shell = [powershell]::Create()
        $Worker.Shell.Runspace = $Worker.Runspace
        $null = $Worker.Shell.AddCommand('Get-ECRLoginCommand').AddParameter('RegistryId', $Worker.Account)
        $Worker.Watch = [Diagnostics.Stopwatch]::StartNew()
        $Worker.StopAfter = if ($Worker.IsLost) { $random.Next(100) } else { $random.Next(1000) }
        $Worker.Running = $Worker.Shell.BeginInvoke()
        if (-not $Undisturbed -and $random.Next(10) -eq 0) { $Worker.Stopping = $Worker.Shell.BeginStop($null, $null) }
    }

    # What came of a call: Right, Stopped, or what is wrong.
    function Complete-Call($Worker) {
        try {
            $output = @($Worker.Shell.EndInvoke($Worker.Running))
            if ($Worker.Shell.Streams.Error.Count -gt 0) { return "$($Worker.Account): $($Worker.Shell.Streams.Error)" }
            if ($Worker.IsLost) { return "$($Worker.Account): has an answer" }
            if ($output.Count -ne 1 -or $output[0].Password -cne "password-for-$($Worker.Account)") { return "$($Worker.Account): $output" }
            'Right'
        } catch {
            if ($Worker.Shell.InvocationStateInfo.State -ne 'Stopped') { return "$($Worker.Account): $_" }
            'Stopped'
        } finally {
            if ($Worker.Stopping) { $Worker.Shell.EndStop($Worker.Stopping) }
            $Worker.Shell.Dispose()
            $Worker.Shell = $Worker.Stopping = $null
        }
    }
}

AfterAll {
    Exit-TestEnvironment
}

Describe 'Sixteen runspaces that make <Calls> calls each, half of which are stopped at some time' -ForEach @{ Calls = $calls; Counted = [bool]$counted } {
    BeforeAll {
        # Lets every worker make calls, and counts what came of them.
        function Invoke-Round($Count, $Seconds) {
            $watch = [Diagnostics.Stopwatch]::StartNew()
            $all = @{}
            foreach ($worker in $workers) { $worker.Left = $Count; Open-Call $worker }
            $script:running = @($workers)
            while ($running.Count -gt 0 -and $watch.Elapsed.TotalSeconds -lt $Seconds) {
                foreach ($worker in $running) {
                    if ($worker.Running.IsCompleted -and (-not $worker.Stopping -or $worker.Stopping.IsCompleted)) {
                        $all[(Complete-Call $worker)]++
                        if (--$worker.Left -gt 0) { Open-Call $worker }
                    } elseif (-not $worker.Stopping -and $worker.Watch.ElapsedMilliseconds -ge $worker.StopAfter) {
                        $worker.Stopping = $worker.Shell.BeginStop($null, $null)
                    }
                }
                $script:running = @($workers | Where-Object Shell)
                Start-Sleep -Milliseconds 1
            }
            $all
        }

        $lost = foreach ($worker in 1..16) { for ($call = 1; $call -lt $Calls + 20; $call += 2) { Get-Account $worker $call } }
        Use-EcrSetting @{ fault = @{ kind = 'hang' }; only_ids = @($lost) }
        $script:workers = 1..16 | ForEach-Object { Open-Worker $_ }
        # What every runspace and connection takes once is no leak.
        $null = Invoke-Round 20 120
        $script:memory = if ($Counted) { Get-NativeMemory }
        $script:handle = Get-OpenHandle
        $script:results = Invoke-Round $Calls (120 + $Calls)
    }

    AfterAll {
        foreach ($worker in $workers) { $worker.Runspace.Dispose() }
    }

    It 'ends' {
        $running | Should -BeNullOrEmpty
        ($results.Values | Measure-Object -Sum).Sum | Should -Be (16 * $Calls)
    }

    It 'gives every call that was not stopped the answer to its own question' {
        $results.Keys | Should -BeIn 'Right', 'Stopped'
        $results.Right | Should -BeGreaterThan (4 * $Calls)
        $results.Stopped | Should -BeGreaterOrEqual (8 * $Calls)
    }

    It 'leaves no native memory in use' -Skip:(-not $counted) {
        # The buffer of one request takes 16 KB.
        (Get-NativeMemory) - $memory | Should -BeLessThan 8MB
    }

    It 'would be seen to leave 1,600 requests' -Skip:(-not $counted) {
        $now = Get-NativeMemory
        $kept = 1..1600 | ForEach-Object { [Runtime.InteropServices.Marshal]::AllocHGlobal(16KB) }
        (Get-NativeMemory) - $now | Should -BeGreaterThan 16MB
        foreach ($one in $kept) { [Runtime.InteropServices.Marshal]::FreeHGlobal($one) }
    }

    It 'leaves no handle of the system open' {
        Clear-ECRTokenCache
        (Get-OpenHandle) - $handle | Should -BeLessThan 20
    }

    It 'would be seen to leave twenty handles' {
        $before = Get-OpenHandle
        $kept = 1..20 | ForEach-Object { [IO.File]::OpenRead($manifest) }
        (Get-OpenHandle) - $before | Should -BeGreaterOrEqual 20
        $kept.Dispose()
    }

    It 'leaves no call open, and every runspace able to make another' {
        Get-OpenCallCount | Should -Be 0
        Use-EcrSetting
        foreach ($worker in $workers) {
            $worker.Calls = 0
            Open-Call $worker -Undisturbed
            Complete-Call $worker | Should -BeExactly 'Right'
        }
    }
}
