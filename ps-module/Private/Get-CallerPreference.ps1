# The preference variables as the caller of a public command has them, which a module's function does not see by
# itself. The command sets them in its own scope, so nothing of them is left for the next call.
function Get-CallerPreference($Cmdlet) {
    $parameters = $script:PreferenceParameter
    $bound = $Cmdlet.MyInvocation.BoundParameters
    $variables = $Cmdlet.SessionState.PSVariable
    $preferences = @{}
    foreach ($name in $parameters.Keys) {
        if ($bound.ContainsKey($parameters[$name])) { continue }
        $value = $variables.GetValue($name)
        if ($null -ne $value) { $preferences[$name] = $value }
    }
    # Windows PowerShell takes -Debug for Inquire and would stop at every line.
    if ($bound.ContainsKey('Debug') -and $bound['Debug']) { $preferences['DebugPreference'] = 'Continue' }
    $preferences
}
