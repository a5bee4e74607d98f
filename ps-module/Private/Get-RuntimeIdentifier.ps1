# The runtime identifier of this process, which names its folder under runtimes/.
function Get-RuntimeIdentifier($Maps = '/proc/self/maps') {
    $runtime = [Runtime.InteropServices.RuntimeInformation]
    $system = [Runtime.InteropServices.OSPlatform]
    $architecture = $runtime::ProcessArchitecture.ToString().ToLowerInvariant()
    if ($runtime::IsOSPlatform($system::Windows)) { return "win-$architecture" }
    if ($runtime::IsOSPlatform($system::OSX)) { return "osx-$architecture" }
    if (-not $runtime::IsOSPlatform($system::Linux)) { return "unix-$architecture" }

    # A system may hold both C libraries; only what this process runs on counts.
    if ([IO.File]::Exists($Maps) -and [IO.File]::ReadAllText($Maps).Contains('/ld-musl-')) {
        return "linux-musl-$architecture"
    }
    "linux-$architecture"
}
