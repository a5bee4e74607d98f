# What can stand for a word that is being typed: the names that the engine knows of a kind, profiles or regions.
# Nothing where the engine cannot be asked.
function Complete-Name {
    [CmdletBinding()]
    param([string] $Kind, [string] $Word, [Collections.IDictionary] $Bound)

    $errors = $Error.Count
    $VerbosePreference = 'SilentlyContinue'
    $names = @()
    try {
        $request = [ordered]@{
            version = 1
            op      = $Kind
            env     = Get-Environment
            cwd     = $PSCmdlet.SessionState.Path.CurrentFileSystemLocation.ProviderPath
        }
        $place = $Bound['ProfileLocation']
        if ($place) { $request['profile_location'] = Get-FullPath $PSCmdlet ([string]$place) }
        $answer = Invoke-EcrLogin $PSCmdlet $request
        if ($answer['ok']) { $names = $answer['ok'][$Kind] }
    } catch {
        # An error in the midst of typing helps nobody.
        while ($Error.Count -gt $errors) { $Error.RemoveAt(0) }
    }
    $start = $Word.Trim([char[]]"'`"")
    foreach ($name in $names) {
        $text = ConvertTo-CommandArgument $name
        if ($null -eq $text -or -not $name.StartsWith($start, [StringComparison]::OrdinalIgnoreCase)) { continue }
        [Management.Automation.CompletionResult]::new($text, $name, 'ParameterValue', $name)
    }
}
