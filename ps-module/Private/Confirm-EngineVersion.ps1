# Loads the library, which its first call does, and fails unless it is of the module's own version.
function Confirm-EngineVersion($Cmdlet, $Type, $Path) {
    $wanted = $ExecutionContext.SessionState.Module.Version.ToString()
    try {
        $version = [Runtime.InteropServices.Marshal]::PtrToStringAnsi($Type::ecr_login_version())
    } catch {
        $reason = $_.Exception.GetBaseException()
        if ($reason -is [EntryPointNotFoundException]) {
            $version = 'another product or of none that EcrLogin knows'
        } else {
            # .NET trips over a file that is no library and says nothing of it.
            $why = if ($reason -is [ArgumentNullException]) { 'it is no library of this system.' } else { $reason.Message }
            $Cmdlet.ThrowTerminatingError((ConvertTo-ErrorRecord @{
                code    = 'LibraryNotFound'
                message = "The library $Path is there but cannot be loaded: $why"
                hint    = 'Install the module again; if that does not help, the system lacks something that the library needs.'
                details = @($Path)
            }))
        }
    }
    if ($version -cne $wanted) {
        $Cmdlet.ThrowTerminatingError((ConvertTo-ErrorRecord @{
            code    = 'VersionMismatch'
            message = "The module EcrLogin is of version $wanted, and the library $Path is of version $version."
            hint    = 'Install the module again and start a new PowerShell.'
            details = @($Path)
        }))
    }
}
