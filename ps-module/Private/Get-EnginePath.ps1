# The full path of the engine's library: the module's own, or the one that ECRLOGIN_LIBRARY names. Never a search path.
function Get-EnginePath($Cmdlet, $Override) {
    if ([IntPtr]::Size -ne 8) {
        $Cmdlet.ThrowTerminatingError((ConvertTo-ErrorRecord @{
            code    = 'UnsupportedPlatform'
            message = 'EcrLogin needs a 64-bit PowerShell, and this one is a 32-bit process.'
            hint    = 'Start the 64-bit PowerShell of this machine.'
        }))
    }

    if ($Override) {
        if ([IO.Path]::IsPathRooted($Override) -and [IO.File]::Exists($Override)) {
            return [IO.Path]::GetFullPath($Override)
        }
        $Cmdlet.ThrowTerminatingError((ConvertTo-ErrorRecord @{
            code    = 'LibraryNotFound'
            message = "ECRLOGIN_LIBRARY names the library '$(Format-ErrorValue $Override)', which is not the full path of a file."
            hint    = 'Correct that variable, or remove it to use the library of the module.'
            details = @($Override)
        }))
    }

    $libraries = @{
        'win-x64'        = 'ecr_login.dll'
        'win-arm64'      = 'ecr_login.dll'
        'linux-x64'      = 'libecr_login.so'
        'linux-arm64'    = 'libecr_login.so'
        'linux-musl-x64' = 'libecr_login.so'
        'osx-x64'        = 'libecr_login.dylib'
        'osx-arm64'      = 'libecr_login.dylib'
    }
    $rid = Get-RuntimeIdentifier
    if (-not $libraries.ContainsKey($rid)) {
        $Cmdlet.ThrowTerminatingError((ConvertTo-ErrorRecord @{
            code    = 'UnsupportedPlatform'
            message = "EcrLogin has no library for $rid."
            hint    = "It serves $(($libraries.Keys | Sort-Object) -join ', ')."
        }))
    }

    $runtimes = [IO.Path]::Combine($ExecutionContext.SessionState.Module.ModuleBase, 'runtimes')
    $path = [IO.Path]::Combine($runtimes, $rid, 'native', $libraries[$rid])
    if ([IO.File]::Exists($path)) { return $path }

    $present = @()
    if ([IO.Directory]::Exists($runtimes)) {
        $present = @([IO.Directory]::GetDirectories($runtimes) | ForEach-Object { [IO.Path]::GetFileName($_) } | Sort-Object)
    }
    $held = if ($present.Count -gt 0) { $present -join ', ' } else { 'none' }
    $Cmdlet.ThrowTerminatingError((ConvertTo-ErrorRecord @{
        code    = 'LibraryNotFound'
        message = "The library of EcrLogin for $rid is missing. Tried: $path. Libraries in this package: $held."
        hint    = 'Install the module again, or name a library by its full path in ECRLOGIN_LIBRARY.'
        details = @($path)
    }))
}
