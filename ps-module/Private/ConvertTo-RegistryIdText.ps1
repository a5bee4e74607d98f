# Registry ids as text, from what was given or piped: text, numbers, lists of them, and objects that carry them.
# Whether a text is an id is for the engine to say.
function ConvertTo-RegistryIdText($Cmdlet, $Value) {
    if ($null -eq $Value) { return '' }
    if ($Value -is [string]) { return $Value }
    if (Test-Number $Value) { return [Convert]::ToString($Value, [Globalization.CultureInfo]::InvariantCulture) }
    if ($Value -is [Collections.IList]) {
        foreach ($item in $Value) { ConvertTo-RegistryIdText $Cmdlet $item }
        return
    }
    $carried = Get-NamedValue $Value @('RegistryId', 'RegistryIds', 'AccountId', 'Account')
    if ($carried -is [string] -or $carried -is [Collections.IList] -or (Test-Number $carried)) {
        return ConvertTo-RegistryIdText $Cmdlet $carried
    }
    # Only the type is told: the object as text might hold a password.
    $type = Format-ErrorValue $Value.PSObject.TypeNames[0]
    $Cmdlet.ThrowTerminatingError((ConvertTo-ErrorRecord @{
        code    = 'InvalidRegistryIdType'
        message = "An object of type $type is no registry id and carries none in a property RegistryId."
        hint    = 'Give account ids as text or numbers, or objects that have a property RegistryId.'
        details = @($type)
    }))
}
