# The environment as PowerShell sees it; on Windows, where names have no case, in capitals.
function Get-Environment {
    $variables = [Environment]::GetEnvironmentVariables()
    if ([IO.Path]::DirectorySeparatorChar -ne '\') { return $variables }
    $capitals = @{}
    foreach ($variable in $variables.GetEnumerator()) {
        $capitals[$variable.Key.ToUpperInvariant()] = $variable.Value
    }
    $capitals
}
