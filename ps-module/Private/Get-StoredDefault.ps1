# A default that AWS Tools or the user keeps in a variable of the caller's scope; nothing if it is not set.
function Get-StoredDefault($Cmdlet, $Name) {
    $value = $Cmdlet.SessionState.PSVariable.GetValue($Name)
    if ($value -is [string] -and -not $value.Trim()) { return }
    , $value
}
