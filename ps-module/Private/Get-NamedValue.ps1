# The value that an object or hashtable has under the first of some names that is not null there; else nothing.
function Get-NamedValue($Object, $Names) {
    foreach ($name in $Names) {
        $value = $null
        if ($Object -is [Collections.IDictionary]) { $value = $Object[$name] }
        elseif ($null -ne $Object.PSObject.Properties[$name]) { $value = $Object.$name }
        if ($null -ne $value) { return , $value }
    }
}
