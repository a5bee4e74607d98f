# A path as the file system has it: from the PowerShell location, with PSDrives and ~ resolved. One that is of no file system
# ends the public command: what is written there would stand in a folder with the name of the drive.
function Get-FullPath($Cmdlet, $Path) {
    $provider = $drive = $null
    try {
        $full = $Cmdlet.SessionState.Path.GetUnresolvedProviderPathFromPSPath($Path, [ref]$provider, [ref]$drive)
        if ($provider.Name -eq 'FileSystem') { return $full }
        $why = "belongs to the provider $($provider.Name)."
    } catch [Management.Automation.RuntimeException] {
        $why = "cannot be found: $($_.Exception.GetBaseException().Message)"
    }
    $Cmdlet.ThrowTerminatingError((ConvertTo-ErrorRecord @{
        code    = 'InvalidParameter'
        message = "The path '$(Format-ErrorValue $Path)' $(Format-ErrorValue $why)"
        hint    = 'Name a file or folder; of drives, those that New-PSDrive made with -Scope Global count.'
    }))
}
