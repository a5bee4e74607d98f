# The names that the engine knows of a kind, profiles or regions, for a command line with these parameters.
function Get-KnownName {
    [CmdletBinding()]
    param([string] $Kind, [Collections.IDictionary] $Bound)

    $request = [ordered]@{
        version = 1
        op      = $Kind
        env     = Get-Environment
        cwd     = Get-WorkingFolder $PSCmdlet
    }
    if ($Bound['ProfileLocation']) { $request['profile_location'] = Get-FullPath $PSCmdlet ([string]$Bound['ProfileLocation']) }
    $answer = Invoke-EcrLogin $PSCmdlet $request
    if ($answer['ok']) { $answer['ok'][$Kind] }
}
