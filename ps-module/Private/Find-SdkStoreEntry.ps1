# The entry of a file of the AWS SDK for .NET's store that has a display name, as a hashtable; nothing if there is none.
function Find-SdkStoreEntry($Path, $Name) {
    if (-not [IO.File]::Exists($Path)) { return }
    try {
        $entries = ConvertFrom-Json ([IO.File]::ReadAllText($Path)) -ErrorAction Stop
    } catch {
        Write-Verbose "The file $Path cannot be read."
        return
    }
    foreach ($entry in $entries.PSObject.Properties) {
        if ((Get-NamedValue $entry.Value @('DisplayName')) -ne $Name) { continue }
        $fields = @{}
        foreach ($field in $entry.Value.PSObject.Properties) { $fields[$field.Name] = $field.Value }
        return $fields
    }
}
