# A path as the file system has it: from the PowerShell location, with PSDrives and ~ resolved where they can be.
function Get-FullPath($Cmdlet, $Path) {
    $provider = $drive = $null
    try {
        $full = $Cmdlet.SessionState.Path.GetUnresolvedProviderPathFromPSPath($Path, [ref]$provider, [ref]$drive)
    } catch [Management.Automation.RuntimeException] {
        return $Path
    }
    if ($provider.Name -eq 'FileSystem') { return $full }
    $Path
}
